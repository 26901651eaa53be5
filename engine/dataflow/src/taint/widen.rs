//! Joining summaries of one function, so that they only grow.
//!
//! Functions that call each other are solved until their summaries stay the same.
//! What a summary says need not grow from round to round (a strong update appears,
//! an object is told apart), so that alone may never end. From some round on the
//! new summary is joined with the last one: inputs, outputs and edges of both,
//! kills that are in both. There are finitely many of each.

use std::collections::BTreeMap;

use haechi_syntax::{Idx, IndexVec};

use super::graph::Place;
use super::solve::Solved;
use super::summary::{
    Callback, Content, InRoot, Input, InputNo, OutRoot, Output, OutputNo, Summary, Transfer,
};
use crate::framework::ColourSet;

/// More than so many things that an output may refer to are "something new".
const MAX_CONTENTS: usize = 8;

/// A summary taken apart.
#[derive(Default)]
struct Parts {
    inputs: BTreeMap<Input, (ColourSet, Option<Place>)>,
    outputs: BTreeMap<Output, OutputParts>,
    edges: BTreeMap<(Output, Input), ColourSet>,
}

#[derive(Default)]
struct OutputParts {
    contents: Vec<Content>,
    gens: ColourSet,
    place: Option<Place>,
}

impl Solved {
    /// The join of the last summary and the one that this solution gave. Inputs
    /// and outputs that only the last one has get no node here.
    pub fn join(&mut self, old: &Summary, new: &Summary) -> Summary {
        let mut callbacks = old.callbacks.clone();
        let numbers: Vec<u32> = new
            .callbacks
            .iter()
            .map(|callback| number(&mut callbacks, callback))
            .collect();
        let mut parts = Parts::default();
        parts.add(old, &|n| n, None);
        let renumbered = |n: u32| numbers.get(n as usize).copied().unwrap_or(n);
        parts.add(new, &renumbered, Some(self));
        let mut globals = [&old.globals[..], &new.globals[..]].concat();
        globals.sort_unstable();
        globals.dedup();
        let mut conditional = [&old.conditional[..], &new.conditional[..]].concat();
        conditional.sort_unstable();
        conditional.dedup();
        let kills = new.kills.iter().filter_map(|(root, path, colours)| {
            let known = old.kills.iter().find(|k| k.0 == *root && k.1 == *path)?;
            let both = known.2.intersection(colours);
            (!both.is_empty()).then(|| (*root, path.clone(), both))
        });
        let mut summary = Summary {
            // Nothing is killed by what never returned yet.
            kills: if old.returns {
                kills.collect()
            } else {
                new.kills.clone()
            },
            callbacks,
            globals,
            returns: old.returns || new.returns,
            conditional,
            ..Summary::default()
        };
        parts.write(&mut summary, self);
        summary
    }
}

/// The number of a callback in a list, at the end of it if it is new.
fn number(callbacks: &mut Vec<Callback>, callback: &Callback) -> u32 {
    let same = |c: &Callback| c.root == callback.root && c.path == callback.path;
    match callbacks.iter().position(same) {
        Some(n) => {
            callbacks[n].args = callbacks[n].args.max(callback.args);
            n as u32
        }
        None => {
            callbacks.push(callback.clone());
            callbacks.len() as u32 - 1
        }
    }
}

impl Parts {
    fn add(&mut self, summary: &Summary, callback: &dyn Fn(u32) -> u32, solved: Option<&Solved>) {
        let input = |no: InputNo| {
            let mut input = summary.inputs[no].clone();
            if let InRoot::CallbackResult(n) = &mut input.root {
                *n = callback(*n);
            }
            input
        };
        let output = |no: OutputNo| {
            let mut output = summary.outputs[no].clone();
            if let OutRoot::CallbackArg(n, _) = &mut output.root {
                *n = callback(*n);
            }
            output
        };
        for no in summary.inputs.ids() {
            let known = self.inputs.entry(input(no)).or_default();
            known.0 = known.0.union(&summary.demands[no]);
            known.1 = known.1.or(solved.and_then(|s| s.inputs.get(no).copied()));
        }
        for no in summary.outputs.ids() {
            let known = self.outputs.entry(output(no)).or_default();
            known.gens = known.gens.union(&summary.gens[no]);
            known.place = known
                .place
                .or(solved.and_then(|s| s.outputs.get(no).copied()));
            for content in &summary.contents[no] {
                if !known.contents.contains(content) {
                    known.contents.push(content.clone());
                }
            }
            if known.contents.len() > MAX_CONTENTS {
                known.contents = vec![Content::Fresh];
            }
        }
        for transfer in &summary.transfers {
            for out in &transfer.outputs {
                for (from, keep) in &transfer.inputs {
                    let known = self.edges.entry((output(*out), input(*from))).or_default();
                    *known = known.union(keep);
                }
            }
        }
    }

    /// Writes the parts down, and the nodes of inputs and outputs.
    fn write(self, summary: &mut Summary, solved: &mut Solved) {
        let mut inputs: BTreeMap<Input, InputNo> = BTreeMap::new();
        solved.inputs = IndexVec::new();
        solved.outputs = IndexVec::new();
        for (input, (demand, place)) in self.inputs {
            summary.demands.push(demand);
            solved.inputs.push(place.unwrap_or(Place::CLEAN));
            let no = summary.inputs.push(input.clone());
            inputs.insert(input, no);
        }
        let mut outputs: BTreeMap<Output, OutputNo> = BTreeMap::new();
        for (output, parts) in self.outputs {
            summary.contents.push(parts.contents);
            summary.gens.push(parts.gens);
            solved.outputs.push(parts.place.unwrap_or(Place::CLEAN));
            let no = summary.outputs.push(output.clone());
            outputs.insert(output, no);
        }
        let mut lists: Vec<Vec<(InputNo, ColourSet)>> = vec![Vec::new(); outputs.len()];
        for ((output, input), keep) in self.edges {
            if let (Some(output), Some(input)) = (outputs.get(&output), inputs.get(&input)) {
                lists[output.index()].push((*input, keep));
            }
        }
        for (no, inputs) in lists.into_iter().enumerate() {
            let no = OutputNo::from_usize(no);
            if inputs.is_empty() {
                continue;
            }
            match summary.transfers.iter_mut().find(|t| t.inputs == inputs) {
                Some(transfer) => transfer.outputs.push(no),
                None => summary.transfers.push(Transfer {
                    inputs,
                    outputs: vec![no],
                }),
            }
        }
    }
}
