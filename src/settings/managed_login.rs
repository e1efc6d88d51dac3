//! Signing in on other pages: the user pool's own domain, and identity providers through it.

use cognito_client::managed_login::DEFAULT_SCOPES;
use js_sys::{Array, JsString, RegExp};

/// Stands for the user pool's own page among the providers, as in Cognito's API.
const OWN_PAGE: &str = "COGNITO";
/// `Name` or `Name=Label`; Cognito gives no provider a longer name.
const PROVIDER: &str = r"^\s*([^\s=]{1,32})\s*(?:=\s*(\S|\S.*\S)\s*)?$";

/// What [managed login](cognito_client::managed_login) is set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManagedLoginSettings {
    /// The user pool's domain, as an address.
    pub domain: String,
    /// Where people may sign in, in order.
    pub providers: Vec<Provider>,
    /// With spaces between them, as OAuth writes them.
    pub scopes: String,
}

/// Another page to sign in on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provider {
    /// The identity provider's name in the user pool; `None` for the user pool's own page.
    pub name: Option<String>,
    /// What people call it, if the owner says so.
    pub label: Option<String>,
}

impl Provider {
    /// One that the owner has not listed.
    pub fn unlisted(name: String) -> Self {
        Self { name: Some(name), label: None }
    }
}

/// Reads a list; without one there is the user pool's own page. By the browser, as a first visit has to.
pub(super) fn providers(list: Option<String>) -> Option<Vec<Provider>> {
    let form = RegExp::new(PROVIDER, "");
    let mut providers = Vec::<Provider>::new();
    for entry in JsString::from(list.as_deref().unwrap_or(OWN_PAGE)).split(",").iter() {
        let parts = form.exec(&entry.as_string()?)?;
        let name = parts.get(1).as_string().filter(|name| name != OWN_PAGE);
        if providers.iter().any(|before| before.name == name) {
            return None;
        }
        providers.push(Provider { name, label: parts.get(2).as_string() });
    }
    Some(providers)
}

/// Reads a list of scopes. Those that are asked for without one are needed: there is no session without the first, and no
/// account area without the second.
pub(super) fn scopes(list: Option<String>) -> Option<String> {
    let Some(list) = list else { return Some(DEFAULT_SCOPES.join(" ")) };
    let scopes: Array = JsString::from(list.as_str()).split(" ");
    DEFAULT_SCOPES.iter().all(|needed| scopes.includes(&(*needed).into(), 0)).then_some(list)
}
