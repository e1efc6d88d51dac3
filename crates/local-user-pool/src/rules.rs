//! What Cognito keeps fixed and a local pool can be told.

mod codes;
mod issuer;

use std::collections::BTreeMap;

use axum::http::Uri;
use url::Host;

pub(crate) use self::codes::CodeSource;
pub use self::issuer::Issuer;
use crate::{callers::is_this_machine, request::is_arn, settings::LambdaConfig};

/// What Cognito keeps fixed and a local pool can be told; the same for all its pools.
pub(crate) struct Rules {
    pub(crate) timestamp_tolerance_seconds: u64,
    pub(crate) sign_up_code_lifetime_seconds: u64,
    pub(crate) password_reset_code_lifetime_seconds: u64,
    pub(crate) trigger_hosts: Vec<String>,
    pub(crate) issuer: Issuer,
    pub(crate) codes: CodeSource,
    /// Where the server is called, without a slash at the end.
    pub(crate) base_url: String,
    pub(crate) lambda_endpoint: Option<String>,
    pub(crate) triggers: BTreeMap<String, String>,
}

impl Rules {
    /// Which of some triggers is at a host that it may not be at, in one sentence.
    pub(crate) fn trigger_problem(&self, functions: &LambdaConfig) -> Option<String> {
        let (trigger, _) = functions.iter().find(|(_, function)| !is_arn(function) && !self.may_be_at(function))?;
        Some(format!("LambdaConfig.{trigger:?} is neither on this machine nor at a host that trigger_hosts names"))
    }

    fn may_be_at(&self, url: &str) -> bool {
        // Read as the client reads it that is going to send there.
        let host = url.parse::<Uri>().ok().and_then(|uri| Host::parse(uri.host()?).ok());
        host.is_some_and(|host| {
            // The system's own resolver may ask the DNS for what is below `localhost`.
            let is_below = matches!(&host, Host::Domain(name) if name.contains(".localhost"));
            (is_this_machine(&host) && !is_below)
                || self.trigger_hosts.iter().any(|named| Host::parse(named).as_ref() == Ok(&host))
        })
    }
}
