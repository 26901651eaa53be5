//! `haechi scan`.

use std::io::{Read, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};
use haechi_report::{Clock, RunInfo, diagnostic, sarif, semgrep_json, text};
use haechi_rule::ids::Ids;
use haechi_rule::{Diagnostic, Level, LoadOptions, RuleSet, Severity, SourceFile, load};
use haechi_scan::apply::{self, Refusal};
use haechi_scan::{
    Depth, FileStatus, ScanOptions, ScanReport, VirtualFile, WalkOptions, is_suffix, scan,
};
use haechi_syntax::Lang;

use crate::args::{ColorChoice, DepthArg, ScanArgs};
use crate::exit::Exit;
use crate::progress::Bar;
use crate::{config, output, term};

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
    let (rules, diagnostics) = rules(args)?;
    let rules_failed = complain(&diagnostics, args, color)?;

    let options = options(args)?;
    let bar = Bar::new(!args.quiet);
    let scanned = scan(&rules, &options, &bar);
    bar.clear();
    let mut report = scanned?;
    report.diagnostics = diagnostics;

    let mut info = RunInfo::new(started, clock.now());
    info.category = args.category.clone();
    info.base = options.base.to_str().map(|base| base.replace('\\', "/"));
    write_all(args, color, &report, &info)?;
    if args.autofix {
        autofix(args, &report)?;
    }
    let incomplete = args.strict && (!report.notices.is_empty() || has_gaps(&report));
    Ok(if rules_failed || incomplete {
        Exit::CouldNotWork
    } else if args.error && report.active().next().is_some() {
        Exit::Findings
    } else {
        Exit::Done
    })
}

fn has_gaps(report: &ScanReport) -> bool {
    report.files.iter().any(|file| match &file.status {
        FileStatus::Analysed { gaps } => !gaps.is_empty(),
        FileStatus::Skipped(_) => true,
        FileStatus::TextOnly => false,
    })
}

/// The rules to run, and what is wrong with the files they come from.
fn rules(args: &ScanArgs) -> Result<(RuleSet, Vec<Diagnostic>)> {
    let mut files = Vec::new();
    if let Some(pattern) = &args.pattern {
        files.push(SourceFile::new("<pattern>", pattern_rule(pattern, args)));
    } else if args.config.is_empty() {
        files = config::builtin_rules();
    }
    for config in &args.config {
        files.extend(config::sources(config)?);
    }
    let ids = if args.rewrite_rule_ids {
        Ids::PathPrefixed
    } else {
        Ids::AsWritten
    };
    let mut loaded = load(&files, &LoadOptions { ids });
    let severities = severities(&args.severity)?;
    loaded.rules.retain(|rule| {
        (severities.is_empty() || severities.contains(&rule.severity))
            && !args.exclude_rule.iter().any(|id| is_suffix(id, &rule.id))
    });
    let langs = loaded.rules.languages();
    loaded.diagnostics.extend(loaded.rules.compile(langs));
    Ok((loaded.rules, loaded.diagnostics))
}

/// A rule file that holds just the pattern of `-e`. JSON is YAML.
fn pattern_rule(pattern: &str, args: &ScanArgs) -> String {
    let mut rule = serde_json::json!({
        "id": "-",
        "pattern": pattern,
        "message": pattern,
        "severity": "ERROR",
        "languages": [args.lang.as_deref().unwrap_or("")],
    });
    if let Some(replacement) = &args.replacement {
        rule["fix"] = replacement.as_str().into();
    }
    serde_json::json!({ "rules": [rule] }).to_string()
}

fn severities(words: &[String]) -> Result<Vec<Severity>> {
    let words = words.iter().flat_map(|word| word.split(','));
    words
        .map(|word| {
            let known = Severity::from_word(&word.trim().to_ascii_uppercase());
            known.with_context(|| {
                format!(
                    "`{word}` is no severity; use one of {}",
                    Severity::WORDS.join(", ")
                )
            })
        })
        .collect()
}

/// Shows what is wrong with the rules; whether that makes the run a failure.
fn complain(diagnostics: &[Diagnostic], args: &ScanArgs, color: ColorChoice) -> Result<bool> {
    let mut err = std::io::stderr().lock();
    for problem in diagnostics {
        let shown = problem.level == Level::Error || !args.quiet;
        if shown {
            term::unless_closed(diagnostic::write(
                &mut err,
                problem,
                term::stderr_palette(color),
            ))?;
        }
    }
    let worst = |level| diagnostics.iter().any(|problem| problem.level == level);
    Ok(!args.keep_going && (worst(Level::Error) || (args.strict && worst(Level::Warning))))
}

fn options(args: &ScanArgs) -> Result<ScanOptions> {
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
        max_target_bytes: args.max_target_bytes,
        depth: if args.taint_intrafile {
            Depth::File
        } else {
            args.depth.into()
        },
        models: config::models(),
        suppressions: !args.disable_nosem,
    })
}

fn standard_input(args: &ScanArgs) -> Result<VirtualFile> {
    let Some(lang) = args.lang.as_deref() else {
        bail!(
            "standard input has no name that tells its language\nhelp: add `--lang java` or `--lang python`"
        );
    };
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(args.max_target_bytes + 1)
        .read_to_end(&mut bytes)
        .context("cannot read standard input")?;
    if bytes.len() as u64 > args.max_target_bytes {
        bail!(
            "standard input is larger than {} bytes\nhelp: raise `--max-target-bytes`",
            args.max_target_bytes
        );
    }
    Ok(VirtualFile {
        path: "<stdin>".to_owned(),
        bytes,
        lang: Lang::from_name(lang),
    })
}

/// The formats.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Text,
    Sarif,
    Json,
}

fn write_all(
    args: &ScanArgs,
    color: ColorChoice,
    report: &ScanReport,
    info: &RunInfo,
) -> Result<()> {
    let main = match (args.sarif, args.json) {
        (true, _) => Format::Sarif,
        (_, true) => Format::Json,
        _ => Format::Text,
    };
    let palette = |is_terminal| term::palette(color, is_terminal);
    let one = |format: Format, is_terminal: bool, out: &mut dyn Write| match format {
        Format::Sarif => sarif::write(out, report, info),
        Format::Json => semgrep_json::write(
            out,
            report,
            semgrep_json::Options {
                skipped: args.verbose,
            },
        ),
        Format::Text => {
            let options = text::Options {
                palette: palette(is_terminal),
                width: if is_terminal { term::width() } else { 100 },
                summary: !args.quiet,
                verbose: args.verbose,
                timing: is_terminal || args.verbose,
            };
            text::write(out, report, &options)
        }
    };
    match &args.output {
        Some(path) => output::to_file(path, |out| one(main, false, out))?,
        None => output::to_stdout(|out| one(main, output::stdout_is_terminal(), out))?,
    }
    let also = [
        (&args.sarif_output, Format::Sarif),
        (&args.json_output, Format::Json),
        (&args.text_output, Format::Text),
    ];
    for (path, format) in also {
        if let Some(path) = path {
            output::to_file(path, |out| one(format, false, out))?;
        }
    }
    Ok(())
}

fn autofix(args: &ScanArgs, report: &ScanReport) -> Result<()> {
    for fixed in apply::apply(report) {
        let record = &report.files[fixed.file];
        for (finding, why) in &fixed.refused {
            let rule = &report.rules[report.findings[*finding].rule].id;
            let why = match why {
                Refusal::Overlap => "overlaps with another fix; run again to get it",
                Refusal::Breaks => "the code would not parse any more",
            };
            term::say(format_args!(
                "{}: fix of {rule} not applied: {why}",
                record.path
            ));
        }
        if fixed.applied.is_empty() {
            continue;
        }
        let count = fixed.applied.len();
        if args.dryrun {
            term::say(format_args!(
                "{}: {count} fixes would be applied",
                record.path
            ));
        } else if record.decoded_from.is_some() {
            term::say(format_args!(
                "{}: not UTF-8, fixes not applied",
                record.path
            ));
        } else {
            output::to_file(Path::new(&record.path), |out| {
                out.write_all(fixed.text.as_bytes())
            })?;
            term::say(format_args!("{}: {count} fixes applied", record.path));
        }
    }
    Ok(())
}
