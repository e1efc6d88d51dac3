//! Signing in on other pages: the user pool's own domain, and identity providers through it.

use cognito_client::managed_login::DEFAULT_SCOPES;
use js_sys::{Array, JSON, JsString, RegExp};

use super::{
    document::Section,
    names::{Setting, SettingProblem},
    problem::Rule,
};
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

/// Another page to sign in on: that of an identity provider, or else the user pool's own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provider {
    /// The identity provider's name in the user pool.
    pub name: Option<String>,
    /// Another name of it there, where that one is not known: one of its IdpIdentifiers.
    pub identifier: Option<String>,
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

    pub fn is_own_page(&self) -> bool {
        self.name.is_none() && self.identifier.is_none()
    }
}

/// Reads a list; without one there is the user pool's own page. By the browser, as a first visit has to.
///
/// # Errors
/// Every one of them that cannot be right.
pub(super) fn providers(list: Option<String>) -> Result<Vec<Provider>, Vec<SettingProblem>> {
    let form = RegExp::new(PROVIDER, "");
    let list = list.as_deref().unwrap_or(OWN_PAGE);
    // As the settings document has it.
    let objects = JSON::parse(list).ok().filter(Array::is_array);
    let entries = objects.as_ref().map_or_else(|| JsString::from(list).split(","), Array::from);
    let (mut providers, mut problems) = (Vec::<Provider>::new(), Vec::new());
    for (at, entry) in (0_u32..).zip(entries.iter()) {
        let read = match entry.as_string() {
            Some(entry) => of_text(&entry, &form).ok_or(None),
            None => of_section(&Section::of(entry), &form).map_err(Some),
        };
        let is_known = |new: &Provider| {
            providers.iter().any(|before| before.name == new.name && before.identifier == new.identifier)
        };
        let read = read.and_then(|new| if is_known(&new) { Err(Some(("name", Rule::Provider))) } else { Ok(new) });
        let malformed = |wrong| match wrong {
            Some((member, rule)) if objects.is_some() => {
                SettingProblem::at(format!("managedLogin.providers[{at}].{member}"), rule)
            }
            _ => SettingProblem::Malformed(Setting::Providers),
        };
        match read {
            Ok(provider) => providers.push(provider),
            Err(wrong) => problems.push(malformed(wrong)),
        }
    }
    // A list that is a text is one setting.
    problems.dedup();
    if problems.is_empty() { Ok(providers) } else { Err(problems) }
}

fn of_text(entry: &str, form: &RegExp) -> Option<Provider> {
    let parts = form.exec(entry)?;
    let name = parts.get(1).as_string().filter(|name| name != OWN_PAGE);
    Some(Provider { name, label: parts.get(2).as_string().map(Wording::of_all), ..Provider::default() })
}

fn of_section(entry: &Section, form: &RegExp) -> Result<Provider, (&'static str, Rule)> {
    let (name, identifier) = (entry.text("name"), entry.text("identifier").filter(|identifier| !identifier.is_empty()));
    let is_right = match &name {
        Some(name) => identifier.is_none() && !name.contains('=') && form.test(name),
        None => identifier.is_some(),
    };
    if !is_right {
        return Err(("name", Rule::Provider));
    }
    let (mark, domains) = (entry.text("mark"), entry.texts("domains"));
    if mark.as_deref().is_some_and(|mark| !RegExp::new(OWN_FILE, "").test(mark)) {
        return Err(("mark", Rule::OwnFile));
    }
    let email_domain = RegExp::new(EMAIL_DOMAIN, "");
    if !domains.iter().all(|domain| email_domain.test(domain)) {
        return Err(("domains", Rule::EmailDomain));
    }
    let name = name.filter(|name| name != OWN_PAGE);
    Ok(Provider { name, identifier, label: entry.wording("label"), mark, domains })
}

/// Reads a list of scopes. Those that are asked for without one are needed: there is no session without the first, and no
/// account area without the second.
pub(super) fn scopes(list: Option<String>) -> Option<String> {
    let Some(list) = list else { return Some(DEFAULT_SCOPES.join(" ")) };
    let scopes: Array = JsString::from(list.as_str()).split(" ");
    DEFAULT_SCOPES.iter().all(|needed| scopes.includes(&(*needed).into(), 0)).then_some(list)
}
