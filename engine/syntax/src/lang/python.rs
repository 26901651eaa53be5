//! Lowering (in work).
use crate::{
    Kind, Role, Span, Tree, TreeBuilder,
    lang::{Lang, PatternError},
};
use std::sync::Arc;

pub(super) fn parse(text: Arc<str>) -> Tree {
    let mut b = TreeBuilder::with_capacity(text.len());
    b.open(Kind::File, Role::Root, Span::new(0, text.len() as u32));
    b.finish(Lang::Python, text)
}
pub(super) fn parse_pattern(text: &str) -> Result<Tree, PatternError> {
    Err(PatternError {
        span: Span::new(0, text.len() as u32),
        message: "patterns are in work".into(),
    })
}
