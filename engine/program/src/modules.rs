//! Python modules: which file a dotted name means.
//!
//! The name of a module depends on where its packages begin, which the files
//! tell only in part: a folder with `__init__.py` is a package, one without may
//! be the root of packages, a namespace package, or a heap of scripts. So a
//! file has one canonical name (from the outermost package around it), and an
//! import finds it under any name that ends its path, if what is left in front
//! can be a root:
//!
//! ```text
//! src/shop/__init__.py, src/shop/cart.py     canonical: shop.cart
//! import shop.cart    ends src|/shop/cart.py; `src` is no package: found
//! import cart         ends src/shop|/cart.py; `shop` is a package: only from
//!                     a file in `shop` itself (a script run in place)
//! ```

use haechi_syntax::Lang;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::index::common_prefix;
use crate::trees::{FileId, Trees};

/// The modules of a program.
#[derive(Clone, Debug, Default)]
pub(crate) struct Modules {
    /// Path without `.py` and `/__init__.py` → file.
    by_path: FxHashMap<String, FileId>,
    /// Last part of that path → files, in order.
    by_last: FxHashMap<String, Vec<FileId>>,
    /// Folders with an `__init__.py`.
    packages: FxHashSet<String>,
}

impl Modules {
    pub(crate) fn new(trees: &dyn Trees) -> Self {
        let mut modules = Self::default();
        for n in 0..trees.len() {
            let file = FileId::new(u32::try_from(n).unwrap_or(u32::MAX));
            if trees.lang(file) != Lang::Python {
                continue;
            }
            let path = trees.path(file);
            let module = module_path(path);
            if is_init(path) {
                modules.packages.insert(module.to_owned());
            }
            // `a.py` goes before `a.pyi`, a package before a module of its name.
            if is_init(path) || !modules.by_path.contains_key(module) {
                modules.by_path.insert(module.to_owned(), file);
            }
            let last = module.rsplit('/').next().unwrap_or(module);
            modules
                .by_last
                .entry(last.to_owned())
                .or_default()
                .push(file);
        }
        modules
    }

    /// The canonical dotted name of a file.
    pub(crate) fn name(&self, path: &str) -> String {
        let module = module_path(path);
        let mut root = folder(module);
        let in_package = is_init(path) || self.packages.contains(root);
        if in_package {
            while self.packages.contains(root) {
                root = folder(root);
            }
            return dotted(module, root);
        }
        // No package: the way from the root of the scan, as a namespace
        // package would have it.
        let module = ["src/", "lib/", "python/"]
            .iter()
            .find_map(|root| module.strip_prefix(root))
            .unwrap_or(module);
        dotted(module, "")
    }

    /// The file of a module path (`a/b` for `a/b.py` and `a/b/__init__.py`).
    pub(crate) fn at_path(&self, path: &str) -> Option<FileId> {
        self.by_path.get(path).copied()
    }

    /// The file that an absolute import of `dotted` means in `from`. `is_known`
    /// says whether the first segment is a module of the platform, which a file
    /// elsewhere in the program does not hide.
    pub(crate) fn absolute(
        &self,
        trees: &dyn Trees,
        from: FileId,
        name: &str,
        is_known: bool,
    ) -> Option<FileId> {
        let last = name.rsplit('.').next()?;
        let here = trees.path(from);
        let home = folder(here);
        let mut best: Option<(usize, FileId)> = None;
        for &file in self.by_last.get(last)? {
            let module = module_path(trees.path(file));
            let Some(root) = strip_suffix(module, name) else {
                continue;
            };
            let is_home = root == home;
            let is_root = !self.packages.contains(root);
            let allowed = is_home || (is_root && (!is_known || is_within(home, root)));
            if !allowed {
                continue;
            }
            let near = common_prefix(here, trees.path(file));
            if best.is_none_or(|(other, _)| near > other) {
                best = Some((near, file));
            }
        }
        best.map(|(_, file)| file)
    }

    /// The module path that a relative import means: `..m` in `a/b/c.py` is `a/m`.
    pub(crate) fn relative(&self, from: &str, name: &str) -> Option<String> {
        let rest = name.trim_start_matches('.');
        let dots = name.len() - rest.len();
        let mut base = folder(from);
        for _ in 1..dots {
            if base.is_empty() {
                return None;
            }
            base = folder(base);
        }
        let mut path = base.to_owned();
        for segment in rest.split('.').filter(|segment| !segment.is_empty()) {
            if !path.is_empty() {
                path.push('/');
            }
            path.push_str(segment);
        }
        Some(path)
    }
}

/// `a/b` for `a/b.py` and for `a/b/__init__.py`.
pub(crate) fn module_path(path: &str) -> &str {
    let stem = path
        .strip_suffix(".pyi")
        .or_else(|| path.strip_suffix(".py"))
        .unwrap_or(path);
    match stem.strip_suffix("__init__") {
        Some(folder) => folder.strip_suffix('/').unwrap_or(folder),
        None => stem,
    }
}

fn is_init(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    matches!(name, "__init__.py" | "__init__.pyi")
}

/// What stands before the last `/`.
fn folder(path: &str) -> &str {
    path.rfind('/').map_or("", |at| &path[..at])
}

/// Whether a folder is `root` or below it.
fn is_within(folder: &str, root: &str) -> bool {
    root.is_empty()
        || folder
            .strip_prefix(root)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn dotted(module: &str, root: &str) -> String {
    module
        .strip_prefix(root)
        .unwrap_or(module)
        .trim_start_matches('/')
        .replace('/', ".")
}

/// `x/y` for module path `x/y/a/b` and name `a.b`.
fn strip_suffix<'p>(module: &'p str, name: &str) -> Option<&'p str> {
    let at = module.len().checked_sub(name.len())?;
    let (root, tail) = (module.get(..at)?, module.get(at..)?);
    let same = tail
        .bytes()
        .zip(name.bytes())
        .all(|(a, b)| a == b || (a == b'/' && b == b'.'));
    if !same {
        return None;
    }
    if root.is_empty() {
        return Some("");
    }
    root.strip_suffix('/')
}
