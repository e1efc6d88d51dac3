//! The page itself.

use std::fmt::Write;

use super::{Coverage, Model, State, USER_POOLS};

const BEGINNING: &str = "\
# What the local user pool supports

Every operation and every setting of Cognito's service models, and whether the local user pool has it. This page is made from
`crates/local-user-pool/model/coverage.toml`. A test calls every operation and sends every setting to check it.

- **done**: it works as in Cognito.
- **stored**: it is stored and described as in Cognito, but has no effect here.
- **refused**: it is missing. A missing operation answers with UnknownOperationException, and its message says so.
";

pub fn of(coverage: &Coverage) -> String {
    let mut page = BEGINNING.to_owned();
    for (model, state) in coverage.services() {
        let name = if model.source.contains(USER_POOLS) { "User pools" } else { "Identity pools" };
        let (all, stored, refused) = (model.operations.len(), state.stored.len(), state.refused.len());
        let done = all - stored - refused;
        write!(
            page,
            "\n## {name}: {} of {all} operations\n\n{done} done, {stored} stored, {refused} refused. The model: {}.\n\n\
             | operation | |\n|---|---|\n",
            done + stored,
            model.source.split(", reduced").next().unwrap()
        )
        .unwrap();
        for operation in model.operations.keys() {
            writeln!(page, "| {operation} | {} |", state.of(operation)).unwrap();
        }
    }
    page.push_str("\n## Settings\n\nListed by the operation that creates them; the operation that changes them has the same settings.\n");
    for (operation, state) in &coverage.settings {
        let (model, _) =
            coverage.services().into_iter().find(|(model, _)| model.operations.contains_key(operation)).unwrap();
        write!(page, "\n### {operation}\n\n| setting | |\n|---|---|\n").unwrap();
        for path in settings(&model, operation) {
            writeln!(page, "| {path} | {} |", state.of(&path)).unwrap();
        }
    }
    page
}

/// All but those that only say of which pool or client they are.
pub fn settings(model: &Model, operation: &str) -> Vec<String> {
    let is_address = |path: &String| matches!(path.as_str(), "UserPoolId" | "ClientId" | "IdentityPoolId");
    model.leaves(operation).into_iter().filter(|path| !is_address(path)).collect()
}

impl State {
    /// "done", "stored", or why it is refused.
    pub fn of(&self, path: &str) -> String {
        if let Some((_, reason)) = self.refused.iter().find(|(name, _)| is_inside(path, name)) {
            return format!("refused: {reason}");
        }
        let is_stored = self.stored.iter().any(|name| is_inside(path, name));
        (if is_stored { "stored" } else { "done" }).to_owned()
    }

    pub fn refuses(&self, path: &str) -> bool {
        self.refused.keys().any(|name| is_inside(path, name))
    }
}

/// Whether a path is that of a member, or of one inside of it.
pub fn is_inside(path: &str, member: &str) -> bool {
    path.strip_prefix(member).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
