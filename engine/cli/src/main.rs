//! The `haechi` command: arguments, colour, progress, exit codes. No logic.

mod args;
mod config;
mod dump;
mod exit;
mod new;
mod output;
mod progress;
mod rules;
mod scan;
mod term;
mod test;
mod validate;

use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use crate::args::{Cli, Command, RuleCommand};
use crate::exit::Exit;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    let done = match cli.command {
        Command::Scan(args) => scan::run(&args, cli.color),
        Command::Test(args) => test::run(&args, cli.color),
        Command::Validate(args) => validate::run(&args, cli.color),
        Command::Rule(RuleCommand::New(args)) => new::run(&args),
        Command::Rule(RuleCommand::List) => rules::list(),
        Command::Rule(RuleCommand::Show { id }) => rules::show(&id),
        Command::Dump(command) => dump::run(&command, cli.color),
    };
    match done {
        Ok(exit) => exit.into(),
        Err(error) => {
            term::say(format_args!("error: {error:#}"));
            Exit::CouldNotWork.into()
        }
    }
}

/// Help and version are what was asked for; everything else is a wrong argument.
fn usage(error: &clap::Error) -> ExitCode {
    // The reader of help may be gone.
    let _ = error.print();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Exit::Done.into(),
        _ => Exit::CouldNotWork.into(),
    }
}
