//! Compiles the generated parser of patterns.

use std::path::Path;

fn main() {
    let src = Path::new("pattern/src");
    let mut build = cc::Build::new();
    build.std("c11").include(src).warnings(false);
    #[cfg(target_env = "msvc")]
    build.flag("-utf-8");
    for name in ["parser.c", "scanner.c"] {
        let file = src.join(name);
        println!("cargo:rerun-if-changed={}", file.display());
        build.file(file);
    }
    println!("cargo:rerun-if-changed=pattern/src/tree_sitter");
    build.compile("haechi-java-pattern");
}
