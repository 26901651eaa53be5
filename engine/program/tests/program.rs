//! Names, types and calls across files, on the small projects in
//! `testdata/program`: each is printed and compared with its `expect.txt`.

use std::fmt::Write as _;
use std::fs;

use haechi_ir::{Op, Terminator};
use haechi_program::{FileId, Program, Settings, Sources, Trees};
use haechi_testkit::golden;

/// Runs `print` on a project and compares.
fn check_with(case: &str, print: impl Fn(&Program<'_>, &Sources) -> String) {
    let folder = golden::testdata().join("program").join(case);
    let mut files = Vec::new();
    for path in golden::files(&folder, &["java", "py"]) {
        let text = fs::read_to_string(&path).expect("a test file is readable");
        let name = path.strip_prefix(&folder).expect("a file of the folder");
        files.push((name.to_string_lossy().into_owned(), text));
    }
    assert!(!files.is_empty(), "no files in {}", folder.display());
    let files = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()));
    let sources = Sources::parse(files);
    let mut settings = Settings::default();
    for path in golden::files(&folder, &["properties", "yml", "ini"]) {
        let name = path.strip_prefix(&folder).expect("a file of the folder");
        let text = fs::read_to_string(&path).expect("a test file is readable");
        settings.add(&name.to_string_lossy(), &text);
    }
    let printed = print(&Program::new(&sources).with_settings(settings), &sources);
    if let Err(wrong) = golden::compare(&folder.join("expect.txt"), &printed) {
        panic!("{wrong}");
    }
}

fn check(case: &str) {
    check_with(case, |program, _| program.print());
}

/// The arguments of all calls of `show` and what is known of them; calls that
/// are never made.
fn constants(program: &Program<'_>, sources: &Sources) -> String {
    let mut out = String::new();
    for n in 0..sources.len() {
        let file = FileId::new(u32::try_from(n).expect("few files"));
        let (tree, scopes) = (sources.tree(file), sources.scopes(file));
        for key in haechi_ir::functions(tree, scopes) {
            let mut ir = haechi_ir::build_function(tree, scopes, key);
            haechi_ir::fold(&mut ir, tree, &program.facts(file));
            for (id, value) in ir.values.iter_enumerated() {
                let Op::Call(call) = ir.op(id) else { continue };
                if tree.name(value.node) != "show" {
                    continue;
                }
                let line = tree.lines().line(tree.span(value.node).start);
                let _ = write!(out, "{}:{line}", sources.path(file));
                for arg in ir.args(call) {
                    match ir.constant(arg.value) {
                        Some(known) => {
                            let _ = write!(out, " {known:?}");
                        }
                        None => out.push_str(" ?"),
                    }
                }
                let runs = ir.blocks[value.block].reachable;
                // A call that never returns ends its block.
                let ends = ir.blocks[value.block].terminator == Terminator::Unreachable;
                out.push_str(match (runs, ends) {
                    (false, _) => " never runs\n",
                    (true, true) => " stops here\n",
                    (true, false) => "\n",
                });
            }
        }
    }
    out
}

#[test]
fn java_constants() {
    check_with("java_constants", constants);
}

#[test]
fn settings() {
    check_with("settings", constants);
}

#[test]
fn python_constants() {
    check_with("python_constants", constants);
}

macro_rules! cases {
    ($($name:ident)*) => {$(
        #[test]
        fn $name() {
            check(stringify!($name));
        }
    )*};
}

cases! {
    java_calls
    java_lambdas
    java_names
    java_overloads
    java_types
    python_calls
    python_modules
    python_types
}
