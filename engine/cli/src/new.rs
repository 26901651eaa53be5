//! `haechi rule new`.

use std::path::Path;

use anyhow::{Context, Result, bail};
use haechi_syntax::Lang;

use crate::args::NewArgs;
use crate::exit::Exit;
use crate::term;

/// Writes a rule and its sample.
pub fn run(args: &NewArgs) -> Result<Exit> {
    let good = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    if args.id.is_empty() || !args.id.chars().all(good) {
        bail!(
            "`{}` cannot be an id: use letters, digits, dots, dashes, underscores",
            args.id
        );
    }
    let (extension, rule, sample) = match (Lang::from_name(&args.lang), args.taint) {
        (Some(Lang::Java), false) => ("java", JAVA_RULE, JAVA_SAMPLE),
        (Some(Lang::Java), true) => ("java", JAVA_TAINT_RULE, JAVA_TAINT_SAMPLE),
        (Some(Lang::Python), false) => ("py", PYTHON_RULE, PYTHON_SAMPLE),
        (Some(Lang::Python), true) => ("py", PYTHON_TAINT_RULE, PYTHON_TAINT_SAMPLE),
        (None, _) => bail!("no such language: {}\nhelp: use java or python", args.lang),
    };
    std::fs::create_dir_all(&args.dir)
        .with_context(|| format!("cannot make {}", args.dir.display()))?;
    let rule_path = args.dir.join(format!("{}.yaml", args.id));
    let sample_path = args.dir.join(format!("{}.{extension}", args.id));
    for (path, text) in [(&rule_path, rule), (&sample_path, sample)] {
        create(path, &text.replace("RULE_ID", &args.id))?;
    }
    term::say(format_args!(
        "wrote {} and {}",
        rule_path.display(),
        sample_path.display()
    ));
    term::say(format_args!(
        "next: change both, then run `haechi test {}`",
        args.dir.display()
    ));
    Ok(Exit::Done)
}

/// Writes a file that must not be there yet.
fn create(path: &Path, text: &str) -> Result<()> {
    let mut options = std::fs::OpenOptions::new();
    let mut file = options
        .write(true)
        .create_new(true)
        .open(path)
        .with_context(|| {
            let shown = path.display();
            if path.exists() {
                format!("{shown} is there already: choose another id, or remove the file")
            } else {
                format!("cannot write {shown}")
            }
        })?;
    std::io::Write::write_all(&mut file, text.as_bytes())
        .with_context(|| format!("cannot write {}", path.display()))
}

const PYTHON_RULE: &str = include_str!("new/pattern.py.yaml");
const PYTHON_SAMPLE: &str = include_str!("new/pattern.py");
const PYTHON_TAINT_RULE: &str = include_str!("new/taint.py.yaml");
const PYTHON_TAINT_SAMPLE: &str = include_str!("new/taint.py");
const JAVA_RULE: &str = include_str!("new/pattern.java.yaml");
const JAVA_SAMPLE: &str = include_str!("new/pattern.java");
const JAVA_TAINT_RULE: &str = include_str!("new/taint.java.yaml");
const JAVA_TAINT_SAMPLE: &str = include_str!("new/taint.java");
