//! The IR of the scenarios in `testdata/ir`, as text beside them.

use haechi_ir::{FileBuilder, print, verify};
use haechi_syntax::Lang;
use haechi_syntax::scope::Scopes;
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
