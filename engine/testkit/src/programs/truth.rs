//! What executing a program shows.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Error, Result, Write};
use std::process::{Command, Stdio};
use std::thread;

use serde_json::{Value, json};

use super::model::Program;
use super::python;

/// A source's mark arrives at a sink: source, sink.
pub type Flow = (u32, u32);

/// What executing a program shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Truth {
    /// It ran.
    Ran {
        /// What arrives where in some execution.
        flows: BTreeSet<Flow>,
        /// Sources that gave their mark in some execution.
        sources: BTreeSet<u32>,
        /// Sinks that were reached in some execution, with a mark or without.
        sinks: BTreeSet<u32>,
        /// Whether every combination of unknown values was tried.
        complete: bool,
    },
    /// It fails, so there is no truth.
    Failed(String),
}

/// Executes programs, all in one Python process.
pub fn truths(programs: &[Program]) -> Result<Vec<Truth>> {
    let mut child = Command::new("python3")
        .args(["-c", include_str!("truth.py")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let closed = || Error::other("python3 has no pipe");
    let mut input = child.stdin.take().ok_or_else(closed)?;
    let output = child.stdout.take().ok_or_else(closed)?;
    let jobs: String = programs.iter().map(|p| format!("{}\n", job(p))).collect();
    let writer = thread::spawn(move || input.write_all(jobs.as_bytes()));
    let mut found = Vec::new();
    for line in BufReader::new(output).lines() {
        found.push(read(&serde_json::from_str(&line?)?));
    }
    child.wait()?;
    let _ = writer.join();
    match found.len() == programs.len() {
        true => Ok(found),
        false => Err(Error::other("python3 ended early")),
    }
}

fn job(program: &Program) -> Value {
    let files: serde_json::Map<String, Value> = python::render(program)
        .into_iter()
        .map(|(path, text)| (path, Value::String(text)))
        .collect();
    json!({"files": files, "main": program.modules[0].name, "script": program.layout.script})
}

fn read(answer: &Value) -> Truth {
    if let Some(said) = answer["error"].as_str() {
        return Truth::Failed(said.to_owned());
    }
    let number = |value: &Value| value.as_u64().and_then(|n| u32::try_from(n).ok());
    let flows = answer["flows"].as_array().into_iter().flatten();
    let numbers = |name: &str| {
        let all = answer[name].as_array().into_iter().flatten();
        all.filter_map(number).collect()
    };
    Truth::Ran {
        flows: flows
            .filter_map(|pair| Some((number(&pair[0])?, number(&pair[1])?)))
            .collect(),
        sources: numbers("sources"),
        sinks: numbers("sinks"),
        complete: answer["complete"] == true,
    }
}
