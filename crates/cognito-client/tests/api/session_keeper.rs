//! One refresh for all, and what becomes of a session. What happens between tabs is in `tests/simulation`.

use core::time::Duration;
use std::{cell::Cell, rc::Rc};

use cognito_client::{
    Client, Error,
    ids::{ClientId, UserPoolId},
    secrets::{AccessToken, IdToken, RefreshToken},
    session::{Session, Tokens},
    session_keeper::{LEASE, Lease, Lock, Outcome, POLL, Seen, SessionKeeper, Unshared},
    timestamp::Timestamp,
    token_store::{
        KeyedTokenStore, TokenStore,
        key_value::{KeyValueStore, MemoryStore},
    },
    transport::{Request, Response, Transport, TransportError},
};
use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::scripted::{self, ISSUED, Program, Sent, ok, operations, refused, token};

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

#[tokio::test]
async fn what_is_fresh_needs_no_call() {
    let sent = Sent::default();
    let client = crate::scripted::client(&sent, []);
    let keeper = keeper(Some(&new()));
    assert_eq!(keeper.fresh(&client, &program(), &new()).await, Outcome::Fresh(new()));
    // Another tab was here.
    assert_eq!(keeper.fresh(&client, &program(), &old()).await, Outcome::Fresh(new()));
    assert_eq!(keeper.fresh(&client, &program(), &anothers()).await, Outcome::Replaced(new()));
    assert_eq!(keeper.leave(&old()), new(), "the newest is to be revoked");
    assert_eq!(keeper.fresh(&client, &program(), &new()).await, Outcome::SignedOut);
    assert!(sent.borrow().is_empty());
}

#[tokio::test]
async fn all_who_ask_at_once_get_what_one_call_brings() {
    let (slow, keeper, program, session) = (Slow::default(), keeper(Some(&old())), program(), old());
    let client = slow.client(answer_of(&new()));
    let ask = || keeper.fresh(&client, &program, &session);
    let answered = async {
        slow.arrived.notified().await;
        slow.answer.notify_one();
    };
    let (first, second, third, ()) = tokio::join!(ask(), ask(), ask(), answered);
    for outcome in [first, second, third] {
        assert_eq!(outcome, Outcome::Fresh(new()));
    }
    assert_eq!(slow.names(), ["GetTokensFromRefreshToken"]);
    assert_eq!(keeper.store().load(), Some(new()));
}

#[tokio::test]
async fn whoever_stops_waiting_stops_nobody_else() {
    let (slow, keeper, program, session) = (Slow::default(), keeper(Some(&old())), program(), old());
    let client = slow.client(answer_of(&new()));
    let leaves = async {
        tokio::select! {
            _ = keeper.fresh(&client, &program, &session) => panic!("there is no answer yet"),
            () = slow.arrived.notified() => {}
        }
    };
    let stays = async {
        let (outcome, ()) = tokio::join!(keeper.fresh(&client, &program, &session), async {
            slow.arrived.notified().await;
            slow.answer.notify_one();
        });
        outcome
    };
    let ((), outcome) = tokio::join!(biased; leaves, stays);
    assert_eq!(outcome, Outcome::Fresh(new()));
    assert_eq!(slow.names(), ["GetTokensFromRefreshToken"; 2], "the one that was given up, and another");
}

#[tokio::test]
async fn an_answer_that_comes_too_late_is_for_nobody() {
    let sign_out = |keeper: &Keeper| drop(keeper.leave(&old()));
    let other_user = |keeper: &Keeper| keeper.enter(&anothers());
    let again = Session::restored(tokens("user-1", "o-3", ISSUED), 0).expect("well formed");
    let same_user = |keeper: &Keeper| keeper.enter(&again);
    let other_tab = |keeper: &Keeper| keeper.store().save(&new());
    let late = Session::restored(tokens("user-1", "o-1", ISSUED + 1), 0).expect("well formed");
    let (refresh, revoke) = ("GetTokensFromRefreshToken", "RevokeToken");
    type Meanwhile<'a> = &'a dyn Fn(&Keeper);
    for (case, meanwhile, response, expected, calls) in [
        ("a sign-out", &sign_out as Meanwhile<'_>, answer_of(&late), Outcome::SignedOut, vec![refresh, revoke]),
        ("another user", &other_user, answer_of(&late), Outcome::Replaced(anothers()), vec![refresh, revoke]),
        ("the same user again", &same_user, answer_of(&late), Outcome::Fresh(again.clone()), vec![refresh, revoke]),
        ("another tab", &other_tab, answer_of(&late), Outcome::Fresh(new()), vec![refresh]),
        (
            "a sign-out, and a refusal",
            &sign_out,
            refused("NotAuthorizedException", ""),
            Outcome::SignedOut,
            vec![refresh],
        ),
        (
            "another tab, and a refusal",
            &other_tab,
            refused("RefreshTokenReuseException", ""),
            Outcome::Fresh(new()),
            vec![refresh],
        ),
        (
            "another tab, and bad luck",
            &other_tab,
            refused("InternalErrorException", ""),
            Outcome::Fresh(new()),
            vec![refresh],
        ),
    ] {
        let (slow, keeper, program, session) = (Slow::default(), keeper(Some(&old())), program(), old());
        let client = slow.client(response);
        let happens = async {
            slow.arrived.notified().await;
            meanwhile(&keeper);
            slow.answer.notify_one();
        };
        let (outcome, ()) = tokio::join!(keeper.refresh(&client, &program, &session), happens);
        assert_eq!(outcome, expected, "{case}");
        assert_eq!(slow.names(), calls, "{case}");
        let stored = match expected {
            Outcome::Fresh(session) | Outcome::Replaced(session) => Some(session),
            _ => None,
        };
        assert_eq!(keeper.store().load(), stored, "{case}");
    }
}

#[tokio::test]
async fn dead_or_unlucky() {
    let later = |seconds: u64| Some(Duration::from_secs(seconds));
    let wishes = |response: Response, seconds: &str| Response { retry_after: Some(seconds.to_owned()), ..response };
    let status = |status: u16| Response { status, ..ok(&Value::Null) };
    for (case, answer, ends, sooner, latest) in [
        ("revoked", Ok(refused("NotAuthorizedException", "")), true, None, None),
        ("rotated away", Ok(refused("RefreshTokenReuseException", "")), true, None, None),
        ("deleted", Ok(refused("UserNotFoundException", "")), true, None, None),
        ("offline", Err(TransportError::Failed("offline".to_owned())), false, later(0), later(1)),
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
    let client = crate::scripted::client(&sent, answers);
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
    let client = crate::scripted::client(&sent, [too_busy, answer_of(&later)]);
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

#[test]
fn a_tab_wakes_up_before_its_tokens_expire() {
    let minutes = |minutes: u64| Duration::from_secs(60 * minutes);
    for drift in [0, 26 * 3600, -26 * 3600] {
        let keeper = keeper(None);
        let session = Session::restored(tokens("user-1", "o-1", ISSUED), drift).expect("well formed");
        let local = |seconds: i64| Timestamp::from_seconds(ISSUED.saturating_add_signed(drift + seconds));
        for (case, now, random, earliest, latest) in [
            ("no jitter", 0, 0, minutes(59), minutes(59)),
            ("all of it", 0, u32::MAX, minutes(58), minutes(58) + Duration::from_millis(1)),
            (
                "half of it",
                0,
                u32::MAX / 2,
                minutes(58) + Duration::from_secs(30),
                minutes(58) + Duration::from_secs(31),
            ),
            ("later", 1800, 0, minutes(29), minutes(29)),
            ("due", 3540, 0, minutes(0), minutes(0)),
            ("expired", 8000, 0, minutes(0), minutes(0)),
            ("the clock was put back", -4000, 0, minutes(0), minutes(0)),
        ] {
            let wake_up = keeper.wake_up(&session, local(now), random).expect("a time");
            let wait = wake_up.wait(local(now));
            assert!(earliest <= wait && wait <= latest, "{case}, drift {drift}: {wait:?}");
            assert_eq!(wake_up.is_due(local(now)), wait.is_zero(), "{case}, drift {drift}");
            assert!(wake_up.is_due(local(now).plus(wait)), "{case}, drift {drift}");
        }
        let set = keeper.wake_up(&session, local(0), 0).expect("a time");
        assert!(!set.is_due(local(3000)), "drift {drift}");
        assert!(!set.is_due(local(-30)), "drift {drift}: a clock is put right by seconds now and then");
        assert!(set.is_due(local(-4000)), "drift {drift}: nobody knows how much time has passed");
    }
}

#[tokio::test]
async fn a_clock_that_is_wrong_by_a_day_and_more_keeps_a_session() {
    for drift in [0, 26 * 3600, -26 * 3600] {
        let local = |seconds: u64| Timestamp::from_seconds((ISSUED + seconds).saturating_add_signed(drift));
        let at = |seconds| Program { now: local(seconds), ..program() };
        let sent = Sent::default();
        let renewed = tokens("user-1", "o-1", ISSUED + 3550);
        let expected = Session::received(renewed, local(3551)).expect("well formed");
        let client = crate::scripted::client(&sent, [answer_of(&expected)]);
        let first = Session::received(tokens("user-1", "o-1", ISSUED), local(1)).expect("well formed");
        let keeper = keeper(Some(&first));
        for seconds in [1, 60, 3500] {
            let outcome = keeper.fresh(&client, &at(seconds), &first).await;
            assert_eq!(outcome, Outcome::Fresh(first.clone()), "drift {drift}, after {seconds} s");
        }
        // By the local clock, these tokens are a day old, or not yet issued.
        assert_eq!(sent.borrow().len(), 0, "drift {drift}");
        assert_eq!(keeper.fresh(&client, &at(3551), &first).await, Outcome::Fresh(expected.clone()), "drift {drift}");
        assert_eq!(keeper.store().load(), Some(expected), "drift {drift}");
        assert_eq!(sent.borrow().len(), 1, "drift {drift}");
    }
}

#[tokio::test]
async fn a_session_of_another_library_is_refreshed_before_it_is_used() {
    let sent = Sent::default();
    let client = crate::scripted::client(&sent, [answer_of(&new())]);
    let memory = Rc::<MemoryStore>::default();
    let theirs = tokens("user-1", "o-1", ISSUED - 10);
    for (name, value) in [
        ("LastAuthUser", "user-1"),
        ("user-1.idToken", theirs.id_token.expose()),
        ("user-1.accessToken", theirs.access_token.expose()),
        ("user-1.refreshToken", theirs.refresh_token.expose()),
        ("user-1.clockDrift", "-93600000"),
    ] {
        memory.set(&format!("CognitoIdentityServiceProvider.client1.{name}"), value).expect("memory");
    }
    let keeper = SessionKeeper::new(KeyedTokenStore::new(&client_id(), memory), Unshared);
    let taken = keeper.store().load().expect("a session");
    assert_eq!(keeper.look(&taken), Seen::Same);
    assert_eq!(keeper.fresh(&client, &program(), &taken).await, Outcome::Fresh(new()));
    assert_eq!(operations(&sent)[0].1["RefreshToken"], theirs.refresh_token.expose());
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

#[tokio::test]
async fn no_lock_is_bad_luck() {
    struct Taken;
    impl Lock for Taken {
        type Guard = ();

        async fn acquire(&self) -> Result<(), cognito_client::session_keeper::NotLocked> {
            Err(cognito_client::session_keeper::NotLocked)
        }
    }
    let sent = Sent::default();
    let client = crate::scripted::client(&sent, []);
    let keeper = SessionKeeper::new(KeyedTokenStore::new(&client_id(), Rc::<MemoryStore>::default()), Taken);
    keeper.enter(&old());
    let outcome = keeper.fresh(&client, &program(), &old()).await;
    assert_eq!(outcome, Outcome::Unlucky(cognito_client::Error::Busy), "nobody is offline");
    assert!(keeper.wake_up(&old(), program().now, 0).is_some());
    assert_eq!(keeper.store().load(), Some(old()));
}

/// A lock after which it takes a while until what another tab has written is seen.
struct Late {
    store: Rc<KeyedTokenStore>,
    newer: Session,
    /// So often somebody waits for it.
    looks: Cell<u32>,
}

impl Lock for Late {
    type Guard = ();

    async fn acquire(&self) -> Result<(), cognito_client::session_keeper::NotLocked> {
        Ok(())
    }

    async fn settle(&self) {
        let left = self.looks.get().saturating_sub(1);
        self.looks.set(left);
        if left == 0 {
            self.store.save(&self.newer);
        }
    }
}

#[tokio::test]
async fn a_refusal_ends_nothing_that_another_tab_turns_out_to_have_renewed() {
    for exception in ["RefreshTokenReuseException", "NotAuthorizedException"] {
        let store = Rc::new(KeyedTokenStore::new(&client_id(), Rc::new(MemoryStore::default())));
        store.save(&old());
        let lock = Late { store: Rc::clone(&store), newer: new(), looks: Cell::new(20) };
        let keeper = SessionKeeper::new(Rc::clone(&store), lock);
        let sent = Sent::default();
        let client = scripted::client(&sent, [refused(exception, "")]);
        let outcome = keeper.refresh(&client, &program(), &old()).await;
        assert_eq!(outcome, Outcome::Fresh(new()), "{exception}");
        assert_eq!(store.load(), Some(new()), "{exception}: it stays");
    }
}

#[tokio::test]
async fn a_new_refresh_token_beside_old_tokens_is_not_sent() {
    let store = Rc::new(KeyedTokenStore::new(&client_id(), Rc::new(MemoryStore::default())));
    let refresh_token = new().tokens().refresh_token.clone();
    let half = Tokens { refresh_token, ..old().tokens().clone() };
    store.save(&Session::restored(half, 0).expect("well formed"));
    let lock = Late { store: Rc::clone(&store), newer: new(), looks: Cell::new(5) };
    let keeper = SessionKeeper::new(Rc::clone(&store), lock);
    let sent = Sent::default();
    let client = scripted::client(&sent, []);
    assert_eq!(keeper.refresh(&client, &program(), &old()).await, Outcome::Fresh(new()));
    assert_eq!(operations(&sent), [], "another tab has done it");
}

/// A lock by which a token is noted as spent, though nobody shows what has come of it.
struct Spent(Cell<u32>);

impl Lock for Spent {
    type Guard = ();

    async fn acquire(&self) -> Result<(), cognito_client::session_keeper::NotLocked> {
        Ok(())
    }

    async fn is_spent(&self, _: &str) -> bool {
        true
    }

    async fn settle(&self) {
        self.0.set(self.0.get() + 1);
    }
}

#[tokio::test]
async fn nobody_waits_for_ever_for_what_another_tab_keeps_to_itself() {
    let sent = Sent::default();
    let client = scripted::client(&sent, [refused("RefreshTokenReuseException", "")]);
    let store = KeyedTokenStore::new(&client_id(), Rc::new(MemoryStore::default()));
    store.save(&old());
    let keeper = SessionKeeper::new(store, Spent(Cell::new(0)));
    let outcome = keeper.refresh(&client, &program(), &old()).await;
    assert_eq!(outcome, Outcome::Unlucky(cognito_client::Error::Busy), "the other may be about to show it");
    assert_eq!(operations(&sent), []);
    assert!(keeper.wake_up(&old(), program().now, 0).is_some(), "it goes on by itself");
    let outcome = keeper.refresh(&client, &program(), &old()).await;
    assert!(matches!(outcome, Outcome::Ended(_)), "the service says it: {outcome:?}");
    assert!(keeper.lock().0.get() < 200, "{}", keeper.lock().0.get());
}

/// How long somebody waits for a lease while `others` do something to it.
async fn waits(others: impl Fn(Duration, &MemoryStore, &str)) -> Duration {
    let (store, passed) = (Rc::<MemoryStore>::default(), Cell::new(Duration::ZERO));
    let key = "CognitoSessionKeeper.client1.lease";
    let timer = async |duration: Duration| {
        passed.set(passed.get() + duration);
        others(passed.get(), &store, key);
    };
    others(Duration::ZERO, &store, key);
    let lease = Lease::new(Rc::<MemoryStore>::clone(&store), timer, &client_id(), "me");
    let guard = lease.acquire().await.expect("a lease");
    assert_eq!(store.get(key), Ok(Some("me".to_owned())));
    drop(guard);
    assert_eq!(store.get(key), Ok(None), "it is let go");
    passed.into_inner()
}

#[tokio::test]
async fn a_page_that_is_left_gives_up_its_lease_and_no_other() {
    for (case, owner, left) in [("its own", "me", None), ("another's", "another", Some("another".to_owned()))] {
        let store = Rc::<MemoryStore>::default();
        let lease = |owner: &str| Lease::new(Rc::<MemoryStore>::clone(&store), async |_| {}, &client_id(), owner);
        let guard = lease(owner).acquire().await.expect("a lease");
        lease("me").give_up();
        assert_eq!(store.get("CognitoSessionKeeper.client1.lease"), Ok(left), "{case}");
        drop(guard);
    }
}

#[tokio::test]
async fn what_a_tab_has_spent_stays_noted_beside_its_lease() {
    let store = Rc::<MemoryStore>::default();
    let lease = || Lease::new(Rc::<MemoryStore>::clone(&store), async |_| {}, &client_id(), "me");
    assert!(!lease().is_spent("mark-0").await, "not yet");
    for count in 0..33 {
        lease().note_spent(&format!("mark-{count}")).await;
    }
    assert!(!lease().is_spent("mark-0").await, "only the newest are kept");
    assert!(lease().is_spent("mark-1").await && lease().is_spent("mark-32").await);
    assert!(!lease().is_spent("mark").await, "nobody has said that");
    assert_eq!(store.keys(), Ok(vec!["CognitoSessionKeeper.client1.spent".to_owned()]));
}

#[tokio::test]
async fn a_lease_is_taken_when_nobody_has_it() {
    let seconds = Duration::from_secs;
    assert_eq!(waits(|_, _, _| {}).await, POLL, "nobody");
    let lets_go = |now, store: &MemoryStore, key: &str| {
        if now == Duration::ZERO {
            store.set(key, "another").expect("memory");
        } else if now == seconds(2) {
            store.remove(key).expect("memory");
        }
    };
    assert_eq!(waits(lets_go).await, seconds(2) + POLL, "another lets go");
    let is_gone = |now, store: &MemoryStore, key: &str| {
        if now == Duration::ZERO {
            store.set(key, "gone").expect("memory");
        }
    };
    let waited = waits(is_gone).await;
    assert!((LEASE..LEASE + seconds(1)).contains(&waited), "another is gone: {waited:?}");
    let changes_hands = |now, store: &MemoryStore, key: &str| {
        if now == Duration::ZERO {
            store.set(key, "second").expect("memory");
        } else if now == seconds(60) {
            store.set(key, "third").expect("memory");
        }
    };
    let waited = waits(changes_hands).await;
    assert!((LEASE + seconds(60)..LEASE + seconds(61)).contains(&waited), "it changes hands: {waited:?}");
    let is_faster = |now, store: &MemoryStore, key: &str| {
        if now == POLL {
            store.set(key, "faster").expect("memory");
        } else if now == seconds(1) {
            store.remove(key).expect("memory");
        }
    };
    assert_eq!(waits(is_faster).await, seconds(1) + POLL, "another writes at the same time");
}

/// Tokens of a refresh token that somebody has put into the place of this user's.
#[tokio::test]
async fn a_refresh_that_brings_another_user_is_refused_and_revoked() {
    let intruder = |subject: &str, name: &str| {
        let jwt = token(&json!({
            "username": name, "sub": subject, "iat": ISSUED, "exp": ISSUED + HOUR, "origin_jti": "o-x",
        }));
        let tokens = Tokens {
            access_token: AccessToken::new(jwt.clone()),
            id_token: IdToken::new(jwt),
            refresh_token: RefreshToken::new("theirs"),
        };
        Session::restored(tokens, 0).expect("well formed")
    };
    let before = intruder("sub-1", "user-1");
    let due = Program { now: Timestamp::from_seconds(ISSUED + HOUR), ..program() };
    for (case, came) in [
        ("another name", intruder("sub-1", "user-2")),
        ("another id", intruder("sub-2", "user-1")),
        ("another of both", intruder("sub-2", "user-2")),
    ] {
        let sent = Sent::default();
        let client = scripted::client(&sent, [answer_of(&came), ok(&json!({}))]);
        let keeper = keeper(Some(&before));
        assert_eq!(keeper.fresh(&client, &due, &before).await, Outcome::Ended(Error::AnotherUser), "{case}");
        assert_eq!(keeper.store().load(), None, "{case}: nobody is signed in");
        let calls = operations(&sent);
        let names: Vec<_> = calls.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["GetTokensFromRefreshToken", "RevokeToken"], "{case}");
        assert_eq!(calls[1].1["Token"], "theirs", "{case}: what came");

        let sent = Sent::default();
        let client = scripted::client(&sent, [answer_of(&came), refused("InternalErrorException", "")]);
        assert_eq!(before.refresh(&client, &due).await, Err(Error::AnotherUser), "{case}, without a keeper");
        assert_eq!(operations(&sent).len(), 2, "{case}, without a keeper: it is revoked if that can be done");
    }
}

/// A store that others can write to, as they see it: the same cookies without this host's own storage.
struct Neighbours {
    cookies: Rc<MemoryStore>,
    vault: Rc<MemoryStore>,
}

impl Neighbours {
    fn new() -> Self {
        Self { cookies: Rc::default(), vault: Rc::default() }
    }

    /// A page of this host opens.
    fn open(&self, is_shared: bool) -> SessionKeeper<KeyedTokenStore, Unshared> {
        let store = KeyedTokenStore::new(&client_id(), Rc::<MemoryStore>::clone(&self.cookies));
        let vault = Rc::<MemoryStore>::clone(&self.vault);
        SessionKeeper::new(store.stamped("app.client1", "secret".to_owned(), vault, is_shared), Unshared)
    }

    /// As another host, or another library on this one, stores it.
    fn plant(&self, session: &Session) {
        KeyedTokenStore::new(&client_id(), Rc::<MemoryStore>::clone(&self.cookies)).save(session);
    }

    /// With a stamp made up.
    fn plant_stamped(&self, session: &Session) {
        let store = KeyedTokenStore::new(&client_id(), Rc::<MemoryStore>::clone(&self.cookies));
        store.stamped("app.client1", "guessed".to_owned(), Rc::<MemoryStore>::default(), false).save(session);
    }
}

#[tokio::test]
async fn another_user_that_another_host_has_put_there_is_refused_and_revoked() {
    type Plant = fn(&Neighbours, &Session);
    for (case, plant) in [("no stamp", Neighbours::plant as Plant), ("a wrong stamp", Neighbours::plant_stamped)] {
        for asks_for_refresh in [false, true] {
            let neighbours = Neighbours::new();
            let tab = neighbours.open(false);
            tab.enter(&new());
            plant(&neighbours, &anothers());
            assert_eq!(tab.look(&new()), Seen::Foreign(anothers()), "{case}");
            let sent = Sent::default();
            let client = scripted::client(&sent, [ok(&json!({}))]);
            let outcome = if asks_for_refresh {
                tab.refresh(&client, &program(), &new()).await
            } else {
                tab.fresh(&client, &program(), &new()).await
            };
            assert_eq!(outcome, Outcome::Ended(Error::AnotherUser), "{case}");
            assert_eq!(tab.store().load(), None, "{case}: nobody is signed in");
            let calls = operations(&sent);
            assert_eq!(calls.len(), 1, "{case}");
            assert_eq!(
                (calls[0].0.as_str(), &calls[0].1["Token"]),
                ("RevokeToken", &json!(anothers().tokens().refresh_token.expose())),
                "{case}: what came"
            );
        }
    }
}

#[tokio::test]
async fn another_user_that_came_while_the_answer_was_on_its_way_is_refused() {
    let (slow, neighbours) = (Slow::default(), Neighbours::new());
    let (tab, program, session) = (neighbours.open(false), program(), old());
    tab.enter(&session);
    let client = slow.client(answer_of(&new()));
    let happens = async {
        slow.arrived.notified().await;
        neighbours.plant(&anothers());
        slow.answer.notify_one();
    };
    let (outcome, ()) = tokio::join!(tab.refresh(&client, &program, &session), happens);
    assert_eq!(outcome, Outcome::Ended(Error::AnotherUser));
    assert_eq!(tab.store().load(), None);
    let revoked = operations(&slow.sent).into_iter().find(|(name, _)| name == "RevokeToken").expect("a call");
    assert_eq!(revoked.1["Token"], anothers().tokens().refresh_token.expose());
}

#[test]
fn whoever_signs_in_on_this_host_is_believed() {
    let neighbours = Neighbours::new();
    let (first, second) = (neighbours.open(false), neighbours.open(false));
    first.enter(&old());
    second.enter(&anothers());
    assert_eq!(first.look(&old()), Seen::Replaced(anothers()), "another tab has the secret");
    assert!(!neighbours.open(false).store().is_foreign(&anothers()), "and so has the next page");
    neighbours.plant(&new());
    assert_eq!(first.look(&old()), Seen::Renewed(new()), "another library has refreshed the same user's");
}

#[test]
fn a_page_that_opens_believes_nobody_in_the_place_of_another() {
    for (case, is_left, is_shared, is_foreign) in [
        ("in the place of another", false, false, true),
        ("after a sign-out, as another library stores its own", true, false, false),
        ("on hosts that share their sessions", false, true, false),
    ] {
        let neighbours = Neighbours::new();
        let before = neighbours.open(is_shared);
        before.enter(&new());
        if is_left {
            drop(before.leave(&new()));
        }
        neighbours.plant(&anothers());
        let page = neighbours.open(is_shared);
        let stored = page.store().load().expect("a session");
        assert_eq!(page.store().is_foreign(&stored), is_foreign, "{case}");
        assert!(!page.store().is_foreign(&new()), "{case}: the same user's tokens");
    }
}

#[test]
fn a_sign_out_leaves_no_stamp_behind() {
    let neighbours = Neighbours::new();
    let tab = neighbours.open(false);
    tab.enter(&new());
    assert_eq!(neighbours.vault.get("app.client1.owner"), Ok(Some("user-1".to_owned())));
    drop(tab.leave(&new()));
    assert_eq!(neighbours.vault.keys(), Ok(vec![]));
    assert_eq!(neighbours.cookies.keys(), Ok(vec![]));
}
