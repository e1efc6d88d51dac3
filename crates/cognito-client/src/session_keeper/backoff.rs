use core::time::Duration;

use super::wake_up::{WakeUp, share};
use crate::{
    error::Error,
    session::{EXPIRY_MARGIN, Session, Tokens},
    timestamp::Timestamp,
};

const FIRST_DELAY: Duration = Duration::from_secs(1);
const LONGEST_DELAY: Duration = Duration::from_secs(60);
/// A longer Retry-After is a mistake.
const LONGEST_WISH: Duration = Duration::from_secs(3600);

/// How long to wait after this many failures in a row: 1, 2, 4 … up to 60 seconds, half of it fixed and half by `random`. It is
/// added to what the service asks for (`wish`: Retry-After), so that not all clients return at the same moment.
pub fn retry_delay(failures: u32, wish: Option<Duration>, random: u32) -> Duration {
    let doubled = FIRST_DELAY.saturating_mul(1_u32.checked_shl(failures.saturating_sub(1)).unwrap_or(u32::MAX));
    let half = doubled.min(LONGEST_DELAY) / 2;
    wish.unwrap_or_default().min(LONGEST_WISH) + half + share(half, random)
}

/// Refreshes of the same tokens that came to nothing. With other tokens all starts afresh: whoever has brought them had
/// better luck.
#[derive(Default)]
pub(super) struct Failures {
    last: Option<Failure>,
}

struct Failure {
    of: Tokens,
    count: u32,
    error: Error,
    at: Timestamp,
    retry: Option<WakeUp>,
}

impl Failures {
    pub(super) fn add(&mut self, of: &Session, error: Error, at: Timestamp, random: u32) {
        let count = self.of(of).map_or(0, |last| last.count).saturating_add(1);
        let delay = retry_delay(count, error.retry_after(), random);
        let retry = error.is_transient().then(|| WakeUp::after(at, delay));
        self.last = Some(Failure { of: of.tokens().clone(), count, error, at, retry });
    }

    /// When to try again, if there was a failure; inside, `None` if waiting changes nothing.
    pub(super) fn wake_up(&self, of: &Session) -> Option<Option<WakeUp>> {
        self.of(of).map(|last| last.retry)
    }

    /// Why the service is to be left alone even if a person asks: it said for how long. Bad luck of any other kind may be
    /// over at any moment.
    pub(super) fn not_yet(&self, of: &Session, now: Timestamp) -> Option<Error> {
        let last = self.of(of)?;
        let wish = last.error.retry_after()?.min(LONGEST_WISH);
        (!WakeUp::after(last.at, wish).is_due(now)).then(|| last.error.clone())
    }

    /// Whether all that kept these tokens from being refreshed was another tab.
    pub(super) fn was_busy(&self, of: &Session) -> bool {
        self.of(of).is_some_and(|last| last.error == Error::Busy)
    }

    /// Tokens that are due as they come are no better luck than none.
    fn of(&self, session: &Session) -> Option<&Failure> {
        let is_useless = session.lifetime() <= EXPIRY_MARGIN;
        self.last.as_ref().filter(|last| is_useless || last.of == *session.tokens())
    }
}

#[cfg(test)]
mod tests {
    use base64ct::{Base64UrlUnpadded, Encoding};

    use super::*;
    use crate::{
        error::ErrorCode,
        secrets::{AccessToken, IdToken, RefreshToken},
        transport::TransportError,
    };

    fn session(refresh_token: &str) -> Session {
        let claims = Base64UrlUnpadded::encode_string(br#"{"username":"u","iat":1000000,"exp":1003600}"#);
        let token = format!("h.{claims}.s");
        let tokens = Tokens {
            access_token: AccessToken::new(token.clone()),
            id_token: IdToken::new(token),
            refresh_token: RefreshToken::new(refresh_token),
        };
        Session::restored(tokens, 0).expect("well formed")
    }

    #[test]
    fn delays() {
        let seconds = Duration::from_secs;
        for (case, failures, wish, least, most) in [
            ("the first", 1, None, 0.5, 1.0),
            ("the second", 2, None, 1.0, 2.0),
            ("the fifth", 5, None, 8.0, 16.0),
            ("the seventh", 7, None, 30.0, 60.0),
            ("the hundredth", 100, None, 30.0, 60.0),
            ("none yet", 0, None, 0.5, 1.0),
            ("a wish", 1, Some(seconds(20)), 20.5, 21.0),
            ("an absurd wish", 1, Some(seconds(u64::MAX)), 3600.5, 3601.0),
        ] {
            assert_eq!(retry_delay(failures, wish, 0), Duration::from_secs_f64(least), "{case}: least");
            let longest = retry_delay(failures, wish, u32::MAX).as_secs_f64();
            assert!(most - 0.001 < longest && longest <= most, "{case}: {longest}");
        }
    }

    #[test]
    fn what_is_tried_again_and_when() {
        let at = Timestamp::from_seconds(1_000_000);
        let service = |code, retry_after: Option<u64>| Error::Service {
            operation: "GetTokensFromRefreshToken",
            code,
            message: String::new(),
            status: 400,
            request_id: None,
            retry_after: retry_after.map(Duration::from_secs),
        };
        let offline = Error::Transport(TransportError::failed(""));
        let throttled = |wish| service(ErrorCode::TooManyRequests, wish);
        for (case, error, retry, gate) in [
            ("offline", offline, Some(500), 0),
            ("throttled", throttled(None), Some(500), 0),
            ("throttled, with a wish", throttled(Some(30)), Some(30_500), 30),
            ("a limit", service(ErrorCode::LimitExceeded, None), None, 0),
            ("a limit, with a wish", service(ErrorCode::LimitExceeded, Some(30)), None, 30),
            ("a trigger", service(ErrorCode::UserLambdaValidation, None), None, 0),
        ] {
            let (mut failures, these, others) = (Failures::default(), session("r"), session("another"));
            assert!(failures.wake_up(&these).is_none(), "{case}");
            failures.add(&these, error.clone(), at, 0);
            let expected = retry.map(|millis| WakeUp::after(at, Duration::from_millis(millis)));
            assert_eq!(failures.wake_up(&these), Some(expected), "{case}");
            let gated = |seconds| failures.not_yet(&these, at.plus(Duration::from_secs(seconds)));
            assert_eq!(gated(0), (gate > 0).then(|| error.clone()), "{case}");
            assert_eq!(gated(gate), None, "{case}: over");
            let earlier = Timestamp::from_seconds(999_000);
            assert_eq!(failures.not_yet(&these, earlier), None, "{case}: the clock was put back");
            assert_eq!(failures.wake_up(&others), None, "{case}: other tokens have not failed");
            assert_eq!(failures.not_yet(&others, at), None, "{case}: nobody wishes that of other tokens");
            // Twice the delay for those that failed twice; not for those that failed once after others.
            for (case, of, longest) in [("again", &these, 1_000), ("others", &others, 500)] {
                failures.add(of, error.clone(), at, 0);
                let waits = failures.wake_up(of).flatten().map(|wake_up| wake_up.wait(at));
                let wish = error.retry_after().unwrap_or_default();
                assert_eq!(waits, retry.map(|_| wish + Duration::from_millis(longest)), "{case}");
            }
        }
    }
}
