//! Prints the tree of a file, or of a pattern:
//!
//! ```text
//! cargo run -p haechi-syntax --example tree -- FILE
//! cargo run -p haechi-syntax --example tree -- --pattern java 'foo($X, ...)'
//! ```
#![allow(clippy::print_stdout, reason = "printing is what it is for")]

use std::error::Error;
use std::{env, fs};

use haechi_syntax::{Lang, check::check, print::print};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let tree = match words[..] {
        ["--pattern", lang, text] => {
            let lang = Lang::from_name(lang).ok_or("no such language")?;
            lang.parse_pattern(text)?
        }
        [path] => {
            let extension = path.rsplit('.').next().unwrap_or("");
            let lang = Lang::from_extension(extension).ok_or("no language for this file name")?;
            lang.parse(fs::read_to_string(path)?.into())
        }
        _ => return Err("usage: tree FILE | tree --pattern LANG TEXT".into()),
    };
    print!("{}", print(&tree));
    for fault in check(&tree) {
        println!("fault: {fault}");
    }
    Ok(())
}
