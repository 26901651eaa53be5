//! Constants that code reads from settings files under constant keys.
//!
//! ```text
//! app.properties: hash=MD5         Properties p = …; p.load(… "app.properties");
//!                                  p.getProperty("hash", "SHA-256")   is "MD5"
//! application.yml: a: {b: 1}       @Value("${a.b}") int n;            is 1
//! ```
//! Which file an object was loaded from is not followed: if the function names
//! settings files in literals, those count, else all; the nearest to the code
//! decides, if such files are of one mind. A key that no file has stays unknown,
//! whatever default is given: settings come from elsewhere too.

use haechi_ir::{CallQuery, Const};
use haechi_syntax::{DefId, Kind, Lang, NodeId, Role, settings::Format};

use crate::constants::FileFacts;
use crate::index::FieldId;

/// Methods that look up a key: type, method, number of keys.
const LOOKUPS: [(&str, &str, usize); 8] = [
    ("java.util.Properties", "getProperty", 1),
    ("java.util.ResourceBundle", "getString", 1),
    (
        "org.springframework.core.env.PropertyResolver",
        "getProperty",
        1,
    ),
    (
        "org.springframework.core.env.PropertyResolver",
        "getRequiredProperty",
        1,
    ),
    ("org.springframework.core.env.Environment", "getProperty", 1),
    (
        "org.springframework.core.env.Environment",
        "getRequiredProperty",
        1,
    ),
    ("configparser.RawConfigParser", "get", 2),
    ("configparser.ConfigParser", "get", 2),
];

impl FileFacts<'_, '_> {
    /// The result of a call that looks up a setting.
    pub(crate) fn configured_call(&self, query: &CallQuery<'_>) -> Option<Const> {
        if self.program.settings.is_empty() {
            return None;
        }
        let node = query.function.value(query.value).node;
        let tree = self.program.trees().tree(self.file);
        let name = tree.name(node);
        let keys = LOOKUPS.iter().find(|(_, method, _)| *method == name)?.2;
        let mut key = String::new();
        for n in 0..keys {
            let Some(Const::Str(part)) = query.args.get(n)? else {
                return None;
            };
            if n > 0 {
                key.push('.');
            }
            key.push_str(part);
        }
        let owner = self.program.resolve_call(self.file, node).owner?;
        let names = self.program.names();
        let is_lookup = LOOKUPS.iter().any(|(owner_name, method, _)| {
            *method == name
                && names
                    .find(owner_name)
                    .is_some_and(|lookup| self.program.is_subtype(owner, lookup))
        });
        if !is_lookup {
            return None;
        }
        let files = self.named_files(node, name == "getString");
        self.setting(&key, &files)
            .map(|value| Const::Str(value.into()))
    }

    /// Whether a call may look up a setting, by its name alone.
    pub(crate) fn may_be_configured(&self, call: NodeId) -> bool {
        let name = self.program.trees().tree(self.file).name(call);
        !self.program.settings.is_empty() && LOOKUPS.iter().any(|(_, method, _)| *method == name)
    }

    fn setting(&self, key: &str, files: &[&str]) -> Option<&str> {
        let from = self.program.trees().path(self.file);
        self.program.settings.value(key, from, files)
    }

    /// Literals of the function around that name settings files, or bundles.
    fn named_files(&self, node: NodeId, bundles: bool) -> Vec<&str> {
        let (tree, scopes) = (
            self.program.trees().tree(self.file),
            self.program.trees().scopes(self.file),
        );
        let around = scopes.enclosing_callable(node).unwrap_or(NodeId::ROOT);
        let mut found = Vec::new();
        for node in tree.subtree(around) {
            if tree.kind(node) != Kind::Str {
                continue;
            }
            let text = tree.str_text(node);
            let call = scopes.parent(scopes.parent(node));
            let is_bundle = tree.kind(call) == Kind::Call && tree.name(call) == "getBundle";
            if (bundles && is_bundle) || (!bundles && Format::of_path(text).is_some()) {
                found.push(text);
            }
        }
        found
    }

    /// The value of a field with Spring's `@Value("${key}")`.
    pub(crate) fn configured_field(&self, id: FieldId) -> Option<Const> {
        let field = self.program.field(id);
        let file = self.program.class(field.class).file;
        if self.program.settings.is_empty() || self.program.trees().lang(file) != Lang::Java {
            return None;
        }
        let (tree, scopes) = (
            self.program.trees().tree(file),
            self.program.trees().scopes(file),
        );
        let def: DefId = field.def?;
        if scopes.def(def).writes > 0 {
            return None;
        }
        let decl = scopes.parent(scopes.def(def).decl);
        let annotation = tree
            .children_in(decl, Role::Attr)
            .find(|attr| tree.kind(*attr) == Kind::Annotation && tree.name(*attr) == "Value")?;
        let text = tree
            .subtree(annotation)
            .find(|node| tree.kind(*node) == Kind::Str)
            .map(|node| tree.str_text(node))?;
        let inner = text.strip_prefix("${")?.strip_suffix('}')?;
        let key = inner.split_once(':').map_or(inner, |(key, _)| key).trim();
        let from = self.program.trees().path(file);
        let value = self.program.settings.value(key, from, &[])?;
        let ty = scopes.def(def).type_node()?;
        Some(match tree.name(ty) {
            "String" => Const::Str(value.into()),
            "int" | "long" | "Integer" | "Long" => Const::Int(value.parse().ok()?),
            "boolean" | "Boolean" => Const::Bool(value.parse().ok()?),
            _ => return None,
        })
    }
}
