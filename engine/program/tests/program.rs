//! Names, types and calls across files, on the small projects in
//! `testdata/program`: each is printed and compared with its `expect.txt`.

use std::fs;

use haechi_program::{Program, Sources};
use haechi_testkit::golden;

fn check(case: &str) {
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
    let printed = Program::new(&sources).print();
    if let Err(wrong) = golden::compare(&folder.join("expect.txt"), &printed) {
        panic!("{wrong}");
    }
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
    java_names
    java_overloads
    java_types
    python_calls
    python_modules
    python_types
}
