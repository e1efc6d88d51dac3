//! Tabs that have copies of one session, and sessions in one of two places.

use std::{cell::RefCell, collections::VecDeque, rc::Rc};

use cognito_client::{
    device::RememberedDevice,
    ids::ClientId,
    secrets::{AccessToken, DevicePassword, IdToken, RefreshToken},
    session::{Session, Tokens},
    token_store::{
        KeyedTokenStore, TokenStore,
        key_value::{KeyValueStore, MemoryStore},
        picked::{PickedTokenStore, Places},
        tab::{TabTokenStore, Wire},
    },
};
use serde_json::json;

use crate::scripted::{ISSUED, token};

const PREFIX: &str = "CognitoIdentityServiceProvider.client1";

fn session(user: &str, refresh_token: &str, issued: u64) -> Session {
    let claims = json!({ "username": user, "iat": issued, "exp": issued + 3600, "origin_jti": "o-1" });
    let tokens = Tokens {
        access_token: AccessToken::new(token(&claims)),
        id_token: IdToken::new(token(&claims)),
        refresh_token: RefreshToken::new(refresh_token),
    };
    Session::restored(tokens, 90).expect("well formed")
}

/// The tokens that come after so many refreshes.
fn generation(count: u64) -> Session {
    session("user-1", &format!("refresh-{count}"), ISSUED + 3540 * count)
}

/// All that tabs can hear of each other, and what is on its way.
#[derive(Default)]
struct Air {
    listeners: RefCell<Vec<Vec<String>>>,
    told: RefCell<VecDeque<(usize, String, String)>>,
    /// Everything that was ever told.
    log: RefCell<Vec<(String, String)>>,
}

struct Line {
    air: Rc<Air>,
    tab: usize,
}

impl Wire for Line {
    fn listen(&self, names: &[String]) {
        self.air.listeners.borrow_mut()[self.tab] = names.to_vec();
    }

    fn tell(&self, name: &str, text: &str) {
        assert!(self.air.listeners.borrow()[self.tab].iter().any(|own| own == name), "a tab listens where it speaks");
        self.air.told.borrow_mut().push_back((self.tab, name.to_owned(), text.to_owned()));
        self.air.log.borrow_mut().push((name.to_owned(), text.to_owned()));
    }
}

struct Tab {
    values: Rc<MemoryStore>,
    store: TabTokenStore<Line>,
}

fn keyed(values: &Rc<MemoryStore>) -> KeyedTokenStore {
    KeyedTokenStore::new(&ClientId::parse("client1").expect("an id"), Rc::<MemoryStore>::clone(values))
}

fn tab(air: &Rc<Air>, values: Rc<MemoryStore>) -> Tab {
    let mut listeners = air.listeners.borrow_mut();
    listeners.push(Vec::new());
    let line = Line { air: Rc::clone(air), tab: listeners.len() - 1 };
    Tab { store: TabTokenStore::new(keyed(&values), line), values }
}

/// As a browser duplicates a tab: with a copy of what it keeps.
fn copy(air: &Rc<Air>, of: &Tab) -> Tab {
    let values = Rc::<MemoryStore>::default();
    for key in of.values.keys().expect("memory") {
        values.set(&key, &of.values.get(&key).expect("memory").expect("a value")).expect("memory");
    }
    let copy = tab(air, values);
    copy.store.ask();
    copy
}

/// Lets all hear what is told, until nobody has anything to say.
fn settle(air: &Air, tabs: &[&Tab]) {
    loop {
        let next = air.told.borrow_mut().pop_front();
        let Some((from, name, text)) = next else { break };
        let listeners = air.listeners.borrow().clone();
        for (to, tab) in tabs.iter().enumerate().filter(|(to, _)| *to != from) {
            if listeners[to].contains(&name) {
                tab.store.hear(&name, &text);
            }
        }
    }
}

#[test]
fn copies_have_the_newest_tokens_whoever_gets_them() {
    let air = Rc::<Air>::default();
    let first = tab(&air, Rc::default());
    first.store.save(&generation(0));
    let second = copy(&air, &first);
    let third = copy(&air, &second);
    let tabs = [&first, &second, &third];
    settle(&air, &tabs);
    for (count, by) in [(1, &second), (2, &third), (3, &first), (4, &first)] {
        by.store.save(&generation(count));
        settle(&air, &tabs);
        for (number, tab) in tabs.iter().enumerate() {
            assert_eq!(tab.store.load(), Some(generation(count)), "{count}, in tab {number}");
        }
    }
}

#[test]
fn a_tab_that_comes_back_is_brought_up_to_date() {
    for (refreshes, expected) in [(1, 1), (3, 3), (7, 7), (8, 0)] {
        let air = Rc::<Air>::default();
        let first = tab(&air, Rc::default());
        first.store.save(&generation(0));
        let left = copy(&air, &first);
        for count in 1..=refreshes {
            first.store.save(&generation(count));
        }
        // Nobody was there to hear it.
        air.told.borrow_mut().clear();
        left.store.ask();
        settle(&air, &[&first, &left]);
        assert_eq!(left.store.load(), Some(generation(expected)), "after {refreshes} refreshes");
        assert_eq!(first.store.load(), Some(generation(refreshes)), "after {refreshes} refreshes");
    }
}

#[test]
fn a_sign_out_is_for_the_copies_too_and_an_end_is_not() {
    for (case, ends, left) in [
        ("a sign-out", (|store: &TabTokenStore<Line>| store.leave()) as fn(&TabTokenStore<Line>), None),
        ("a refusal", |store| store.clear(), Some(generation(1))),
        ("another user", |store| store.save(&session("user-2", "other", ISSUED)), Some(generation(1))),
    ] {
        let air = Rc::<Air>::default();
        let first = tab(&air, Rc::default());
        first.store.save(&generation(0));
        let second = copy(&air, &first);
        first.store.save(&generation(1));
        settle(&air, &[&first, &second]);
        ends(&first.store);
        settle(&air, &[&first, &second]);
        assert_eq!(second.store.load(), left, "{case}");
    }
}

#[test]
fn what_a_tab_hears_is_not_believed_as_it_is() {
    let told_of = |session: &Session| {
        let air = Rc::<Air>::default();
        let teller = tab(&air, Rc::default());
        teller.store.save(&generation(1));
        // The same user's, whatever else they are.
        teller.store.save(session);
        let log = air.log.borrow();
        log.last().map(|(_, text)| text.clone())
    };
    let newer = told_of(&generation(2)).expect("it is told");
    let older = told_of(&generation(0)).expect("it is told");
    assert_eq!(told_of(&session("user-2", "other", ISSUED)), None, "another user's are told nobody");
    let anothers = newer.replace(
        generation(2).tokens().access_token.expose(),
        &token(&json!({
            "username": "user-2", "iat": ISSUED + 7080, "exp": ISSUED + 9000,
        })),
    );
    let air = Rc::<Air>::default();
    let hearer = tab(&air, Rc::default());
    hearer.store.save(&generation(1));
    let name = air.listeners.borrow()[0][0].clone();
    for (case, name, text) in [
        ("nothing", name.as_str(), ""),
        ("garbage", &name, "\n\n\n"),
        ("no tokens", &name, "90\na\nb\nc"),
        ("no drift", &name, newer.trim_start_matches("90")),
        ("older tokens", &name, &older),
        ("another user's", &name, &anothers),
        ("under another name", "name", &newer),
        ("a sign-out under another name", "name", "!"),
    ] {
        assert_eq!(hearer.store.hear(name, text), None, "{case}");
        assert_eq!(hearer.store.load(), Some(generation(1)), "{case}");
    }
    assert_eq!(hearer.store.hear(&name, &newer), Some(generation(1)));
    assert_eq!(hearer.store.load(), Some(generation(2)));
}

#[test]
fn names_tell_nothing_of_tokens() {
    let air = Rc::<Air>::default();
    let store = tab(&air, Rc::default()).store;
    store.save(&generation(0));
    store.save(&generation(1));
    let names = air.listeners.borrow()[0].clone();
    assert_eq!(names.len(), 2);
    for name in names {
        assert_eq!(name.len(), 43, "a hash in base64url: {name}");
        assert!(!name.contains("refresh"), "{name}");
    }
}

/// One tab of a browser in which people pick, with what all its tabs share.
fn picked(air: &Rc<Air>, shared: &Rc<MemoryStore>) -> (Rc<MemoryStore>, PickedTokenStore<Line>) {
    let Tab { values, store } = tab(air, Rc::default());
    (values, PickedTokenStore::new(Places::Either(store, keyed(shared))))
}

fn sessions_in(values: &MemoryStore) -> usize {
    values.keys().expect("memory").iter().filter(|key| key.ends_with("LastAuthUser")).count()
}

#[test]
fn a_refresh_and_a_sign_out_touch_only_the_place_that_the_session_is_in() {
    let mine = session("user-1", "mine", ISSUED);
    for (case, kept) in [("of another user", "user-2"), ("of the same user", "user-1")] {
        let (air, shared) = (Rc::<Air>::default(), Rc::<MemoryStore>::default());
        let (own, here) = picked(&air, &shared);
        let (_, there) = picked(&air, &shared);
        here.pick(Some(false));
        here.enter(&mine);
        let theirs = session(kept, "theirs", ISSUED);
        there.pick(Some(true));
        there.enter(&theirs);
        assert_eq!((here.load(), there.load()), (Some(mine.clone()), Some(theirs.clone())), "{case}");
        // As a refresh does, and a tab that is reloaded.
        let renewed = session("user-1", "renewed", ISSUED + 1);
        here.save(&renewed);
        assert_eq!((here.load(), there.load()), (Some(renewed), Some(theirs.clone())), "{case}: a refresh here");
        let renewed = session(kept, "theirs renewed", ISSUED + 1);
        there.save(&renewed);
        assert_eq!((sessions_in(&own), there.load()), (1, Some(renewed.clone())), "{case}: a refresh there");
        here.leave();
        assert_eq!((sessions_in(&own), there.load()), (0, Some(renewed)), "{case}: a sign-out here");
        // From now on this tab has what all have.
        there.leave();
        assert_eq!((here.load(), there.load(), sessions_in(&shared)), (None, None, 0), "{case}: a sign-out there");
    }
}

#[test]
fn a_sign_in_empties_the_other_place_and_goes_where_it_was_picked() {
    for (case, pick, before, expected) in [
        ("kept, nobody before", Some(true), None, (0, 1)),
        ("kept, one of this tab before", Some(true), Some(false), (0, 1)),
        ("kept, one that was kept before", Some(true), Some(true), (0, 1)),
        ("not kept, nobody before", Some(false), None, (1, 0)),
        ("not kept, one of this tab before", Some(false), Some(false), (1, 0)),
        ("not kept, one that was kept before", Some(false), Some(true), (1, 0)),
        ("not asked, nobody before", None, None, (1, 0)),
        ("not asked, one of this tab before", None, Some(false), (1, 0)),
        ("not asked, one that was kept before", None, Some(true), (0, 1)),
    ] {
        let (air, shared) = (Rc::<Air>::default(), Rc::<MemoryStore>::default());
        let (own, store) = picked(&air, &shared);
        if let Some(is_kept) = before {
            store.pick(Some(is_kept));
            store.enter(&session("user-1", "before", ISSUED));
        }
        store.pick(pick);
        store.enter(&session("user-1", "after", ISSUED));
        assert_eq!((sessions_in(&own), sessions_in(&shared)), expected, "{case}");
        assert_eq!(store.load(), Some(session("user-1", "after", ISSUED)), "{case}");
        assert!(store.has_session() && !store.is_volatile(), "{case}");
        // Said once, it does not count for the next.
        store.enter(&session("user-1", "confirmed", ISSUED + 1));
        assert_eq!((sessions_in(&own), sessions_in(&shared)), expected, "{case}: confirmed");
    }
}

#[test]
fn a_sign_in_leaves_nobody_elses_tokens_in_either_place() {
    let left_behind = format!("{PREFIX}.other.refreshToken");
    let has_any = |values: &MemoryStore| values.get(&left_behind).expect("memory").is_some();
    for pick in [Some(true), Some(false)] {
        let (air, shared) = (Rc::<Air>::default(), Rc::<MemoryStore>::default());
        let (own, store) = picked(&air, &shared);
        for values in [&own, &shared] {
            values.set(&left_behind, "refresh-of-other").expect("memory");
        }
        store.pick(pick);
        store.enter(&session("user-1", "mine", ISSUED));
        assert!(!has_any(&own) && !has_any(&shared), "{pick:?}");
        let values = if pick == Some(true) { &shared } else { &own };
        values.set(&left_behind, "refresh-of-other").expect("memory");
        store.leave();
        assert!(!has_any(values), "{pick:?}: a sign-out");
    }
}

#[test]
fn tokens_of_two_places_are_never_mixed() {
    let (air, shared) = (Rc::<Air>::default(), Rc::<MemoryStore>::default());
    let (own, store) = picked(&air, &shared);
    keyed(&shared).save(&session("user-1", "kept", ISSUED));
    store.pick(Some(false));
    store.enter(&session("user-1", "passing", ISSUED));
    keyed(&shared).save(&session("user-1", "kept", ISSUED));
    own.remove(&format!("{PREFIX}.user-1.idToken")).expect("memory");
    assert_eq!(store.load(), None, "half of one is not made whole by the other");
    store.clear();
    assert_eq!(store.load(), Some(session("user-1", "kept", ISSUED)));
}

#[test]
fn devices_of_both_places_are_known_and_forgotten_each_by_its_key() {
    let device = |key: &str| RememberedDevice {
        key: key.to_owned(),
        group_key: format!("group of {key}"),
        password: DevicePassword::new(format!("password of {key}")),
    };
    let (air, shared) = (Rc::<Air>::default(), Rc::<MemoryStore>::default());
    let (_, store) = picked(&air, &shared);
    store.pick(Some(true));
    store.save_device("user-1", &device("kept"));
    store.pick(Some(false));
    assert_eq!(store.device("user-1"), Some(device("kept")), "where there is none of this tab's");
    store.save_device("user-1", &device("passing"));
    assert_eq!(store.device("user-1"), Some(device("passing")));
    assert_eq!(keyed(&shared).device("user-1"), Some(device("kept")), "another tab's");
    store.forget_device("passing");
    assert_eq!(store.device("user-1"), Some(device("kept")));
    store.forget_device("kept");
    assert_eq!(store.device("user-1"), None);
}
