//! The IR of the scenarios in `testdata/ir`, as text beside them.

use haechi_ir::{CallId, Callee, Const, Facts, FileBuilder, Function, fold, print, verify};
use haechi_syntax::scope::Scopes;
use haechi_syntax::{Lang, NodeId, Tree};
use haechi_testkit::golden;

fn ir(lang: Lang, text: &str) -> String {
    let tree = lang.parse(text.into());
    assert_eq!(tree.gaps(), [], "{text}");
    let scopes = Scopes::build(&tree);
    let file = FileBuilder::new(&tree, &scopes).build_all();
    let mut out = String::new();
    for function in file.functions.iter() {
        let text = print(function, &tree);
        assert_eq!(verify(function), Ok(()), "{text}");
        out.push_str(&text);
        out.push('\n');
    }
    out
}

#[test]
fn java() {
    let folder = golden::testdata().join("ir/java");
    golden::check_all(&folder, &["java"], |_, text| ir(Lang::Java, text));
}

#[test]
fn python() {
    let folder = golden::testdata().join("ir/python");
    golden::check_all(&folder, &["py"], |_, text| ir(Lang::Python, text));
}

/// `DEBUG` is false everywhere; `exit` never returns.
struct Known<'t>(&'t Tree);

impl Facts for Known<'_> {
    fn global(&self, node: NodeId) -> Option<Const> {
        (self.0.name(node) == "DEBUG").then_some(Const::Bool(false))
    }
    fn never_returns(&self, function: &Function, call: CallId) -> bool {
        match function.call(call).callee {
            Callee::Path { path, .. } => self.0.name(path) == "exit",
            _ => false,
        }
    }
}

fn folded(lang: Lang, text: &str) -> String {
    let tree = lang.parse(text.into());
    assert_eq!(tree.gaps(), [], "{text}");
    let scopes = Scopes::build(&tree);
    let mut file = FileBuilder::new(&tree, &scopes).build_all();
    let mut out = String::new();
    for function in file.functions.iter_mut() {
        fold(function, &tree, &Known(&tree));
        let text = print(function, &tree);
        assert_eq!(verify(function), Ok(()), "{text}");
        out.push_str(&text);
        out.push('\n');
    }
    out
}

#[test]
fn folded_java() {
    let folder = golden::testdata().join("ir/fold/java");
    golden::check_all(&folder, &["java"], |_, text| folded(Lang::Java, text));
}

#[test]
fn folded_python() {
    let folder = golden::testdata().join("ir/fold/python");
    golden::check_all(&folder, &["py"], |_, text| folded(Lang::Python, text));
}
