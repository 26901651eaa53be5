//! SARIF, JSON and text: the only place that serialises findings.
