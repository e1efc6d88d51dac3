//! The state of a run.

mod check;
mod flights;
mod mail;
mod rules;

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use cognito_client::timestamp::Timestamp;

pub(crate) use self::{
    mail::Mail,
    rules::{Broken, Keeps, Mutation, Place, Rule},
};
use crate::{browser::LockQueue, executor::Time, pool::Pool, random::Random};

/// When runs begin, in milliseconds.
pub(crate) const EPOCH: u64 = 1_800_000_000_000;
pub(crate) const CLIENT_ID: &str = "client1";
const PREFIX: &str = "CognitoIdentityServiceProvider.client1";

/// How often what is interesting has happened.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Events {
    pub(crate) refreshes: u64,
    pub(crate) orphans: u64,
    pub(crate) lost_answers: u64,
    pub(crate) reuses: u64,
    pub(crate) sign_outs_in_flight: u64,
    pub(crate) closed_in_flight: u64,
    pub(crate) clock_jumps: u64,
    pub(crate) ended: u64,
    pub(crate) odd_answers: u64,
    pub(crate) copies: u64,
    /// Newer tokens, or a sign-out, that one tab has told another.
    pub(crate) heard: u64,
    /// Of a session that only one tab has, in a browser that keeps another.
    pub(crate) apart: u64,
}

pub(crate) type Entries = BTreeMap<String, String>;

pub(crate) struct World {
    pub(crate) mutation: Mutation,
    pub(crate) time: Rc<Time>,
    pub(crate) random: RefCell<Random>,
    pub(crate) pool: RefCell<Pool>,
    pub(crate) places: Keeps,
    /// No refresh brings tokens that can be used before it is calm.
    pub(crate) is_odd: bool,
    pub(crate) storage: RefCell<BTreeMap<Place, Entries>>,
    /// Under which names a tab listens.
    pub(crate) lines: RefCell<BTreeMap<usize, Vec<String>>>,
    /// What is on its way, by when it arrives and in which order it was sent.
    mail: RefCell<BTreeMap<(u64, u64), Mail>>,
    sent: Cell<u64>,
    /// What a tab still sees, and until when.
    pub(crate) late: RefCell<BTreeMap<usize, (Entries, u64)>>,
    /// What tabs have noted of spent tokens.
    pub(crate) marks: RefCell<BTreeSet<(String, usize)>>,
    pub(crate) lock: RefCell<LockQueue>,
    pub(crate) has_web_locks: bool,
    pub(crate) open: RefCell<BTreeSet<usize>>,
    /// No more faults.
    pub(crate) is_calm: Cell<bool>,
    pub(crate) events: RefCell<Events>,
    pub(crate) broken: RefCell<Option<Broken>>,
    /// The sign-in that ought to be in each place.
    signed_in: RefCell<BTreeMap<Place, u64>>,
    /// Milliseconds that the browser's clock is ahead of the server's, and since when.
    clock: Cell<(i64, u64)>,
    in_flight: RefCell<BTreeMap<String, usize>>,
    /// Spent for all, and since when.
    spent: RefCell<BTreeMap<String, u64>>,
    /// Spent, as far as that tab knows, the newest last.
    known_spent: RefCell<BTreeMap<usize, Vec<String>>>,
    /// Refresh tokens for which a tab with a session of its own has got others, whether it took them or not.
    spent_by_copies: RefCell<BTreeSet<String>>,
    /// Something was stored, or ought to be, since the last check.
    pub(crate) has_changed: Cell<bool>,
    refused: RefCell<BTreeSet<String>>,
    /// What each place held when it was checked last.
    held: RefCell<BTreeMap<Place, String>>,
    /// Sign-ins that their person has ended.
    left: RefCell<BTreeSet<u64>>,
    speaks: bool,
}

impl World {
    pub(crate) fn new(seed: u64, mutation: Mutation, speaks: bool) -> Rc<Self> {
        let mut random = Random::new(seed);
        let pool = Pool::new(&mut random);
        let places = match mutation {
            Mutation::CopiesApart => Keeps::Tab,
            Mutation::PlacesMixed => Keeps::Either,
            Mutation::LateStore | Mutation::LateStoreUnnoted => Keeps::Shared,
            _ => random.pick(&[Keeps::Shared, Keeps::Tab, Keeps::Either]),
        };
        Rc::new(Self {
            mutation,
            places,
            is_odd: random.percent(5),
            time: Rc::default(),
            has_web_locks: random.percent(60) || mutation == Mutation::LockNeverReleased || mutation.has_late_store(),
            clock: Cell::new((random.pick(&CLOCKS), 0)),
            random: RefCell::new(random),
            pool: RefCell::new(pool),
            storage: RefCell::default(),
            lines: RefCell::default(),
            mail: RefCell::default(),
            sent: Cell::new(0),
            late: RefCell::default(),
            marks: RefCell::default(),
            lock: RefCell::default(),
            open: RefCell::default(),
            is_calm: Cell::new(false),
            events: RefCell::default(),
            broken: RefCell::new(None),
            signed_in: RefCell::default(),
            in_flight: RefCell::default(),
            spent: RefCell::default(),
            known_spent: RefCell::default(),
            spent_by_copies: RefCell::default(),
            has_changed: Cell::new(false),
            refused: RefCell::default(),
            held: RefCell::default(),
            left: RefCell::default(),
            speaks,
        })
    }

    pub(crate) fn sleep(&self, millis: u64) -> impl Future<Output = ()> + use<> {
        Rc::clone(&self.time).sleep(millis)
    }

    pub(crate) fn is_open(&self, tab: usize) -> bool {
        self.open.borrow().contains(&tab)
    }

    pub(crate) fn local_now(&self) -> Timestamp {
        let local = i64::try_from(EPOCH + self.time.now()).expect("a near time") + self.clock.get().0;
        Timestamp::from_millis(u64::try_from(local).expect("a time after 1970"))
    }

    pub(crate) fn jump(&self) {
        let ahead = self.random.borrow_mut().pick(&CLOCKS);
        self.say(|| format!("the clock is {} s ahead", ahead / 1000));
        self.events.borrow_mut().clock_jumps += 1;
        self.clock.set((ahead, self.time.now()));
    }

    /// Somebody signed in.
    pub(crate) fn enter(&self, tab: usize, is_kept: bool, sign_in: u64) {
        let (place, other) = match self.places {
            Keeps::Shared => (Place::Shared, None),
            Keeps::Tab => (Place::Tab(tab), None),
            Keeps::Either if is_kept => (Place::Shared, Some(Place::Tab(tab))),
            Keeps::Either => (Place::Tab(tab), Some(Place::Shared)),
        };
        self.signed_in.borrow_mut().insert(place, sign_in);
        if let Some(other) = other {
            self.signed_in.borrow_mut().remove(&other);
        }
        // Whoever takes up another session remembers nothing of the one before.
        self.known_spent.borrow_mut().remove(&tab);
        self.has_changed.set(true);
    }

    /// Somebody signed out of the session that is there.
    pub(crate) fn leave(&self, place: Place) {
        let left = self.signed_in.borrow_mut().remove(&place);
        self.left.borrow_mut().extend(left);
        self.forget_spent(place);
        self.has_changed.set(true);
        self.events.borrow_mut().sign_outs_in_flight += u64::from(!self.in_flight.borrow().is_empty());
    }

    fn forget_spent(&self, place: Place) {
        if let Place::Tab(tab) = place {
            self.known_spent.borrow_mut().remove(&tab);
        }
    }

    /// Gives what the tab kept for itself, if that was a session.
    pub(crate) fn close(&self, tab: usize) -> Option<Entries> {
        self.say(|| format!("tab {tab}: closed"));
        let is_in_flight = self.in_flight.borrow().values().any(|of| *of == tab);
        self.events.borrow_mut().closed_in_flight += u64::from(is_in_flight);
        self.open.borrow_mut().remove(&tab);
        // That takes longer than what it has written takes to show.
        self.marks.borrow_mut().retain(|(_, of)| *of != tab);
        self.late.borrow_mut().clear();
        self.lines.borrow_mut().remove(&tab);
        self.known_spent.borrow_mut().remove(&tab);
        let place = Place::Tab(tab);
        self.held.borrow_mut().remove(&place);
        self.signed_in.borrow_mut().remove(&place);
        self.storage.borrow_mut().remove(&place)
    }

    /// What a tab keeps for itself, as a browser copies it for another one.
    pub(crate) fn copy(&self, tab: usize) -> Entries {
        self.storage.borrow().get(&Place::Tab(tab)).cloned().unwrap_or_default()
    }

    /// Gives a new tab what another one kept for itself.
    pub(crate) fn paste(&self, tab: usize, copied: Entries) {
        let place = Place::Tab(tab);
        self.storage.borrow_mut().insert(place, copied);
        self.has_changed.set(true);
        let token = self.stored_token(place);
        self.say(|| format!("tab {tab}: has a copy of {token:?}"));
        self.events.borrow_mut().copies += u64::from(token.is_some());
        if let Some(sign_in) = token.as_deref().and_then(|token| self.pool.borrow().sign_in_of(token)) {
            self.signed_in.borrow_mut().insert(place, sign_in);
        }
    }

    /// Where the session of a tab is.
    pub(crate) fn place_of(&self, tab: usize) -> Place {
        let place = Place::Tab(tab);
        if self.places == Keeps::Tab || self.stored_token(place).is_some() { place } else { Place::Shared }
    }

    fn know_spent(&self, tab: usize, token: &str) {
        let mut known = self.known_spent.borrow_mut();
        let known = known.entry(tab).or_default();
        known.push(token.to_owned());
        // Nobody remembers for ever.
        if known.len() > 7 {
            known.remove(0);
        }
    }

    /// What a tab reads.
    pub(crate) fn read<R>(&self, tab: usize, place: Place, of: impl FnOnce(&Entries) -> R) -> R {
        let mut late = self.late.borrow_mut();
        late.retain(|_, (_, until)| self.time.now() < *until);
        match late.get(&tab) {
            Some((entries, _)) => of(entries),
            None => of(self.storage.borrow_mut().entry(place).or_default()),
        }
    }

    /// What a tab writes.
    pub(crate) fn write(&self, tab: usize, place: Place, change: impl Fn(&mut Entries)) {
        self.has_changed.set(true);
        let mut late = self.late.borrow_mut();
        let mut storage = self.storage.borrow_mut();
        let entries = storage.entry(place).or_default();
        if self.mutation.has_late_store() {
            for other in self.open.borrow().iter().filter(|other| **other != tab) {
                let mut random = self.random.borrow_mut();
                let until = self.time.now() + random.below(200);
                // It may show half of what is written.
                if random.percent(30) {
                    late.entry(*other).or_insert_with(|| (entries.clone(), until));
                }
            }
        }
        if let Some((entries, _)) = late.get_mut(&tab) {
            change(entries);
        }
        change(entries);
    }

    pub(crate) fn somebody_is_signed_in(&self, tab: usize) -> bool {
        self.signed_in.borrow().contains_key(&self.place_of(tab))
    }

    /// The refresh token that is there for all who can read it.
    pub(crate) fn stored_token(&self, place: Place) -> Option<String> {
        let storage = self.storage.borrow();
        let entries = storage.get(&place)?;
        let user = entries.get(&format!("{PREFIX}.LastAuthUser"))?;
        entries.get(&format!("{PREFIX}.{user}.refreshToken")).cloned()
    }

    #[expect(clippy::print_stdout, reason = "a run that is replayed tells what happens")]
    pub(crate) fn say(&self, what: impl FnOnce() -> String) {
        if self.speaks {
            println!("{:>9.3} s  {}", self.time.now() as f64 / 1000.0, what());
        }
    }
}

const MINUTE: i64 = 60_000;
const CLOCKS: [i64; 7] = [0, 0, 2_000, -30 * MINUTE, 30 * MINUTE, 26 * 60 * MINUTE, -26 * 60 * MINUTE];
