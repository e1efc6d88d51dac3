//! What the tabs of one browser share, and what each of them has.

use std::{
    cell::RefCell,
    collections::{BTreeMap, VecDeque},
    future::poll_fn,
    rc::Rc,
    task::{Poll, Waker},
    time::Duration,
};

use cognito_client::{
    device::RememberedDevice,
    host::{EXPONENT_BYTES, Host},
    session_keeper::{Lease, LeaseGuard, Lock, NotLocked, Timer},
    timestamp::{Clock, Timestamp},
    token_store::{
        key_value::{KeyValueStore, StoreError},
        tab::Wire,
    },
};

use crate::world::{Mutation, Place, World};

/// The browser's localStorage, as one tab sees it, or the sessionStorage of that tab.
pub(crate) struct Storage {
    pub(crate) world: Rc<World>,
    pub(crate) tab: usize,
    pub(crate) place: Place,
    /// What this tab has read, if it never reads anything again.
    pub(crate) cache: RefCell<BTreeMap<String, Option<String>>>,
}

impl Storage {
    /// A tab that is closed does nothing any more, not even tidy up.
    fn of_open_tab(&self) -> Result<(), StoreError> {
        if self.world.is_open(self.tab) { Ok(()) } else { Err(StoreError) }
    }

    fn keep(&self, key: &str, value: Option<String>) {
        if self.world.mutation == Mutation::StaleStore && !key.ends_with("lease") {
            self.cache.borrow_mut().insert(key.to_owned(), value);
        }
    }
}

impl KeyValueStore for Storage {
    fn get(&self, key: &str) -> Result<Option<String>, StoreError> {
        self.of_open_tab()?;
        if let Some(value) = self.cache.borrow().get(key) {
            return Ok(value.clone());
        }
        let value = self.world.read(self.tab, self.place, |entries| entries.get(key).cloned());
        self.keep(key, value.clone());
        Ok(value)
    }

    fn set(&self, key: &str, value: &str) -> Result<(), StoreError> {
        self.of_open_tab()?;
        self.keep(key, Some(value.to_owned()));
        self.world.write(self.tab, self.place, |entries| _ = entries.insert(key.to_owned(), value.to_owned()));
        Ok(())
    }

    fn remove(&self, key: &str) -> Result<(), StoreError> {
        self.of_open_tab()?;
        self.keep(key, None);
        self.world.write(self.tab, self.place, |entries| _ = entries.remove(key));
        Ok(())
    }

    fn keys(&self) -> Result<Vec<String>, StoreError> {
        self.of_open_tab()?;
        Ok(self.world.read(self.tab, self.place, |entries| entries.keys().cloned().collect()))
    }
}

/// What a tab hears of the others, and they of it.
pub(crate) struct TabWire {
    pub(crate) world: Rc<World>,
    pub(crate) tab: usize,
}

impl Wire for TabWire {
    fn listen(&self, names: &[String]) {
        self.world.lines.borrow_mut().insert(self.tab, names.to_vec());
    }

    fn tell(&self, name: &str, text: &str) {
        let is_heard = !matches!(self.world.mutation, Mutation::CopiesApart | Mutation::CopiesDeaf);
        if self.world.is_open(self.tab) && is_heard {
            self.world.post(self.tab, name, text);
        }
    }
}

/// Who holds the one lock, and who waits for it, in this order.
#[derive(Default)]
pub(crate) struct LockQueue {
    holder: Option<u64>,
    waiting: VecDeque<(u64, Option<Waker>)>,
    count: u64,
}

/// How tabs take turns.
pub(crate) enum Turns {
    /// Of that tab.
    WebLocks(Rc<World>, usize),
    Lease(Rc<World>, Lease<Sleeper>),
    None,
}

pub(crate) enum Turn {
    WebLock { _ticket: Ticket },
    Lease { _guard: Option<LeaseGuard> },
    None,
}

impl Lock for Turns {
    type Guard = Turn;

    async fn acquire(&self) -> Result<Turn, NotLocked> {
        match self {
            Self::WebLocks(world, _) => {
                let ticket = Ticket::draw(world);
                poll_fn(|cx| if ticket.is_up(cx.waker()) { Poll::Ready(()) } else { Poll::Pending }).await;
                Ok(Turn::WebLock { _ticket: ticket })
            }
            Self::Lease(_, lease) => Ok(Turn::Lease { _guard: lease.acquire().await? }),
            Self::None => Ok(Turn::None),
        }
    }

    async fn note_spent(&self, mark: &str) {
        match self {
            Self::WebLocks(world, tab) => _ = world.marks.borrow_mut().insert((mark.to_owned(), *tab)),
            Self::Lease(_, lease) => lease.note_spent(mark).await,
            Self::None => {}
        }
    }

    async fn is_spent(&self, mark: &str) -> bool {
        match self {
            Self::WebLocks(world, _) => {
                world.mutation != Mutation::LateStoreUnnoted
                    && world.marks.borrow().iter().any(|(noted, _)| noted == mark)
            }
            Self::Lease(_, lease) => lease.is_spent(mark).await,
            Self::None => false,
        }
    }

    async fn settle(&self) {
        let world = match self {
            Self::WebLocks(world, _) | Self::Lease(world, _) => world,
            Self::None => return,
        };
        if world.mutation.has_late_store() || world.places.has_tabs() {
            world.sleep(50).await;
        }
    }
}

/// A place in the queue; a browser gives it up when the tab is closed.
pub(crate) struct Ticket {
    world: Rc<World>,
    number: u64,
}

impl Ticket {
    fn draw(world: &Rc<World>) -> Self {
        let mut lock = world.lock.borrow_mut();
        lock.count += 1;
        let number = lock.count;
        lock.waiting.push_back((number, None));
        Self { world: Rc::clone(world), number }
    }

    fn is_up(&self, waker: &Waker) -> bool {
        let mut lock = self.world.lock.borrow_mut();
        if lock.holder.is_none() && lock.waiting.front().is_some_and(|(number, _)| *number == self.number) {
            lock.waiting.pop_front();
            lock.holder = Some(self.number);
        }
        if let Some((_, waiting)) = lock.waiting.iter_mut().find(|(number, _)| *number == self.number) {
            *waiting = Some(waker.clone());
        }
        lock.holder == Some(self.number)
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut lock = self.world.lock.borrow_mut();
        lock.waiting.retain(|(number, _)| *number != self.number);
        if lock.holder == Some(self.number) && self.world.mutation != Mutation::LockNeverReleased {
            lock.holder = None;
        }
        if let Some((_, Some(waker))) = lock.waiting.front() {
            waker.wake_by_ref();
        }
    }
}

/// Timers of a browser: by the time that passes, not by the clock.
pub(crate) struct Sleeper(pub(crate) Rc<World>);

impl Timer for Sleeper {
    async fn sleep(&self, duration: Duration) {
        self.0.sleep(u64::try_from(duration.as_millis()).expect("a short time")).await;
    }
}

/// The machine, with its clock.
pub(crate) struct Machine(pub(crate) Rc<World>);

impl Clock for Machine {
    fn now(&self) -> Timestamp {
        self.0.local_now()
    }
}

impl Host for Machine {
    fn random_bytes(&self) -> Option<[u8; EXPONENT_BYTES]> {
        let mut bytes = [0; EXPONENT_BYTES];
        bytes[..8].copy_from_slice(&self.0.random.borrow_mut().next().to_be_bytes());
        Some(bytes)
    }

    fn device(&self, _: &str) -> Option<RememberedDevice> {
        None
    }

    fn save_device(&self, _: &str, _: &RememberedDevice) {}

    fn forget_device(&self, _: &str) {}

    fn device_name(&self) -> String {
        "a tab".to_owned()
    }
}
