//! The state file of version 2: all pools as one JSON object.

use std::{collections::BTreeMap, io, path::Path, sync::Arc};

use serde::Deserialize;

use crate::{
    config::Config,
    identity_pool::{Identities, Identity, IdentityPoolDocument, ServedIdentityPool},
    pool::{Pool, PoolDocument, Served, inbox::Message, sign_in::SignIn, signing_key::SigningKey, user::User},
    settings::{IdentityPool, IdentityProvider, UserPool, UserPoolClient},
    store::{Holder, Store, state_file::unusable},
};

const VERSION: u32 = 2;

/// Read first: the rest of another version's file would only be misread.
#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Earlier {
    #[serde(rename = "version")]
    _version: u32,
    pools: BTreeMap<String, EarlierPool>,
    #[serde(default)]
    identity_pools: BTreeMap<String, EarlierIdentities>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EarlierPool {
    settings: UserPool,
    clients: BTreeMap<String, UserPoolClient>,
    secret: [u8; 32],
    access_key: SigningKey,
    id_key: SigningKey,
    users: BTreeMap<String, User>,
    sign_ins: BTreeMap<String, SignIn>,
    inbox: Vec<Message>,
    #[serde(default)]
    identity_providers: BTreeMap<String, IdentityProvider>,
    #[serde(default)]
    domain: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EarlierIdentities {
    settings: IdentityPool,
    identities: BTreeMap<String, Identity>,
}

/// # Errors
/// With the file's name, when it has not that layout.
pub(super) fn read(path: &Path, text: &[u8]) -> io::Result<Earlier> {
    // Only the place of a mistake, not the text around it: the file is full of secrets.
    let misread =
        |error: serde_json::Error| unusable(path, &format!("line {}, column {}", error.line(), error.column()));
    let Versioned { version } = serde_json::from_slice(text).map_err(misread)?;
    if version != VERSION {
        return Err(unusable(
            path,
            &format!(
                "its version is {version}, and this program reads version {VERSION} and later; begin with a new file"
            ),
        ));
    }
    serde_json::from_slice(text).map_err(misread)
}

impl Earlier {
    pub(super) fn put_into(self, store: &Arc<Store>) -> io::Result<()> {
        let rules = Arc::new(Config::default().rules(""));
        for (id, pool) in self.pools {
            let document = PoolDocument {
                clients: pool.clients,
                secret: pool.secret,
                access_key: Some(pool.access_key),
                id_key: Some(pool.id_key),
                identity_providers: pool.identity_providers,
                domain: pool.domain,
                groups: BTreeMap::new(),
                resource_servers: BTreeMap::new(),
                resources: Default::default(),
                settings: pool.settings,
            };
            let body = serde_json::to_string(&document)?;
            let row = store.add_holder(Holder::Pool, &id, &body, |row| row).map_err(io::Error::other)?;
            let served = Served::new(row, document);
            let mut view = Pool::open(Arc::clone(&rules), &served, store.work(row, 0));
            for (username, user) in pool.users {
                view.data.users.insert(username, user);
            }
            for (origin_jti, sign_in) in pool.sign_ins {
                view.data.sign_ins.take_over(origin_jti, sign_in);
            }
            pool.inbox.into_iter().for_each(|message| view.data.inbox.push(message));
            let (changes, _) = view.finish(&served).map_err(io::Error::other)?;
            store.commit(&changes, || true, || ()).map_err(io::Error::other)?;
        }
        for (id, earlier) in self.identity_pools {
            let document = IdentityPoolDocument::new(earlier.settings);
            let body = serde_json::to_string(&document)?;
            let row = store.add_holder(Holder::IdentityPool, &id, &body, |row| row).map_err(io::Error::other)?;
            let served = ServedIdentityPool { row, document: Arc::new(document) };
            let mut view = Identities::open(&served, store.work(row, 0));
            for (id, identity) in earlier.identities {
                view.take_over(id, identity);
            }
            let (changes, _) = view.finish(&served).map_err(io::Error::other)?;
            store.commit(&changes, || true, || ()).map_err(io::Error::other)?;
        }
        Ok(())
    }
}
