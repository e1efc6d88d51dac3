//! What a browser keeps of an app, as another page of it sees that.

#![expect(clippy::disallowed_methods, reason = "looks at storage as a script on the page would")]

use std::rc::Rc;

use cognito_client::{
    ids::ClientId,
    secrets::{AccessToken, IdToken, RefreshToken},
    session::{self, Session},
};
use leptos::prelude::window;
use leptos_cognito::{
    platform::channel::{TabChannel, TabLines},
    token_place::{TokenPlace, TokenStore, Tokens},
};
use web_sys::Storage;

use super::{service::Answer, settings::CLIENT};

pub fn local_storage() -> Storage {
    window().local_storage().expect("storage is on").expect("storage is there")
}

pub fn session_storage() -> Storage {
    window().session_storage().expect("storage is on").expect("storage is there")
}

pub fn empty_storage() {
    for storage in [local_storage(), session_storage()] {
        storage.clear().expect("storage can be emptied");
    }
}

/// The refresh token of that user in localStorage.
pub fn refresh_token_of(username: &str) -> Option<String> {
    let key = format!("CognitoIdentityServiceProvider.{CLIENT}.{username}.refreshToken");
    local_storage().get_item(&key).expect("storage can be read")
}

/// What another tab keeps its session in.
pub fn other_tab() -> Tokens {
    tokens_in(&TokenPlace::Local, false, CLIENT)
}

/// What a page that was loaded just now has there, which hears nothing of the others.
pub fn tokens_in(place: &TokenPlace, is_asked: bool, client: &str) -> Tokens {
    let client_id = ClientId::parse(client).expect("an id");
    place.open(is_asked, &client_id, Rc::new(TabChannel::closed()), TabLines::new(|_, _| {}))
}

/// As another tab, or an earlier page, stores what a sign-in or a refresh gave.
pub fn store(answer: &Answer) {
    other_tab().save(&session_of(answer));
}

pub fn session_of((_, answer): &Answer) -> Session {
    let result = &answer["AuthenticationResult"];
    let token = |name: &str| result[name].as_str().expect("a token");
    let tokens = session::Tokens {
        access_token: AccessToken::new(token("AccessToken")),
        id_token: IdToken::new(token("IdToken")),
        refresh_token: RefreshToken::new(token("RefreshToken")),
    };
    Session::restored(tokens, 0).expect("well formed")
}
