//! What names mean, on the scenarios in `testdata/scope`.

use haechi_syntax::{Lang, scope};
use haechi_testkit::golden;

fn check(folder: &str, lang: Lang, extension: &str) {
    let folder = golden::testdata().join("scope").join(folder);
    golden::check_all(&folder, &[extension], |path, text| {
        let tree = lang.parse(text.into());
        assert!(tree.gaps().is_empty(), "{} parses", path.display());
        scope::print(&tree, &scope::Scopes::build(&tree))
    });
}

#[test]
fn java() {
    check("java", Lang::Java, "java");
}

#[test]
fn python() {
    check("python", Lang::Python, "py");
}
