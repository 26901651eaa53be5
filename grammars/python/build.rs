//! Compiles the generated parser of patterns.

fn main() {
    let mut build = cc::Build::new();
    build
        .std("c11")
        .include("pattern/src")
        .warnings(false)
        .file("pattern/src/parser.c")
        .file("pattern/scanner.c");
    #[cfg(target_env = "msvc")]
    build.flag("-utf-8");
    build.compile("haechi-python-pattern");
    println!("cargo:rerun-if-changed=pattern");
}
