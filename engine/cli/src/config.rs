//! From `--config` to rules.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use haechi_rule::load::looks_like_rules;
use haechi_rule::model::{ModelSet, check_kinds, load_models};
use haechi_rule::taint::Site;
use haechi_rule::{Code, Diagnostic, Level, Mode, Rule, RuleSet, SourceFile};
use haechi_syntax::Span;

/// What a rule file looks like, for those who have none.
const FORM: &str = "help: rule files end in .yaml, .yml or .json and begin with `rules:`";

/// Rules and models under `/rules`, compiled in: path below that folder and text.
pub const PACK: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/pack.rs"));

/// Files of the pack below (or not below) its folder of models.
fn pack(models: bool) -> impl Iterator<Item = Arc<SourceFile>> {
    let wanted = PACK
        .iter()
        .filter(move |(path, _)| path.starts_with("models/") == models);
    wanted.map(|(path, text)| SourceFile::new(*path, *text))
}

/// The built-in rules.
pub fn builtin_rules() -> Vec<Arc<SourceFile>> {
    pack(false).collect()
}

/// The built-in models. A test holds that they load without a word.
pub fn models() -> Arc<ModelSet> {
    Arc::new(load_models(&pack(true).collect::<Vec<_>>()).models)
}

/// Warns of rules that name kinds which no model knows. Models are read only
/// for rules that name any.
pub fn unknown_kinds(rules: &RuleSet) -> Vec<Diagnostic> {
    if rules.rules.iter().any(names_kinds) {
        check_kinds(rules, &models())
    } else {
        Vec::new()
    }
}

fn names_kinds(rule: &Rule) -> bool {
    let Mode::Taint(spec) = &rule.mode else {
        return false;
    };
    let sources = spec.sources.iter().map(|source| &source.site);
    let sinks = spec.sinks.iter().map(|sink| &sink.site);
    let sanitizers = spec.sanitizers.iter().map(|sanitizer| &sanitizer.site);
    let mut all = sources.chain(sinks).chain(sanitizers);
    all.any(|site| matches!(site, Site::Kind(_)))
}

/// Rule files of a run, in the order in which they were named.
#[derive(Default)]
pub struct RuleFiles {
    /// Those that could be read.
    pub sources: Vec<Arc<SourceFile>>,
    /// Why the others could not.
    pub unreadable: Vec<Diagnostic>,
}

impl RuleFiles {
    /// The rule files among these files and folders, in order of path within each
    /// folder. A file that is named is taken as it is.
    pub fn of(paths: &[PathBuf]) -> Result<Self> {
        let mut files = Self::default();
        for path in paths {
            files.path(path)?;
        }
        if files.sources.is_empty() && files.unreadable.is_empty() {
            bail!("no rule files there\n{FORM}");
        }
        Ok(files)
    }

    /// Adds a file.
    pub fn add(&mut self, file: Arc<SourceFile>) {
        self.sources.push(file);
    }

    /// Adds the built-in rules.
    pub fn builtin(&mut self) {
        self.sources.extend(builtin_rules());
    }

    /// Adds what a `--config` names.
    pub fn config(&mut self, config: &str) -> Result<()> {
        let path = Path::new(config);
        if path.exists() {
            let before = self.sources.len() + self.unreadable.len();
            self.path(path)?;
            if self.sources.len() + self.unreadable.len() == before {
                bail!("no rules in {config}\n{FORM}");
            }
            return Ok(());
        }
        let remote = matches!(config, "auto" | "policy" | "supply-chain" | "secrets" | "code")
            || config.contains("://")
            // A folder of that name makes it a path, if a wrong one.
            || config.split_once('/').is_some_and(|(folder, _)| {
                matches!(folder, "p" | "r" | "s") && !Path::new(folder).is_dir()
            });
        match config {
            "builtin" => self.builtin(),
            _ if remote => bail!(
                "`--config {config}` names rules in a registry, and nothing is ever downloaded\n\
                 help: use `--config builtin` for the built-in rules, or a file or folder of rules"
            ),
            _ => bail!(
                "no such rule file or folder: {config}\nhelp: `--config builtin` names the built-in rules"
            ),
        }
        Ok(())
    }

    fn path(&mut self, path: &Path) -> Result<()> {
        if !path.exists() {
            bail!("no such file or folder: {}", path.display());
        }
        if !path.is_dir() {
            self.read(path, true);
            return Ok(());
        }
        let mut found = Vec::new();
        collect(path, &mut found).with_context(|| format!("cannot read {}", path.display()))?;
        found.sort();
        for file in found {
            self.read(&file, false);
        }
        Ok(())
    }

    /// Reads a file. One that cannot be read takes nothing else with it.
    fn read(&mut self, path: &Path, named: bool) {
        match std::fs::read_to_string(path) {
            Ok(text) if named || looks_like_rules(&text) => self.add(SourceFile::new(path, text)),
            Ok(_) => {}
            // Of files that nobody named, those that are JSON may be anything.
            Err(_) if !named && path.extension().is_some_and(|e| e == "json") => {}
            Err(error) => {
                let why = match error.kind() {
                    ErrorKind::InvalidData => "it is not UTF-8".to_owned(),
                    _ => error.to_string(),
                };
                let file = SourceFile::new(path, "");
                let problem = Diagnostic::at(
                    Level::Error,
                    Code::InvalidYaml,
                    &file,
                    Span::default(),
                    format!("this file cannot be read: {why}"),
                );
                self.unreadable.push(problem);
            }
        }
    }
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
