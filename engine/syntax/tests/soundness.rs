//! What holds for every tree of every language, whatever the text.

use haechi_syntax::check::check;
use haechi_syntax::{Kind, Lang, NodeId, Tree};
use haechi_testkit::golden;

fn extension(lang: Lang) -> &'static str {
    match lang {
        Lang::Java => "java",
        Lang::Python => "py",
    }
}

/// All source files of a language in the test data of all layers.
fn texts(lang: Lang) -> Vec<(String, String)> {
    let files = golden::files(&golden::testdata(), &[extension(lang)]);
    assert!(files.len() > 10, "{lang:?} has test data");
    files
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("a test file is text");
            (path.display().to_string(), text)
        })
        .collect()
}

fn assert_sound(tree: &Tree, what: &str) {
    assert_eq!(check(tree), Vec::<String>::new(), "{what}\n{}", tree.text());
    let has_error = tree.nodes().iter().any(|node| node.kind == Kind::Error);
    assert!(
        !has_error || !tree.gaps().is_empty(),
        "{what}: an error is a gap"
    );
    assert_eq!(tree.kind(NodeId::ROOT), Kind::File, "{what}");
}

#[test]
fn every_file_of_the_test_data() {
    for lang in Lang::ALL {
        for (path, text) in texts(lang) {
            assert_sound(&lang.parse(text.into()), &path);
        }
    }
}

/// Numbers that look random and are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(self.0 >> 33).expect("31 bits") % bound.max(1)
    }
}

/// The text with a piece cut out, doubled, or put elsewhere.
fn broken(text: &str, numbers: &mut Numbers) -> String {
    let chars: Vec<char> = text.chars().collect();
    let start = numbers.below(chars.len());
    let end = (start + 1 + numbers.below(12)).min(chars.len());
    let at = numbers.below(chars.len());
    let piece = &chars[start..end];
    let mut out: Vec<char> = chars.clone();
    match numbers.below(4) {
        0 => drop(out.drain(start..end)),
        1 => drop(out.splice(at..at, piece.iter().copied())),
        2 => out.truncate(at),
        _ => {
            let sign = [
                '(', ')', '{', '"', '\'', ':', '\n', '*', '@', '.', '\\', '\0',
            ];
            out.insert(at, sign[numbers.below(sign.len())]);
        }
    }
    out.into_iter().collect()
}

#[test]
fn broken_files() {
    let mut numbers = Numbers(555);
    for lang in Lang::ALL {
        for (path, text) in texts(lang) {
            if text.len() > 6_000 {
                continue;
            }
            for _ in 0..20 {
                let text = broken(&text, &mut numbers);
                assert_sound(&lang.parse(text.into()), &path);
            }
        }
    }
}

/// A file tried as a pattern is one or is refused; neither panics.
#[test]
fn files_as_patterns() {
    let mut numbers = Numbers(555);
    for lang in Lang::ALL {
        for (path, text) in texts(lang) {
            if text.len() > 2_000 {
                continue;
            }
            for _ in 0..4 {
                let text = broken(&text, &mut numbers);
                match lang.parse_pattern(&text) {
                    Ok(tree) => {
                        assert_eq!(check(&tree), Vec::<String>::new(), "{path}\n{text}");
                        assert!(tree.gaps().is_empty(), "{path}\n{text}");
                    }
                    Err(error) => assert!(
                        text.get(error.span.range()).is_some(),
                        "{path}: {error}\n{text}"
                    ),
                }
            }
        }
    }
}
