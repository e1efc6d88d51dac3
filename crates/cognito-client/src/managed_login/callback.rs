//! What the address says that a browser comes back to.

use super::{
    error::{OAuthErrorCode, RedirectError},
    pkce,
};
use crate::secrets::{AuthorizationCode, RedirectState};

/// RFC 6749, sections 4.1.2 and 4.1.2.1. Nothing of it is checked.
#[derive(Default)]
pub(super) struct Callback {
    state: Option<RedirectState>,
    code: Option<AuthorizationCode>,
    error: Option<String>,
    error_description: Option<String>,
}

impl Callback {
    /// # Errors
    /// [`RedirectError::NoCallback`] if a parameter is there twice (RFC 6749, section 3.1).
    pub(super) fn parse(query: &str) -> Result<Self, RedirectError> {
        let mut callback = Self::default();
        let query = query.strip_prefix('?').unwrap_or(query);
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let value = value.into_owned();
            let was_there = match &*name {
                "state" => callback.state.replace(RedirectState::new(value)).is_some(),
                "code" => callback.code.replace(AuthorizationCode::new(value)).is_some(),
                "error" => callback.error.replace(value).is_some(),
                "error_description" => callback.error_description.replace(value).is_some(),
                _ => false,
            };
            if was_there {
                return Err(RedirectError::NoCallback);
            }
        }
        Ok(callback)
    }

    /// The code, if the return belongs to the departure with that state.
    ///
    /// # Errors
    /// [`RedirectError::ForeignState`], [`RedirectError::Refused`], [`RedirectError::NoCallback`].
    pub(super) fn code(self, expected: &RedirectState) -> Result<AuthorizationCode, RedirectError> {
        if self.state.is_none() && self.code.is_none() && self.error.is_none() {
            return Err(RedirectError::NoCallback);
        }
        if !self.state.is_some_and(|state| pkce::are_same(state.expose(), expected.expose())) {
            return Err(RedirectError::ForeignState);
        }
        match (self.code, self.error) {
            (None, Some(error)) => Err(RedirectError::Refused {
                code: OAuthErrorCode::parse(&error),
                description: self.error_description.filter(|description| !description.is_empty()),
            }),
            (Some(code), None) if !code.expose().is_empty() => Ok(code),
            _ => Err(RedirectError::NoCallback),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(query: &str) -> Result<String, RedirectError> {
        let code = Callback::parse(query)?.code(&RedirectState::new("s+1"))?;
        Ok(code.expose().to_owned())
    }

    #[test]
    fn what_a_return_means() {
        let refused = |code, description: Option<&str>| {
            Err(RedirectError::Refused { code, description: description.map(str::to_owned) })
        };
        for (case, query, expected) in [
            ("a code", "code=c-1&state=s%2B1", Ok("c-1".to_owned())),
            ("with a question mark, and more", "?x=1&state=s%2B1&code=c%201", Ok("c 1".to_owned())),
            ("cancelled", "error=access_denied&state=s%2B1", refused(OAuthErrorCode::AccessDenied, None)),
            (
                "with a reason",
                "error_description=not+today&error=invalid_request&state=s%2B1",
                refused(OAuthErrorCode::InvalidRequest, Some("not today")),
            ),
            ("nobody known", "error=login_required&state=s%2B1", refused(OAuthErrorCode::LoginRequired, None)),
            ("a newer error", "error=x&state=s%2B1", refused(OAuthErrorCode::parse("x"), None)),
            ("another state", "code=c-1&state=s-2", Err(RedirectError::ForeignState)),
            ("a state that is longer", "code=c-1&state=s%2B12", Err(RedirectError::ForeignState)),
            ("no state", "code=c-1", Err(RedirectError::ForeignState)),
            ("an error of another state", "error=access_denied&state=x", Err(RedirectError::ForeignState)),
            ("an empty state", "code=c-1&state=", Err(RedirectError::ForeignState)),
            ("nothing", "", Err(RedirectError::NoCallback)),
            ("something else", "page=2", Err(RedirectError::NoCallback)),
            ("state alone", "state=s%2B1", Err(RedirectError::NoCallback)),
            ("an empty code", "code=&state=s%2B1", Err(RedirectError::NoCallback)),
            ("both", "code=c-1&error=x&state=s%2B1", Err(RedirectError::NoCallback)),
            ("two codes", "code=c-1&code=c-2&state=s%2B1", Err(RedirectError::NoCallback)),
            ("two states", "code=c-1&state=s%2B1&state=x", Err(RedirectError::NoCallback)),
        ] {
            assert_eq!(outcome(query), expected, "{case}");
        }
    }
}
