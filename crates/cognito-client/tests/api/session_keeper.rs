//! One refresh for all, and what becomes of a session. What happens between tabs is in `tests/simulation`.

mod lease;
mod locks;
mod luck;
mod other_users;
mod refreshing;
mod waking;

use std::rc::Rc;

use cognito_client::{
    Client,
    ids::{ClientId, UserPoolId},
    secrets::{AccessToken, IdToken, RefreshToken},
    session::{Session, Tokens},
    session_keeper::{SessionKeeper, Unshared},
    token_store::{KeyedTokenStore, key_value::MemoryStore},
    transport::{Request, Response, Transport},
};
use serde_json::json;
use tokio::sync::Notify;

use crate::scripted::{ISSUED, Program, Sent, ok, operations, token};

type Keeper = SessionKeeper<KeyedTokenStore, Unshared>;

const HOUR: u64 = 3600;

fn client_id() -> ClientId {
    ClientId::parse("client1").expect("an id")
}

fn keeper(session: Option<&Session>) -> Keeper {
    let keeper = SessionKeeper::new(KeyedTokenStore::new(&client_id(), Rc::<MemoryStore>::default()), Unshared);
    if let Some(session) = session {
        keeper.enter(session);
    }
    keeper
}

fn tokens(user: &str, origin: &str, issued: u64) -> Tokens {
    let jwt = token(&json!({ "username": user, "iat": issued, "exp": issued + HOUR, "origin_jti": origin }));
    Tokens {
        access_token: AccessToken::new(jwt.clone()),
        id_token: IdToken::new(jwt),
        refresh_token: RefreshToken::new(format!("refresh of {user} of {issued}")),
    }
}

/// Issued an hour ago by the time that [`program`] has.
fn old() -> Session {
    Session::restored(tokens("user-1", "o-1", ISSUED - HOUR), 0).expect("well formed")
}

fn new() -> Session {
    Session::restored(tokens("user-1", "o-1", ISSUED), 5).expect("well formed")
}

fn anothers() -> Session {
    Session::restored(tokens("user-2", "o-2", ISSUED), 0).expect("well formed")
}

fn program() -> Program {
    Program::default()
}

fn answer_of(session: &Session) -> Response {
    let tokens = session.tokens();
    ok(&json!({ "AuthenticationResult": {
        "AccessToken": tokens.access_token.expose(), "IdToken": tokens.id_token.expose(),
        "RefreshToken": tokens.refresh_token.expose(), "ExpiresIn": HOUR,
    }}))
}

/// Answers when it is told to: what happens meanwhile is the test's.
#[derive(Default)]
struct Slow {
    sent: Sent,
    answer: Notify,
    arrived: Notify,
}

impl Slow {
    fn client(&self, response: Response) -> Client<impl Transport> {
        client_of(async move |request: Request| {
            let is_revocation = request.target().is_some_and(|target| target.ends_with("RevokeToken"));
            self.sent.borrow_mut().push(request);
            if is_revocation {
                return Ok(ok(&json!({})));
            }
            self.arrived.notify_one();
            self.answer.notified().await;
            Ok(response.clone())
        })
    }

    fn names(&self) -> Vec<String> {
        operations(&self.sent).into_iter().map(|(name, _)| name).collect()
    }
}

fn client_of<T: Transport>(transport: T) -> Client<T> {
    Client::new(transport, UserPoolId::parse("us-east-1_Example1").expect("an id"), client_id())
}
