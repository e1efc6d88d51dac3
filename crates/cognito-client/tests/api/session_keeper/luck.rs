//! Dead or merely unlucky, and when to try again.

use core::time::Duration;
use std::cell::Cell;

use cognito_client::{
    secrets::AccessToken,
    session::Session,
    session_keeper::Outcome,
    token_store::TokenStore,
    transport::{Request, Response, TransportError},
};
use serde_json::{Value, json};

use super::{HOUR, answer_of, client_of, keeper, new, old, program, tokens};
use crate::scripted::{self, ISSUED, Program, Sent, ok, refused, token};

#[tokio::test]
async fn dead_or_unlucky() {
    let later = |seconds: u64| Some(Duration::from_secs(seconds));
    let wishes = |response: Response, seconds: &str| Response { retry_after: Some(seconds.to_owned()), ..response };
    let status = |status: u16| Response { status, ..ok(&Value::Null) };
    for (case, answer, ends, sooner, latest) in [
        ("revoked", Ok(refused("NotAuthorizedException", "")), true, None, None),
        ("rotated away", Ok(refused("RefreshTokenReuseException", "")), true, None, None),
        ("deleted", Ok(refused("UserNotFoundException", "")), true, None, None),
        ("offline", Err(TransportError::failed("offline")), false, later(0), later(1)),
        ("no answer", Err(TransportError::TimedOut), false, later(0), later(1)),
        ("a fault", Ok(status(503)), false, later(0), later(1)),
        ("throttled", Ok(refused("TooManyRequestsException", "")), false, later(0), later(1)),
        (
            "throttled for a minute",
            Ok(wishes(refused("TooManyRequestsException", ""), "60")),
            false,
            later(60),
            later(61),
        ),
        ("a gateway for a minute", Ok(wishes(status(429), "60")), false, later(60), later(61)),
        ("a hotel's page", Ok(ok(&json!({}))), false, later(0), later(1)),
        ("a limit", Ok(refused("LimitExceededException", "")), false, None, None),
        ("the pool's trigger", Ok(refused("UserLambdaValidationException", "")), false, None, None),
        ("no such client", Ok(refused("ResourceNotFoundException", "")), false, None, None),
    ] {
        let calls = Cell::new(0);
        let client = client_of(async |_: Request| {
            calls.set(calls.get() + 1);
            answer.clone()
        });
        let (keeper, program) = (keeper(Some(&old())), program());
        let outcome = keeper.fresh(&client, &program, &old()).await;
        assert_eq!(matches!(outcome, Outcome::Ended(_)), ends, "{case}: {outcome:?}");
        assert_eq!(matches!(outcome, Outcome::Unlucky(_)), !ends, "{case}: {outcome:?}");
        assert_eq!(keeper.store().load().is_none(), ends, "{case}");
        assert_eq!(calls.get(), 1, "{case}");
        if ends {
            continue;
        }
        let wake_up = keeper.wake_up(&old(), program.now, 0);
        assert_eq!(wake_up.is_some(), latest.is_some(), "{case}");
        if let Some((sooner, latest)) = sooner.zip(latest) {
            let wait = wake_up.expect("a time").wait(program.now);
            assert!(sooner < wait && wait <= latest, "{case}: {wait:?}");
        }
        // Whoever asks gets another try, unless the service has said for how long it wants none.
        assert!(matches!(keeper.fresh(&client, &program, &old()).await, Outcome::Unlucky(_)), "{case}");
        let is_told_to_wait = sooner == later(60);
        assert_eq!(calls.get(), if is_told_to_wait { 1 } else { 2 }, "{case}");
    }
}

#[tokio::test]
async fn luck_that_comes_back_is_all_that_counts() {
    let sent = Sent::default();
    let answers = [refused("TooManyRequestsException", ""), refused("InternalErrorException", ""), answer_of(&new())];
    let client = scripted::client(&sent, answers);
    let (keeper, program) = (keeper(Some(&old())), program());
    for longest in [1, 2] {
        assert!(matches!(keeper.fresh(&client, &program, &old()).await, Outcome::Unlucky(_)));
        let wait = keeper.wake_up(&old(), program.now, 0).expect("a time").wait(program.now);
        assert!(wait <= Duration::from_secs(longest) && wait >= Duration::from_millis(longest * 500), "{wait:?}");
    }
    assert_eq!(keeper.fresh(&client, &program, &old()).await, Outcome::Fresh(new()));
    let wait = keeper.wake_up(&new(), program.now, 0).expect("a time").wait(program.now);
    assert_eq!(wait, Duration::from_secs(HOUR - 60));
}

#[tokio::test]
async fn backoff_belongs_to_the_tokens_that_failed() {
    let (sent, too_busy) = (Sent::default(), refused("TooManyRequestsException", ""));
    let too_busy = Response { retry_after: Some("60".to_owned()), ..too_busy };
    let later = Session::restored(tokens("user-1", "o-1", ISSUED + HOUR), 0).expect("well formed");
    let client = scripted::client(&sent, [too_busy, answer_of(&later)]);
    let keeper = keeper(Some(&old()));
    assert!(matches!(keeper.fresh(&client, &program(), &old()).await, Outcome::Unlucky(_)));
    let wait = |of: &Session, now| keeper.wake_up(of, now, 0).expect("a time").wait(now);
    assert!(wait(&old(), program().now) > Duration::from_secs(60), "so the service wishes");
    // Another tab had better luck.
    keeper.store().save(&new());
    assert_eq!(wait(&old(), program().now), Duration::ZERO, "what it has brought can be taken at once");
    assert_eq!(wait(&new(), program().now), Duration::from_secs(HOUR - 60));
    let an_hour_later = Program { now: program().now.plus(Duration::from_secs(HOUR)), ..program() };
    assert_eq!(wait(&new(), an_hour_later.now), Duration::ZERO);
    let outcome = keeper.fresh(&client, &an_hour_later, &new()).await;
    assert!(matches!(outcome, Outcome::Fresh(_)), "{outcome:?}");
}

#[tokio::test]
async fn tokens_that_are_due_as_they_come_are_asked_for_more_and_more_seldom() {
    let issued = Cell::new(ISSUED);
    let client = client_of(async |_: Request| {
        issued.set(issued.get() + 1);
        let mut tokens = tokens("user-1", "o-1", issued.get());
        let claims =
            json!({ "username": "user-1", "iat": issued.get(), "exp": issued.get() + 60, "origin_jti": "o-1" });
        tokens.access_token = AccessToken::new(token(&claims));
        Ok(answer_of(&Session::restored(tokens, 0).expect("well formed")))
    });
    let here = keeper(Some(&old()));
    for (tries, longest) in [1, 2, 4, 8, 16, 32, 60, 60].into_iter().enumerate() {
        let outcome = here.refresh(&client, &program(), &old()).await;
        assert!(matches!(outcome, Outcome::Unlucky(_)), "{tries}: {outcome:?}");
        let stored = here.store().load().expect("a session");
        for (case, shown) in [("those that are shown", old()), ("those that are stored", stored)] {
            let wait = here.wake_up(&shown, program().now, 0).expect("a time").wait(program().now);
            assert!(wait >= Duration::from_secs(longest) / 2, "{tries}, {case}: {wait:?}");
        }
    }
    let stored = here.store().load().expect("a session");
    assert_ne!(stored.tokens(), old().tokens(), "what came is stored: the refresh token before it may be dead");
}

#[tokio::test]
async fn tokens_that_are_refused_at_once_are_not_asked_for_again_and_again() {
    let calls = Cell::new(0);
    let client = client_of(async |_: Request| {
        calls.set(calls.get() + 1);
        Ok(answer_of(&old()))
    });
    let keeper = keeper(Some(&old()));
    let outcome = keeper.refresh(&client, &program(), &old()).await;
    assert!(matches!(outcome, Outcome::Unlucky(_)), "{outcome:?}");
    assert!(calls.get() <= 3, "{}", calls.get());
    assert_eq!(keeper.store().load().map(|session| session.tokens().clone()), Some(old().tokens().clone()));
}
