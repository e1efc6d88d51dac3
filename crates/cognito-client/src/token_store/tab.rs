//! The session of one tab, in sessionStorage.
//!
//! Duplicating a tab copies its sessionStorage. Two tabs then have the same refresh token, and each would spend it for the other. So
//! the tab that gets newer tokens sends them to all that had the old ones, and a page that opens asks for them. They use a channel
//! named by a hash of the refresh token, which only tabs that have had this token can know. Tokens from it are accepted only in
//! place of that token, and only for the same user.

use core::cell::RefCell;

use base64ct::{Base64UrlUnpadded, Encoding};
use sha2::{Digest, Sha256};

use super::{KeyedTokenStore, TokenStore};
use crate::{
    secrets::{AccessToken, IdToken, RefreshToken},
    session::{Session, Tokens},
};

/// So many tokens back, a copy is brought up to date.
const MEMORY: usize = 8;
/// Asks for newer tokens.
const ASKED: &str = "?";
/// The person has signed out.
const LEFT: &str = "!";

/// Carries messages to the other tabs of this origin: a
/// [BroadcastChannel](https://developer.mozilla.org/docs/Web/API/BroadcastChannel) for each name.
pub trait Wire {
    /// From now on, passes messages under these names, and no others, to [`TabTokenStore::hear`].
    fn listen(&self, names: &[String]);

    /// Sends a message to all other tabs that listen under this name. This tab listens under it too.
    fn tell(&self, name: &str, text: &str);
}

/// The session of one tab, and of its copies.
pub struct TabTokenStore<W> {
    store: KeyedTokenStore,
    wire: W,
    /// Under which names copies may be waiting, the newest last.
    names: RefCell<Vec<String>>,
}

impl<W: Wire> TabTokenStore<W> {
    /// Keeps the session in this store, which no other tab sees.
    pub fn new(store: KeyedTokenStore, wire: W) -> Self {
        Self { store, wire, names: RefCell::default() }
    }

    /// The store that keeps the session.
    pub fn store(&self) -> &KeyedTokenStore {
        &self.store
    }

    /// Asks for newer tokens. Call it when a page opens, or is shown again after it could not receive messages.
    pub fn ask(&self) {
        if let Some(session) = self.store.load() {
            self.follow(&session);
            self.wire.tell(&name(session.tokens()), ASKED);
        }
    }

    /// Handles a message of another tab under this name. Gives the previous session if it was replaced or removed.
    pub fn hear(&self, heard: &str, text: &str) -> Option<Session> {
        let stored = self.store.load()?;
        let is_same_token = heard == name(stored.tokens());
        match text {
            ASKED => {
                if let Some(text) = written(&stored) {
                    self.wire.tell(heard, &text);
                }
            }
            LEFT if is_same_token => {
                self.clear();
                return Some(stored);
            }
            tokens if is_same_token => {
                let newer = read(tokens)?;
                let is_newer = newer.is_of_user_of(&stored)
                    && newer.issued_at() >= stored.issued_at()
                    && newer.tokens() != stored.tokens();
                if is_newer {
                    self.store.save(&newer);
                    self.follow(&newer);
                    return Some(stored);
                }
            }
            _ => {}
        }
        None
    }

    fn follow(&self, session: &Session) {
        let mut names = self.names.borrow_mut();
        let name = name(session.tokens());
        names.retain(|other| *other != name);
        names.push(name);
        if names.len() > MEMORY {
            names.remove(0);
        }
        self.wire.listen(&names);
    }

    fn tell(&self, text: &str) {
        for name in self.names.borrow().iter() {
            self.wire.tell(name, text);
        }
    }

    fn forget_names(&self) {
        self.names.borrow_mut().clear();
        self.wire.listen(&[]);
    }
}

impl<W: Wire> TokenStore for TabTokenStore<W> {
    fn load(&self) -> Option<Session> {
        self.store.load()
    }

    fn save(&self, session: &Session) {
        let before = self.store.load();
        self.store.save(session);
        if before.as_ref().is_some_and(|before| before.is_of_user_of(session)) {
            self.tell(&written(session).unwrap_or_default());
        }
        // What becomes of another sign-in's tokens says nothing of those before.
        if !before.is_some_and(|before| before.is_of_sign_in_of(session)) {
            self.names.borrow_mut().clear();
        }
        self.follow(session);
    }

    fn enter(&self, session: &Session) {
        self.save(session);
        self.store.remove_left_behind(session.username().as_str());
    }

    /// The copies find out by themselves.
    fn clear(&self) {
        self.store.clear();
        self.forget_names();
    }

    /// For the copies too: a session that is revoked is over everywhere.
    fn leave(&self) {
        self.tell(LEFT);
        self.store.leave();
        self.forget_names();
    }

    fn is_own(&self) -> bool {
        true
    }
}

/// Where those meet who have had a refresh token. Not what a lock may be named after it: any page may list those.
fn name(tokens: &Tokens) -> String {
    let digest = Sha256::new().chain_update("copies of ").chain_update(tokens.refresh_token.expose()).finalize();
    Base64UrlUnpadded::encode_string(&digest)
}

/// Nothing for tokens of which nobody knows by what clock they came: they are refreshed before anybody uses them.
fn written(session: &Session) -> Option<String> {
    let Tokens { refresh_token, access_token, id_token } = session.tokens();
    let texts = [refresh_token.expose(), access_token.expose(), id_token.expose()];
    Some(format!("{}\n{}", session.known_clock_drift()?, texts.join("\n")))
}

fn read(text: &str) -> Option<Session> {
    let mut lines = text.split('\n');
    let mut next = || lines.next().filter(|line| !line.is_empty());
    let clock_drift = next()?.parse().ok()?;
    let tokens = Tokens {
        refresh_token: RefreshToken::new(next()?),
        access_token: AccessToken::new(next()?),
        id_token: IdToken::new(next()?),
    };
    Session::restored(tokens, clock_drift).ok()
}
