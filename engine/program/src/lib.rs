//! Cross-file facts: modules, names, classes, calls, constants.
