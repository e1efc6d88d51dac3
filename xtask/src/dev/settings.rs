//! What the app and its developer must know of the local user pool's settings.

use std::path::Path;

use anyhow::{Context as _, Result};
use toml::Table;

/// The ids and the users of the pool that is started.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Settings {
    pub(crate) user_pool_id: String,
    pub(crate) client_id: String,
    /// Whom one can sign in as: address and password.
    pub(crate) users: Vec<String>,
}

impl Settings {
    /// Those of a settings file, or else the pool's own defaults.
    ///
    /// # Errors
    /// When the file cannot be read or is no TOML. Whether the pool can use it, the pool says.
    pub(crate) fn read(file: Option<&Path>) -> Result<Self> {
        let Some(file) = file else { return Ok(Self::of(&Table::new())) };
        let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        Ok(Self::of(&text.parse().with_context(|| format!("{} is no TOML", file.display()))?))
    }

    fn of(settings: &Table) -> Self {
        let text = |table: &str, name: &str, default: &str| {
            let value = settings.get(table).and_then(|table| table.get(name)?.as_str());
            value.unwrap_or(default).to_owned()
        };
        let user = |user: &toml::Value| {
            let member = |name| user.get(name).and_then(toml::Value::as_str);
            Some(format!("{}  {}", member("email").or(member("username"))?, member("password").unwrap_or_default()))
        };
        let users = settings.get("users").and_then(toml::Value::as_array);
        Self {
            user_pool_id: text("UserPool", "Id", "us-east-1_LocalPool1"),
            client_id: text("UserPoolClient", "ClientId", "4localuserpoolclient000001"),
            users: match users {
                Some(users) => users.iter().filter_map(user).collect(),
                None => vec!["demo@example.com  Demo-Passw0rd".to_owned()],
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_or_else_the_pools_own() {
        let demo = || vec!["demo@example.com  Demo-Passw0rd".to_owned()];
        let expected = |user_pool_id: &str, client_id: &str, users| Settings {
            user_pool_id: user_pool_id.to_owned(),
            client_id: client_id.to_owned(),
            users,
        };
        for (text, settings) in [
            ("", expected("us-east-1_LocalPool1", "4localuserpoolclient000001", demo())),
            ("[UserPool]\nId = \"a_B\"", expected("a_B", "4localuserpoolclient000001", demo())),
            (
                "[UserPoolClient]\nClientId = \"c\"\n[[users]]\nemail = \"e\"\npassword = \"p\"",
                expected("us-east-1_LocalPool1", "c", vec!["e  p".to_owned()]),
            ),
        ] {
            assert_eq!(Settings::of(&text.parse().unwrap()), settings, "{text}");
        }
    }
}
