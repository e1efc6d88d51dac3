//! The state of a run, and the rules that it must keep.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use cognito_client::{
    claims::Claims,
    secrets::{AccessToken, IdToken, RefreshToken},
    session::{Session, Tokens},
    timestamp::Timestamp,
    transport::Response,
};
use serde_json::Value;

use crate::{browser::LockQueue, executor::Time, pool::Pool, random::Random};

/// When runs begin, in milliseconds.
pub(crate) const EPOCH: u64 = 1_800_000_000_000;
pub(crate) const CLIENT_ID: &str = "client1";
const PREFIX: &str = "CognitoIdentityServiceProvider.client1";

/// Where a run keeps sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keeps {
    Shared,
    Tab,
    /// As people pick when they sign in.
    Either,
}

impl Keeps {
    pub(crate) fn has_tabs(self) -> bool {
        self != Self::Shared
    }
}

/// What keeps one session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// The browser's localStorage.
    Shared,
    /// The sessionStorage of that tab.
    Tab(usize),
}

/// What must hold, whatever happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// Open tabs never send one refresh token twice at the same time.
    OneRefreshAtATime,
    /// A refresh token that a tab knows to be rotated away is never sent again, not even within its grace period: by no
    /// tab where all share it, and not as long as that tab is there where they have copies.
    NoSpentToken,
    /// From a sign-out to the next sign-in, no tokens are stored, and no caller gets any.
    NothingAfterSignOut,
    /// A session is lost by a refusal of the token that is stored, by a sign-out of it, by a sign-in in its place, where a
    /// copy cannot come by what its token was spent for, and by nothing else.
    EndedByRefusalAlone,
    /// Whatever the answers are, a page does not ask by itself every few seconds.
    Patience,
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
    /// Tabs with copies of one session do not know of each other.
    CopiesApart,
    /// As well as that, but what they note of spent tokens is there for all. Nothing is broken by it.
    CopiesDeaf,
    /// What is written to one place, or taken from it, is taken from the other too.
    PlacesMixed,
    /// The page's timer goes by when tokens expire, whatever has become of its last try.
    NoPatience,
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
    pub(crate) odd_answers: u64,
    pub(crate) copies: u64,
    /// Newer tokens, or a sign-out, that one tab has told another.
    pub(crate) heard: u64,
    /// Of a session that only one tab has, in a browser that keeps another.
    pub(crate) apart: u64,
}

/// What one tab tells another.
pub(crate) struct Mail {
    pub(crate) to: usize,
    pub(crate) name: String,
    pub(crate) text: String,
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

    /// A tab tells all who listen.
    pub(crate) fn post(&self, from: usize, name: &str, text: &str) {
        for (to, names) in self.lines.borrow().iter() {
            if *to != from && names.iter().any(|listened| listened == name) {
                let soon = self.time.now() + self.random.borrow_mut().below(30);
                let mut mail = self.mail.borrow_mut();
                // Of two texts, the first arrives first.
                let at = mail.last_key_value().map_or(soon, |((last, _), _)| soon.max(*last));
                self.sent.set(self.sent.get() + 1);
                let told = Mail { to: *to, name: name.to_owned(), text: text.to_owned() };
                mail.insert((at, self.sent.get()), told);
                self.time.stop_at(at);
            }
        }
    }

    /// What arrives by now.
    pub(crate) fn next_mail(&self) -> Option<Mail> {
        let mut mail = self.mail.borrow_mut();
        let is_due = mail.first_key_value().is_some_and(|((at, _), _)| *at <= self.time.now());
        is_due.then(|| mail.pop_first()).flatten().map(|(_, mail)| mail)
    }

    /// What another tab told has taken the place of that.
    pub(crate) fn heard(&self, tab: usize, replaced: &Session) {
        let place = Place::Tab(tab);
        self.events.borrow_mut().heard += 1;
        let (spent, stored) = (replaced.tokens().refresh_token.expose(), self.stored_token(place));
        self.say(|| format!("tab {tab}: hears of {stored:?} in the place of {spent}"));
        match stored {
            Some(stored) => {
                if self.pool.borrow().user_of(&stored) != self.pool.borrow().user_of(spent) {
                    self.fail(Rule::FreshMeansFresh, format!("tab {tab} hears of another user"));
                }
                if stored != spent {
                    self.know_spent(tab, spent);
                }
                if let Some(sign_in) = self.pool.borrow().sign_in_of(&stored) {
                    self.signed_in.borrow_mut().insert(place, sign_in);
                }
            }
            None => {
                let sign_in = self.signed_in.borrow_mut().remove(&place);
                self.forget_spent(place);
                if sign_in.is_some_and(|sign_in| !self.left.borrow().contains(&sign_in)) {
                    self.fail(Rule::EndedByRefusalAlone, format!("tab {tab} hears that {sign_in:?} is over"));
                }
            }
        }
    }

    /// Whether the tokens of a copy were spent, and no tab has what came for them, or none can tell.
    fn is_hopeless(&self, copy: Place, sign_in: u64) -> bool {
        let was_spent = self.held.borrow().get(&copy).is_some_and(|held| self.spent_by_copies.borrow().contains(held));
        let others =
            self.open.borrow().iter().map(|tab| Place::Tab(*tab)).filter(|place| *place != copy).collect::<Vec<_>>();
        let is_there = |place: Place| {
            let token = self.stored_token(place);
            token.is_some_and(|token| {
                let is_newer = !self.spent_by_copies.borrow().contains(&token);
                is_newer && self.pool.borrow().sign_in_of(&token) == Some(sign_in)
            })
        };
        was_spent && (self.mutation == Mutation::CopiesDeaf || !others.into_iter().any(is_there))
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

    /// A refresh is sent.
    pub(crate) fn depart(self: &Rc<Self>, tab: usize, token: &str) -> Flight {
        self.events.borrow_mut().refreshes += 1;
        let is_known = self.known_spent.borrow().values().any(|known| known.iter().any(|spent| spent == token));
        // Where a tab has spent it for nobody, because it saw late who is signed in, there is no newer one: that is for the
        // pool to say, when the others have waited for long enough.
        let is_all_there_is = |since: &u64| {
            self.stored_token(Place::Shared).as_deref() == Some(token) && self.time.now() >= since + SETTLED
        };
        let is_spent = self.spent.borrow().get(token).is_some_and(|since| !is_all_there_is(since));
        if is_known || is_spent {
            self.fail(Rule::NoSpentToken, format!("tab {tab} sends {token}"));
        }
        if let Some(other) = self.in_flight.borrow_mut().insert(token.to_owned(), tab) {
            self.fail(Rule::OneRefreshAtATime, format!("tabs {other} and {tab} send {token}"));
        }
        Flight { world: Rc::clone(self), token: token.to_owned() }
    }

    /// The answer to a refresh comes to an open tab, which does all that it does of it before anything else happens.
    pub(crate) fn arrive(&self, tab: usize, token: &str, answer: &Response) {
        self.say(|| format!("tab {tab}: {token}: {} {}", answer.status, answer.body));
        let place = self.place_of(tab);
        let is_of_place = self.stored_token(place).as_deref() == Some(token);
        if self.session_in(token, answer).is_some_and(|session| session.tokens().refresh_token.expose() != token) {
            match place {
                Place::Shared => _ = self.spent.borrow_mut().insert(token.to_owned(), self.time.now()),
                Place::Tab(_) => {
                    self.spent_by_copies.borrow_mut().insert(token.to_owned());
                    if is_of_place {
                        self.know_spent(tab, token);
                    }
                }
            }
        }
        let expected = self.signed_in.borrow().get(&place).copied();
        let is_orphan = answer.status == 200 && self.pool.borrow().sign_in_of(token) != expected;
        let is_reuse = answer.body.contains("RefreshTokenReuseException");
        self.events.borrow_mut().orphans += u64::from(is_orphan);
        self.events.borrow_mut().reuses += u64::from(is_reuse);
        self.events.borrow_mut().apart +=
            u64::from(place != Place::Shared && self.signed_in.borrow().contains_key(&Place::Shared));
        if is_reuse || answer.body.contains("NotAuthorizedException") {
            self.refused.borrow_mut().insert(token.to_owned());
        }
    }

    /// What a tab makes of the answer, if it can use it at all.
    fn session_in(&self, token: &str, answer: &Response) -> Option<Session> {
        let body: Value = serde_json::from_str(&answer.body).ok()?;
        let text = |name: &str| body["AuthenticationResult"][name].as_str();
        let tokens = Tokens {
            access_token: AccessToken::new(text("AccessToken")?),
            id_token: IdToken::new(text("IdToken")?),
            refresh_token: RefreshToken::new(text("RefreshToken").unwrap_or(token)),
        };
        Session::received(tokens, self.local_now()).ok()
    }

    /// A caller is told to go on with this session.
    pub(crate) fn got_fresh(&self, tab: usize, shown: &Session, got: &Session) {
        let sign_in = self.pool.borrow().sign_in_of(got.tokens().refresh_token.expose());
        if sign_in != self.signed_in.borrow().get(&self.place_of(tab)).copied() {
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
        if !self.has_changed.take() {
            return;
        }
        let tabs: Vec<usize> = self.open.borrow().iter().copied().collect();
        for place in tabs.into_iter().map(Place::Tab).chain([Place::Shared]) {
            self.check_place(place);
        }
    }

    fn check_place(&self, place: Place) {
        let token = self.stored_token(place);
        let stored = token.as_deref().and_then(|token| self.pool.borrow().sign_in_of(token));
        let expected = self.signed_in.borrow().get(&place).copied();
        match (stored, expected) {
            _ if stored == expected => {
                if let Some(token) = token {
                    self.held.borrow_mut().insert(place, token);
                }
            }
            (None, Some(lost)) => {
                let was_refused =
                    self.held.borrow().get(&place).is_some_and(|held| self.refused.borrow().contains(held));
                if !was_refused && !self.is_hopeless(place, lost) {
                    self.fail(Rule::EndedByRefusalAlone, format!("sign-in {lost} is lost from {place:?}"));
                }
                self.events.borrow_mut().ended += 1;
                self.signed_in.borrow_mut().remove(&place);
                self.forget_spent(place);
            }
            (Some(left), expected) => {
                let how = format!("tokens of {left} are stored in {place:?} instead of {expected:?}");
                self.fail(Rule::NothingAfterSignOut, how);
            }
            (None, None) => {}
        }
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

/// How long tabs wait for what another one has made of a token, in milliseconds.
const SETTLED: u64 = 5_000;
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
