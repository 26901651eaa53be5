//! `options:` of a rule: what can be switched, and the defaults.

macro_rules! options {
    (
        flags { $($(#[$fmeta:meta])* $flag:ident = $default:literal,)* }
        $($(#[$meta:meta])* $name:ident: $ty:ty = $value:expr,)*
    ) => {
        /// The options of a rule. [`Options::default`] gives the documented defaults.
        #[derive(Clone, PartialEq, Debug)]
        pub struct Options {
            $($(#[$fmeta])* pub $flag: bool,)*
            $($(#[$meta])* pub $name: $ty,)*
        }

        impl Default for Options {
            fn default() -> Self {
                Self { $($flag: $default,)* $($name: $value,)* }
            }
        }

        impl Options {
            /// The names of all options that are true or false.
            pub const FLAGS: &[&'static str] = &[$(stringify!($flag),)*];

            /// The names of all other options.
            pub const SETTINGS: &[&'static str] = &[$(stringify!($name),)*];

            /// The flag with this name.
            pub fn flag_mut(&mut self, name: &str) -> Option<&mut bool> {
                match name {
                    $(stringify!($flag) => Some(&mut self.$flag),)*
                    _ => None,
                }
            }

            /// All flags with their names, in the order of declaration.
            pub fn flags(&self) -> impl Iterator<Item = (&'static str, bool)> {
                [$((stringify!($flag), self.$flag),)*].into_iter()
            }
        }
    };
}

options! {
    flags {
        /// Literals match what is known to hold the same constant.
        constant_propagation = true,
        /// A variable matches what was assigned to it, calls included.
        symbolic_propagation = false,
        /// Metavariables of source and sink must agree.
        taint_unify_mvars = false,
        /// Calls do not propagate taint from their arguments to the result.
        taint_assume_safe_functions = false,
        /// `E[tainted]` is not tainted.
        taint_assume_safe_indexes = false,
        /// Comparisons of tainted values are not tainted.
        taint_assume_safe_comparisons = false,
        /// Values of Boolean type are not tainted.
        taint_assume_safe_booleans = false,
        /// Values of number types are not tainted.
        taint_assume_safe_numbers = false,
        /// Taint flows through assignments only.
        taint_only_propagate_through_assignments = false,
        /// Taint crosses functions of a file (always so here; kept for dumps).
        taint_intrafile = false,
        /// Length guards in signatures; no effect for the languages here.
        guarded_taint_signatures = false,
        /// Associative and commutative matching of `and`, `or`, `&`, `|`, `^`.
        ac_matching = true,
        /// `and` and `or` are commutative as well.
        commutative_boolop = false,
        /// Comparisons match with their sides exchanged.
        commutative_compop = false,
        /// `a == b` matches `b == a`.
        symmetric_eq = false,
        /// `x = e` also matches a declaration with an initial value.
        vardef_assign = true,
        /// `x = e` also matches a field with an initial value.
        flddef_assign = false,
        /// An expression also matches as an annotation or decorator.
        attr_expr = true,
        /// Names that resolve to different definitions never unify.
        unify_ids_strictly = true,
        /// A lambda in a variable matches a function pattern.
        arrow_is_function = true,
        /// `let` and `var` are the same.
        let_is_var = true,
        /// Expressions are looked for within expressions.
        go_deeper_expr = true,
        /// `...` between statements goes into nested blocks.
        go_deeper_stmt = true,
        /// An expression statement matches anywhere in a statement.
        implicit_deep_exprstmt = true,
        /// `...` is implied before and after a sequence of statements.
        implicit_ellipsis = true,
        /// `<a />` matches `<a></a>`.
        xml_singleton_loose_matching = true,
        /// Attributes not written in the pattern are allowed.
        xml_attrs_implicit_ellipsis = true,
        /// Children of elements match in order.
        xml_children_ordered = true,
        /// Aliengrep: `...` may cross lines.
        generic_multiline = true,
        /// Aliengrep: ignore case.
        generic_caseless = false,
        /// Taint crosses files (always so here; kept for dumps).
        interfile = false,
        /// The last expression of a function is its result.
        implicit_return = true,
        /// Decorators must stand in the order of the pattern.
        decorators_order_matters = false,
    }
    /// Which end of a flow is reported: `taint_focus_on`.
    taint_focus_on: TaintEnd = TaintEnd::Sink,
    /// Which engine matches `generic` patterns.
    generic_engine: GenericEngine = GenericEngine::Spacegrep,
    /// Aliengrep: the pairs of braces, if not the default ones.
    generic_braces: Option<Vec<(char, char)>> = None,
    /// Aliengrep: further pairs of braces.
    generic_extra_braces: Vec<(char, char)> = Vec::new(),
    /// Aliengrep: further characters of words.
    generic_extra_word_characters: Vec<char> = Vec::new(),
    /// How many lines a `...` of a generic pattern may span; 0: stay on the line.
    generic_ellipsis_max_span: u32 = 10,
    /// Comments that generic patterns do not see.
    generic_comment_style: Option<CommentStyle> = None,
    /// At most this many matches per file.
    max_match_per_file: Option<u32> = None,
    /// Seconds per file; only shown, budgets here are steps.
    timeout: Option<f64> = None,
    /// Seconds for one fixpoint; only shown, budgets here are steps.
    taint_fixpoint_timeout: Option<f64> = None,
    /// Timeout grows with the file; only shown.
    dynamic_timeout: Option<bool> = None,
    /// Unit of the growth in kB; only shown.
    dynamic_timeout_unit_kb: Option<u32> = None,
    /// Limit of the growth; only shown.
    dynamic_timeout_max_multiplier: Option<u32> = None,
}

/// An end of a flow.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TaintEnd {
    /// Where the value comes from.
    Source,
    /// Where it does harm.
    Sink,
}

/// The engines for `generic` patterns.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GenericEngine {
    /// Matches by indentation and blanks.
    Spacegrep,
    /// Matches by braces and words.
    Aliengrep,
}

/// Comments that generic patterns can be told to skip.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CommentStyle {
    /// `/* … */`.
    C,
    /// `/* … */` and `// …`.
    Cpp,
    /// `# …`.
    Shell,
}
