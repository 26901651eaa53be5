//! From `--config` to rules.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use haechi_rule::SourceFile;
use haechi_rule::load::looks_like_rules;
use haechi_rule::model::{ModelSet, load_models};

/// Rules and models under `/rules`, compiled in: path below that folder and text.
pub const PACK: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/pack.rs"));

/// The built-in rules.
pub fn builtin_rules() -> Vec<Arc<SourceFile>> {
    let rules = PACK.iter().filter(|(path, _)| !path.starts_with("models/"));
    rules
        .map(|(path, text)| SourceFile::new(*path, *text))
        .collect()
}

/// The built-in models. A test holds that they load without a word.
pub fn models() -> Arc<ModelSet> {
    let models = PACK.iter().filter(|(path, _)| path.starts_with("models/"));
    let files: Vec<Arc<SourceFile>> = models
        .map(|(path, text)| SourceFile::new(*path, *text))
        .collect();
    Arc::new(load_models(&files).models)
}

/// The rule files that a `--config` names.
pub fn sources(config: &str) -> Result<Vec<Arc<SourceFile>>> {
    if config == "builtin" {
        return Ok(builtin_rules());
    }
    let path = Path::new(config);
    if !path.exists() {
        let remote = config == "auto"
            || ["p/", "r/", "s/"]
                .iter()
                .any(|prefix| config.starts_with(prefix))
            || config.contains("://");
        if remote {
            bail!(
                "`--config {config}` names rules in a registry, and nothing is ever downloaded\n\
                 help: use `--config builtin` for the built-in rules, or a file or folder of rules"
            );
        }
        bail!(
            "no such rule file or folder: {config}\nhelp: `--config builtin` names the built-in rules"
        );
    }
    let files = rule_files(&[path.to_path_buf()])?;
    if files.is_empty() {
        bail!(
            "no rules in {config}\nhelp: rule files end in .yaml, .yml or .json and begin with `rules:`"
        );
    }
    Ok(files)
}

/// All rule files among these files and folders, in order of path. A file that is named is taken as it is.
pub fn rule_files(paths: &[PathBuf]) -> Result<Vec<Arc<SourceFile>>> {
    let mut out = Vec::new();
    for path in paths {
        if !path.is_dir() {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            out.push(SourceFile::new(path, text));
            continue;
        }
        let mut found = Vec::new();
        collect(path, &mut found).with_context(|| format!("cannot read {}", path.display()))?;
        found.sort();
        for file in found {
            let text = std::fs::read_to_string(&file)
                .with_context(|| format!("cannot read {}", file.display()))?;
            if looks_like_rules(&text) {
                out.push(SourceFile::new(file, text));
            }
        }
    }
    Ok(out)
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or("");
        if name.starts_with('.') {
            continue;
        }
        // Links are not followed into folders: they could lead in circles.
        if path.is_dir() && !path.is_symlink() {
            collect(&path, found)?;
        } else if is_rule_file_name(name) {
            found.push(path);
        }
    }
    Ok(())
}

/// Rule files by name; `x.test.yaml` and `x.fixed.yaml` are samples of rules for YAML.
pub fn is_rule_file_name(name: &str) -> bool {
    let Some((stem, extension)) = name.rsplit_once('.') else {
        return false;
    };
    matches!(extension, "yaml" | "yml" | "json")
        && !stem.ends_with(".test")
        && !stem.ends_with(".fixed")
}
