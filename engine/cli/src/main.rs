//! The `haechi` command: arguments, colour, progress, exit codes. No logic.

mod args;
mod compat;
mod config;
mod dump;
mod exit;
mod fixes;
mod formats;
mod interrupt;
mod new;
mod output;
mod progress;
mod rules;
mod scan;
mod term;
mod test;
mod validate;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::args::{Cli, ColorChoice, Command, RuleCommand};
use crate::exit::Exit;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error).into(),
    };
    match interrupt::install().and_then(|()| run(cli.command, cli.color)) {
        Ok(exit) => exit.into(),
        Err(error) => {
            term::error(&error, cli.color);
            Exit::CouldNotWork.into()
        }
    }
}

fn run(command: Command, color: ColorChoice) -> Result<Exit> {
    match command {
        Command::Scan(args) => scan::run(&args, color),
        Command::Test(args) => test::run(&args, color),
        Command::Validate(args) => validate::run(&args, color),
        Command::Compat(args) => compat::run(&args, color),
        Command::Rule(RuleCommand::New(args)) => new::run(&args),
        Command::Rule(RuleCommand::List) => rules::list(),
        Command::Rule(RuleCommand::Show { id }) => rules::show(&id),
        Command::Dump(command) => dump::run(&command, color),
    }
}

/// Help and version are what was asked for; everything else is a wrong argument.
fn usage(error: &clap::Error) -> Exit {
    let wrong = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(flag)) if error.kind() == ErrorKind::UnknownArgument => flag,
        _ => "",
    };
    if let Some(hint) = args::instead(wrong) {
        term::say(format_args!(
            "error: there is no flag `{wrong}` here\nhelp: {hint}"
        ));
        return Exit::CouldNotWork;
    }
    // The reader of help may be gone.
    let _ = error.print();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Exit::Done,
        ErrorKind::InvalidSubcommand | ErrorKind::UnknownArgument => {
            if let Some(hint) = missing_command(std::env::args_os().skip(1).collect()) {
                term::say(format_args!("help: {hint}"));
            }
            Exit::CouldNotWork
        }
        _ => Exit::CouldNotWork,
    }
}

/// Whether somebody forgot the word `scan`: the first argument is a path that
/// exists, or a flag that only `scan` knows.
fn missing_command(args: Vec<OsString>) -> Option<String> {
    let first = args.first()?;
    let flag = first.to_str().is_some_and(|text| text.starts_with('-'));
    let fits = || {
        Cli::try_parse_from(
            ["haechi", "scan"]
                .map(OsString::from)
                .into_iter()
                .chain(args.clone()),
        )
        .is_ok()
    };
    if !(Path::new(first).exists() || flag && fits()) {
        return None;
    }
    let words: Vec<_> = args.iter().map(|arg| arg.to_string_lossy()).collect();
    Some(format!("to scan, write `haechi scan {}`", words.join(" ")))
}
