//! Walking, pipeline, budgets, crash containment, findings.
