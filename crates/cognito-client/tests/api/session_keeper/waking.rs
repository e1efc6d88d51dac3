//! When a tab wakes up, by whatever clock.

use core::time::Duration;

use cognito_client::{session::Session, session_keeper::Outcome, timestamp::Timestamp, token_store::TokenStore};

use super::{answer_of, keeper, program, tokens};
use crate::scripted::{self, ISSUED, Program, Sent};

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
        let client = scripted::client(&sent, [answer_of(&expected)]);
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
