//! Secrets of a client: usually one, two while one takes the place of the other.

use aws_lc_rs::{constant_time, hmac};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde::{Deserialize, Serialize};

use super::UserPoolClient;
use crate::{error::ServiceError, random};

const ID_LETTERS: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// One of them, as ClientSecretDescriptorType has it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub struct ClientSecret {
    /// ClientSecretId.
    pub(crate) id: String,
    value: String,
    /// Seconds since 1970.
    pub(crate) created_at: u64,
}

impl UserPoolClient {
    /// All of them, the oldest one first; none of a public client.
    pub(crate) fn secrets(&self) -> Vec<ClientSecret> {
        if !self.further_secrets.is_empty() {
            return self.further_secrets.clone();
        }
        let only = |value: &String| ClientSecret {
            id: format!("{}--first", self.client_id),
            value: value.clone(),
            created_at: self.creation_date,
        };
        self.client_secret.iter().map(only).collect()
    }

    /// With another client's secrets in place of its own.
    pub(crate) fn with_secrets_of(self, other: &Self) -> Self {
        Self { client_secret: other.client_secret.clone(), further_secrets: other.further_secrets.clone(), ..self }
    }

    pub(crate) fn add_secret(&mut self, value: String, now: u64) -> Result<ClientSecret, ServiceError> {
        let id = format!("{}--{}", self.client_id, random::text(ID_LETTERS, 12)?);
        let secret = ClientSecret { id, value, created_at: now };
        self.further_secrets = self.secrets();
        self.further_secrets.push(secret.clone());
        Ok(secret)
    }

    /// What is left is the one that the client is described with.
    pub(crate) fn remove_secret(&mut self, id: &str) {
        self.further_secrets = self.secrets();
        self.further_secrets.retain(|secret| secret.id != id);
        self.client_secret = self.further_secrets.first().map(|secret| secret.value.clone());
    }

    /// Checks SecretHash, SECRET_HASH: base64 of HMAC-SHA-256 of user name and client id under one of the client's
    /// secrets. A client without a secret ignores it.
    ///
    /// # Errors
    /// NotAuthorizedException when it is missing or wrong.
    pub(crate) fn check_secret_hash(&self, username: &str, hash: Option<&str>) -> Result<(), ServiceError> {
        let secrets = self.secrets();
        if secrets.is_empty() {
            return Ok(());
        }
        let hash = hash.filter(|hash| !hash.is_empty()).ok_or_else(|| {
            let client_id = &self.client_id;
            ServiceError::not_authorized(format!(
                "Client {client_id} is configured with secret but SECRET_HASH was not received"
            ))
        })?;
        let message = format!("{username}{}", self.client_id);
        let is_of = |secret: &ClientSecret, tag: &[u8]| {
            let key = hmac::Key::new(hmac::HMAC_SHA256, secret.value.as_bytes());
            hmac::verify(&key, message.as_bytes(), tag).is_ok()
        };
        match BASE64_STANDARD.decode(hash) {
            Ok(tag) if secrets.iter().any(|secret| is_of(secret, &tag)) => Ok(()),
            _ => {
                let message = format!("Unable to verify secret hash for client {}", self.client_id);
                Err(ServiceError::not_authorized(message))
            }
        }
    }

    /// SecretHash of a user name, where the client has a secret.
    pub(crate) fn secret_hash(&self, username: &str) -> Option<String> {
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.client_secret.as_ref()?.as_bytes());
        let message = format!("{username}{}", self.client_id);
        Some(BASE64_STANDARD.encode(hmac::sign(&key, message.as_bytes())))
    }

    /// Checks ClientSecret where an operation takes the secret itself.
    ///
    /// # Errors
    /// NotAuthorizedException when it is missing or wrong.
    pub(crate) fn check_secret(&self, given: Option<&str>) -> Result<(), ServiceError> {
        let secrets = self.secrets();
        let given = given.unwrap_or_default().as_bytes();
        let is_given =
            |secret: &ClientSecret| constant_time::verify_slices_are_equal(given, secret.value.as_bytes()).is_ok();
        if secrets.is_empty() || secrets.iter().any(is_given) {
            return Ok(());
        }
        Err(ServiceError::not_authorized(format!("Unable to verify secret for client {}", self.client_id)))
    }
}
