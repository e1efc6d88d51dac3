//! A sign-in under way: who it is, and what was proven so far.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{
    error::ServiceError,
    pool::{
        Pool,
        methods::{Method, Methods},
        user::User,
    },
    settings::{AcrLevel, UserPoolClient},
    vocabulary::{Contact, MfaFactor},
};

/// A sign-in under way.
#[derive(Clone)]
pub(crate) struct Attempt {
    pub(crate) client_id: String,
    pub(crate) who: Who,
    /// The name that was typed.
    pub(crate) typed_name: String,
    /// DEVICE_KEY, as it was sent last.
    pub(crate) device_key: Option<String>,
    /// In the order in which it was proven.
    pub(crate) proven: Vec<Proof>,
    /// In CUSTOM_AUTH: what came before.
    pub(crate) custom: Option<History>,
    /// ClientMetadata, as it was sent last.
    pub(crate) client_metadata: BTreeMap<String, String>,
    /// Whether a challenge was answered already, and ClientMetadata is of that.
    pub(crate) has_answered: bool,
    pub(crate) leads_to: LeadsTo,
    /// In USER_AUTH: what is to be reached.
    pub(crate) target: Option<Target>,
}

/// What is at the end of a sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LeadsTo {
    /// AuthenticationResult.
    Tokens,
    /// Nothing but the user's name and how it was proven, as `Username` and `Methods`: managed login has its own way to tokens.
    Name,
}

/// Whose sign-in it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// By the real user name.
    User(String),
    /// Someone who does not exist but is asked the same questions, by a user name that is always the same for the
    /// same typed one. No answer is ever right.
    Simulated(String),
}

/// Something that was proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proof {
    /// The password, typed or by SRP.
    Password,
    /// A password that replaced a temporary one.
    NewPassword,
    /// A code by e-mail or SMS in place of a password, or that of a sign-up a moment ago.
    SignInCode(Contact),
    SecondFactor(MfaFactor),
    /// A remembered device.
    Device,
    /// Whether it is a thing of its own, and not a platform's.
    Passkey {
        is_roaming: bool,
    },
    /// Whatever DefineAuthChallenge wanted.
    Custom,
}

/// What came before, as DefineAuthChallenge is told: `session` of its request.
#[derive(Clone, Default)]
pub(crate) struct History(pub(super) Vec<Value>);

/// What a sign-in is to reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) level: AcrLevel,
    /// What an access token shows to have been proven already.
    pub(crate) credited: Methods,
}

impl Proof {
    /// What it adds to `amr`.
    pub(super) fn method(self) -> Option<Method> {
        match self {
            Self::Password | Self::NewPassword => Some(Method::Pwd),
            Self::SignInCode(Contact::Email) | Self::SecondFactor(MfaFactor::EmailOtp) => Some(Method::EmailOtp),
            Self::SignInCode(Contact::PhoneNumber) | Self::SecondFactor(MfaFactor::SmsMfa) => Some(Method::Sms),
            Self::SecondFactor(MfaFactor::SoftwareTokenMfa) => Some(Method::Otp),
            Self::Passkey { is_roaming: true } => Some(Method::Hwk),
            Self::Passkey { is_roaming: false } => Some(Method::Swk),
            Self::Device | Self::Custom => None,
        }
    }
}

impl Who {
    /// USER_ID_FOR_SRP.
    pub(crate) fn user_id(&self) -> &str {
        match self {
            Self::User(username) | Self::Simulated(username) => username,
        }
    }

    /// The real user name.
    pub(crate) fn username(&self) -> Option<&str> {
        match self {
            Self::User(username) => Some(username),
            Self::Simulated(_) => None,
        }
    }
}

impl Attempt {
    /// Nothing is proven yet of whom `name` means.
    ///
    /// # Errors
    /// UserNotFoundException, if nobody is called that and the client may tell.
    pub(crate) fn new(pool: &Pool, client: &UserPoolClient, name: &str) -> Result<Self, ServiceError> {
        let who = match pool.find(name) {
            Some(user) => Who::User(user.username.clone()),
            None if client.hides_unknown_users() => Who::Simulated(pool.simulated(name)?.0),
            None => return Err(ServiceError::unknown_user()),
        };
        Ok(Self {
            client_id: client.client_id.clone(),
            who,
            typed_name: name.to_owned(),
            device_key: None,
            proven: Vec::new(),
            custom: None,
            client_metadata: BTreeMap::new(),
            has_answered: false,
            leads_to: LeadsTo::Tokens,
            target: None,
        })
    }

    /// The user, as long as there is one.
    ///
    /// # Errors
    /// NotAuthorizedException, as for a wrong password.
    pub(crate) fn user<'a>(&self, pool: &'a Pool) -> Result<&'a User, ServiceError> {
        self.who
            .username()
            .and_then(|username| pool.data.users.get(username))
            .ok_or_else(ServiceError::incorrect_username_or_password)
    }

    /// As [`Attempt::user`].
    pub(crate) fn user_mut<'a>(&self, pool: &'a mut Pool) -> Result<&'a mut User, ServiceError> {
        self.who
            .username()
            .and_then(|username| pool.data.users.get_mut(username))
            .ok_or_else(ServiceError::incorrect_username_or_password)
    }

    /// Whether an answer that names the user `name` belongs to it: by USER_ID_FOR_SRP, as it was typed, or by another
    /// alias.
    pub(crate) fn is_called(&self, pool: &Pool, name: &str) -> bool {
        name == self.who.user_id()
            || name == self.typed_name
            || pool.find(name).is_some_and(|user| self.who.username() == Some(&user.username))
    }

    pub(super) fn has_proven(&self, wanted: impl Fn(Proof) -> bool) -> bool {
        self.proven.iter().any(|&proof| wanted(proof))
    }
}

impl History {
    pub(super) fn add(&mut self, challenge: &str, is_right: bool, metadata: Option<&str>) {
        self.0.push(json!({ "challengeName": challenge, "challengeResult": is_right, "challengeMetadata": metadata }));
    }
}

impl Target {
    /// Whether what was proven, together with what counts as proven, is enough.
    pub(super) fn is_reached(&self, proven: &Methods) -> bool {
        proven.level().is_some_and(|level| level >= self.level)
    }
}
