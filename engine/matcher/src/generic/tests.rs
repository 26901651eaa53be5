use haechi_rule::options::CommentStyle;

use super::{GenericDocument, GenericOptions, GenericPattern};

/// The matched texts, each followed by its bindings.
fn found_with(
    pattern: &str,
    text: &str,
    comments: Option<CommentStyle>,
    options: GenericOptions,
) -> Vec<String> {
    let pattern = GenericPattern::parse(pattern).expect("a pattern");
    let (matches, gave_up) = pattern.search(&GenericDocument::new(text, comments), options);
    assert!(!gave_up);
    let show = |m: &super::GenericMatch| {
        let mut shown = text[m.span.range()].to_owned();
        for (name, span) in &m.bindings {
            shown += &format!(" | {name}={}", &text[span.range()]);
        }
        shown
    };
    matches.iter().map(show).collect()
}

fn found(pattern: &str, text: &str) -> Vec<String> {
    found_with(pattern, text, None, GenericOptions::default())
}

#[test]
fn words_and_signs_match_whatever_the_blanks() {
    assert_eq!(
        found("listen 80 ;", "listen   80;\nlisten 8080;"),
        ["listen   80;"]
    );
    assert_eq!(found("a.b", "xa.b a . b"), ["a . b"], "words are whole");
}

#[test]
fn metavariables_stand_for_one_word_and_agree() {
    assert_eq!(
        found("$X = $X", "a = b; c = c; 7 = 7"),
        ["c = c | $X=c", "7 = 7 | $X=7"]
    );
    assert_eq!(found("key: $X!", "key: (a)!"), [""; 0]);
}

#[test]
fn ellipsis_reaches_ten_lines_down() {
    let near = format!("open\n{}close\n", "x\n".repeat(9));
    let far = format!("open\n{}close\n", "x\n".repeat(10));
    assert_eq!(found("open ... close", &near).len(), 1);
    assert_eq!(found("open ... close", &far).len(), 0);
    assert_eq!(
        found("open ... ... close", &far).len(),
        1,
        "two reach twice as far"
    );
    let same_line = GenericOptions {
        ellipsis_max_span: 0,
        ..GenericOptions::default()
    };
    assert_eq!(
        found_with("a ... c", "a b c\na\nc", None, same_line),
        ["a b c"]
    );
}

#[test]
fn a_match_enters_blocks_but_does_not_leave_its_own() {
    let text = "server {\n  listen 1;\n  inner {\n    off;\n  }\n}\nother;\n";
    assert_eq!(found("server { ... off", text).len(), 1);
    assert_eq!(
        found("off ; ... other", text).len(),
        0,
        "began inside, ends outside"
    );
    assert_eq!(
        found("f(... x ...)", "f(a, g(x), b)"),
        ["f(a, g(x)"],
        "the first closing bracket will do"
    );
}

#[test]
fn an_indented_pattern_wants_an_indented_block() {
    let pattern = "job:\n  ...\n  run: $X\n";
    assert_eq!(
        found(pattern, "job:\n  name: a\n  run: b\n"),
        ["job:\n  name: a\n  run: b | $X=b"]
    );
    assert_eq!(found(pattern, "job: name: a run: b\n"), [""; 0]);
}

#[test]
fn the_shortest_match_is_kept() {
    assert_eq!(found("a ... c", "a a c"), ["a c"]);
    assert_eq!(
        found("a ...", "a b\na c"),
        ["a b\na c"],
        "unless the pattern ends in an ellipsis"
    );
}

#[test]
fn named_ellipsis_binds_what_it_skips() {
    assert_eq!(found("f($...ARGS)", "f(a, b)"), ["f(a, b) | $...ARGS=a, b"]);
    assert_eq!(found("f($...A) g($...A)", "f(1 2) g(1 2)").len(), 1);
    assert_eq!(found("f($...A) g($...A)", "f(1 2) g(3)").len(), 0);
    assert!(GenericPattern::parse("... $...A").is_err());
}

#[test]
fn comments_and_case_by_option() {
    let shell = Some(CommentStyle::Shell);
    assert_eq!(
        found_with("a b", "a # x\nb", shell, GenericOptions::default()).len(),
        1
    );
    assert_eq!(
        found_with(
            "secret",
            "# secret é\nsecret",
            shell,
            GenericOptions::default()
        ),
        ["secret"]
    );
    assert_eq!(
        found_with(
            "a b",
            "a /* b */ // b\nb",
            Some(CommentStyle::Cpp),
            GenericOptions::default()
        )
        .len(),
        1
    );
    let caseless = GenericOptions {
        caseless: true,
        ..GenericOptions::default()
    };
    assert_eq!(found_with("FROM x", "from X", None, caseless), ["from X"]);
}

#[test]
fn other_alphabets_and_long_runs_of_dots() {
    assert_eq!(
        found("이름 = $X", "이름 = haechi"),
        ["이름 = haechi | $X=haechi"]
    );
    assert_eq!(found("a .... b", "a .... b"), ["a .... b"]);
}

#[test]
fn hostile_text_does_not_overflow_the_stack() {
    let brackets = "(".repeat(100_000) + &")".repeat(100_000);
    assert!(found("f(...)", &brackets).is_empty());
    let words = "w ".repeat(50_000);
    assert!(found("w ... z", &(words + "y")).is_empty());
}
