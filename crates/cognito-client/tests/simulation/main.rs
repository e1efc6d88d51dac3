//! Tabs of one browser that keep one session, or one each, or copies of one, against a model of Cognito's refresh tokens:
//! over a network that loses, delays and repeats, with answers that nobody can use, clocks that jump, tabs that are closed,
//! duplicated and brought back at any moment, and people who sign out at any moment.
//!
//! Everything a run does comes from its seed. A run that breaks a rule ([`world::Rule`]) prints its seed;
//! `SIMULATION_SEED=<seed> cargo test -p cognito-client --test simulation -- --nocapture` runs it alone, and says what
//! happened.

mod browser;
mod executor;
mod network;
mod pool;
mod random;
mod run;
mod tab;
mod world;

use std::{env, thread};

use crate::{
    run::{Report, run},
    world::{Mutation, Rule},
};

const RUNS: u64 = 10_000;
const THREADS: u64 = 2;

#[test]
fn a_session_holds_in_every_run() {
    if let Ok(seed) = env::var("SIMULATION_SEED") {
        let report = run(seed.parse().expect("a seed is a number"), Mutation::None, true);
        assert_eq!(report.broken, None, "seed {seed}");
        return;
    }
    let share =
        |thread: u64| move || (0..RUNS).filter(|seed| seed % THREADS == thread).map(checked).collect::<Vec<_>>();
    let threads: Vec<_> = (0..THREADS).map(|thread| thread::spawn(share(thread))).collect();
    let reports: Vec<_> = threads.into_iter().flat_map(|thread| thread.join().expect("every run holds")).collect();
    let sum = |of: fn(&Report) -> u64| reports.iter().map(of).sum::<u64>();
    // A simulation in which nothing happens proves nothing.
    for (case, happened) in [
        ("refreshes", sum(|report| report.events.refreshes)),
        ("refreshes that came too late", sum(|report| report.events.orphans)),
        ("lost answers", sum(|report| report.events.lost_answers)),
        ("tokens that were rotated away", sum(|report| report.events.reuses)),
        ("sign-outs during a refresh", sum(|report| report.events.sign_outs_in_flight)),
        ("tabs closed during a refresh", sum(|report| report.events.closed_in_flight)),
        ("clock jumps", sum(|report| report.events.clock_jumps)),
        ("sessions ended by a refusal", sum(|report| report.events.ended)),
        ("answers with odd bodies", sum(|report| report.events.odd_answers)),
        ("tabs with a copy of another's session", sum(|report| report.events.copies)),
        ("newer tokens, and sign-outs, that one tab told another", sum(|report| report.events.heard)),
        ("refreshes of a tab's own session beside one that is kept", sum(|report| report.events.apart)),
    ] {
        assert!(happened > RUNS / 20, "{case}: {happened}");
    }
}

fn checked(seed: u64) -> Report {
    let report = run(seed, Mutation::None, false);
    assert_eq!(report.broken, None, "SIMULATION_SEED={seed} shows it");
    report
}

#[test]
fn a_store_that_is_slower_than_its_lock_spends_no_token_twice() {
    for seed in 0..RUNS / 5 {
        assert_eq!(run(seed, Mutation::LateStore, false).broken, None, "seed {seed}");
    }
}

#[test]
fn a_copy_that_hears_of_nothing_ends_alone() {
    let reports: Vec<_> = (0..RUNS / 5).map(|seed| run(seed, Mutation::CopiesDeaf, false)).collect();
    for (seed, report) in reports.iter().enumerate() {
        assert_eq!(report.broken, None, "seed {seed}");
    }
    let ended: u64 = reports.iter().map(|report| report.events.ended).sum();
    assert!(ended > 0, "it happens");
}

/// What the simulation finds when the browser does not do its part: it can see the faults that it is there for.
#[test]
fn faults_are_found() {
    for (mutation, expected) in [
        (Mutation::NoLock, Rule::OneRefreshAtATime),
        (Mutation::StaleStore, Rule::NoSpentToken),
        (Mutation::LateWrites, Rule::NothingAfterSignOut),
        (Mutation::EndsByBadLuck, Rule::EndedByRefusalAlone),
        (Mutation::LockNeverReleased, Rule::GoesOn),
        (Mutation::LateStoreUnnoted, Rule::NoSpentToken),
        (Mutation::CopiesApart, Rule::NoSpentToken),
        (Mutation::PlacesMixed, Rule::EndedByRefusalAlone),
        (Mutation::NoPatience, Rule::Patience),
    ] {
        let mut broken = (0..400).filter_map(|seed| run(seed, mutation, false).broken);
        assert!(broken.any(|broken| broken.rule == expected), "{mutation:?} never breaks {expected:?}");
    }
}
