//! Signing in on other pages: the user pool's own domain, and identity providers through it.

use cognito_client::managed_login::DEFAULT_SCOPES;
use js_sys::{Array, JSON, JsString, RegExp};

use super::document::Section;
use crate::language::Wording;

/// Stands for the user pool's own page among the providers, as in Cognito's API.
const OWN_PAGE: &str = "COGNITO";
/// `Name` or `Name=Label`; Cognito gives no provider a longer name.
const PROVIDER: &str = r"^\s*([^\s=]{1,32})\s*(?:=\s*(\S|\S.*\S)\s*)?$";
/// A file of this origin, or one beside the page: an address without a scheme and without a host.
const OWN_FILE: &str = r"^(?![/\\]{2})[^:\s]+$";
const EMAIL_DOMAIN: &str = r"^[^\s@.]+(\.[^\s@.]+)+$";

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
    pub label: Option<Wording>,
    /// Its mark: the address of an image file of this origin.
    pub mark: Option<String>,
    /// People with an email of these domains sign in there.
    pub domains: Vec<String>,
}

impl Provider {
    /// One that the owner has not listed.
    pub fn unlisted(name: String) -> Self {
        Self { name: Some(name), ..Self::default() }
    }
}

/// Reads a list; without one there is the user pool's own page. By the browser, as a first visit has to.
pub(super) fn providers(list: Option<String>) -> Option<Vec<Provider>> {
    let form = RegExp::new(PROVIDER, "");
    let list = list.as_deref().unwrap_or(OWN_PAGE);
    // As the settings document has it.
    let objects = JSON::parse(list).ok().filter(Array::is_array);
    let entries = objects.as_ref().map_or_else(|| JsString::from(list).split(","), Array::from);
    let mut providers = Vec::<Provider>::new();
    for entry in entries.iter() {
        let mut provider = Provider::default();
        let entry = match entry.as_string() {
            Some(entry) => entry,
            None => {
                let entry = Section::of(entry);
                provider.label = entry.wording("label");
                provider.mark = entry.text("mark");
                provider.domains = entry.texts("domains");
                entry.text("name")?
            }
        };
        let parts = form.exec(&entry)?;
        provider.name = parts.get(1).as_string().filter(|name| name != OWN_PAGE);
        provider.label = parts.get(2).as_string().map(Wording::of_all).or(provider.label);
        let is_known = providers.iter().any(|before| before.name == provider.name);
        let (own_file, email_domain) = (RegExp::new(OWN_FILE, ""), RegExp::new(EMAIL_DOMAIN, ""));
        let is_right = provider.mark.as_deref().is_none_or(|mark| own_file.test(mark))
            && provider.domains.iter().all(|domain| email_domain.test(domain));
        if is_known || !is_right {
            return None;
        }
        providers.push(provider);
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
