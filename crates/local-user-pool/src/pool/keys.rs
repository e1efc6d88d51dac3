//! The two keys that sign a pool's tokens. They are made when they are needed first, because that takes longer than all else
//! that makes a pool.

use std::{
    sync::{Mutex, PoisonError},
    thread,
};

use serde_json::{Value, json};

use super::{Pool, PoolDocument, signing_key::SigningKey};
use crate::error::ServiceError;

impl Pool {
    /// Makes the keys, if there are none.
    pub(crate) fn make_keys(&mut self) -> Result<(), ServiceError> {
        if self.data.access_key.is_some() && self.data.id_key.is_some() {
            return Ok(());
        }
        let (access_key, id_key) = self.new_keys.get()?;
        self.data.access_key = Some(access_key);
        self.data.id_key = Some(id_key);
        Ok(())
    }

    /// The public keys of both kinds of token.
    pub(crate) fn jwks(&mut self) -> Result<Value, ServiceError> {
        self.make_keys()?;
        let keys: Vec<Value> =
            [&self.data.id_key, &self.data.access_key].into_iter().flatten().map(SigningKey::public_jwk).collect();
        Ok(json!({ "keys": keys }))
    }
}

/// Keys that are not stored yet. Those who need them at the same time wait for the same ones.
#[derive(Default)]
pub(super) struct NewKeys(Mutex<Option<(SigningKey, SigningKey)>>);

impl NewKeys {
    /// For access tokens and for ID tokens.
    fn get(&self) -> Result<(SigningKey, SigningKey), ServiceError> {
        let mut made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(keys) = &*made {
            return Ok(keys.clone());
        }
        let (access_key, id_key) = thread::scope(|scope| {
            let id_key = scope.spawn(SigningKey::generate);
            let access_key = SigningKey::generate();
            (access_key, id_key.join().unwrap_or_else(|_| Err(no_key())))
        });
        Ok(made.insert((access_key?, id_key?)).clone())
    }
}

impl PoolDocument {
    /// # Errors
    /// InternalErrorException before [`Pool::make_keys`].
    pub(super) fn sign_access(&self, claims: &Value) -> Result<String, ServiceError> {
        self.access_key.as_ref().ok_or_else(no_key)?.sign(claims)
    }

    /// # Errors
    /// As [`PoolDocument::sign_access`].
    pub(super) fn sign_id(&self, claims: &Value) -> Result<String, ServiceError> {
        self.id_key.as_ref().ok_or_else(no_key)?.sign(claims)
    }

    /// The claims of an access token that this pool has signed.
    pub(super) fn verified_access(&self, token: &str) -> Option<Value> {
        self.access_key.as_ref()?.verified(token)
    }

    /// The claims of an ID token that this pool has signed.
    pub(super) fn verified_id(&self, token: &str) -> Option<Value> {
        self.id_key.as_ref()?.verified(token)
    }
}

fn no_key() -> ServiceError {
    ServiceError::internal("the pool has no keys")
}
