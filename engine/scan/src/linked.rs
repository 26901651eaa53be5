//! The phase that makes one program of the files.

use haechi_program::{FileDecls, Program, Settings};
use haechi_rule::model::{ModelSet, Subject};
use rayon::prelude::*;

use crate::units::{Code, Units};

/// The code files, and what is known of them together.
#[derive(Clone, Copy)]
pub(crate) struct Linked<'a> {
    pub(crate) all: &'a Units,
    pub(crate) code: &'a Code<'a>,
    pub(crate) program: &'a Program<'a>,
}

/// Links all code files; the declarations of each are collected in parallel.
pub(crate) fn link<'c>(all: &Units, code: &'c Code<'c>, models: &ModelSet) -> Program<'c> {
    let decls: Vec<FileDecls> = code
        .units
        .par_iter()
        .map(|unit| FileDecls::collect(&unit.tree, &unit.scopes))
        .collect();
    Program::link(code, decls, owners(models))
        .with_models(models)
        .with_settings(settings(all))
}

/// The settings files of a scan.
fn settings(all: &Units) -> Settings {
    let mut settings = Settings::default();
    for unit in all.units.iter().filter(|unit| !unit.is_code) {
        settings.add(&all.records[unit.record].path, unit.tree.text());
    }
    settings
}

/// The types and modules that models speak of.
fn owners(models: &ModelSet) -> impl Iterator<Item = &str> {
    models.facts.iter().filter_map(|fact| match &fact.subject {
        Subject::Callee(callee) if !callee.owner.is_empty() => Some(&*callee.owner),
        _ => None,
    })
}
