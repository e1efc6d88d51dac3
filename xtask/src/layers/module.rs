//! What stands in one file: what it declares, what it brings in, and the paths and words in it.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::{Item, UseTree};

/// A path as it is written, segment by segment.
pub type Written = Vec<String>;

/// A file, or a block inside one.
#[derive(Default)]
pub struct Module {
    /// Where it stands.
    pub file: String,
    /// The names of its items.
    pub declared: BTreeSet<String>,
    /// What `use` has brought in, by the names that it has here.
    pub imported: BTreeMap<String, Written>,
    /// What `use …::*` has brought in.
    pub globs: Vec<Written>,
    /// All paths of more than one segment.
    pub used: BTreeSet<Written>,
    /// All names in it.
    pub words: BTreeSet<String>,
}

/// `#[cfg(test)]`, or one that asks for more besides.
pub fn is_for_tests(item: &TokenStream) -> bool {
    let mut tokens = item.clone().into_iter().peekable();
    while tokens.next_if(|token| token.to_string() == "#").is_some() {
        let attribute = tokens.next().map(|token| token.to_string().replace(' ', "")).unwrap_or_default();
        if attribute.starts_with("[cfg(test)") || attribute.starts_with("[cfg(all(test,") {
            return true;
        }
    }
    false
}

/// A path, and a segment more.
pub fn below(path: &[String], name: &str) -> Written {
    path.iter().cloned().chain([name.to_owned()]).collect()
}

impl Module {
    /// Notes what a `use` brings in.
    pub fn import(&mut self, tree: &UseTree, before: &mut Written) {
        match tree {
            UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.import(&path.tree, before);
                before.pop();
            }
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.import(tree, before)),
            UseTree::Glob(_) => self.globs.push(before.clone()),
            UseTree::Name(name) => self.bring_in(before, &name.ident.to_string(), None),
            UseTree::Rename(rename) => {
                self.bring_in(before, &rename.ident.to_string(), Some(rename.rename.to_string()));
            }
        }
    }

    fn bring_in(&mut self, before: &Written, name: &str, renamed: Option<String>) {
        let whole = if name == "self" { before.clone() } else { below(before, name) };
        let own = renamed.or_else(|| whole.last().cloned()).unwrap_or_default();
        // `use child;` would be found by looking for itself.
        if whole.len() > 1 || whole.first() != Some(&own) {
            self.imported.insert(own, whole);
        }
    }

    /// Notes the name of an item.
    pub fn declare(&mut self, item: &Item) {
        let name = match item {
            Item::Const(item) => &item.ident,
            Item::Enum(item) => &item.ident,
            Item::Fn(item) => &item.sig.ident,
            Item::Static(item) => &item.ident,
            Item::Struct(item) => &item.ident,
            Item::Trait(item) => &item.ident,
            Item::Type(item) => &item.ident,
            Item::Union(item) => &item.ident,
            Item::Macro(item) if item.ident.is_none() => return self.declared.extend(made_by(item.mac.tokens.clone())),
            _ => return,
        };
        self.declared.insert(name.to_string());
    }

    /// Notes what stands in an item.
    pub fn note(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            match token {
                TokenTree::Group(group) => self.note(group.stream()),
                TokenTree::Ident(name) => {
                    self.words.insert(name.to_string());
                    // After `<T>::` it belongs to a type, and after nothing but `::` to another crate.
                    let is_whole = !(at > 2 && is_sign(&tokens, at - 2, ':') && is_sign(&tokens, at - 3, ':'));
                    at = self.note_path(&tokens, at, vec![name.to_string()], is_whole);
                }
                _ => {}
            }
        }
    }

    /// Notes a path, and all that `{…}` at its end makes of it; gives where it ends.
    fn note_path(&mut self, tokens: &[TokenTree], mut at: usize, mut path: Written, is_whole: bool) -> usize {
        while is_sign(tokens, at, ':') && is_sign(tokens, at + 1, ':') {
            match tokens.get(at + 2) {
                Some(TokenTree::Ident(name)) => {
                    self.words.insert(name.to_string());
                    path.push(name.to_string());
                    at += 3;
                }
                Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                    self.note_group(group.stream(), &path, is_whole);
                    return at + 3;
                }
                _ => break,
            }
        }
        if is_whole && path.len() > 1 {
            self.used.insert(path);
        }
        at
    }

    /// `{a, b::c, d::{e}}` after a path.
    fn note_group(&mut self, group: TokenStream, before: &Written, is_whole: bool) {
        let tokens: Vec<TokenTree> = group.into_iter().collect();
        for part in tokens.split(|token| matches!(token, TokenTree::Punct(sign) if sign.as_char() == ',')) {
            if let Some(TokenTree::Ident(name)) = part.first() {
                self.words.insert(name.to_string());
                let path = if *name == "self" { before.clone() } else { below(before, &name.to_string()) };
                self.note_path(part, 1, path, is_whole);
            }
        }
    }
}

fn is_sign(tokens: &[TokenTree], at: usize, sign: char) -> bool {
    matches!(tokens.get(at), Some(TokenTree::Punct(found)) if found.as_char() == sign)
}

/// The names that an invocation of a macro declares, as far as that shows: each after a doc comment, or after the word that
/// says what it is. Needed only for what is passed on by `*`.
fn made_by(tokens: TokenStream) -> Vec<String> {
    const KINDS: [&str; 7] = ["const", "enum", "fn", "static", "struct", "trait", "type"];
    let mut names = Vec::new();
    let mut is_name_next = false;
    for token in tokens {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => is_name_next = true,
            TokenTree::Ident(word) if word == "pub" || KINDS.contains(&word.to_string().as_str()) => {
                is_name_next = true
            }
            TokenTree::Ident(name) if is_name_next => {
                names.push(name.to_string());
                is_name_next = false;
            }
            _ => is_name_next = false,
        }
    }
    names
}
