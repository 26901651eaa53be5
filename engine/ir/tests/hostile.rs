//! Code that nobody writes by hand: long, deep, tangled. What must hold is that
//! a function grows with its source, and that one that does not becomes a gap.

use std::fmt::Write as _;

use haechi_ir::{FileBuilder, Function, GapKind, verify};
use haechi_syntax::scope::Scopes;
use haechi_syntax::{Kind, Lang};

/// Builds the biggest function of a text, on a thread with the stack that ours have.
fn biggest(lang: Lang, text: String) -> Function {
    let build = move || {
        let tree = lang.parse(text.into());
        let scopes = Scopes::build(&tree);
        assert_ne!(tree.kind(haechi_syntax::NodeId::ROOT), Kind::Error);
        let file = FileBuilder::new(&tree, &scopes).build_all();
        let functions = file.functions.into_raw();
        for function in &functions {
            assert_eq!(verify(function), Ok(()));
        }
        functions.into_iter().max_by_key(|f| f.values.len())
    };
    let thread = std::thread::Builder::new()
        .stack_size(256 << 20)
        .spawn(build);
    match thread.map(std::thread::JoinHandle::join) {
        Ok(Ok(Some(function))) => function,
        other => panic!("no function: {}", other.is_ok()),
    }
}

/// A Java method with `line(n)` for every n.
fn java(count: usize, line: impl Fn(usize) -> String) -> String {
    let mut text = "class A {\n  String m(String a, int k) {\n".to_owned();
    for n in 0..count {
        let _ = writeln!(text, "    {}", line(n));
    }
    text.push_str("    return a;\n  }\n}\n");
    text
}

/// Asserts that the function was built, with at most `limit` values and
/// operands of φ.
fn assert_size(function: &Function, limit: usize) {
    assert_eq!(function.gap, None);
    let mut size = 0;
    for id in function.values.ids() {
        size += 1;
        if let haechi_ir::Op::Phi(list) = function.op(id) {
            size += list.len();
        }
    }
    assert!(size <= limit, "{size} values and operands");
}

#[test]
fn fifty_thousand_plain_statements() {
    let text = java(50_000, |n| format!("int v{n} = k + {n};"));
    assert_size(&biggest(Lang::Java, text), 200_000);
}

#[test]
fn fifty_thousand_guards() {
    let text = java(50_000, |n| format!("if (a.length() == {n}) {{ k = {n}; }}"));
    assert_size(&biggest(Lang::Java, text), 900_000);
}

#[test]
fn many_variables_and_many_branches() {
    // Every branch assigns a variable of its own, all of them live to the end.
    let text = java(20_000, |n| match n {
        n if n < 10_000 => format!("int v{n} = 0;"),
        n => format!("if (k == {n}) {{ v{} = 1; }}", n - 10_000),
    });
    assert_size(&biggest(Lang::Java, text), 300_000);
}

#[test]
fn a_switch_of_many_cases_over_many_variables() {
    let mut text = "class A { int m(int k) {\n".to_owned();
    for n in 0..5_000 {
        let _ = writeln!(text, "int v{n} = 0;");
    }
    text.push_str("switch (k) {\n");
    for n in 0..5_000 {
        let _ = writeln!(text, "case {n}: v{n} = 1; break;");
    }
    text.push_str("}\nint s = 0;\n");
    for n in 0..5_000 {
        let _ = writeln!(text, "s += v{n};");
    }
    text.push_str("return s; } }\n");
    assert_size(&biggest(Lang::Java, text), 700_000);
}

#[test]
fn a_try_around_everything() {
    let mut text = java(20_000, |n| format!("a = f(a, {n});"));
    text = text.replace("int k) {\n", "int k) { try {\n");
    text = text.replace("    return a;\n", "    } finally { g(a); } return a;\n");
    assert_size(&biggest(Lang::Java, text), 200_000);
}

#[test]
fn deep_nesting() {
    for (open, close) in [
        ("if (k > 1) {", "}"),
        ("while (k > 1) { k--;", "}"),
        ("try { k++;", "} catch (E e) { k--; }"),
        ("try { k++;", "} finally { k--; }"),
        ("switch (k) { case 1: k++;", "}"),
        ("synchronized (a) {", "}"),
    ] {
        let deep = 300;
        let body = format!("{} g(k); {}", open.repeat(deep), close.repeat(deep));
        let text = format!("class A {{ void m(Object a, int k) {{ {body} }} }}");
        // A handler sees what all handlers within its region made, so nested
        // `try`s are quadratic in depth; depth is bounded, and so is the budget.
        assert_size(&biggest(Lang::Java, text), 200_000);
    }
}

#[test]
fn finally_in_finally() {
    let deep = 40;
    let open = "try { f(k); } finally { ".repeat(deep);
    let text = format!(
        "class A {{ void m(int k) {{ {open} g(k); {} }} }}",
        "}".repeat(deep)
    );
    assert_size(&biggest(Lang::Java, text), 20_000);
}

#[test]
fn long_expressions() {
    let sum = vec!["a"; 1_500].join(" + ");
    let chain = ".f(k)".repeat(900);
    let all = vec!["a.ok(k)"; 900].join(" && ");
    for expr in [sum, format!("a{chain}"), all] {
        let text = format!("class A {{ Object m(A a, int k) {{ return {expr}; }} }}");
        assert_size(&biggest(Lang::Java, text), 60_000);
    }
}

#[test]
fn long_chains_of_else_if() {
    let mut text = "def m(a, k):\n    if a == 0:\n        k = 0\n".to_owned();
    for n in 1..900 {
        let _ = writeln!(text, "    elif a == {n}:\n        k{n} = {n}");
    }
    text.push_str("    return k\n");
    assert_size(&biggest(Lang::Python, text), 60_000);
}

#[test]
fn closures_in_closures() {
    let lambdas = "lambda q: a + q + (".repeat(150);
    let text = format!("def m(a):\n    return {lambdas}a{}\n", ")".repeat(150));
    assert_size(&biggest(Lang::Python, text), 10_000);
}

#[test]
fn breaks_in_a_long_loop() {
    let mut text = java(5_000, |n| format!("if (k == {n}) break; k += a.length();"));
    text = text.replace("int k) {\n", "int k) { while (k > 0) {\n");
    text = text.replace("    return a;\n", "    } return a + k;\n");
    assert_size(&biggest(Lang::Java, text), 200_000);
}

#[test]
fn what_exceeds_the_budget_is_opaque_and_a_gap() {
    let text = java(2_000, |n| format!("k = k + {n};"));
    let tree = Lang::Java.parse(text.into());
    let scopes = Scopes::build(&tree);
    let file = FileBuilder::new(&tree, &scopes).budget(1_000).build_all();
    let gaps: Vec<_> = file.functions.iter().filter_map(|f| f.gap).collect();
    assert_eq!(gaps.len(), 1);
    assert_eq!(gaps[0].kind, GapKind::TooBig);
    assert_eq!(tree.name(gaps[0].node), "m");
    for function in file.functions.iter().filter(|f| f.gap.is_some()) {
        assert_eq!(function.params.len(), 3);
        assert_eq!(function.blocks.len(), 1);
        assert_eq!(verify(function), Ok(()));
    }
}
