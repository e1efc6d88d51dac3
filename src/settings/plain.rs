//! Settings as most pages have them, which can be taken as they stand: a first visit does without all that checks settings
//! and says what is wrong. Settings of any other kind are read by [`Settings::load`], which is fetched; so it is for these too,
//! afterwards, where they have a document in which something could be wrong.

use cognito_client::ids::{ClientId, UserPoolId};

use super::{
    Addresses, Document, Flow, Settings,
    names::Setting,
    parse::{endpoint_problem, password_policy},
};
use crate::{
    forms::{Identifiers, PasswordPolicy},
    platform,
    token_place::TokenPlace,
};

/// Members of the document that the first page does not read, or that are read here.
const PLAIN: &str = "$schema userPoolId clientId endpoint signInFlow usernameAttributes autoVerifiedAttributes mfa mfaTypes \
                     firstFactors passwordPolicy signUp profile terms marketing languages brand";
/// The same of its member `signUp`.
const PLAIN_SIGN_UP: &str = "repeatPassword confirmation fields";

/// Settings that make it another page, or another session.
const OTHERS: [Setting; 13] = [
    Setting::PlainPassword,
    Setting::SignUpPassword,
    Setting::ClientMetadata,
    Setting::ValidationData,
    Setting::AnalyticsEndpointId,
    Setting::IdentityPoolId,
    Setting::IdentityEndpoint,
    Setting::TokenStore,
    Setting::Cookies,
    Setting::KeepSignedIn,
    Setting::Domain,
    Setting::Providers,
    Setting::Scopes,
];

impl Settings {
    /// Those of this page, if they are of that kind, and as far as this looks right.
    pub fn plain() -> Option<Self> {
        let document = Document::unchecked()?;
        let root = document.root();
        let is_plain = root.is_of(PLAIN) && root.section("signUp").is_of(PLAIN_SIGN_UP);
        let is_by_email = !root.has("usernameAttributes") || root.texts("usernameAttributes") == ["email"];
        // What its document says of these is not plain.
        let is_other = |setting: &Setting| page_or_build(*setting).is_some();
        if !is_plain || !is_by_email || OTHERS.iter().any(is_other) {
            return None;
        }
        let given = |setting: Setting| {
            platform::meta(setting.meta_name())
                .or_else(|| root.setting(setting))
                .filter(|text| !text.is_empty())
                .or_else(|| setting.built_in().map(ToOwned::to_owned))
        };
        let user_pool_id = UserPoolId::parse(&given(Setting::UserPoolId)?).ok()?;
        let client_id = ClientId::parse(&given(Setting::ClientId)?).ok()?;
        let endpoint = given(Setting::Endpoint);
        if endpoint.as_deref().is_some_and(|url| endpoint_problem(Setting::Endpoint, url).is_some()) {
            return None;
        }
        let flow = given(Setting::SignInFlow).map_or(Some(Flow::default()), |name| Flow::parse(&name))?;
        let policy = given(Setting::PasswordPolicy);
        Some(Self {
            endpoint: endpoint.unwrap_or_else(|| user_pool_id.endpoint()),
            user_pool_id,
            client_id,
            flow,
            allows_plain_password: false,
            asks_sign_up_password: true,
            password_policy: policy.map_or(Some(PasswordPolicy::default()), |json| password_policy(&json))?,
            client_metadata: Vec::new(),
            validation_data: Vec::new(),
            analytics_endpoint_id: None,
            identity_pool: None,
            token_place: TokenPlace::default(),
            asks_to_keep: false,
            managed_login: None,
            addresses: Addresses::default(),
            identifiers: Identifiers::default(),
            country: None,
            is_sign_up_open: true,
            document,
        })
    }
}

fn page_or_build(setting: Setting) -> Option<String> {
    let meta = platform::meta(setting.meta_name()).filter(|text| !text.is_empty());
    meta.or_else(|| setting.built_in().map(ToOwned::to_owned))
}
