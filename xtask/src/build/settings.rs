//! What the build is set to, as far as the page has to know it before the app is there (src/prerendered.js), and what writes
//! the policies of hosts.

use std::env::VarError;
use std::path::Path;

use anyhow::Result;

use crate::settings_file;

/// By the names of their meta tags.
const NOTED: [&str; 10] = [
    "cognito-user-pool-id",
    "cognito-client-id",
    "cognito-endpoint",
    "cognito-sign-in-flow",
    "cognito-keep-signed-in",
    "cognito-identity-pool-id",
    "cognito-identity-endpoint",
    "cognito-domain",
    "cognito-providers",
    "cognito-scopes",
];

/// Those that are set, as the app's build.rs finds them: in the environment, or else in `.env`.
///
/// # Errors
/// When `.env` cannot be understood.
pub(crate) fn of_build(root: &Path) -> Result<Vec<(&'static str, String)>> {
    let from_file = settings_file::entries(root)?;
    noted(|variable| match std::env::var(variable) {
        Err(VarError::NotPresent) => {
            Ok(from_file.iter().find(|(name, _)| name == variable).map(|(_, value)| value.clone()))
        }
        set => Ok(Some(set?)),
    })
}

fn noted(value: impl Fn(&str) -> Result<Option<String>>) -> Result<Vec<(&'static str, String)>> {
    let mut settings = Vec::new();
    for name in NOTED {
        let variable = name.replace('-', "_").to_uppercase();
        let value = value(&variable)?.map(|value| value.trim().to_owned());
        settings.extend(value.filter(|value| !value.is_empty()).map(|value| (name, value)));
    }
    Ok(settings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_goes_by_the_name_of_its_meta_tag() {
        let set = |variable: &str| {
            Ok(match variable {
                "COGNITO_CLIENT_ID" => Some("4localuserpoolclient000001".to_owned()),
                "COGNITO_SIGN_IN_FLOW" => Some(" USER_AUTH\n".to_owned()),
                "COGNITO_DOMAIN" => Some(String::new()),
                _ => None,
            })
        };
        let expected = [("cognito-client-id", "4localuserpoolclient000001"), ("cognito-sign-in-flow", "USER_AUTH")];
        assert_eq!(noted(set).unwrap(), expected.map(|(name, value)| (name, value.to_owned())));
    }
}
