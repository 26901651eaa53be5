//! Patterns compiled to matchers, and the boolean algebra over ranges.
