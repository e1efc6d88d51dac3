//! Refreshes under way, and what comes of them.

use std::rc::Rc;

use cognito_client::{
    claims::Claims,
    secrets::{AccessToken, IdToken, RefreshToken},
    session::{Session, Tokens},
    transport::Response,
};
use serde_json::Value;

use super::{EPOCH, Place, Rule, World};

/// How long tabs wait for what another one has made of a token, in milliseconds.
const SETTLED: u64 = 5_000;

/// A refresh under way.
pub(crate) struct Flight {
    world: Rc<World>,
    token: String,
}

impl Drop for Flight {
    fn drop(&mut self) {
        self.world.in_flight.borrow_mut().remove(&self.token);
    }
}

impl World {
    /// A refresh is sent.
    pub(crate) fn depart(self: &Rc<Self>, tab: usize, token: &str) -> Flight {
        self.events.borrow_mut().refreshes += 1;
        let is_known = self.known_spent.borrow().values().any(|known| known.iter().any(|spent| spent == token));
        // Where a tab has spent it for nobody, because it saw late who is signed in, there is no newer one: that is for the
        // pool to say, when the others have waited for long enough.
        let is_all_there_is = |since: &u64| {
            self.stored_token(Place::Shared).as_deref() == Some(token) && self.time.now() >= since + SETTLED
        };
        let is_spent = self.spent.borrow().get(token).is_some_and(|since| !is_all_there_is(since));
        if is_known || is_spent {
            self.fail(Rule::NoSpentToken, format!("tab {tab} sends {token}"));
        }
        if let Some(other) = self.in_flight.borrow_mut().insert(token.to_owned(), tab) {
            self.fail(Rule::OneRefreshAtATime, format!("tabs {other} and {tab} send {token}"));
        }
        Flight { world: Rc::clone(self), token: token.to_owned() }
    }

    /// The answer to a refresh comes to an open tab, which does all that it does of it before anything else happens.
    pub(crate) fn arrive(&self, tab: usize, token: &str, answer: &Response) {
        self.say(|| format!("tab {tab}: {token}: {} {}", answer.status, answer.body));
        let place = self.place_of(tab);
        let is_of_place = self.stored_token(place).as_deref() == Some(token);
        if self.session_in(token, answer).is_some_and(|session| session.tokens().refresh_token.expose() != token) {
            match place {
                Place::Shared => _ = self.spent.borrow_mut().insert(token.to_owned(), self.time.now()),
                Place::Tab(_) => {
                    self.spent_by_copies.borrow_mut().insert(token.to_owned());
                    if is_of_place {
                        self.know_spent(tab, token);
                    }
                }
            }
        }
        let expected = self.signed_in.borrow().get(&place).copied();
        let is_orphan = answer.status == 200 && self.pool.borrow().sign_in_of(token) != expected;
        let is_reuse = answer.body.contains("RefreshTokenReuseException");
        self.events.borrow_mut().orphans += u64::from(is_orphan);
        self.events.borrow_mut().reuses += u64::from(is_reuse);
        self.events.borrow_mut().apart +=
            u64::from(place != Place::Shared && self.signed_in.borrow().contains_key(&Place::Shared));
        if is_reuse || answer.body.contains("NotAuthorizedException") {
            self.refused.borrow_mut().insert(token.to_owned());
        }
    }

    /// What a tab makes of the answer, if it can use it at all.
    fn session_in(&self, token: &str, answer: &Response) -> Option<Session> {
        let body: Value = serde_json::from_str(&answer.body).ok()?;
        let text = |name: &str| body["AuthenticationResult"][name].as_str();
        let tokens = Tokens {
            access_token: AccessToken::new(text("AccessToken")?),
            id_token: IdToken::new(text("IdToken")?),
            refresh_token: RefreshToken::new(text("RefreshToken").unwrap_or(token)),
        };
        Session::received(tokens, self.local_now()).ok()
    }

    /// A caller is told to go on with this session.
    pub(crate) fn got_fresh(&self, tab: usize, shown: &Session, got: &Session) {
        let sign_in = self.pool.borrow().sign_in_of(got.tokens().refresh_token.expose());
        if sign_in != self.signed_in.borrow().get(&self.place_of(tab)).copied() {
            self.fail(Rule::NothingAfterSignOut, format!("tab {tab} gets tokens of {sign_in:?}"));
        }
        if got.username() != shown.username() {
            self.fail(Rule::FreshMeansFresh, format!("tab {tab} gets tokens of {:?}", got.username()));
        }
        let claims = Claims::parse(got.tokens().access_token.expose()).expect("claims");
        let seconds = |name| claims.seconds(name).expect("a time");
        let was_clock_steady = EPOCH + self.clock.get().1 < seconds("iat") * 1000;
        if was_clock_steady && EPOCH + self.time.now() >= seconds("exp") * 1000 {
            self.fail(Rule::FreshMeansFresh, format!("tab {tab} gets tokens that have expired"));
        }
        if was_clock_steady && got.is_refresh_due(self.local_now()) {
            self.fail(Rule::FreshMeansFresh, format!("tab {tab} gets tokens that are due as they come"));
        }
    }
}
