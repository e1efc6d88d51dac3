//! One tab: the session that it shows, its keeper, and those who use it.

use std::{
    cell::{Cell, RefCell},
    future::poll_fn,
    pin::pin,
    rc::Rc,
    task::Poll,
};

use cognito_client::{
    Client,
    ids::{ClientId, UserPoolId},
    session::{Session, ends_session},
    session_keeper::{Lease, Outcome, Seen, SessionKeeper, Unshared, WakeUp},
    timestamp::Timestamp,
    token_store::{
        KeyedTokenStore, TokenStore,
        key_value::MemoryStore,
        picked::{PickedTokenStore, Places},
        tab::TabTokenStore,
    },
};

use crate::{
    browser::{Machine, Sleeper, Storage, TabWire, Turns},
    network::Network,
    world::{CLIENT_ID, Keeps, Mutation, Place, Rule, World},
};

/// How often a page asks by itself in a minute in which it has no luck: seven times, after 1, 2, 4 … seconds of which half
/// is left to chance, and as often again if a clock jumps or somebody signs in meanwhile.
const MOST_TRIES_A_MINUTE: usize = 16;

pub(crate) struct Tab {
    id: usize,
    world: Rc<World>,
    client: Client<Network>,
    machine: Machine,
    keeper: SessionKeeper<Mutated, Turns>,
    shown: RefCell<Option<Session>>,
    /// Has tokens, after the faults were over.
    pub(crate) is_at_rest: Cell<bool>,
}

/// The store, with what a mutation makes of it.
pub(crate) struct Mutated {
    store: PickedTokenStore<TabWire>,
    /// What all tabs share.
    shared: KeyedTokenStore,
    world: Rc<World>,
    /// What was loaded before the answer came.
    before: RefCell<Option<Session>>,
}

impl TokenStore for Mutated {
    fn load(&self) -> Option<Session> {
        let loaded = self.store.load();
        if self.world.mutation == Mutation::LateWrites && loaded.is_none() {
            // It seems to be where it was.
            return self.before.borrow().clone();
        }
        self.before.borrow_mut().clone_from(&loaded);
        loaded
    }

    fn save(&self, session: &Session) {
        self.store.save(session);
        self.empty_the_other_place();
    }

    fn clear(&self) {
        self.store.clear();
        self.empty_the_other_place();
    }

    fn enter(&self, session: &Session) {
        self.store.enter(session);
    }

    fn leave(&self) {
        self.store.leave();
        self.empty_the_other_place();
    }

    fn is_own(&self) -> bool {
        self.store.is_own()
    }
}

impl Mutated {
    fn empty_the_other_place(&self) {
        if self.world.mutation == Mutation::PlacesMixed && self.world.places == Keeps::Either {
            self.shared.clear();
        }
    }
}

impl Tab {
    /// A page is loaded: it shows whoever is stored.
    pub(crate) fn open(world: &Rc<World>, id: usize) -> Rc<Self> {
        world.say(|| format!("tab {id}: opened"));
        world.open.borrow_mut().insert(id);
        let client_id = || ClientId::parse(CLIENT_ID).expect("an id");
        let storage = |place| Rc::new(Storage { world: Rc::clone(world), tab: id, place, cache: RefCell::default() });
        let turns = match (world.mutation, world.has_web_locks) {
            (Mutation::NoLock | Mutation::CopiesApart, _) => Turns::None,
            (_, true) => Turns::WebLocks(Rc::clone(world), id),
            (_, false) => {
                let (storage, timer) = (storage(Place::Shared), Sleeper(Rc::clone(world)));
                Turns::Lease(Rc::clone(world), Lease::new(storage, timer, &client_id(), id.to_string()))
            }
        };
        let shared = || KeyedTokenStore::new(&client_id(), storage(Place::Shared));
        let of_tab = || {
            let store = KeyedTokenStore::new(&client_id(), storage(Place::Tab(id)));
            TabTokenStore::new(store, TabWire { world: Rc::clone(world), tab: id })
        };
        let places = match world.places {
            Keeps::Shared => Places::Shared(shared()),
            Keeps::Tab => Places::Tab(of_tab()),
            Keeps::Either => Places::Either(of_tab(), shared()),
        };
        let store = Mutated {
            store: PickedTokenStore::new(places),
            shared: shared(),
            world: Rc::clone(world),
            before: RefCell::new(None),
        };
        let network = Network { world: Rc::clone(world), tab: id };
        let pool = UserPoolId::parse("us-east-1_Example1").expect("an id");
        let shown = RefCell::new(store.load());
        if let Some(tab) = store.store.tab() {
            tab.ask();
        }
        Rc::new(Self {
            id,
            world: Rc::clone(world),
            client: Client::new(network, pool, client_id()),
            machine: Machine(Rc::clone(world)),
            keeper: SessionKeeper::new(store, turns),
            shown,
            is_at_rest: Cell::new(false),
        })
    }

    /// Somebody uses the page until it is calm.
    pub(crate) async fn be_used(self: Rc<Self>) {
        while !self.world.is_calm.get() {
            let (pause, choice) = {
                let mut random = self.world.random.borrow_mut();
                let longest = random.pick(&[10, 500, 3_000, 60_000, 1_500_000]);
                (random.below(longest), random.below(100))
            };
            self.world.sleep(pause).await;
            match choice {
                _ if self.world.is_calm.get() => {}
                0..74 => Box::pin(self.call(false)).await,
                74..82 => Box::pin(self.call(true)).await,
                82..88 => self.sign_out().await,
                88..90 => self.end_by_administrator(),
                _ => self.sign_in(),
            }
        }
    }

    /// Hears what another tab tells; gives what was stored before, if it is no longer.
    pub(crate) fn hear(&self, name: &str, text: &str) -> Option<Session> {
        let replaced = self.keeper.store().store.tab()?.hear(name, text)?;
        self.world.heard(self.id, &replaced);
        // The page shows it at once.
        let shown = self.shown.borrow().clone();
        if let Some(shown) = shown {
            match self.keeper.look(&shown) {
                Seen::Same => {}
                Seen::Renewed(other) | Seen::Replaced(other) => *self.shown.borrow_mut() = Some(other),
                Seen::SignedOut | Seen::Foreign(_) => *self.shown.borrow_mut() = None,
            }
        }
        Some(replaced)
    }

    pub(crate) async fn note_renewed(&self, replaced: &Session) {
        self.keeper.note_renewed(replaced).await;
    }

    /// The page's timer.
    pub(crate) async fn keep_fresh(self: Rc<Self>) {
        let mut tries = Vec::new();
        while !self.world.is_calm.get() {
            let shown = self.shown.borrow().clone();
            let now = self.world.local_now();
            let random = self.world.random.borrow_mut().next() as u32;
            let wake_up = shown.as_ref().and_then(|session| self.wake_up(session, now, random));
            let wait = wake_up.map_or(30_000, |wake_up| wake_up.wait(now).as_millis().min(30_000) as u64);
            self.world.sleep(wait.max(1)).await;
            if let Some(session) = shown
                && wake_up.is_some_and(|wake_up| wake_up.is_due(self.world.local_now()))
                && self.is_shown(&session)
            {
                let began = self.world.time.now();
                if self.renew(&session).await {
                    tries.push(began);
                    tries.retain(|at| began - at < 60_000);
                    if tries.len() > MOST_TRIES_A_MINUTE {
                        self.world.fail(Rule::Patience, format!("tab {} tries at {tries:?}", self.id));
                    }
                } else {
                    tries.clear();
                }
            }
        }
    }

    fn wake_up(&self, session: &Session, now: Timestamp, random: u32) -> Option<WakeUp> {
        let wake_up = self.keeper.wake_up(session, now, random);
        if self.world.mutation == Mutation::NoPatience && wake_up.is_some() {
            // Whatever has happened to this keeper.
            let store = KeyedTokenStore::new(&ClientId::parse(CLIENT_ID).expect("an id"), Rc::<MemoryStore>::default());
            return SessionKeeper::new(store, Unshared).wake_up(session, now, random);
        }
        wake_up
    }

    /// Tries until it knows, as the page's timer does.
    pub(crate) async fn come_to_rest(self: Rc<Self>) {
        for _ in 0..40 {
            let Some(session) = self.shown.borrow().clone() else {
                *self.shown.borrow_mut() = self.keeper.store().load();
                if self.shown.borrow().is_none() {
                    break;
                }
                continue;
            };
            let outcome = self.keeper.fresh(&self.client, &self.machine, &session).await;
            if matches!(outcome, Outcome::Fresh(_)) {
                self.is_at_rest.set(true);
            }
            let is_unlucky = matches!(outcome, Outcome::Unlucky(_));
            self.learn(&session, outcome);
            if self.is_at_rest.get() {
                return;
            }
            if is_unlucky {
                let wake_up = self.keeper.wake_up(&session, self.world.local_now(), 0);
                let wait = wake_up.map_or(60_000, |wake_up| wake_up.wait(self.world.local_now()).as_millis() as u64);
                self.world.sleep(wait.clamp(1, 60_000)).await;
            }
        }
    }

    fn is_shown(&self, session: &Session) -> bool {
        self.shown.borrow().as_ref() == Some(session)
    }

    /// Something on the page needs the access token; the service may have refused the one that it had.
    async fn call(&self, was_refused: bool) {
        let Some(session) = self.shown.borrow().clone() else {
            // The page is looked at again.
            *self.shown.borrow_mut() = self.keeper.store().load();
            return;
        };
        let call = async {
            if was_refused {
                _ = self.renew(&session).await;
            } else {
                let outcome = self.keeper.fresh(&self.client, &self.machine, &session).await;
                self.learn(&session, outcome);
            }
        };
        let patience = {
            let mut random = self.world.random.borrow_mut();
            random.percent(10).then(|| random.below(5_000))
        };
        match patience {
            Some(patience) => Box::pin(give_up_after(self.world.sleep(patience), call)).await,
            None => call.await,
        }
    }

    /// Gives whether that was bad luck.
    async fn renew(&self, session: &Session) -> bool {
        let outcome = self.keeper.refresh(&self.client, &self.machine, session).await;
        let is_unlucky = matches!(outcome, Outcome::Unlucky(_));
        self.learn(session, outcome);
        is_unlucky
    }

    fn learn(&self, session: &Session, outcome: Outcome) {
        self.world.say(|| format!("tab {}: {}", self.id, name(&outcome)));
        if let Outcome::Fresh(got) = &outcome {
            self.world.got_fresh(self.id, session, got);
        }
        if let Outcome::Ended(error) = &outcome
            && !ends_session(error)
        {
            self.world.fail(Rule::EndedByRefusalAlone, format!("tab {}: {error}", self.id));
        }
        if self.world.mutation == Mutation::EndsByBadLuck && matches!(outcome, Outcome::Unlucky(_)) {
            self.keeper.store().clear();
        }
        if !self.is_shown(session) {
            return;
        }
        *self.shown.borrow_mut() = match outcome {
            Outcome::Fresh(session) | Outcome::Replaced(session) => Some(session),
            Outcome::Unlucky(_) => Some(session.clone()),
            Outcome::Ended(_) | Outcome::SignedOut => None,
        };
    }

    fn sign_in(&self) {
        let user = self.world.random.borrow_mut().pick(&["first", "first", "second"]);
        let (sign_in, tokens) = self.world.pool.borrow_mut().sign_in(user, self.world.time.now());
        self.world.say(|| format!("tab {}: {user} signs in: {sign_in}", self.id));
        let session = Session::received(tokens, self.world.local_now()).expect("well formed");
        let is_kept = self.world.random.borrow_mut().percent(50);
        self.keeper.store().store.pick(Some(is_kept));
        self.keeper.enter(&session);
        self.world.enter(self.id, is_kept, sign_in);
        *self.shown.borrow_mut() = Some(session);
    }

    pub(crate) async fn sign_out(&self) {
        let Some(session) = self.shown.borrow_mut().take() else { return };
        self.world.say(|| format!("tab {}: signs out", self.id));
        let is_anothers = matches!(self.keeper.look(&session), Seen::Replaced(_));
        let place = self.world.place_of(self.id);
        let newest = self.keeper.leave(&session);
        if !is_anothers {
            self.world.leave(place);
        }
        // If it fails, the tokens are gone from here all the same.
        newest.revoke(&self.client).await.ok();
    }

    fn end_by_administrator(&self) {
        if let Some(token) = self.world.stored_token(self.world.place_of(self.id)) {
            self.world.say(|| "an administrator ends the session".to_owned());
            self.world.pool.borrow_mut().revoke(&token);
        }
    }
}

/// Drops the call where it is, as a page does with what is shown no longer.
async fn give_up_after(patience: impl Future<Output = ()>, call: impl Future<Output = ()>) {
    let (mut patience, mut call) = (pin!(patience), pin!(call));
    poll_fn(|cx| match call.as_mut().poll(cx) {
        Poll::Pending => patience.as_mut().poll(cx),
        Poll::Ready(()) => Poll::Ready(()),
    })
    .await;
}

fn name(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Fresh(_) => "fresh",
        Outcome::Unlucky(_) => "unlucky",
        Outcome::Ended(_) => "ended",
        Outcome::SignedOut => "signed out",
        Outcome::Replaced(_) => "replaced",
    }
}
