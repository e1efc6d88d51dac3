//! What managed login grants an app.

use super::{methods::Methods, scopes::Scopes};

/// What a code of managed login stands for.
#[derive(Clone)]
pub(crate) struct Grant {
    pub(crate) scopes: Scopes,
    /// Seconds since 1970.
    pub(crate) auth_time: u64,
    /// Goes into the id token; those of a refresh have none.
    pub(crate) nonce: Option<String>,
    /// `aud` of the access token: RFC 8707.
    pub(crate) resource: Option<String>,
    /// How the user has proven who they are.
    pub(crate) methods: Methods,
}
