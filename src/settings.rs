//! Which user pool, which app client, where, and how people sign in: `<meta>` tags of the page first, then its settings
//! document, then the settings of the build.

mod addresses;
mod brand;
mod document;
mod fields;
mod identifiers;
mod languages;
mod managed_login;
mod names;
mod parse;
mod plain;
mod problem;
mod shape;

use cognito_client::ids::{ClientId, IdentityPoolId, UserPoolId};

pub use self::{
    addresses::Addresses,
    document::{Document, Section},
    fields::{FieldSetting, LOCALE, Link},
    managed_login::{ManagedLoginSettings, Provider},
    names::{Setting, SettingProblem},
    problem::{DocumentProblem, Fault, Rule},
};
use crate::{
    forms::{Identifiers, PasswordPolicy, is_of_domain},
    language::Wording,
    platform::intl,
    signals::expect_context,
    token_place::TokenPlace,
};

/// Settings that were checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    pub user_pool_id: UserPoolId,
    pub client_id: ClientId,
    pub endpoint: String,
    pub flow: Flow,
    /// Whether in [`Flow::UserAuth`] the password itself may be sent where SRP is not offered.
    pub allows_plain_password: bool,
    /// Whether an account is made with a password.
    pub asks_sign_up_password: bool,
    /// The pool's own, or Cognito's defaults for what nobody says of it.
    pub password_policy: PasswordPolicy,
    pub client_metadata: Vec<(String, String)>,
    pub validation_data: Vec<(String, String)>,
    pub analytics_endpoint_id: Option<String>,
    pub identity_pool: Option<IdentityPool>,
    pub token_place: TokenPlace,
    /// Whether the person picks whether to stay signed in when the browser is closed.
    pub asks_to_keep: bool,
    pub managed_login: Option<ManagedLoginSettings>,
    pub addresses: Addresses,
    /// What people sign in by.
    pub identifiers: Identifiers,
    /// ISO 3166: of telephone numbers without a country code, where that is not the browser's.
    pub country: Option<String>,
    /// Whether people may make accounts of their own.
    pub is_sign_up_open: bool,
    /// What is read only where it is used.
    pub document: Document,
}

impl Settings {
    /// Those of the app around what is being drawn.
    pub fn expect() -> &'static Self {
        expect_context()
    }

    /// Whether people may sign in on other pages too.
    pub fn has_other_pages(&self) -> bool {
        self.managed_login.is_some()
    }

    /// The other pages that people may sign in on.
    pub fn providers(&self) -> &[Provider] {
        self.managed_login.as_ref().map(|settings| settings.providers.as_slice()).unwrap_or_default()
    }

    /// The place of the provider that people with this email sign in with, if there is one.
    pub fn provider_of(&self, typed: &str) -> Option<usize> {
        self.providers().iter().position(|provider| is_of_domain(typed, &provider.domains))
    }

    /// Whether people may sign in by that, as far as the owner tells; the names are the API's.
    pub fn has_first_factor(&self, name: &str) -> bool {
        let root = self.document.root();
        !root.has("firstFactors") || root.texts("firstFactors").iter().any(|factor| factor == name)
    }

    /// Whether people may set a new password themselves, without the old one, as far as the owner tells.
    pub fn has_password_reset(&self) -> bool {
        !self.document.root().texts("recoveryMechanisms").iter().any(|mechanism| mechanism == "admin_only")
    }

    /// Whether the pool has that second factor, as far as the owner tells; the names are the API's.
    pub fn has_second_factor(&self, name: &str) -> bool {
        let root = self.document.root();
        root.text("mfa").as_deref() != Some("OFF")
            && (!root.has("mfaTypes") || root.texts("mfaTypes").iter().any(|factor| factor == name))
    }

    /// What people know that they sign in by: not the user name that was generated for them, unless they have one of their own
    /// choice besides.
    pub fn known_identifiers(&self) -> Identifiers {
        let all = self.identifiers;
        let is_preferred =
            || self.document.root().texts("aliasAttributes").iter().any(|name| name == "preferred_username");
        let has_others = all.email || all.telnum;
        Identifiers { username: all.username && !(has_others && self.generates_usernames() && !is_preferred()), ..all }
    }

    /// The owner's word for what the sign-up's field `username` takes, where that is all that people sign in by: a user name, or
    /// an email as well as a telephone number.
    pub fn username_label(&self) -> Option<Wording> {
        let all = self.identifiers;
        if all.are_emails() || all.username && (all.email || all.telnum) {
            return None;
        }
        let fields = self.document.section("signUp").sections("fields");
        fields.into_iter().find(|field| field.text("name").as_deref() == Some("username"))?.wording("label")
    }

    /// The country of telephone numbers that are typed without one.
    pub fn country(&self) -> String {
        self.country.clone().or_else(intl::region).unwrap_or_default()
    }

    /// The name of the user pool's domain.
    pub fn domain_name(&self) -> String {
        let url = self.managed_login.as_ref().and_then(|settings| web_sys::Url::new(&settings.domain).ok());
        url.map(|url| url.host()).unwrap_or_default()
    }
}

/// Where AWS credentials come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityPool {
    pub id: IdentityPoolId,
    /// Its own, or else that of the user pool if that is not Cognito's.
    pub endpoint: String,
}

/// How a sign-in begins; the app client has to allow it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Flow {
    /// USER_SRP_AUTH
    #[default]
    Srp,
    /// USER_PASSWORD_AUTH
    PlainPassword,
    /// CUSTOM_AUTH
    Custom,
    /// CUSTOM_AUTH, with the password over SRP first
    SrpAndCustom,
    /// USER_AUTH: the person picks how
    UserAuth,
}

impl Flow {
    /// Reads a name as in the settings: Cognito's own, and CUSTOM_AUTH_WITH_SRP.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "USER_SRP_AUTH" => Self::Srp,
            "USER_PASSWORD_AUTH" => Self::PlainPassword,
            "CUSTOM_AUTH" => Self::Custom,
            "CUSTOM_AUTH_WITH_SRP" => Self::SrpAndCustom,
            "USER_AUTH" => Self::UserAuth,
            _ => return None,
        })
    }

    /// Whether the password is asked for together with the e-mail.
    pub const fn begins_with_password(self) -> bool {
        matches!(self, Self::Srp | Self::PlainPassword | Self::SrpAndCustom)
    }
}
