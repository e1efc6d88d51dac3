//! Reads settings: `<meta>` tags of the page first, then its settings document, then what was set as it was built.

use cognito_client::{
    ids::{ClientId, IdentityPoolId, UserPoolId},
    token_store::cookies::{CookieOptions, CookieStore, SameSite},
    transport::is_safe,
};
use js_sys::{Array, JSON};
use leptos::prelude::untrack;
use wasm_bindgen::JsValue;
use web_sys::Url;

use super::{
    Addresses, Flow, IdentityPool, Settings, brand,
    document::Document,
    identifiers::identifiers,
    languages,
    managed_login::{self, ManagedLoginSettings},
    names::{Setting, SettingProblem},
    problem::{DocumentProblem, Rule},
    shape::entries,
};
use crate::{
    forms::PasswordPolicy,
    platform::{
        self,
        intl::{self, Named},
    },
    token_place::{DocumentCookies, TokenPlace},
};

impl Settings {
    /// The settings of this page.
    ///
    /// # Errors
    /// Every setting that is missing or malformed.
    pub fn load() -> Result<Self, Vec<SettingProblem>> {
        let document = Document::load().map_err(in_document)?;
        let root = document.root();
        let value = |setting: Setting| {
            let given = platform::meta(setting.meta_name()).or_else(|| root.setting(setting));
            given.filter(|text| !text.is_empty()).or_else(|| setting.built_in().map(ToOwned::to_owned))
        };
        Self::of(&value, document.clone())
    }

    /// The settings of a document that is not the page's: of an app that has it in its code.
    ///
    /// # Errors
    /// Everything in it that is missing or malformed.
    pub fn from_json(text: &str) -> Result<Self, Vec<SettingProblem>> {
        let document = Document::parse(text).map_err(in_document)?;
        let root = document.root();
        Self::of(&|setting| root.setting(setting), document.clone())
    }

    /// Checks the settings that `value` gives.
    ///
    /// # Errors
    /// Every setting that is missing or malformed.
    pub fn parse(value: impl Fn(Setting) -> Option<String>) -> Result<Self, Vec<SettingProblem>> {
        Self::of(&value, Document::default())
    }

    fn of(value: &dyn Fn(Setting) -> Option<String>, document: Document) -> Result<Self, Vec<SettingProblem>> {
        let given = |setting| value(setting).filter(|text| !text.is_empty());
        let mut problems = Vec::new();
        let root = document.root();
        let identifiers = identifiers(&root, &mut problems);
        let addresses = Addresses::read(&root, &mut problems);
        brand::check(&mut problems);
        languages::check(&root.section("languages"), &mut problems);
        if root.text("mfa").as_deref() == Some("OFF") && root.has("mfaTypes") {
            problems.push(SettingProblem::at("mfaTypes", Rule::NoMfa));
        }
        let country = root.text("country");
        if country.as_deref().is_some_and(|country| !is_country(country)) {
            problems.push(SettingProblem::at("country", Rule::Country));
        }
        let mut required = |setting| {
            let given = given(setting);
            if given.is_none() {
                problems.push(SettingProblem::Missing(setting));
            }
            given
        };
        let (user_pool_id, client_id) = (required(Setting::UserPoolId), required(Setting::ClientId));
        let mut checked = |setting, is_malformed: bool| {
            if is_malformed {
                problems.push(SettingProblem::Malformed(setting));
            }
        };
        let user_pool_id = user_pool_id.map(|id| UserPoolId::parse(&id));
        let client_id = client_id.map(|id| ClientId::parse(&id));
        let endpoint = given(Setting::Endpoint);
        checked(Setting::UserPoolId, matches!(user_pool_id, Some(Err(_))));
        checked(Setting::ClientId, matches!(client_id, Some(Err(_))));
        let endpoint_told = endpoint.as_deref().and_then(|url| endpoint_problem(Setting::Endpoint, url));
        let flow = given(Setting::SignInFlow).map_or(Some(Flow::default()), |name| Flow::parse(&name));
        checked(Setting::SignInFlow, flow.is_none());
        let allows_plain_password = match given(Setting::PlainPassword).as_deref() {
            None | Some("never") => Some(false),
            Some("allowed") => Some(true),
            Some(_) => None,
        };
        checked(Setting::PlainPassword, allows_plain_password.is_none());
        let asks_sign_up_password = match given(Setting::SignUpPassword).as_deref() {
            None | Some("required") => Some(true),
            Some("none") => Some(false),
            Some(_) => None,
        };
        checked(Setting::SignUpPassword, asks_sign_up_password.is_none());
        let policy = given(Setting::PasswordPolicy);
        let password_policy = policy.map_or(Some(PasswordPolicy::default()), |json| password_policy(&json));
        checked(Setting::PasswordPolicy, password_policy.is_none());
        let client_metadata = given(Setting::ClientMetadata).map_or(Some(Vec::new()), |json| texts_of_object(&json));
        checked(Setting::ClientMetadata, client_metadata.is_none());
        let validation_data = given(Setting::ValidationData).map_or(Some(Vec::new()), |json| texts_of_object(&json));
        checked(Setting::ValidationData, validation_data.is_none());
        let identity_pool_id = given(Setting::IdentityPoolId).map(|id| IdentityPoolId::parse(&id));
        checked(Setting::IdentityPoolId, matches!(identity_pool_id, Some(Err(_))));
        let identity_endpoint = given(Setting::IdentityEndpoint);
        let identity_told =
            identity_endpoint.as_deref().and_then(|url| endpoint_problem(Setting::IdentityEndpoint, url));
        let identity_pool = identity_pool_id.and_then(Result::ok).map(|id| {
            let other = identity_endpoint.or_else(|| endpoint.clone());
            IdentityPool { endpoint: other.unwrap_or_else(|| id.endpoint()), id }
        });
        let cookies = given(Setting::Cookies).map_or(Some(CookieOptions::default()), |json| cookie_options(&json));
        checked(Setting::Cookies, cookies.is_none());
        let token_place = match given(Setting::TokenStore).as_deref() {
            None | Some("local") => Some(TokenPlace::Local),
            Some("session") => Some(TokenPlace::Session),
            Some("memory") => Some(TokenPlace::Memory),
            Some("cookies") => Some(TokenPlace::Cookies(cookies.unwrap_or_default())),
            Some(_) => None,
        };
        checked(Setting::TokenStore, token_place.is_none());
        let asks_to_keep = match (given(Setting::KeepSignedIn).as_deref(), &token_place) {
            (None, _) => Some(false),
            // What ends with the tab has nothing to ask.
            (Some("ask"), Some(TokenPlace::Local | TokenPlace::Cookies(_))) => Some(true),
            _ => None,
        };
        checked(Setting::KeepSignedIn, asks_to_keep.is_none());
        let domain = given(Setting::Domain);
        problems
            .extend([endpoint_told, identity_told, domain.as_deref().and_then(domain_problem)].into_iter().flatten());
        if asks_sign_up_password == Some(false) && root.section("signUp").flag("repeatPassword") == Some(true) {
            problems.push(SettingProblem::at("signUp.repeatPassword", Rule::NoPassword));
        }
        if given(Setting::IdentityPoolId).is_none() && root.has("identityPool") {
            problems.push(SettingProblem::Missing(Setting::IdentityPoolId));
        }
        let (providers, scopes) = (given(Setting::Providers), given(Setting::Scopes));
        if domain.is_none() && (providers.is_some() || scopes.is_some() || root.has("managedLogin")) {
            problems.push(SettingProblem::Missing(Setting::Domain));
        }
        let providers = managed_login::providers(providers);
        let scopes = managed_login::scopes(scopes);
        if scopes.is_none() {
            problems.push(SettingProblem::Malformed(Setting::Scopes));
        }
        let providers = providers.map_err(|wrong| problems.extend(wrong)).ok();
        let managed_login = domain.zip(providers).zip(scopes);
        match (user_pool_id, client_id) {
            (Some(Ok(user_pool_id)), Some(Ok(client_id))) if problems.is_empty() => Ok(Self {
                endpoint: endpoint.unwrap_or_else(|| user_pool_id.endpoint()),
                user_pool_id,
                client_id,
                flow: flow.unwrap_or_default(),
                allows_plain_password: allows_plain_password.unwrap_or_default(),
                asks_sign_up_password: asks_sign_up_password.unwrap_or(true),
                password_policy: password_policy.unwrap_or_default(),
                client_metadata: client_metadata.unwrap_or_default(),
                validation_data: validation_data.unwrap_or_default(),
                analytics_endpoint_id: given(Setting::AnalyticsEndpointId),
                identity_pool,
                token_place: token_place.unwrap_or_default(),
                asks_to_keep: asks_to_keep.unwrap_or_default(),
                managed_login: managed_login.map(|((domain, providers), scopes)| ManagedLoginSettings {
                    domain,
                    providers,
                    scopes,
                }),
                addresses,
                identifiers,
                country,
                is_sign_up_open: root.section("signUp").flag("open").unwrap_or(true),
                document,
            }),
            _ => Err(problems),
        }
    }
}

/// As ISO 3166 writes it, and as far as the browser knows countries.
fn is_country(text: &str) -> bool {
    // What Unicode has besides: unions of countries, what is elsewhere, and what is unknown.
    const NO_COUNTRIES: [&str; 5] = ["EU", "EZ", "UN", "QO", "ZZ"];
    let name = |code: &str| untrack(|| intl::name_of(Named::Region, code));
    let is_known = || name(text).is_some() || name("US").is_none();
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase()) && !NO_COUNTRIES.contains(&text) && is_known()
}

fn in_document(problems: Vec<DocumentProblem>) -> Vec<SettingProblem> {
    problems.into_iter().map(SettingProblem::InDocument).collect()
}

/// The members of a JSON object of texts.
fn texts_of_object(json: &str) -> Option<Vec<(String, String)>> {
    members(json)?.into_iter().map(|(name, value)| Some((name, value.as_string()?))).collect()
}

/// PasswordPolicyType as the API has it; Cognito's defaults for what is not said.
pub(super) fn password_policy(json: &str) -> Option<PasswordPolicy> {
    let mut policy = PasswordPolicy::default();
    for (name, value) in members(json)? {
        let required = match name.as_str() {
            "MinimumLength" => {
                policy.minimum_length = whole(value.as_f64()?).filter(|length| (6..=99).contains(length))?;
                continue;
            }
            "RequireLowercase" => &mut policy.require_lowercase,
            "RequireUppercase" => &mut policy.require_uppercase,
            "RequireNumbers" => &mut policy.require_numbers,
            "RequireSymbols" => &mut policy.require_symbols,
            // What only the service can see to.
            "PasswordHistorySize" | "TemporaryPasswordValidityDays" => continue,
            _ => return None,
        };
        *required = value.as_bool()?;
    }
    Some(policy)
}

/// Options of cookies as amazon-cognito-identity-js takes them, and `hostPrefix`.
fn cookie_options(json: &str) -> Option<CookieOptions> {
    let mut options = CookieOptions::default();
    for (name, value) in members(json)? {
        match name.as_str() {
            "domain" => options.domain = Some(value.as_string()?),
            "path" => options.path = value.as_string()?,
            "expires" if value.is_null() => options.expires = None,
            "expires" => options.expires = Some(whole(value.as_f64()?)?),
            "secure" => options.secure = value.as_bool()?,
            "sameSite" => options.same_site = SameSite::parse(&value.as_string()?).ok()?,
            "hostPrefix" => options.host_prefix = value.as_bool()?,
            _ => return None,
        }
    }
    CookieStore::new(DocumentCookies, &options).is_ok().then_some(options)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "only what stays the same is taken")]
fn whole(number: f64) -> Option<u32> {
    let whole = number as u32;
    (f64::from(whole) == number).then_some(whole)
}

/// The members of a JSON object. By the browser, since a JSON reader of our own would weigh on the first visit.
fn members(json: &str) -> Option<Vec<(String, JsValue)>> {
    let value = JSON::parse(json).ok().filter(|value| value.is_object() && !Array::is_array(value))?;
    Some(entries(&value).collect())
}

/// A domain has nothing after the host and port.
fn domain_problem(url: &str) -> Option<SettingProblem> {
    let is_origin = |parsed: Url| parsed.origin() == url.strip_suffix('/').unwrap_or(url);
    endpoint_problem(Setting::Domain, url)
        .or_else(|| (!Url::new(url).is_ok_and(is_origin)).then_some(SettingProblem::Malformed(Setting::Domain)))
}

/// An endpoint is an absolute address, and a [safe](is_safe) one.
pub(super) fn endpoint_problem(setting: Setting, url: &str) -> Option<SettingProblem> {
    match Url::new(url) {
        Ok(_) if is_safe(url) => None,
        Ok(parsed) if parsed.protocol() == "http:" => Some(SettingProblem::Insecure(setting)),
        _ => Some(SettingProblem::Malformed(setting)),
    }
}
