//! What must hold of any program: changes that do not change its meaning do not
//! change what is found.

mod lab;

use std::collections::{BTreeMap, BTreeSet};

use haechi_dataflow::taint::Depth;
use lab::{Files, Lab, MODELS, random, root};

/// Programs per property.
const SEEDS: std::ops::Range<u64> = 1000..1120;

/// A flow: the places of its source and sink.
type Lines = BTreeSet<(String, String)>;

fn lab() -> Lab {
    Lab::of_file(&root().join("testdata/taint/rule.yaml"), Some(&MODELS))
}

/// The flows of files; `place` names a line.
fn flows(lab: &Lab, files: &Files, place: impl Fn(&str, u32) -> String) -> Lines {
    lab.with(files, Depth::Project, |ready| {
        let name = |file, start| {
            let line = haechi_program::Trees::tree(ready.sources, file)
                .lines()
                .line(start);
            place(haechi_program::Trees::path(ready.sources, file), line)
        };
        let found = ready.fast();
        found
            .flows
            .iter()
            .map(|f| {
                let source = name(f.source.file, f.source.span.start);
                (source, name(f.sink.file, f.sink.span.start))
            })
            .collect()
    })
}

fn one(text: String) -> Files {
    vec![("main.py".to_owned(), text)]
}

/// Flows of one file by its lines, renumbered.
fn flows_of(lab: &Lab, text: &str, line: &BTreeMap<u32, u32>) -> Lines {
    flows(lab, &one(text.to_owned()), |_, n| {
        line.get(&n).unwrap_or(&n).to_string()
    })
}

fn plain(lab: &Lab, text: &str) -> Lines {
    flows_of(lab, text, &BTreeMap::new())
}

/// Compares the flows of each program with those of its variant.
fn compare(
    make: fn(u64) -> String,
    vary: impl Fn(&Lab, &str) -> Option<Lines>,
    is_right: impl Fn(&Lines, &Lines) -> bool,
) {
    let lab = lab();
    let (mut wrong, mut count, mut total) = (Vec::new(), 0, 0);
    for seed in SEEDS {
        let text = make(seed);
        let Some(varied) = vary(&lab, &text) else {
            continue;
        };
        let before = plain(&lab, &text);
        count += 1;
        total += before.len();
        if !is_right(&before, &varied) {
            let less: Vec<_> = before.difference(&varied).collect();
            let more: Vec<_> = varied.difference(&before).collect();
            wrong.push(format!("seed {seed}: lost {less:?}, new {more:?}"));
        }
    }
    assert!(count > 20 && total > 50, "{count} programs, {total} flows");
    assert!(
        wrong.is_empty(),
        "{} of {count}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// The lines of a program, and for each function where it begins and ends.
fn functions(text: &str) -> (Vec<&str>, Vec<(usize, usize)>) {
    let lines: Vec<&str> = text.lines().collect();
    let begins: Vec<usize> = (0..lines.len())
        .filter(|n| lines[*n].starts_with("def "))
        .collect();
    let end = |begin: usize| {
        let rest = lines[begin + 1..].iter();
        begin + 1 + rest.take_while(|line| line.starts_with(' ')).count()
    };
    let all = begins
        .into_iter()
        .map(|begin| (begin, end(begin)))
        .collect();
    (lines, all)
}

#[test]
fn renaming_variables_changes_nothing() {
    compare(
        random::program,
        |lab, text| {
            let mut renamed = String::new();
            let mut letters = text.chars().peekable();
            let mut last = ' ';
            while let Some(c) = letters.next() {
                let begins = !last.is_alphanumeric() && last != '_' && last != '\'';
                let digit = letters.peek().is_some_and(|d| matches!(d, '0' | '1'));
                if begins && "sbldf".contains(c) && digit {
                    renamed.push_str("the_");
                }
                renamed.push(c);
                last = c;
            }
            assert_ne!(renamed, text);
            Some(plain(lab, &renamed))
        },
        |before, after| before == after,
    );
}

#[test]
fn independent_statements_in_another_order_change_nothing() {
    compare(
        random::program,
        |lab, text| {
            // Every function begins with assignments that do not depend on each other.
            let (mut lines, functions) = functions(text);
            let mut line = BTreeMap::new();
            for (begin, end) in functions {
                let is_first = |l: &&str| {
                    let name = l.trim_start().split(" = ").next().unwrap_or("");
                    let is_new = ["lambda", "Box(", "[", "{", "'a'", "source()"]
                        .iter()
                        .any(|v| l.contains(&format!(" = {v}")));
                    l.starts_with("    ") && !l.starts_with("     ") && name.len() == 2 && is_new
                };
                let body = &lines[begin + 1..end];
                let mut seen = BTreeSet::new();
                let first = body
                    .iter()
                    .skip_while(|l| l.contains("global"))
                    .take_while(|l| is_first(l) && seen.insert(&l.trim_start()[..2]))
                    .take_while(|l| !uses_variables(l.split(" = ").nth(1).unwrap_or("")))
                    .count();
                let start = begin + 1 + usize::from(body[0].contains("global"));
                lines[start..start + first].reverse();
                for n in 0..first {
                    line.insert((start + n + 1) as u32, (start + first - n) as u32);
                }
            }
            let text = lines.join("\n") + "\n";
            Some(flows_of(lab, &text, &line))
        },
        |before, after| before == after,
    );
}

/// The variables in an expression.
fn variables(text: &str) -> BTreeSet<&str> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
    words
        .filter(|w| w.len() == 2 && "sbldf".contains(&w[..1]) && w[1..].parse::<u8>().is_ok())
        .collect()
}

fn uses_variables(text: &str) -> bool {
    !variables(text).is_empty()
}

#[test]
fn extracting_a_method_changes_nothing() {
    compare(
        random::program,
        |lab, text| {
            // The value of every assignment of a text or object gets a function.
            // (A call can throw where an assignment cannot.)
            if text.contains("try:") {
                return None;
            }
            let (lines, _) = functions(text);
            let mut out: Vec<String> = Vec::new();
            let mut more: Vec<String> = Vec::new();
            let mut origins: Vec<u32> = Vec::new();
            for (n, line) in lines.iter().enumerate() {
                let name = line.trim_start().get(..5).unwrap_or("");
                let is_assigned = line.starts_with("    ")
                    && (name.starts_with('s') || name.starts_with('b'))
                    && name.ends_with(" = ")
                    // Sizes of containers are known within one function only.
                    && !line.contains(".pop(")
                    && !line.ends_with('\'')
                    && !line.contains("g0")
                    && !line.contains("g1");
                if !is_assigned {
                    out.push((*line).to_owned());
                    continue;
                }
                let (target, value) = line.split_once(" = ").unwrap();
                let params: Vec<&str> = variables(value).into_iter().collect();
                let params = params.join(", ");
                let function = format!("extracted{}", more.len());
                out.push(format!("{target} = {function}({params})"));
                more.push(format!("def {function}({params}): return {value}"));
                origins.push(n as u32 + 1);
            }
            let first = out.len() as u32 + 1;
            let line = (first..).zip(origins).collect();
            out.extend(more);
            Some(flows_of(lab, &(out.join("\n") + "\n"), &line))
        },
        |before, after| before == after,
    );
}

#[test]
fn splitting_a_file_changes_nothing() {
    compare(
        random::program,
        |lab, text| {
            let at = text.find("def main(").unwrap();
            let (library, main) = text.split_at(at);
            if main.contains("g0") || main.contains("g1") {
                return None;
            }
            let before = library.lines().count() as u32;
            let main = format!("from library import Box, h0, h1, h2\n{main}");
            let files = vec![
                ("library.py".to_owned(), library.to_owned()),
                ("main.py".to_owned(), main),
            ];
            Some(flows(lab, &files, |file, line| match file {
                "main.py" => (before + line - 1).to_string(),
                _ => line.to_string(),
            }))
        },
        |before, after| before == after,
    );
}

#[test]
fn sanitizers_only_remove() {
    let rule = std::fs::read_to_string(root().join("testdata/taint/rule.yaml")).unwrap();
    let more = rule
        + "      - pattern: opaque(...)\n      - pattern: $X.get()\n      - pattern: $X + $Y\n"
        + "      - by-side-effect: true\n        patterns:\n          - pattern: sink($X)\n"
        + "          - focus-metavariable: $X\n";
    let strict = Lab::of_text(std::path::Path::new("strict.yaml"), &more, Some(&MODELS));
    compare(
        random::program,
        |_, text| Some(plain(&strict, text)),
        |before, after| after.is_subset(before),
    );
}

#[test]
fn resolving_calls_only_adds() {
    compare(
        random::pure_program,
        |lab, text| {
            // Every function but the last gives back nothing of what it gets.
            let (mut lines, functions) = functions(text);
            for (begin, end) in &functions[..functions.len() - 1] {
                lines[begin + 1] = "    return ''";
                lines[begin + 2..*end].fill("");
            }
            Some(plain(lab, &(lines.join("\n") + "\n")))
        },
        |resolved, alone| alone.is_subset(resolved),
    );
}

#[test]
fn a_second_run_finds_the_same() {
    compare(
        random::program,
        |lab, text| Some(plain(lab, text)),
        |before, after| before == after,
    );
}
