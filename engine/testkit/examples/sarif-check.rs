//! Checks SARIF files as the tests do: `cargo run -p haechi-testkit --example sarif-check FILE…`

use std::io::Write;
use std::process::ExitCode;

use haechi_testkit::sarif::problems;

fn main() -> ExitCode {
    let mut out = std::io::stdout().lock();
    let mut failed = false;
    for path in std::env::args().skip(1) {
        let said = match std::fs::read_to_string(&path).map(|text| serde_json::from_str(&text)) {
            Ok(Ok(log)) => problems(&log),
            Ok(Err(error)) => vec![error.to_string()],
            Err(error) => vec![error.to_string()],
        };
        failed |= !said.is_empty();
        let verdict = if said.is_empty() {
            "valid"
        } else {
            "not valid"
        };
        // Nobody may be reading.
        let _ = writeln!(out, "{path}: {verdict}");
        for problem in said.iter().take(50) {
            let _ = writeln!(out, "  {problem}");
        }
    }
    ExitCode::from(u8::from(failed))
}
