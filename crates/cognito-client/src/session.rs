//! Who is signed in, for how long, and what ends it.

mod ending;
mod refresh;

use core::time::Duration;

pub use self::ending::ends_session;
use crate::{
    api::AuthenticationResult,
    claims::{AccessClaims, IdClaims},
    error::Error,
    ids::Username,
    secrets::{AccessToken, IdToken, RefreshToken},
    timestamp::Timestamp,
};

/// Tokens are refreshed this long before they expire, so that no call is made with a token that expires on the way.
pub const EXPIRY_MARGIN: Duration = Duration::from_secs(60);

/// The scope without which there is no id token.
const OPENID: &str = "openid";

/// The three tokens of a sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tokens {
    /// For the account's own operations, and for services of your own.
    pub access_token: AccessToken,
    /// Says who is signed in.
    pub id_token: IdToken,
    /// Gives new tokens.
    pub refresh_token: RefreshToken,
}

impl Tokens {
    /// Those of an answer; a refresh may leave the refresh token as it was.
    pub(crate) fn of(result: AuthenticationResult, previous: Option<&RefreshToken>) -> Result<Self, Error> {
        let refresh_token = result.refresh_token.or_else(|| previous.cloned());
        match (result.access_token, result.id_token, refresh_token) {
            (Some(access_token), Some(id_token), Some(refresh_token)) => {
                Ok(Self { access_token, id_token, refresh_token })
            }
            _ => Err(Error::Protocol("a sign-in without one of its tokens")),
        }
    }
}

/// A signed-in user. It can only be made from tokens whose claims can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    username: Username,
    /// The user's id, where both tokens tell it.
    subject: Option<String>,
    tokens: Tokens,
    issued_at: u64,
    expires_at: u64,
    signed_in_at: Option<u64>,
    /// What all tokens of one sign-in have in common.
    origin: Option<String>,
    /// `None` where another program has put the tokens.
    clock_drift: Option<i64>,
    is_by_managed_login: bool,
}

impl Session {
    /// A session from tokens that Cognito has just sent; `now` is the local time.
    ///
    /// # Errors
    /// [`Error::Protocol`] if a token cannot be read, or the access token lacks its user name, `iat` or `exp`.
    pub fn received(tokens: Tokens, now: Timestamp) -> Result<Self, Error> {
        let session = Self::adopted(tokens)?;
        let clock_drift = signed(now.as_seconds()).saturating_sub(signed(session.issued_at));
        Ok(session.with_clock_drift(clock_drift))
    }

    /// A session from stored tokens, with the [`clock_drift`](Self::clock_drift) that was stored with them, in seconds.
    ///
    /// # Errors
    /// [`Error::Protocol`] if a token cannot be read, or the access token lacks its user name, `iat` or `exp`.
    pub fn restored(tokens: Tokens, clock_drift: i64) -> Result<Self, Error> {
        Ok(Self::adopted(tokens)?.with_clock_drift(clock_drift))
    }

    /// A session from tokens without a known clock drift, such as those of another program. A refresh is due at once, whatever
    /// the local clock says.
    ///
    /// # Errors
    /// [`Error::Protocol`] if a token cannot be read, or the access token lacks its user name, `iat` or `exp`.
    pub fn adopted(tokens: Tokens) -> Result<Self, Error> {
        let access = AccessClaims::parse(&tokens.access_token)?;
        let id = IdClaims::parse(&tokens.id_token)?;
        let is_by_managed_login = access.has_scope(OPENID);
        let is_another = |told: &Option<String>, expected| told.as_deref().is_some_and(|told| told != expected);
        if is_another(&access.token_use, "access") || is_another(&id.token_use, "id") {
            return Err(Error::Protocol("a token in the place of another"));
        }
        // Each can be put into a store without the other.
        let subject = access.subject.zip(id.subject);
        if subject.as_ref().is_some_and(|(one, other)| one != other) {
            return Err(Error::Protocol("the tokens are of two users"));
        }
        let (Some(username), Some(issued_at), Some(expires_at)) =
            (access.username, access.issued_at, access.expires_at)
        else {
            return Err(Error::Protocol("a token lacks a claim"));
        };
        Ok(Self {
            username: Username::new(username),
            subject: subject.map(|(subject, _)| subject),
            issued_at: id.issued_at.map_or(issued_at, |other| other.min(issued_at)),
            expires_at: id.expires_at.map_or(expires_at, |other| other.min(expires_at)),
            signed_in_at: id.signed_in_at.or(access.signed_in_at),
            origin: access.origin,
            is_by_managed_login,
            tokens,
            clock_drift: None,
        })
    }

    /// The same with a drift that is known to belong to its tokens.
    pub(crate) fn with_clock_drift(self, clock_drift: i64) -> Self {
        Self { clock_drift: Some(clock_drift), ..self }
    }

    /// Seconds since the epoch, by Cognito's clock.
    pub(crate) fn issued_at(&self) -> u64 {
        self.issued_at
    }

    /// Whether both come from the same sign-in, so that revoking one revokes the other. False if the pool has no token
    /// revocation, because its tokens do not tell.
    pub fn is_of_sign_in_of(&self, other: &Self) -> bool {
        self.username == other.username && self.origin == other.origin
    }

    /// Whether both belong to the same user: the same user name and, if the tokens tell it, the same `sub`.
    pub fn is_of_user_of(&self, other: &Self) -> bool {
        let subjects = self.subject.as_ref().zip(other.subject.as_ref());
        self.username == other.username && subjects.is_none_or(|(one, other)| one == other)
    }

    /// The real user name, not what was typed.
    pub fn username(&self) -> &Username {
        &self.username
    }

    /// The tokens.
    pub fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    /// By how many seconds the local clock is ahead of Cognito's, measured when the tokens came; 0 if it was not measured.
    pub fn clock_drift(&self) -> i64 {
        self.clock_drift.unwrap_or(0)
    }

    /// `None` if it was not measured.
    pub(crate) fn known_clock_drift(&self) -> Option<i64> {
        self.clock_drift
    }

    /// Cognito's time at a local time.
    pub fn server_time(&self, local: Timestamp) -> Timestamp {
        let millis = signed(local.as_millis()).saturating_sub(self.clock_drift().saturating_mul(1000));
        Timestamp::from_millis(u64::try_from(millis).unwrap_or(0))
    }

    /// The local time to refresh the tokens at: [`EXPIRY_MARGIN`] before the first of them expires.
    pub fn refresh_at(&self) -> Timestamp {
        let local =
            signed(self.expires_at).saturating_add(self.clock_drift()).saturating_sub(signed(EXPIRY_MARGIN.as_secs()));
        Timestamp::from_seconds(u64::try_from(local).unwrap_or(0))
    }

    /// Whether the tokens should be refreshed now. Also if they seem to come from the future, because `clock_drift` cannot be
    /// right then.
    pub fn is_refresh_due(&self, now: Timestamp) -> bool {
        let server_now = signed(now.as_seconds()).saturating_sub(self.clock_drift());
        self.clock_drift.is_none()
            || now >= self.refresh_at()
            || server_now < signed(self.issued_at).saturating_sub(signed(EXPIRY_MARGIN.as_secs()))
    }

    /// From the issue of the tokens to the end of the first of them.
    pub(crate) fn lifetime(&self) -> Duration {
        Duration::from_secs(self.expires_at.saturating_sub(self.issued_at))
    }

    /// Whether the person signed in at most `age` ago, by the server's clock (`auth_time`). A refresh does not count. False if
    /// the tokens do not tell, if the time is in the future, or if the clock drift is unknown.
    pub fn is_sign_in_within(&self, age: Duration, now: Timestamp) -> bool {
        let margin = signed(EXPIRY_MARGIN.as_secs());
        let ago = |at, drift| signed(now.as_seconds()).saturating_sub(drift).saturating_sub(signed(at));
        let known = self.signed_in_at.zip(self.clock_drift);
        known.is_some_and(|(at, drift)| (-margin..=signed(age.as_secs())).contains(&ago(at, drift)))
    }

    /// Whether Cognito can revoke the refresh token: only in pools that turned revocation on.
    pub fn is_revocable(&self) -> bool {
        self.origin.is_some()
    }

    /// Whether the session came from [managed login](crate::managed_login). The browser may then still be signed in at the user
    /// pool's domain after this session ends. Told by the scope `openid` of the access token, which no sign-in by the API gives
    /// ([scopes](https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html)).
    pub fn is_by_managed_login(&self) -> bool {
        self.is_by_managed_login
    }
}

/// Tokens and stored drifts may hold any number: what is computed with these saturates.
fn signed(seconds: u64) -> i64 {
    i64::try_from(seconds).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use base64ct::{Base64UrlUnpadded, Encoding};

    use super::*;

    const ISSUED: u64 = 1_800_000_000;
    const HOUR: u64 = 3600;

    fn token(claims: &str) -> String {
        format!("h.{}.s", Base64UrlUnpadded::encode_string(claims.as_bytes()))
    }

    fn tokens() -> Tokens {
        let claims = format!(r#"{{"username":"u","iat":{ISSUED},"exp":{},"origin_jti":"o"}}"#, ISSUED + HOUR);
        Tokens {
            access_token: AccessToken::new(token(&claims)),
            id_token: IdToken::new(token(&claims)),
            refresh_token: RefreshToken::new("r"),
        }
    }

    #[test]
    fn refresh_is_due_by_the_servers_clock() {
        let day = 26 * HOUR;
        for (case, drift, local_now, due) in [
            ("fresh", 0, ISSUED, false),
            ("just before the margin", 0, ISSUED + HOUR - 61, false),
            ("at the margin", 0, ISSUED + HOUR - 60, true),
            ("expired", 0, ISSUED + 2 * HOUR, true),
            ("local clock ahead, fresh", signed(day), ISSUED + day, false),
            ("local clock ahead, expired", signed(day), ISSUED + day + HOUR, true),
            ("local clock behind, fresh", -signed(day), ISSUED - day, false),
            ("local clock behind, expired", -signed(day), ISSUED - day + HOUR, true),
            ("drift of another library, in milliseconds", signed(day) * 1000, ISSUED + 2 * HOUR, true),
        ] {
            let session = Session::restored(tokens(), drift).expect("tokens are well formed");
            assert_eq!(session.is_refresh_due(Timestamp::from_seconds(local_now)), due, "{case}");
        }
    }

    #[test]
    fn a_sign_in_is_recent_by_the_servers_clock() {
        let (day, five_minutes) = (26 * HOUR, Duration::from_secs(300));
        let at = |time: u64| Some(time);
        for (case, signed_in_at, drift, local_now, is_recent) in [
            ("just now", at(ISSUED), 0, ISSUED, true),
            ("five minutes ago", at(ISSUED), 0, ISSUED + 300, true),
            ("longer ago", at(ISSUED), 0, ISSUED + 301, false),
            ("refreshed just now", at(ISSUED - HOUR), 0, ISSUED, false),
            ("a second to come, by the rounding of clocks", at(ISSUED + 1), 0, ISSUED, true),
            ("far to come", at(ISSUED + HOUR), 0, ISSUED, false),
            ("not told", None, 0, ISSUED, false),
            ("local clock ahead", at(ISSUED), signed(day), ISSUED + day + 10, true),
            ("local clock ahead, longer ago", at(ISSUED), signed(day), ISSUED + day + 301, false),
            ("local clock behind", at(ISSUED), -signed(day), ISSUED - day + 10, true),
            ("drift of another library, in milliseconds", at(ISSUED), signed(day) * 1000, ISSUED, false),
        ] {
            let auth_time = signed_in_at.map_or(String::new(), |at| format!(r#","auth_time":{at}"#));
            let claims = format!(r#"{{"iat":{ISSUED},"exp":{}{auth_time}}}"#, ISSUED + HOUR);
            let tokens = Tokens { id_token: IdToken::new(token(&claims)), ..tokens() };
            let session = Session::restored(tokens, drift).expect("tokens are well formed");
            let now = Timestamp::from_seconds(local_now);
            assert_eq!(session.is_sign_in_within(five_minutes, now), is_recent, "{case}");
        }
    }

    #[test]
    fn drift_is_measured_at_receipt() {
        let session = Session::received(tokens(), Timestamp::from_seconds(ISSUED + 90)).expect("well formed");
        assert_eq!(session.clock_drift(), 90);
        assert_eq!(session.refresh_at(), Timestamp::from_seconds(ISSUED + 90 + HOUR - 60));
    }

    #[test]
    fn the_scope_tells_how_somebody_signed_in() {
        for (case, scope, expected) in [
            ("by the API", Some("aws.cognito.signin.user.admin"), false),
            ("by managed login", Some("aws.cognito.signin.user.admin openid"), true),
            ("by managed login, with more", Some("email openid phone"), true),
            ("a scope of the owner's own", Some("https://api.example.com/openid"), false),
            ("none", None, false),
        ] {
            let scope = scope.map_or(String::new(), |scope| format!(r#","scope":"{scope}""#));
            let access = token(&format!(r#"{{"username":"u","iat":{ISSUED},"exp":{}{scope}}}"#, ISSUED + HOUR));
            let session = Session::restored(Tokens { access_token: AccessToken::new(access), ..tokens() }, 0);
            assert_eq!(session.expect("tokens are well formed").is_by_managed_login(), expected, "{case}");
        }
    }

    #[test]
    fn garbage_is_no_session() {
        for (case, access) in [
            ("no token", "x".to_owned()),
            ("no username", token(r#"{"iat":1,"exp":2}"#)),
            ("no exp", token(r#"{"username":"u","iat":1}"#)),
            ("negative exp", token(r#"{"username":"u","iat":1,"exp":-5}"#)),
        ] {
            let tokens = Tokens { access_token: AccessToken::new(access), ..tokens() };
            assert!(Session::restored(tokens, 0).is_err(), "{case}");
        }
    }

    #[test]
    fn tokens_of_two_users_are_no_session() {
        let claims = |more: &str| format!(r#"{{"username":"u","iat":{ISSUED},"exp":{}{more}}}"#, ISSUED + HOUR);
        for (case, access, id, is_one) in [
            ("nothing told", "", "", true),
            ("one id", r#","sub":"1""#, r#","sub":"1""#, true),
            ("two ids", r#","sub":"1""#, r#","sub":"2""#, false),
            ("an id that one of them tells", r#","sub":"1""#, "", true),
            ("each for its use", r#","token_use":"access""#, r#","token_use":"id""#, true),
            ("exchanged", r#","token_use":"id""#, r#","token_use":"access""#, false),
            ("an id token twice", r#","token_use":"id""#, r#","token_use":"id""#, false),
            ("an access token twice", r#","token_use":"access""#, r#","token_use":"access""#, false),
        ] {
            let (access_token, id_token) = (AccessToken::new(token(&claims(access))), IdToken::new(token(&claims(id))));
            let session = Session::restored(Tokens { access_token, id_token, ..tokens() }, 0);
            assert_eq!(session.is_ok(), is_one, "{case}");
        }
    }

    #[test]
    fn one_user_has_one_name_and_one_id() {
        let session = |name: &str, subject: &str| {
            let claims = format!(r#"{{"username":"{name}"{subject},"iat":{ISSUED},"exp":{}}}"#, ISSUED + HOUR);
            let (access_token, id_token) = (AccessToken::new(token(&claims)), IdToken::new(token(&claims)));
            Session::restored(Tokens { access_token, id_token, ..tokens() }, 0).expect("well formed")
        };
        let before = session("u", r#","sub":"1""#);
        for (case, name, subject, is_one) in [
            ("the same", "u", r#","sub":"1""#, true),
            ("an id that is not told", "u", "", true),
            ("another name", "v", r#","sub":"1""#, false),
            ("the name of somebody who is gone", "u", r#","sub":"2""#, false),
        ] {
            assert_eq!(before.is_of_user_of(&session(name, subject)), is_one, "{case}");
        }
    }
}
