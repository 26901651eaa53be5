//! From the tree of a parsed pattern to a run of the arena.

use haechi_syntax::{Flags, Kind, Lang, NodeId, Role, Tree};

use crate::names::{is_metavar, is_metavar_seq};
use crate::numbers;
use crate::pnode::{Arena, Lit, MvId, Need, PId, PNode, ReId, Sym, Symbols};
use crate::regexes::Regexes;
use crate::types;

/// What a pattern is tried against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Root {
    /// Every expression.
    Expr(PId),
    /// Every statement (and member, parameter list …) by itself.
    Stmt(PId),
    /// Every run of statements or members.
    Seq(Vec<PId>),
    /// The head of a definition or statement, a clause, or an attribute.
    Partial(PId),
    /// Attributes that one declaration must have, all of them.
    Attrs(Vec<PId>),
}

/// One compiled pattern.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// Of which language.
    pub lang: Lang,
    /// What it is tried against.
    pub root: Root,
    /// Names without which a file by itself cannot hold a match.
    pub needs: Vec<Need>,
    /// Names without which a file of a program cannot: types may be named
    /// elsewhere. What nothing but its type tells apart is not looked for there.
    pub needs_linked: Vec<Need>,
    /// Names that occur between the beginning and the end of every match.
    pub needs_inside: Vec<Need>,
}

impl Pattern {
    /// Names without which a file cannot hold a match.
    pub fn needs_in(&self, program: bool) -> &[Need] {
        if program {
            &self.needs_linked
        } else {
            &self.needs
        }
    }
}

/// Everything that patterns share: the arena, names and regular expressions.
#[derive(Default)]
pub struct Pool {
    /// The nodes of all patterns.
    pub arena: Arena,
    /// The names that occur in patterns.
    pub syms: Symbols,
    /// The metavariables, with their `$`.
    pub mvs: Symbols,
    /// The regular expressions in strings.
    pub regexes: Regexes,
}

impl Pool {
    /// The number of a metavariable; that of `$_` is [`MvId::NONE`].
    pub fn mv(&mut self, name: &str) -> MvId {
        match name {
            "$_" | "$..._" => MvId::NONE,
            _ => MvId::new(self.mvs.intern(name)),
        }
    }

    /// The name of a metavariable.
    pub fn mv_name(&self, mv: MvId) -> &str {
        self.mvs.text(mv.raw())
    }

    /// The number of a metavariable that some pattern or condition names.
    pub fn find_mv(&self, name: &str) -> MvId {
        MvId::new(self.mvs.find(name))
    }

    /// Whether a metavariable is a numbered group (`$1`).
    pub fn is_numbered(&self, mv: MvId) -> bool {
        let name = self.mv_name(mv);
        name.len() > 1 && name[1..].bytes().all(|b| b.is_ascii_digit())
    }

    fn sym(&mut self, name: &str) -> Sym {
        if is_metavar(name) || is_metavar_seq(name) {
            return Sym::NONE;
        }
        Sym::new(self.syms.intern(name))
    }

    /// Compiles a parsed pattern. The error is a regular expression that
    /// could not be read.
    pub fn pattern(&mut self, tree: &Tree) -> Result<Pattern, String> {
        let base = u32::try_from(self.arena.nodes.len()).unwrap_or(u32::MAX);
        for id in tree.nodes().ids() {
            let node = self.node(tree, id)?;
            self.arena.nodes.push(node);
        }
        let at = |id: NodeId| PId::new(base + id.raw());
        let root = root(tree, at);
        let needs = self.needs(&root, Where::File);
        let mut needs_linked = self.needs(&root, Where::Program);
        if needs_linked.is_empty() {
            needs_linked.clone_from(&needs);
        }
        let needs_inside = self.needs(&root, Where::Root);
        Ok(Pattern {
            needs_linked,
            needs_inside,
            lang: tree.lang,
            root,
            needs,
        })
    }

    fn node(&mut self, tree: &Tree, id: NodeId) -> Result<PNode, String> {
        let node = tree.node(id);
        let name = tree.name(id);
        let mv = match node.kind {
            Kind::Metavar | Kind::MetavarSeq | Kind::TypedMetavar => self.mv(name),
            _ => MvId::NONE,
        };
        Ok(PNode {
            kind: node.kind,
            role: node.role,
            flags: node.flags,
            sym: self.sym(name),
            mv,
            size: node.size,
            lit: self.lit(tree, id)?,
            has_hole: tree.subtree(id).any(|n| tree.kind(n).is_hole()),
            terminated: tree.source(id).ends_with(';'),
        })
    }

    fn lit(&mut self, tree: &Tree, id: NodeId) -> Result<Lit, String> {
        Ok(match tree.kind(id) {
            Kind::Str | Kind::StrPart | Kind::Char => self.text_lit(tree.str_text(id))?,
            Kind::Int | Kind::Float => numbers::lit(tree.source(id)),
            _ => Lit::None,
        })
    }

    fn text_lit(&mut self, text: &str) -> Result<Lit, String> {
        if text == "..." {
            return Ok(Lit::AnyText);
        }
        if is_metavar(text) {
            return Ok(Lit::VarText(self.mv(text)));
        }
        if is_metavar_seq(text) {
            return Ok(Lit::VarParts(self.mv(text)));
        }
        if let Some((regex, flags)) = regex_text(text) {
            return Ok(Lit::Regex(self.regexes.intern(regex, flags)?));
        }
        Ok(Lit::Text(text.into()))
    }

    /// Names that stand in every file with a match, or in every match, whatever
    /// equivalence is used.
    fn needs(&self, root: &Root, place: Where) -> Vec<Need> {
        let roots: &[PId] = match root {
            Root::Expr(id) | Root::Stmt(id) | Root::Partial(id) => std::slice::from_ref(id),
            Root::Seq(ids) | Root::Attrs(ids) => ids,
        };
        let mut needs = Vec::new();
        for root in roots {
            self.add_needs(*root, place, false, &mut needs);
        }
        needs.sort_unstable();
        needs.dedup();
        needs
    }

    /// Names that occur at or below the node where a match begins; of a
    /// sequence, where its first statement matches.
    pub fn needs_at_root(&self, pattern: &Pattern) -> Vec<Need> {
        let root = match &pattern.root {
            Root::Expr(id) | Root::Stmt(id) | Root::Partial(id) => *id,
            Root::Attrs(_) => return pattern.needs_inside.clone(),
            Root::Seq(ids) => match ids.first() {
                Some(first)
                    if !self.arena.node(*first).is_dots()
                        && !self.arena.node(*first).is_seq_var() =>
                {
                    *first
                }
                _ => return Vec::new(),
            },
        };
        let mut needs = Vec::new();
        self.add_needs(root, Where::Root, false, &mut needs);
        needs
    }

    fn add_needs(&self, id: PId, place: Where, qualifier: bool, needs: &mut Vec<Need>) {
        let node = self.arena.node(id);
        if node.kind == Kind::TypedMetavar && place != Where::File {
            return;
        }
        let named = match node.kind {
            Kind::Ident => !types::has_other_names(self.syms.text(node.sym.raw())),
            Kind::Call
            | Kind::Function
            | Kind::Class
            | Kind::Param
            | Kind::Declarator
            | Kind::KeywordArg
            | Kind::Annotation
            | Kind::Decorator => true,
            _ => false,
        };
        // The last segment of a path is written where it is used or where it is
        // imported, those before it there or in the path of an import.
        let in_path = qualifier && matches!(node.kind, Kind::Ident | Kind::Member);
        if named && node.sym.is_some() {
            needs.push(Need {
                sym: node.sym,
                qualifier: in_path,
            });
        }
        let path = node.kind == Kind::Member;
        if path && types::has_other_names(self.syms.text(node.sym.raw())) {
            return;
        }
        for kid in self.arena.children(id) {
            let before = path && self.arena.node(kid).role == Role::Object;
            let inside = in_path && path;
            self.add_needs(kid, place, before || inside, needs);
        }
    }
}

/// Where names are needed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Where {
    /// Anywhere in the file.
    File,
    /// Anywhere in the file, of a program that knows types.
    Program,
    /// In what matches. What a typed metavariable stands for has its type from
    /// elsewhere.
    Root,
}

/// The expression and the flags of `=~/expression/flags`.
fn regex_text(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix("=~/")?;
    let (regex, flags) = rest.rsplit_once('/')?;
    flags
        .bytes()
        .all(|flag| matches!(flag, b'i' | b'm'))
        .then_some((regex, flags))
}

fn root(tree: &Tree, at: impl Fn(NodeId) -> PId) -> Root {
    let flags = tree.flags(NodeId::ROOT);
    let kids: Vec<NodeId> = tree.children(NodeId::ROOT).collect();
    let [only] = kids[..] else {
        let attrs = !kids.is_empty() && kids.iter().all(|kid| is_attr(tree.kind(*kid)));
        let ids = kids.into_iter().map(at).collect();
        return if attrs && flags.has(Flags::P_PARTIAL) {
            Root::Attrs(ids)
        } else {
            Root::Seq(ids)
        };
    };
    let kind = tree.kind(only);
    if is_attr(kind) {
        return Root::Partial(at(only));
    }
    match kind {
        // Python has no `;` to tell an expression from a statement, and
        // patterns of expressions find statements as well.
        Kind::ExprStmt if tree.lang == Lang::Python => tree
            .children(only)
            .next()
            .map_or(Root::Stmt(at(only)), |value| Root::Expr(at(value))),
        Kind::Metavar | Kind::TypedMetavar if !flags.has(Flags::P_EXPR) => {
            if tree.lang == Lang::Python {
                Root::Expr(at(only))
            } else {
                Root::Stmt(at(only))
            }
        }
        Kind::Ellipsis | Kind::MetavarSeq if !flags.has(Flags::P_EXPR) => Root::Seq(vec![at(only)]),
        _ if flags.has(Flags::P_EXPR) => Root::Expr(at(only)),
        _ if is_head(tree, only) => Root::Partial(at(only)),
        _ => Root::Stmt(at(only)),
    }
}

fn is_attr(kind: Kind) -> bool {
    matches!(kind, Kind::Annotation | Kind::Decorator | Kind::Modifier)
}

/// Whether a statement lacks the body that code always has.
fn is_head(tree: &Tree, id: NodeId) -> bool {
    match tree.kind(id) {
        Kind::Function | Kind::Class | Kind::While | Kind::For | Kind::ForEach => {
            tree.child(id, Role::Body).is_none() && !tree.source(id).ends_with(';')
        }
        Kind::If => tree.child(id, Role::Then).is_none(),
        Kind::Try => {
            tree.child(id, Role::Catch).is_none() && tree.child(id, Role::Finally).is_none()
        }
        Kind::Catch | Kind::Finally | Kind::Case => true,
        _ => false,
    }
}

/// The number of a regular expression, for lookups.
pub type RegexId = ReId;
