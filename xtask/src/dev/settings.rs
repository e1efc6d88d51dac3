//! What the app and its developer must know of the local user pool's settings.

use std::path::Path;

use anyhow::{Context as _, Result};
use toml::Table;

/// The ids and the users of the pool that is started.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Settings {
    pub(crate) user_pool_id: String,
    pub(crate) client_id: String,
    /// Of the first one, if there is any.
    pub(crate) identity_pool_id: Option<String>,
    /// Where one can sign in by managed login, if the client may: as `COGNITO_PROVIDERS` lists it.
    pub(crate) providers: Option<String>,
    /// What the pool asks of a password, as far as the file says so: as `COGNITO_PASSWORD_POLICY` has it.
    pub(crate) password_policy: String,
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
        let policy = settings.get("UserPool").and_then(|pool| pool.get("Policies")?.get("PasswordPolicy")?.as_table());
        // Whole numbers and truth are written alike in TOML and in JSON.
        let members = policy.into_iter().flatten().map(|(name, value)| format!("\"{name}\":{value}"));
        let password_policy = format!("{{{}}}", members.collect::<Vec<_>>().join(","));
        let users = settings.get("users").and_then(toml::Value::as_array);
        let user_pool_id = text("UserPool", "Id", "us-east-1_LocalPool1");
        let identity_pool_id = match settings.get("IdentityPools") {
            Some(pools) => pools.get(0).and_then(|pool| pool.get("IdentityPoolId")?.as_str()).map(str::to_owned),
            None => {
                user_pool_id.split_once('_').map(|(region, _)| format!("{region}:10ca1000-1d00-4000-8000-000000000001"))
            }
        };
        let client = |name: &str| settings.get("UserPoolClient").and_then(|client| client.get(name));
        let providers = client("SupportedIdentityProviders")
            .and_then(toml::Value::as_array)
            .filter(|_| client("AllowedOAuthFlowsUserPoolClient").and_then(toml::Value::as_bool).unwrap_or_default());
        let names =
            |list: &toml::value::Array| list.iter().filter_map(toml::Value::as_str).collect::<Vec<_>>().join(",");
        Self {
            user_pool_id,
            providers: providers.map(names),
            password_policy,
            client_id: text("UserPoolClient", "ClientId", "4localuserpoolclient000001"),
            identity_pool_id,
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
            identity_pool_id: Some("us-east-1:10ca1000-1d00-4000-8000-000000000001".to_owned()),
            providers: None,
            password_policy: "{}".to_owned(),
            users,
        };
        let with_providers = |providers: Option<&str>| Settings {
            providers: providers.map(str::to_owned),
            ..expected("us-east-1_LocalPool1", "4localuserpoolclient000001", demo())
        };
        let with_policy = |password_policy: &str| Settings {
            password_policy: password_policy.to_owned(),
            ..expected("us-east-1_LocalPool1", "4localuserpoolclient000001", demo())
        };
        let with_identities = |identity_pool_id: Option<&str>| Settings {
            identity_pool_id: identity_pool_id.map(str::to_owned),
            ..expected("us-east-1_LocalPool1", "4localuserpoolclient000001", demo())
        };
        for (text, settings) in [
            ("", expected("us-east-1_LocalPool1", "4localuserpoolclient000001", demo())),
            ("[UserPool]\nId = \"us-east-1_B\"", expected("us-east-1_B", "4localuserpoolclient000001", demo())),
            ("IdentityPools = []", with_identities(None)),
            ("[[IdentityPools]]\nIdentityPoolId = \"r:1\"", with_identities(Some("r:1"))),
            (
                "[UserPoolClient]\nAllowedOAuthFlowsUserPoolClient = true\nSupportedIdentityProviders = [\"COGNITO\", \"B\"]",
                with_providers(Some("COGNITO,B")),
            ),
            ("[UserPoolClient]\nSupportedIdentityProviders = [\"COGNITO\"]", with_providers(None)),
            ("[UserPool.Policies.SignInPolicy]", with_policy("{}")),
            (
                "[UserPool.Policies.PasswordPolicy]\nMinimumLength = 6\nRequireSymbols = false",
                with_policy(r#"{"MinimumLength":6,"RequireSymbols":false}"#),
            ),
            (
                "[UserPoolClient]\nClientId = \"c\"\n[[users]]\nemail = \"e\"\npassword = \"p\"",
                expected("us-east-1_LocalPool1", "c", vec!["e  p".to_owned()]),
            ),
        ] {
            assert_eq!(Settings::of(&text.parse().unwrap()), settings, "{text}");
        }
    }
}
