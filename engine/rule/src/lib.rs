//! Rule and model files: schema, checks, diagnostics.
