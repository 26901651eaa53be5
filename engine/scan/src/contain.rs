//! A crash on one file becomes one reported problem, never a lost run.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::Once;

/// Stack of each analysis thread, in bytes. Trees may be
/// [`TreeBuilder::MAX_DEPTH`](haechi_syntax::TreeBuilder::MAX_DEPTH) deep and passes over them recurse; the
/// system hands out pages only as they are touched.
pub const STACK_BYTES: usize = 256 << 20;

thread_local! {
    /// What the panic on this thread said, while [`contained`] runs.
    static CAUGHT: RefCell<Option<Option<String>>> = const { RefCell::new(None) };
}

/// Runs `work`; a panic in it comes back as an error that says what and where,
/// and is not printed.
pub fn contained<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    install_hook();
    CAUGHT.with(|caught| *caught.borrow_mut() = Some(None));
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    let said = CAUGHT.with(|caught| caught.borrow_mut().take()).flatten();
    result.map_err(|_| said.unwrap_or_else(|| "unknown failure".to_owned()))
}

/// Threads for analysis, each with [`STACK_BYTES`] of stack.
pub fn pool(threads: usize) -> Result<rayon::ThreadPool, rayon::ThreadPoolBuildError> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .stack_size(STACK_BYTES)
        .thread_name(|n| format!("haechi-{n}"))
        .build()
}

/// Puts a hook in front of the process's own: it keeps quiet on threads that
/// are inside [`contained`], and passes everything else on.
fn install_hook() {
    static INSTALL: Once = Once::new();
    INSTALL.call_once(|| {
        let outer = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let inside = CAUGHT.with(|caught| match &mut *caught.borrow_mut() {
                Some(said) => {
                    *said = Some(describe(info));
                    true
                }
                None => false,
            });
            if !inside {
                outer(info);
            }
        }));
    });
}

fn describe(info: &PanicHookInfo<'_>) -> String {
    let payload = info.payload();
    let what = payload
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "panic".to_owned());
    match info.location() {
        Some(at) => format!("{what} (at {}:{})", at.file(), at.line()),
        None => what,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error_with_its_place() {
        let missing: Option<u8> = "".bytes().next();
        let failed = contained(|| missing.expect("a value")).unwrap_err();
        assert!(failed.starts_with("a value (at "), "{failed}");
        assert!(failed.contains("contain.rs"), "{failed}");
        assert_eq!(contained(|| 7), Ok(7));
    }
}
