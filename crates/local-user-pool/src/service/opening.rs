//! How a service begins: with what the state file has, and what the configuration says.

use std::{io, path::Path, sync::Arc};

use serde::{Serialize, de::DeserializeOwned};

use super::{Service, earlier};
use crate::{
    config::Config,
    error::ServiceError,
    identity_pool::{IdentityPoolDocument, ServedIdentityPool},
    pool::{Pool, PoolDocument, Served},
    seed::seed,
    store::{
        Holder, Store,
        state_file::{self, Found},
    },
};

/// The store of a file, which is made if it is not there; one in memory without a file.
///
/// # Errors
/// With the file's name, when it cannot be used; it is left as it is.
pub(crate) fn store(path: Option<&Path>) -> io::Result<Arc<Store>> {
    let Some(path) = path else { return Store::in_memory().map(Arc::new) };
    match state_file::examine(path)? {
        Found::Database => {}
        Found::Nothing => state_file::create(path, |_| Ok(())).map_err(|error| not_made(path, &error))?,
        Found::Text(text) => {
            let earlier = earlier::read(path, &text)?;
            state_file::create(path, |store| {
                earlier.put_into(store)?;
                state_file::keep_former(path).map(drop)
            })
            .map_err(|error| not_made(path, &error))?;
        }
    }
    state_file::open(path)
}

/// Puts the configuration into the store: where both know a pool or a client, the configuration counts. Gives what is
/// served then.
pub(super) fn configured(
    store: &Store,
    config: &Config,
    now: u64,
) -> io::Result<(Vec<Served>, Vec<ServedIdentityPool>)> {
    let mut pools: Vec<(i64, PoolDocument)> = kept(store, Holder::Pool)?;
    let configured = config.pools();
    for config in &configured {
        let id = &config.user_pool.id;
        if !pools.iter().any(|(_, document)| document.settings.id == *id) {
            let document = PoolDocument::fresh(config.user_pool.clone()).map_err(io::Error::other)?;
            let row = added(store, Holder::Pool, id, &document)?;
            pools.push((row, document));
        }
    }
    let mut served = Vec::with_capacity(pools.len());
    for (row, mut document) in pools {
        // A client id means one client only.
        let before = document.clients.len();
        let is_configured =
            |id: &String| configured.iter().flat_map(|config| &config.clients).any(|client| client.client_id == *id);
        document.clients.retain(|id, _| !is_configured(id));
        let mut is_changed = document.clients.len() < before;
        if let Some(config) = configured.iter().find(|config| config.user_pool.id == document.settings.id) {
            seed(&mut document, config, now);
            is_changed = true;
        }
        if is_changed {
            store.set_holder(Holder::Pool, row, &text(&document)?).map_err(io::Error::other)?;
        }
        served.push(Served::new(row, document));
    }
    let mut identity_pools: Vec<(i64, IdentityPoolDocument)> = kept(store, Holder::IdentityPool)?;
    for settings in config.identity_pools() {
        let id = settings.identity_pool_id.clone();
        match identity_pools.iter_mut().find(|(_, known)| known.settings.identity_pool_id == id) {
            Some((row, known)) => {
                known.settings = settings;
                store.set_holder(Holder::IdentityPool, *row, &text(known)?).map_err(io::Error::other)?;
            }
            None => {
                let document = IdentityPoolDocument::new(settings);
                let row = added(store, Holder::IdentityPool, &id, &document)?;
                identity_pools.push((row, document));
            }
        }
    }
    let serve = |(row, document)| ServedIdentityPool { row, document: Arc::new(document) };
    Ok((served, identity_pools.into_iter().map(serve).collect()))
}

/// Adds the configured users whom the pool lacks.
pub(super) fn add_missing_users(service: &Service, config: &Config, now: u64) -> io::Result<()> {
    for config in config.pools() {
        for user in &config.users {
            let add = |pool: &mut Pool| match pool.find(user.name()) {
                Some(_) => Ok(()),
                None => pool.add_user(user, now).map(drop),
            };
            service.change_pool(&config.user_pool.id, add).map_err(|error: ServiceError| {
                io::Error::new(io::ErrorKind::InvalidInput, format!("user {}: {error}", user.name()))
            })?;
        }
    }
    Ok(())
}

fn not_made(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("cannot make {}: {error}", path.display()))
}

fn kept<T: DeserializeOwned>(store: &Store, holder: Holder) -> io::Result<Vec<(i64, T)>> {
    let kept = store.holders(holder).map_err(io::Error::other)?;
    // Only the place of a mistake, not the text around it: it is full of secrets.
    let misread = |error: serde_json::Error| {
        let place = error.column();
        io::Error::new(
            io::ErrorKind::InvalidData,
            format!("the state cannot be read: a pool's document, column {place}"),
        )
    };
    kept.into_iter().map(|(row, body)| Ok((row, serde_json::from_str(&body).map_err(misread)?))).collect()
}

fn added(store: &Store, holder: Holder, id: &str, document: &impl Serialize) -> io::Result<i64> {
    store.add_holder(holder, id, &text(document)?, |row| row).map_err(io::Error::other)
}

fn text(document: &impl Serialize) -> io::Result<String> {
    serde_json::to_string(document).map_err(io::Error::other)
}
