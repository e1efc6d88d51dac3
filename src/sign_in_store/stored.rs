//! Sign-ins as they are stored: what a reload, or another page, leads back to.

use cognito_client::{
    json::{self, Json, Readable, Writable},
    managed_login::PausedRedirect,
    sign_in::PausedSignIn,
};

/// A sign-in between two answers. It never holds a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSignIn {
    /// The name that the person typed: Cognito's own is for nobody to read.
    pub typed: String,
    /// How the person proves who they are, if they picked that.
    pub method: Option<String>,
    /// Which custom question this is.
    pub round: u32,
    /// Whether the person wants to stay signed in.
    pub is_kept: bool,
    pub paused: PausedSignIn,
}

/// A sign-in that goes on on another page.
#[derive(Debug, PartialEq, Eq)]
pub struct StoredRedirect {
    /// Whether the person wants to stay signed in.
    pub is_kept: bool,
    /// The user name of who is to prove anew who they are.
    pub of: Option<String>,
    pub paused: PausedRedirect,
}

impl Readable for StoredSignIn {
    fn read(value: Json) -> Option<Self> {
        let Json::Object(mut members) = value else { return None };
        Some(Self {
            typed: json::member(&mut members, "typed")?,
            method: json::member(&mut members, "method")?,
            round: json::member(&mut members, "round")?,
            is_kept: json::member(&mut members, "is_kept")?,
            paused: json::member(&mut members, "paused")?,
        })
    }
}

impl Writable for StoredSignIn {
    fn write(&self, json: &mut String) {
        let Self { typed, method, round, is_kept, paused } = self;
        json::write_members(
            json,
            &[("typed", typed), ("method", method), ("round", round), ("is_kept", is_kept), ("paused", paused)],
        );
    }
}

impl Readable for StoredRedirect {
    fn read(value: Json) -> Option<Self> {
        let Json::Object(mut members) = value else { return None };
        Some(Self {
            is_kept: json::member(&mut members, "is_kept")?,
            of: json::member(&mut members, "of")?,
            paused: json::member(&mut members, "paused")?,
        })
    }
}

impl Writable for StoredRedirect {
    fn write(&self, json: &mut String) {
        let Self { is_kept, of, paused } = self;
        json::write_members(json, &[("is_kept", is_kept), ("of", of), ("paused", paused)]);
    }
}
