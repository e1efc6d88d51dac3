//! The state of a run, and the rules that it must keep.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use cognito_client::{claims::Claims, session::Session, timestamp::Timestamp, transport::Response};

use crate::{browser::LockQueue, executor::Time, pool::Pool, random::Random};

/// When runs begin, in milliseconds.
pub(crate) const EPOCH: u64 = 1_800_000_000_000;
pub(crate) const CLIENT_ID: &str = "client1";
const PREFIX: &str = "CognitoIdentityServiceProvider.client1";

/// What must hold, whatever happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// Open tabs never send one refresh token twice at the same time.
    OneRefreshAtATime,
    /// A refresh token that a tab knows to be rotated away is never sent again, not even within its grace period.
    NoSpentToken,
    /// From a sign-out to the next sign-in, no tokens are stored, and no caller gets any.
    NothingAfterSignOut,
    /// A session is lost by a refusal of the token that is stored, and by nothing else.
    EndedByRefusalAlone,
    /// A caller gets tokens of the user that the tab shows, which have not expired by the server's clock, and need not be
    /// refreshed yet.
    FreshMeansFresh,
    /// When the faults are over, every tab comes to tokens in the end, without anybody's help.
    GoesOn,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Broken {
    pub(crate) rule: Rule,
    pub(crate) how: String,
}

/// What a browser, or the keeper's caller, may do wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mutation {
    None,
    NoLock,
    /// Tabs read what they have read or written once.
    StaleStore,
    /// An answer is stored whatever has happened meanwhile.
    LateWrites,
    /// Any failure ends the session.
    EndsByBadLuck,
    LockNeverReleased,
    /// What a tab writes shows in the others a while after it has let go of the lock, as in Chromium.
    LateStore,
    /// As well as that, nobody notes which tokens are spent.
    LateStoreUnnoted,
}

impl Mutation {
    pub(crate) fn has_late_store(self) -> bool {
        matches!(self, Self::LateStore | Self::LateStoreUnnoted)
    }
}

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
}

pub(crate) type Entries = BTreeMap<String, String>;

pub(crate) struct World {
    pub(crate) mutation: Mutation,
    pub(crate) time: Rc<Time>,
    pub(crate) random: RefCell<Random>,
    pub(crate) pool: RefCell<Pool>,
    pub(crate) storage: RefCell<Entries>,
    /// What a tab still sees, and until when.
    pub(crate) late: RefCell<BTreeMap<usize, (Entries, u64)>>,
    /// What tabs have noted of spent tokens.
    pub(crate) marks: RefCell<BTreeMap<String, usize>>,
    pub(crate) lock: RefCell<LockQueue>,
    pub(crate) has_web_locks: bool,
    pub(crate) open: RefCell<BTreeSet<usize>>,
    /// No more faults.
    pub(crate) is_calm: Cell<bool>,
    pub(crate) events: RefCell<Events>,
    pub(crate) broken: RefCell<Option<Broken>>,
    /// The sign-in that ought to be in the store.
    signed_in: Cell<Option<u64>>,
    /// Milliseconds that the browser's clock is ahead of the server's, and since when.
    clock: Cell<(i64, u64)>,
    in_flight: RefCell<BTreeMap<String, usize>>,
    spent: RefCell<BTreeSet<String>>,
    /// Something was stored, or ought to be, since the last check.
    pub(crate) has_changed: Cell<bool>,
    /// The stored token was just refused.
    may_end: Cell<bool>,
    speaks: bool,
}

impl World {
    pub(crate) fn new(seed: u64, mutation: Mutation, speaks: bool) -> Rc<Self> {
        let mut random = Random::new(seed);
        let pool = Pool::new(&mut random);
        Rc::new(Self {
            mutation,
            time: Rc::default(),
            has_web_locks: random.percent(60) || mutation == Mutation::LockNeverReleased || mutation.has_late_store(),
            clock: Cell::new((random.pick(&CLOCKS), 0)),
            random: RefCell::new(random),
            pool: RefCell::new(pool),
            storage: RefCell::default(),
            late: RefCell::default(),
            marks: RefCell::default(),
            lock: RefCell::default(),
            open: RefCell::default(),
            is_calm: Cell::new(false),
            events: RefCell::default(),
            broken: RefCell::new(None),
            signed_in: Cell::new(None),
            in_flight: RefCell::default(),
            spent: RefCell::default(),
            has_changed: Cell::new(false),
            may_end: Cell::new(false),
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
    pub(crate) fn enter(&self, sign_in: u64) {
        self.signed_in.set(Some(sign_in));
        self.has_changed.set(true);
    }

    /// Somebody signed out.
    pub(crate) fn leave(&self) {
        self.signed_in.set(None);
        self.has_changed.set(true);
        self.events.borrow_mut().sign_outs_in_flight += u64::from(!self.in_flight.borrow().is_empty());
    }

    pub(crate) fn close(&self, tab: usize) {
        self.say(|| format!("tab {tab}: closed"));
        let is_in_flight = self.in_flight.borrow().values().any(|of| *of == tab);
        self.events.borrow_mut().closed_in_flight += u64::from(is_in_flight);
        self.open.borrow_mut().remove(&tab);
        // That takes longer than what it has written takes to show.
        self.marks.borrow_mut().retain(|_, of| *of != tab);
        self.late.borrow_mut().clear();
    }

    /// What a tab reads.
    pub(crate) fn read<R>(&self, tab: usize, of: impl FnOnce(&Entries) -> R) -> R {
        let mut late = self.late.borrow_mut();
        late.retain(|_, (_, until)| self.time.now() < *until);
        match late.get(&tab) {
            Some((entries, _)) => of(entries),
            None => of(&self.storage.borrow()),
        }
    }

    /// What a tab writes.
    pub(crate) fn write(&self, tab: usize, change: impl Fn(&mut Entries)) {
        self.has_changed.set(true);
        let mut late = self.late.borrow_mut();
        if self.mutation.has_late_store() {
            for other in self.open.borrow().iter().filter(|other| **other != tab) {
                let until = self.time.now() + self.random.borrow_mut().below(200);
                late.entry(*other).or_insert_with(|| (self.storage.borrow().clone(), until));
            }
        }
        if let Some((entries, _)) = late.get_mut(&tab) {
            change(entries);
        }
        change(&mut self.storage.borrow_mut());
    }

    /// A refresh is sent.
    pub(crate) fn depart(self: &Rc<Self>, tab: usize, token: &str) -> Flight {
        self.events.borrow_mut().refreshes += 1;
        if self.spent.borrow().contains(token) {
            self.fail(Rule::NoSpentToken, format!("tab {tab} sends {token}"));
        }
        if let Some(other) = self.in_flight.borrow_mut().insert(token.to_owned(), tab) {
            self.fail(Rule::OneRefreshAtATime, format!("tabs {other} and {tab} send {token}"));
        }
        Flight { world: Rc::clone(self), token: token.to_owned() }
    }

    /// The answer to a refresh comes to an open tab, which does all that it does of it before anything else happens.
    pub(crate) fn arrive(&self, token: &str, answer: &Response) {
        self.say(|| format!("{token}: {} {}", answer.status, answer.body));
        if answer.status == 200 && answer.body.contains("\"RefreshToken\"") {
            self.spent.borrow_mut().insert(token.to_owned());
        }
        let is_orphan = answer.status == 200 && self.pool.borrow().sign_in_of(token) != self.signed_in.get();
        let is_reuse = answer.body.contains("RefreshTokenReuseException");
        self.events.borrow_mut().orphans += u64::from(is_orphan);
        self.events.borrow_mut().reuses += u64::from(is_reuse);
        let is_refusal = is_reuse || answer.body.contains("NotAuthorizedException");
        self.may_end.set(is_refusal && self.stored_token().as_deref() == Some(token));
    }

    /// A caller is told to go on with this session.
    pub(crate) fn got_fresh(&self, tab: usize, shown: &Session, got: &Session) {
        let sign_in = self.pool.borrow().sign_in_of(got.tokens().refresh_token.expose());
        if sign_in != self.signed_in.get() {
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

    /// After every step.
    pub(crate) fn check(&self) {
        let was_refused = self.may_end.take();
        if !self.has_changed.take() {
            return;
        }
        let stored = self.stored_token().and_then(|token| self.pool.borrow().sign_in_of(&token));
        if stored == self.signed_in.get() {
            return;
        }
        match (stored, self.signed_in.get()) {
            (None, Some(_)) if was_refused => {
                self.events.borrow_mut().ended += 1;
                self.signed_in.set(None);
            }
            (None, Some(lost)) => self.fail(Rule::EndedByRefusalAlone, format!("sign-in {lost} is lost")),
            (Some(left), expected) => {
                self.fail(Rule::NothingAfterSignOut, format!("tokens of {left} are stored instead of {expected:?}"));
            }
            (None, None) => {}
        }
    }

    pub(crate) fn somebody_is_signed_in(&self) -> bool {
        self.signed_in.get().is_some()
    }

    /// The refresh token that every tab can read.
    pub(crate) fn stored_token(&self) -> Option<String> {
        let storage = self.storage.borrow();
        let user = storage.get(&format!("{PREFIX}.LastAuthUser"))?;
        storage.get(&format!("{PREFIX}.{user}.refreshToken")).cloned()
    }

    pub(crate) fn fail(&self, rule: Rule, how: String) {
        if self.mutation.has_late_store() && !matches!(rule, Rule::OneRefreshAtATime | Rule::NoSpentToken) {
            // A tab cannot know before it sees it who has signed in or out.
            return;
        }
        self.say(|| format!("broken: {rule:?}: {how}"));
        self.broken.borrow_mut().get_or_insert(Broken { rule, how });
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
