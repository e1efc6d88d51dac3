//! What an access token is good for.
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html>

use std::fmt;

use serde::{Deserialize, Serialize};

/// Opens the account's own operations of the API.
pub(crate) const USER_ADMIN: &str = "aws.cognito.signin.user.admin";
/// Asks for an id token, and opens /oauth2/userInfo.
pub(crate) const OPENID: &str = "openid";
/// These narrow down what an id token says, and are of no use without [`OPENID`].
pub(crate) const OF_CLAIMS: [&str; 3] = ["email", "phone", "profile"];

/// Scopes in the order in which they were asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Scopes(Vec<String>);

impl Scopes {
    /// Of a list with blanks between.
    pub(crate) fn parse(text: &str) -> Self {
        let mut scopes: Vec<String> = Vec::new();
        for scope in text.split(' ').filter(|scope| !scope.is_empty()) {
            if !scopes.iter().any(|other| other == scope) {
                scopes.push(scope.to_owned());
            }
        }
        Self(scopes)
    }

    pub(crate) fn of(scopes: &[String]) -> Self {
        Self(scopes.to_vec())
    }

    pub(crate) fn has(&self, scope: &str) -> bool {
        self.0.iter().any(|other| other == scope)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether they tell that attribute: `openid` alone tells all of them.
    pub(crate) fn tell(&self, attribute: &str) -> bool {
        let scope = match attribute {
            "email" | "email_verified" => "email",
            "phone_number" | "phone_number_verified" => "phone",
            _ => "profile",
        };
        self.has(OPENID) && (self.has(scope) || !OF_CLAIMS.iter().any(|other| self.has(other)))
    }
}

impl Default for Scopes {
    /// Those of a sign-in by the API.
    fn default() -> Self {
        Self(vec![USER_ADMIN.to_owned()])
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_scopes_tell() {
        let cases = [
            ("openid alone", "openid", "email name custom:x"),
            ("with email", "openid email", "email"),
            ("with profile", "profile openid", "name custom:x"),
            ("with both", "openid email profile", "email name custom:x"),
            ("without openid", "aws.cognito.signin.user.admin email", ""),
            ("the API's scope besides", "openid aws.cognito.signin.user.admin", "email name custom:x"),
        ];
        for (name, scopes, told) in cases {
            let scopes = Scopes::parse(scopes);
            let names = ["email", "name", "custom:x"].into_iter().filter(|attribute| scopes.tell(attribute));
            assert_eq!(names.collect::<Vec<_>>().join(" "), told, "{name}");
        }
        assert_eq!(Scopes::parse("a  b a").to_string(), "a b");
    }
}
