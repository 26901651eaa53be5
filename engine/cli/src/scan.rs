//! `haechi scan`.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use haechi_report::{Clock, RunInfo, diagnostic};
use haechi_rule::ids::Ids;
use haechi_rule::{Diagnostic, Level, LoadOptions, Mode, RuleSet, Severity, SourceFile, load};
use haechi_scan::{
    Depth, FileStatus, ScanOptions, ScanReport, Skip, VirtualFile, WalkOptions, is_suffix, scan,
};
use haechi_syntax::Lang;

use crate::args::{ColorChoice, DepthArg, ScanArgs};
use crate::exit::Exit;
use crate::progress::Bar;
use crate::{config, fixes, formats, term};

impl From<DepthArg> for Depth {
    fn from(depth: DepthArg) -> Self {
        match depth {
            DepthArg::Function => Self::Function,
            DepthArg::File => Self::File,
            DepthArg::Project => Self::Project,
        }
    }
}

/// Runs the command.
pub fn run(args: &ScanArgs, color: ColorChoice) -> Result<Exit> {
    let epoch = std::env::var("SOURCE_DATE_EPOCH").ok();
    let clock = Clock::from_epoch_variable(epoch.as_deref())?;
    let started = clock.now();
    if let (Some(pattern), Some(lang)) = (&args.pattern, args.lang.as_deref())
        && let Some(Err(problem)) = Lang::from_name(lang).map(|lang| lang.parse_pattern(pattern))
    {
        term::pattern_error(pattern, lang, &problem, color);
        return Ok(Exit::CouldNotWork);
    }
    let (rules, diagnostics) = rules(args)?;
    complain(&diagnostics, args, color)?;
    if rules.rules.is_empty() {
        term::say("warning: no rule is left to run, so nothing can be found");
    }

    let options = options(args, &rules)?;
    let bar = Bar::new(!args.quiet);
    let scanned = scan(&rules, &options, &bar);
    bar.clear();
    let mut report = scanned?;
    report.diagnostics = diagnostics;

    let mut info = RunInfo::new(started, clock.now());
    info.category.clone_from(&args.category);
    info.base = options.base.to_str().map(|base| base.replace('\\', "/"));
    formats::write_all(args, color, &report, &info, clock != Clock::System)?;
    if args.autofix {
        fixes::apply(&report, args.dryrun, args.quiet)?;
    }
    Ok(outcome(args, &report))
}

/// How the run ends.
fn outcome(args: &ScanArgs, report: &ScanReport) -> Exit {
    let worst = |level| {
        report
            .diagnostics
            .iter()
            .any(|problem| problem.level == level)
    };
    let rules_failed = !args.keep_going && worst(Level::Error);
    let not_whole =
        args.strict && (worst(Level::Warning) || !report.notices.is_empty() || has_gaps(report));
    if rules_failed || not_whole {
        Exit::CouldNotWork
    } else if args.error && report.active().next().is_some() {
        Exit::Findings
    } else {
        Exit::Done
    }
}

fn has_gaps(report: &ScanReport) -> bool {
    report.files.iter().any(|file| match &file.status {
        FileStatus::Analysed { gaps } => !gaps.is_empty(),
        FileStatus::Skipped(reason) => *reason != Skip::NoRule,
        FileStatus::TextOnly => false,
    })
}

/// The rules to run, and what is wrong with the files they come from.
fn rules(args: &ScanArgs) -> Result<(RuleSet, Vec<Diagnostic>)> {
    let mut files = config::RuleFiles::default();
    if let Some(pattern) = &args.pattern {
        files.add(SourceFile::new("<pattern>", pattern_rule(pattern, args)?));
    } else if args.config.is_empty() {
        files.builtin();
    }
    for config in &args.config {
        files.config(config)?;
    }
    let ids = if args.rewrite_rule_ids {
        Ids::PathPrefixed
    } else {
        Ids::AsWritten
    };
    let mut loaded = load(&files.sources, &LoadOptions { ids });
    let severities = severities(&args.severity)?;
    loaded.rules.retain(|rule| {
        (severities.is_empty() || severities.contains(&rule.severity))
            && !args.exclude_rule.iter().any(|id| is_suffix(id, &rule.id))
    });
    let langs = loaded.rules.languages();
    loaded.diagnostics.extend(loaded.rules.compile(langs));
    let mut diagnostics = files.unreadable;
    diagnostics.append(&mut loaded.diagnostics);
    if !args.config.is_empty() {
        // Those of the built-in rules are known: a test holds it.
        diagnostics.extend(config::unknown_kinds(&loaded.rules));
    }
    Ok((loaded.rules, diagnostics))
}

/// A rule file that holds just the pattern of `-e`. JSON is YAML.
fn pattern_rule(pattern: &str, args: &ScanArgs) -> Result<String> {
    let lang = args.lang.as_deref().unwrap_or("");
    let known = Lang::from_name(lang).is_some() || matches!(lang, "generic" | "regex");
    if !known {
        bail!("no such language: {lang}\nhelp: use java, python, generic or regex");
    }
    let mut rule = serde_json::json!({
        "id": "-",
        "pattern": pattern,
        "message": pattern,
        "severity": "ERROR",
        "languages": [lang],
    });
    if let Some(replacement) = &args.replacement {
        rule["fix"] = replacement.as_str().into();
    }
    Ok(serde_json::json!({ "rules": [rule] }).to_string())
}

fn severities(words: &[String]) -> Result<Vec<Severity>> {
    let words = words.iter().flat_map(|word| word.split(','));
    words
        .map(|word| {
            let known = Severity::from_word(&word.trim().to_ascii_uppercase());
            known.with_context(|| {
                format!(
                    "`{word}` is no severity\nhelp: use one of {}",
                    Severity::WORDS.join(", ")
                )
            })
        })
        .collect()
}

/// Shows what is wrong with the rules.
fn complain(diagnostics: &[Diagnostic], args: &ScanArgs, color: ColorChoice) -> Result<()> {
    let mut err = std::io::stderr().lock();
    for problem in diagnostics {
        if problem.level == Level::Error || !args.quiet {
            let palette = term::stderr_palette(color);
            term::unless_closed(diagnostic::write(&mut err, problem, palette))?;
        }
    }
    Ok(())
}

fn options(args: &ScanArgs, rules: &RuleSet) -> Result<ScanOptions> {
    // Nobody else asks what is known about libraries, and reading it takes time.
    let follows_values = rules
        .rules
        .iter()
        .any(|rule| matches!(rule.mode, Mode::Taint(_)));
    let threads = match args.jobs {
        Some(0) => bail!("`--jobs 0`: at least one thread is needed"),
        Some(jobs) => jobs,
        None => std::thread::available_parallelism().map_or(1, usize::from),
    };
    let base = std::env::current_dir().context("cannot tell the current folder")?;
    let mut texts = Vec::new();
    let mut targets = Vec::new();
    for path in &args.paths {
        if path == Path::new("-") {
            texts.push(standard_input(args)?);
        } else {
            targets.push(path.clone());
        }
    }
    Ok(ScanOptions {
        walk: WalkOptions {
            targets,
            git_ignore: !args.no_git_ignore,
            include: args.include.clone(),
            exclude: args.exclude.clone(),
            threads,
        },
        texts,
        base,
        max_target_bytes: args.max_target_bytes.0,
        depth: if args.taint_intrafile {
            Depth::File
        } else {
            args.depth.into()
        },
        models: if follows_values {
            config::models()
        } else {
            Arc::default()
        },
        suppressions: !args.disable_nosem,
        prefilter: true,
    })
}

fn standard_input(args: &ScanArgs) -> Result<VirtualFile> {
    let Some(lang) = args.lang.as_deref() else {
        bail!(
            "standard input has no name that tells its language\nhelp: add `--lang java` or `--lang python`"
        );
    };
    let limit = args.max_target_bytes.0;
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .context("cannot read standard input")?;
    if bytes.len() as u64 > limit {
        bail!("standard input is larger than {limit} bytes\nhelp: raise `--max-target-bytes`");
    }
    Ok(VirtualFile {
        path: "<stdin>".to_owned(),
        bytes,
        lang: Lang::from_name(lang),
    })
}
