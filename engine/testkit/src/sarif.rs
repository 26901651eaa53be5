//! What consumers of SARIF check, as code: the official schema, the validator
//! rules of Microsoft's Sarif.Multitool that apply (`SARIF1001` … `GH1007`),
//! and the limits of GitHub code scanning.

use std::fs;

use serde_json::{Map, Value};

use crate::golden::testdata;

/// Everything that is wrong with a log, one line each. Empty: nothing.
pub fn problems(log: &Value) -> Vec<String> {
    let mut found = schema_problems(log);
    let mut check = Check {
        found: &mut found,
        at: String::new(),
    };
    check.log(log);
    found
}

/// What the official schema of SARIF 2.1.0 says.
fn schema_problems(log: &Value) -> Vec<String> {
    let path = testdata().join("schemas/sarif-schema-2.1.0.json");
    let text = fs::read_to_string(&path).expect("the schema is in testdata");
    let schema: Value = serde_json::from_str(&text).expect("the schema is JSON");
    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .expect("the schema is one");
    validator
        .iter_errors(log)
        .map(|error| format!("schema: {}: {error}", error.instance_path))
        .collect()
}

/// Collects problems; `at` says where we are.
struct Check<'p> {
    found: &'p mut Vec<String>,
    at: String,
}

impl Check<'_> {
    fn fail(&mut self, rule: &str, what: impl std::fmt::Display) {
        self.found.push(format!("{rule}: {}: {what}", self.at));
    }

    fn expect(&mut self, holds: bool, rule: &str, what: impl std::fmt::Display) {
        if !holds {
            self.fail(rule, what);
        }
    }

    /// Does something one level deeper.
    fn within(&mut self, step: impl std::fmt::Display, work: impl FnOnce(&mut Self)) {
        let length = self.at.len();
        self.at.push_str(&format!("/{step}"));
        work(self);
        self.at.truncate(length);
    }

    fn log(&mut self, log: &Value) {
        let schema = text(log, "$schema");
        self.expect(
            schema.starts_with("https://docs.oasis-open.org/sarif/sarif/v2.1.0/")
                && schema.ends_with(".json"),
            "SARIF1011/2008",
            format!("`$schema` is not the final one: {schema}"),
        );
        self.expect(text(log, "version") == "2.1.0", "SARIF1011", "version");
        self.everywhere(log);
        let runs = items(log, "runs");
        self.expect((1..=20).contains(&runs.len()), "GitHub", "1 to 20 runs");
        for (n, run) in runs.iter().enumerate() {
            self.within(format!("runs/{n}"), |check| check.run(run));
        }
    }

    fn run(&mut self, run: &Value) {
        let driver = &run["tool"]["driver"];
        self.driver(driver);
        self.expect(
            text(run, "columnKind") == "utf16CodeUnits",
            "GitHub",
            "columnKind must be written and utf16CodeUnits",
        );
        self.expect(run["results"].is_array(), "GitHub", "results must be there");
        for (n, invocation) in items(run, "invocations").iter().enumerate() {
            self.within(format!("invocations/{n}"), |check| {
                check.invocation(invocation, driver)
            });
        }
        let results = items(run, "results");
        self.expect(results.len() <= 25_000, "GitHub", "at most 25,000 results");
        for (n, result) in results.iter().enumerate() {
            self.within(format!("results/{n}"), |check| check.result(result, driver));
        }
        if let Some(details) = run.get("automationDetails") {
            let id = text(details, "id");
            self.expect(
                id.contains('/'),
                "GitHub",
                format!("category {id} has no slash"),
            );
        }
    }

    fn driver(&mut self, driver: &Value) {
        let words = text(driver, "name").split_whitespace().count();
        self.expect(
            (1..=3).contains(&words),
            "SARIF2005",
            "name of 1 to 3 words",
        );
        for key in ["version", "semanticVersion", "informationUri"] {
            self.expect(!text(driver, key).is_empty(), "SARIF2005", key);
        }
        self.web(text(driver, "informationUri"));
        let rules = items(driver, "rules");
        self.expect(rules.len() <= 25_000, "GitHub", "at most 25,000 rules");
        for (n, rule) in rules.iter().enumerate() {
            self.within(format!("rules/{n}"), |check| check.rule(rule));
        }
        let mut ids: Vec<&str> = rules.iter().map(|rule| text(rule, "id")).collect();
        ids.sort_unstable();
        let all = ids.len();
        ids.dedup();
        self.expect(ids.len() == all, "SARIF", "rule ids occur once");
    }

    fn rule(&mut self, rule: &Value) {
        let (id, name) = (text(rule, "id"), text(rule, "name"));
        self.expect(id != name, "SARIF1001", format!("id equals name: {id}"));
        let pascal = name.starts_with(|c: char| c.is_uppercase() || !c.is_lowercase())
            && name.chars().all(char::is_alphanumeric);
        self.expect(
            !name.is_empty() && pascal,
            "SARIF2012",
            format!("name {name} is not Pascal case"),
        );
        self.expect(
            name.chars().count() <= 255,
            "GitHub",
            "name of at most 255 characters",
        );
        self.web(text(rule, "helpUri"));
        for key in ["shortDescription", "fullDescription"] {
            let words = text(&rule[key], "text");
            self.expect(!words.is_empty(), "SARIF2012", key);
            self.expect(
                words.chars().count() <= 1024,
                "GitHub",
                format!("{key} is too long"),
            );
            self.sentence(words);
        }
        for key in ["text", "markdown"] {
            self.expect(
                !text(&rule["help"], key).is_empty(),
                "GitHub",
                format!("help.{key}"),
            );
        }
        let level = text(&rule["defaultConfiguration"], "level");
        self.expect(
            ["error", "warning", "note", "none"].contains(&level),
            "SonarQube",
            "defaultConfiguration.level",
        );
        self.properties(&rule["properties"]);
    }

    fn properties(&mut self, properties: &Value) {
        let tags: Vec<&str> = items(properties, "tags")
            .iter()
            .filter_map(Value::as_str)
            .collect();
        self.expect(tags.len() <= 20, "GitHub", "at most 20 tags");
        for tag in tags.iter().filter(|tag| tag.to_lowercase().contains("cwe")) {
            let digits = tag.strip_prefix("external/cwe/cwe-").unwrap_or("");
            self.expect(
                digits.len() >= 3 && digits.bytes().all(|b| b.is_ascii_digit()),
                "GitHub",
                format!("CWE tag {tag}"),
            );
        }
        self.expect(
            ["very-high", "high", "medium", "low"].contains(&text(properties, "precision")),
            "GitHub",
            "precision",
        );
        self.expect(
            ["error", "warning", "recommendation"].contains(&text(properties, "problem.severity")),
            "GitHub",
            "problem.severity",
        );
        let score = text(properties, "security-severity");
        let in_range = score.parse().is_ok_and(|n: f64| (0.0..=10.0).contains(&n));
        self.expect(
            tags.contains(&"security") != score.is_empty() && (score.is_empty() || in_range),
            "GitHub",
            format!("security-severity `{score}` with tags {tags:?}"),
        );
    }

    fn invocation(&mut self, invocation: &Value, driver: &Value) {
        self.expect(
            invocation["executionSuccessful"].is_boolean(),
            "GitHub",
            "executionSuccessful",
        );
        let (start, end) = (
            text(invocation, "startTimeUtc"),
            text(invocation, "endTimeUtc"),
        );
        self.expect(start <= end, "SARIF1006", "the end comes before the start");
        let known = items(driver, "notifications");
        for key in [
            "toolExecutionNotifications",
            "toolConfigurationNotifications",
        ] {
            for (n, note) in items(invocation, key).iter().enumerate() {
                self.within(format!("{key}/{n}"), |check| {
                    check.sentence(text(&note["message"], "text"));
                    check.indexed(&note["descriptor"], known);
                });
            }
        }
    }

    /// A reference by index and id.
    fn indexed(&mut self, reference: &Value, known: &[Value]) {
        let target = reference["index"]
            .as_u64()
            .and_then(|n| known.get(usize::try_from(n).ok()?));
        match target {
            Some(target) => self.expect(
                target["id"] == reference["id"],
                "SARIF1010",
                "index and id disagree",
            ),
            None => self.fail("SARIF1009", "index out of range"),
        }
    }

    fn result(&mut self, result: &Value, driver: &Value) {
        let rules = items(driver, "rules");
        let index = result["ruleIndex"]
            .as_u64()
            .and_then(|n| usize::try_from(n).ok());
        match index.and_then(|n| rules.get(n)) {
            Some(rule) => self.expect(rule["id"] == result["ruleId"], "SARIF1010", "ruleId"),
            None => self.fail("SARIF1009", "ruleIndex out of range"),
        }
        self.expect(!text(result, "level").is_empty(), "GitHub", "level");
        self.sentence(text(&result["message"], "text"));
        self.expect(
            result["partialFingerprints"]
                .as_object()
                .is_some_and(|prints| !prints.is_empty()),
            "GitHub",
            "partialFingerprints",
        );
        let locations = items(result, "locations");
        self.expect(!locations.is_empty(), "GH1001", "no location");
        for location in locations {
            self.location(location, true);
        }
        for (n, related) in items(result, "relatedLocations").iter().enumerate() {
            self.within(format!("relatedLocations/{n}"), |check| {
                check.location(related, false);
                let words = text(&related["message"], "text");
                check.expect(
                    !words.is_empty(),
                    "GH1007",
                    "a related location needs a message",
                );
            });
        }
        self.links(result);
        for flow in items(result, "codeFlows") {
            for thread in items(flow, "threadFlows") {
                self.thread(thread);
            }
        }
    }

    /// Links in the message lead to related locations.
    fn links(&mut self, result: &Value) {
        let ids: Vec<u64> = items(result, "relatedLocations")
            .iter()
            .filter_map(|l| l["id"].as_u64())
            .collect();
        for part in text(&result["message"], "text").split("](").skip(1) {
            let target = part.split(')').next().unwrap_or("");
            if let Ok(id) = target.parse::<u64>() {
                self.expect(
                    ids.contains(&id),
                    "SARIF1012",
                    format!("a link to {id}, which is not there"),
                );
            }
        }
    }

    fn thread(&mut self, thread: &Value) {
        let steps = items(thread, "locations");
        self.expect(
            (1..=10_000).contains(&steps.len()),
            "GitHub",
            "1 to 10,000 steps in a flow",
        );
        for (n, step) in steps.iter().enumerate() {
            self.within(format!("flow/{n}"), |check| {
                check.expect(
                    step.get("index").is_none(),
                    "GH1002",
                    "threadFlowLocation.index",
                );
                check.expect(
                    step["nestingLevel"]
                        .as_i64()
                        .is_some_and(|level| level >= 0),
                    "SARIF",
                    "nestingLevel",
                );
                let words = text(&step["location"]["message"], "text");
                check.sentence(words);
                check.location(&step["location"], false);
            });
        }
    }

    fn location(&mut self, location: &Value, primary: bool) {
        let physical = &location["physicalLocation"];
        let uri = text(&physical["artifactLocation"], "uri");
        self.expect(!uri.is_empty(), "GH1001", "no URI");
        let scheme = uri.split_once("://").map(|(scheme, _)| scheme);
        self.expect(
            scheme.is_none_or(|s| s == "file") && !uri.starts_with('/'),
            "GH1005",
            format!("{uri} is neither relative nor a file URI"),
        );
        let region = &physical["region"];
        for key in ["startLine", "startColumn", "endLine", "endColumn"] {
            let good = region[key].as_u64().is_some_and(|n| n >= 1);
            self.expect(good, "GH1003/SARIF1007", format!("region.{key}"));
        }
        let place = |a: &str, b: &str| (region[a].as_u64(), region[b].as_u64());
        self.expect(
            place("startLine", "startColumn") <= place("endLine", "endColumn"),
            "SARIF1007",
            "the region ends before it begins",
        );
        if primary {
            self.context(region, &physical["contextRegion"]);
        }
    }

    fn context(&mut self, region: &Value, context: &Value) {
        let snippet = text(&region["snippet"], "text");
        if context.is_null() {
            return;
        }
        self.expect(!snippet.is_empty(), "SARIF2010", "no snippet");
        let around = text(&context["snippet"], "text");
        self.expect(
            around.contains(snippet) && around.len() > snippet.len(),
            "SARIF1008/2011",
            "the context does not surround the region",
        );
        let line = |region: &Value, key: &str| region[key].as_u64();
        self.expect(
            line(context, "startLine") <= line(region, "startLine")
                && line(context, "endLine") >= line(region, "endLine"),
            "SARIF1008",
            "the context does not surround the region",
        );
    }

    fn sentence(&mut self, words: &str) {
        self.expect(
            words.ends_with(['.', '!', '?']),
            "SARIF2001",
            format!("no period: {words}"),
        );
        for part in words.replace("{{", "").split('{').skip(1) {
            let inner = part.split('}').next().unwrap_or("");
            let is_placeholder = part.contains('}')
                && !inner.is_empty()
                && inner.bytes().all(|b| b.is_ascii_digit());
            self.expect(
                !is_placeholder,
                "SARIF1012",
                format!("a placeholder without argument: {words}"),
            );
        }
    }

    fn web(&mut self, uri: &str) {
        let is_web = uri.starts_with("https://") || uri.starts_with("http://");
        self.expect(
            is_web,
            "SARIF1005",
            format!("`{uri}` is no absolute web address"),
        );
    }

    /// What holds for every object: no empty strings, URIs as they should be.
    fn everywhere(&mut self, value: &Value) {
        match value {
            Value::Object(map) => {
                self.uris(map);
                for (key, value) in map {
                    self.within(key, |check| check.everywhere(value));
                }
            }
            Value::Array(list) => {
                for (n, value) in list.iter().enumerate() {
                    self.within(n, |check| check.everywhere(value));
                }
            }
            Value::String(text) => self.expect(!text.is_empty(), "GitHub", "an empty string"),
            _ => {}
        }
    }

    fn uris(&mut self, map: &Map<String, Value>) {
        let Some(uri) = map.get("uri").and_then(Value::as_str) else {
            return;
        };
        let legal = uri
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&b));
        self.expect(legal, "SARIF1002", format!("`{uri}` is not encoded"));
        self.expect(
            !uri.split('/').any(|part| part == ".."),
            "SARIF1002",
            format!("`{uri}` leads out"),
        );
        self.expect(
            !map.contains_key("uriBaseId"),
            "SARIF1004",
            "a base id that is not defined",
        );
    }
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or("")
}

fn items<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value
        .get(key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}
