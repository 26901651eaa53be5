//! Rules as SARIF reporting descriptors.

use haechi_rule::{Languages, Rule, Severity};
use serde_json::Value;
use serde_sarif::sarif;

use super::result::level;
use crate::TOOL_URI;
use crate::words;

/// Longest short and full description, in characters.
const DESCRIPTION: usize = 1024;
/// Longest name.
const NAME: usize = 255;
/// Most tags that are kept.
const TAGS: usize = 20;

/// The descriptor of a rule.
pub(super) fn descriptor(rule: &Rule) -> sarif::ReportingDescriptor {
    let text = full_text(rule);
    let title = title(rule);
    let level = serde_json::to_value(level(rule.severity)).unwrap_or(Value::from("warning"));
    sarif::ReportingDescriptor::builder()
        .id(&*rule.id)
        .name(name(&rule.id))
        .short_description(plain(&words::at_most(&title, DESCRIPTION)))
        .full_description(plain(&words::at_most(&text, DESCRIPTION)))
        .default_configuration(
            sarif::ReportingConfiguration::builder()
                .level(level)
                .build(),
        )
        .help(help(rule, &title, &text))
        .help_uri(help_uri(rule))
        .properties(properties(rule))
        .build()
}

/// A name in Pascal case made of the id, and never equal to it: SARIF wants
/// the id opaque and the name readable.
fn name(id: &str) -> String {
    let mut name = String::with_capacity(id.len());
    for word in id
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        let mut chars = word.chars();
        name.extend(chars.next().into_iter().flat_map(char::to_uppercase));
        name.push_str(chars.as_str());
    }
    if name == id || name.is_empty() {
        name.push_str("Rule");
    }
    name.chars().take(NAME).collect()
}

/// One sentence: what the rule calls itself, else how its message begins.
fn title(rule: &Rule) -> String {
    let text = rule.metadata.text("title").unwrap_or(rule.message.as_str());
    match words::first_sentence(text) {
        empty if empty == "." => format!("Rule {}.", rule.id),
        sentence => sentence,
    }
}

fn full_text(rule: &Rule) -> String {
    match words::sentence(rule.message.as_str().trim()) {
        empty if empty == "." => format!("Rule {}.", rule.id),
        text => text,
    }
}

fn plain(text: &str) -> sarif::MultiformatMessageString {
    sarif::MultiformatMessageString::builder()
        .text(super::placeholder_free(text))
        .build()
}

/// The first address that the rule gives, else the tool's.
fn help_uri(rule: &Rule) -> String {
    let written = rule
        .metadata
        .text("source")
        .into_iter()
        .chain(rule.metadata.references());
    written
        .map(str::trim)
        .find(|uri| is_web_address(uri))
        .unwrap_or(TOOL_URI)
        .to_owned()
}

fn is_web_address(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty()
            && rest
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&b))
    })
}

fn help(rule: &Rule, title: &str, text: &str) -> sarif::MultiformatMessageString {
    let references: Vec<&str> = rule
        .metadata
        .references()
        .into_iter()
        .map(str::trim)
        .filter(|r| !r.is_empty())
        .collect();
    let mut lines = vec![text.to_owned()];
    if !references.is_empty() {
        lines.push("References:".to_owned());
        lines.extend(references.iter().map(|r| format!("- {r}")));
    }
    sarif::MultiformatMessageString::builder()
        .text(super::placeholder_free(&lines.join("\n")))
        .markdown(markdown(rule, title, text, &references))
        .build()
}

fn markdown(rule: &Rule, title: &str, text: &str, references: &[&str]) -> String {
    let mut out = format!("# {}\n\n", title.trim_end_matches('.'));
    out.push_str(text);
    out.push_str("\n\n| | |\n|---|---|\n");
    let mut row = |key: &str, value: String| {
        out.push_str(&format!("| {key} | {} |\n", value.replace('|', "\\|")));
    };
    row("Severity", rule.severity.name().to_owned());
    for (key, value) in [
        ("Confidence", rule.metadata.confidence()),
        ("Impact", rule.metadata.impact()),
        ("Likelihood", rule.metadata.likelihood()),
    ] {
        if let Some(value) = value {
            row(key, value.to_lowercase());
        }
    }
    for (text, number) in rule.metadata.cwe().iter().zip(rule.metadata.cwe_numbers()) {
        row(
            "Weakness",
            format!(
                "[{}](https://cwe.mitre.org/data/definitions/{number}.html)",
                text.trim()
            ),
        );
    }
    for category in rule.metadata.owasp() {
        row("OWASP", category.trim().to_owned());
    }
    if !references.is_empty() {
        out.push_str("\n## References\n\n");
        for reference in references {
            out.push_str(&format!("- <{reference}>\n"));
        }
    }
    out.push_str(&format!(
        "\n## When it does not apply\n\nPut a comment on the line, with the reason:\n`haechi:ignore {} -- reason`\n",
        rule.id
    ));
    out
}

/// Whether findings are security alerts rather than remarks on quality.
fn is_security(rule: &Rule) -> bool {
    match rule.metadata.category() {
        Some(category) => category.eq_ignore_ascii_case("security"),
        None => !rule.metadata.cwe_numbers().is_empty(),
    }
}

fn properties(rule: &Rule) -> sarif::PropertyBag {
    let mut more = vec![
        ("precision".to_owned(), Value::from(precision(rule))),
        (
            "problem.severity".to_owned(),
            Value::from(problem_severity(rule.severity)),
        ),
    ];
    if is_security(rule) {
        more.push((
            "security-severity".to_owned(),
            Value::from(security_severity(rule)),
        ));
    }
    let mut bag = super::bag(more);
    bag.tags = Some(tags(rule));
    bag
}

fn tags(rule: &Rule) -> Vec<String> {
    let mut tags = Vec::new();
    let mut add = |tag: String| {
        if !tag.is_empty() && !tags.contains(&tag) {
            tags.push(tag);
        }
    };
    match rule.metadata.category() {
        _ if is_security(rule) => add("security".to_owned()),
        Some(category) => add(category.trim().to_owned()),
        None => {}
    }
    for number in rule.metadata.cwe_numbers() {
        add(format!("external/cwe/cwe-{number:03}"));
    }
    for category in rule.metadata.owasp() {
        add(format!("OWASP-{}", category.trim()));
    }
    match rule.languages {
        Languages::Code(langs) => langs.iter().for_each(|lang| add(lang.name().to_owned())),
        Languages::Generic => add("generic".to_owned()),
        Languages::Regex => add("regex".to_owned()),
    }
    for technology in rule.metadata.technology() {
        add(technology.trim().to_owned());
    }
    tags.truncate(TAGS);
    tags
}

fn precision(rule: &Rule) -> &'static str {
    let said = rule
        .metadata
        .text("precision")
        .or(rule.metadata.confidence())
        .unwrap_or("");
    match said.to_ascii_lowercase().as_str() {
        "very-high" => "very-high",
        "high" => "high",
        "low" => "low",
        _ => "medium",
    }
}

const fn problem_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Inventory | Severity::Experiment => "recommendation",
    }
}

/// A number from 0.0 to 10.0 as text: the rule's own if it gives one, else
/// the middle of its severity's band (9 critical, 7 high, 4 medium).
fn security_severity(rule: &Rule) -> String {
    let own = rule
        .metadata
        .tree
        .get("security-severity")
        .and_then(|value| match value {
            Value::String(text) => text.trim().parse::<f64>().ok(),
            other => other.as_f64(),
        });
    match own.filter(|score| (0.0..=10.0).contains(score)) {
        Some(score) => format!("{score:.1}"),
        None => match rule.severity {
            Severity::Critical => "9.5",
            Severity::High => "8.0",
            Severity::Medium => "5.5",
            Severity::Low => "3.0",
            Severity::Inventory | Severity::Experiment => "0.1",
        }
        .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_pascal_case_and_not_the_id() {
        assert_eq!(name("java.sql-injection"), "JavaSqlInjection");
        assert_eq!(name("python_eval"), "PythonEval");
        assert_eq!(name("Eval"), "EvalRule");
        assert_eq!(name("..."), "Rule");
    }

    #[test]
    fn web_addresses() {
        assert!(is_web_address("https://owasp.org/a?b=c#d"));
        assert!(!is_web_address("owasp.org"));
        assert!(!is_web_address("https://"));
        assert!(!is_web_address("https://a b"));
    }
}
