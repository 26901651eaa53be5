//! Translation and matching.

use super::*;

fn search(pattern: &str) -> Regex {
    match Regex::parse(pattern, Flavor::Search) {
        Ok(regex) => {
            assert_eq!(
                regex.compile(),
                Ok(()),
                "{pattern} → {}",
                regex.translated()
            );
            regex
        }
        Err(error) => panic!("{pattern}: {error}"),
    }
}

/// All matches as texts.
fn all<'t>(pattern: &str, text: &'t str) -> Vec<&'t str> {
    search(pattern)
        .matches(text)
        .unwrap()
        .map(|m| &text[m.unwrap().whole().range()])
        .collect()
}

fn message(pattern: &str) -> String {
    match Regex::parse(pattern, Flavor::Search) {
        Ok(regex) => format!("no error: {}", regex.translated()),
        Err(error) => format!("{}..{} {}", error.span.start, error.span.end, error.message),
    }
}

#[test]
fn the_example_of_the_essay() {
    let regex = search(r#"^\s*key\: {x}(?<V>[^\/"]+)$"#);
    assert_eq!(
        regex.translated(),
        r#"(?m:^)[\t\n\x0B\x0C\r ]*key: \{x\}(?P<V>[^/"]+)(?m:$)"#
    );
    assert!(regex.is_linear());
    assert_eq!(all(r"^\s*key\: {x}", "a\n  key: {x}1"), ["  key: {x}"]);
}

#[test]
fn classes_are_ascii() {
    assert_eq!(all(r"\w+", "abc_1 é"), ["abc_1"]);
    assert_eq!(all(r"\d", "1٣"), ["1"]);
    assert_eq!(all(r"[\W\d]+", "a1é!b"), ["1é!"]);
    assert_eq!(all(r"\bé\b|\bb\b", "é b"), ["b"]);
    assert_eq!(all(r"[^\s\S]|a", "ba"), ["a"]);
    assert_eq!(all(r"\h+", "a \t\nb"), [" \t"]);
    assert_eq!(all(r"a\Rb", "a\r\nb"), ["a\r\nb"]);
    assert_eq!(all(r"\N+", "ab\nc"), ["ab", "c"]);
}

#[test]
fn punctuation_in_classes_is_literal() {
    assert_eq!(all(r"[]a]+", "x]a]"), ["]a]"]);
    assert_eq!(all(r"[a-]+", "b-a"), ["-a"]);
    assert_eq!(all(r"[\w-]+", "a-b c"), ["a-b", "c"]);
    assert_eq!(all(r"[\w-.]+", "a-b.c d"), ["a-b.c", "d"]);
    assert_eq!(all(r"[a&&b]+", "a&b"), ["a&b"]);
    assert_eq!(all(r"[a~~b]+", "a~b"), ["a~b"]);
    assert_eq!(all(r"[[a]+", "x[a"), ["[a"]);
    assert_eq!(all(r"[^]]+", "ab]"), ["ab"]);
    assert_eq!(all(r"[\b]", "a\u{8}"), ["\u{8}"]);
    assert_eq!(all(r"[[:alpha:]_[:digit:]]+", "a_1-"), ["a_1"]);
    assert_eq!(all(r"[[:^alpha:]]+", "ab12"), ["12"]);
    assert_eq!(all(r"[+--]+", "a,-+"), [",-+"]);
    assert_eq!(all(r"[\x41-\x{43}]+", "ABCD"), ["ABC"]);
    assert_eq!(all(r"[\Q^]\E]+", "a^]"), ["^]"]);
}

#[test]
fn escapes_of_what_needs_none() {
    assert_eq!(
        all(
            r#"\/\"\'\-\_\<\>\:\=\@\%\&\~\`\,\;\!\ \#"#,
            r#"/"'-_<>:=@%&~`,;! #"#
        )
        .len(),
        1
    );
    assert_eq!(all(r"\Qa.b*\E.", "a.b*c"), ["a.b*c"]);
    assert_eq!(all(r"\x41\x{42}\103\0\cA", "ABC\0\u{1}").len(), 1);
    assert_eq!(all(r"\e\a\f", "\u{1b}\u{7}\u{c}").len(), 1);
    assert_eq!(all(r"\p{Lu}\P{Lu}\pL\p{^L}", "Aab1"), ["Aab1"]);
}

#[test]
fn braces_that_repeat_and_braces_that_do_not() {
    assert_eq!(all(r"a{2}", "aaa"), ["aa"]);
    assert_eq!(all(r"a{,2}b", "aaab"), ["aab"]);
    assert_eq!(all(r"a{}", "a{}"), ["a{}"]);
    assert_eq!(all(r"{a}", "{a}"), ["{a}"]);
    assert_eq!(all(r"a{1,x}", "a{1,x}"), ["a{1,x}"]);
    assert_eq!(all(r"${X}", "$\n{X}"), Vec::<&str>::new());
    assert_eq!(all(r"\${X}", "${X}"), ["${X}"]);
}

#[test]
fn flags_hold_for_their_group() {
    assert_eq!(all(r"(?i)a(?-i)b", "Ab aB"), ["Ab"]);
    assert_eq!(all(r"(?i:a)b", "Ab AB"), ["Ab"]);
    assert_eq!(all(r"a(?i)b|c", "aB C"), ["aB", "C"]);
    assert_eq!(all("(?x) a # comment\n b [ ] c", "ab c"), ["ab c"]);
    assert_eq!(all(r"(?x: a )b c", "ab c"), ["ab c"]);
    assert_eq!(all(r"(?s)a.b", "a\nb"), ["a\nb"]);
    assert_eq!(all(r"(?s:.)b.", "\nb\n"), Vec::<&str>::new());
    assert_eq!(all(r"(?-m)^b", "a\nb"), Vec::<&str>::new());
    assert_eq!(all(r"(?#comment)a", "a"), ["a"]);
    assert_eq!(all(r"(*UTF8)a", "a"), ["a"]);
    assert_eq!(all(r"(?U)a+", "aa"), ["a", "a"]);
}

#[test]
fn anchors_depend_on_the_use() {
    assert_eq!(all(r"^b$", "a\nb\nc"), ["b"]);
    assert_eq!(all(r"\Aa\z", "a\nb"), Vec::<&str>::new());
    assert_eq!(all(r"b\Z", "a\nb\n"), ["b"]);
    let start = |pattern: &str, text: &str| {
        let regex = Regex::parse(pattern, Flavor::Start).unwrap();
        regex.match_at_start(text).unwrap().is_some()
    };
    assert!(start("a", "ab"));
    assert!(!start("b", "ab"));
    assert!(!start("^b", "a\nb"));
    assert!(start("a$", "a"));
    assert!(start("a$", "a\n"));
    assert!(!start("a$", "a\nb"));
    assert!(start("x|ab", "ab"), "alternatives stay together");
    assert!(start("(?x) a # c", "a"));
    assert!(start("(?!.*b)a", "ac"));
    assert!(!start("(?!.*b)a", "ab"));
}

#[test]
fn groups_have_names_and_numbers() {
    let regex = search(r"(?<KEY>\w+)=(?P<low>\d)(?'V'x)?(y)");
    let names: Vec<Option<&str>> = regex.group_names().iter().map(Option::as_deref).collect();
    assert_eq!(names, [None, Some("KEY"), Some("low"), Some("V"), None]);
    let bound: Vec<String> = regex
        .named_groups()
        .iter()
        .map(|(n, m)| format!("{n}{m}"))
        .collect();
    assert_eq!(bound, ["1$KEY", "3$V"]);
    let text = "..a=1y";
    let groups = regex.matches(text).unwrap().next().unwrap().unwrap();
    assert_eq!(groups.len(), 5);
    assert_eq!(groups.get(1), Some(Span::new(2, 3)));
    assert_eq!(groups.get(3), None);
    assert_eq!(groups.get(4), Some(Span::new(5, 6)));
}

#[test]
fn what_needs_backtracking() {
    assert!(!search(r"(a)\1").is_linear());
    assert_eq!(all(r"(a|b)\1", "ab aa bb"), ["aa", "bb"]);
    assert_eq!(all(r"(?<q>['x])a\k<q>", "'a' xa'"), ["'a'"]);
    assert_eq!(all(r"(?<q>['x])a(?P=q)", "'a' xa'"), ["'a'"]);
    assert_eq!(all(r"(a)\g{1}\g1\g{-1}", "aaaa"), ["aaaa"]);
    assert_eq!(all(r"a(?=b)", "ab ac"), ["a"]);
    assert_eq!(all(r"(?<!x)a", "xa ya"), ["a"]);
    assert_eq!(all(r"(?>a+)b", "aab"), ["aab"]);
    assert_eq!(all(r"a++b", "aab"), ["aab"]);
    assert_eq!(all(r"(?=a){2}a", "a"), ["a"]);
    assert_eq!(all(r"(?=b)?a", "a"), ["a"]);
    assert_eq!(all(r"(?!a)*(c)\1", "cc"), ["cc"]);
    assert_eq!(all(r"(x)?(?(1)a|b)", "xa b"), ["xa", "b"]);
    assert_eq!(all(r"foo\Kbar", "foobar"), ["bar"]);
    assert_eq!(all(r"(a)\10", "aa0"), Vec::<&str>::new());
    assert_eq!(all(r"(?=\w)é?(b)\1", "bb"), ["bb"]);
}

#[test]
fn a_search_that_runs_away_is_stopped() {
    let regex = search(r"(?=(a+)+$)b|(a|a)+\2c");
    let text = "a".repeat(60);
    let last = regex.matches(&text).unwrap().last().unwrap();
    assert!(matches!(last, Err(RunError::Steps(_))), "{last:?}");
}

#[test]
fn a_regex_that_is_too_large_is_an_error() {
    let regex = Regex::parse(r"((\p{L}{100}){100}){100}", Flavor::Search).unwrap();
    assert!(regex.compile().is_err());
    assert!(matches!(regex.is_match("a"), Err(RunError::TooLarge(_))));
}

#[test]
fn errors_have_places() {
    assert_eq!(message("a(b"), "1..3 this `(` is not closed");
    assert_eq!(message("é)"), "2..3 this `)` closes nothing");
    assert_eq!(message("[ab"), "0..3 this `[` is not closed");
    assert_eq!(message(r"a\y"), "1..3 the escape `\\y` means nothing");
    assert_eq!(
        message("a{3,2}"),
        "1..2 the smaller number of a repetition comes first"
    );
    assert_eq!(
        message("é*+?*"),
        "4..5 there is nothing in front of this that could be repeated"
    );
    assert_eq!(
        message(r"\p{Foo}"),
        "0..1 there is no such class of characters"
    );
    assert_eq!(message("(?z)"), "0..3 `(?z` begins no known group");
    assert!(message(r"\xZZ").starts_with("no error"));
}
