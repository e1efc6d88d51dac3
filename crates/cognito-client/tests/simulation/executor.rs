//! Polls one future at a time, in an order that the seed gives, and lets the time pass when all of them wait.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
    future::Future,
    pin::Pin,
    rc::Rc,
    sync::{Arc, Mutex},
    task::{Context, Poll, Wake, Waker},
};

use crate::random::Random;

type Task = Pin<Box<dyn Future<Output = ()>>>;

/// Milliseconds of the server's time since the run began, and who waits for which.
#[derive(Default)]
pub(crate) struct Time {
    now: Cell<u64>,
    alarms: RefCell<BTreeMap<(u64, u64), Waker>>,
    count: Cell<u64>,
}

impl Time {
    pub(crate) fn now(&self) -> u64 {
        self.now.get()
    }

    pub(crate) async fn sleep(self: Rc<Self>, millis: u64) {
        let (at, mut is_set) = (self.now() + millis, false);
        std::future::poll_fn(move |cx| {
            if self.now() >= at {
                return Poll::Ready(());
            }
            if !is_set {
                is_set = true;
                self.count.set(self.count.get() + 1);
                self.alarms.borrow_mut().insert((at, self.count.get()), cx.waker().clone());
            }
            Poll::Pending
        })
        .await;
    }

    /// Something comes by itself then, that nobody waits for.
    pub(crate) fn stop_at(&self, at: u64) {
        self.count.set(self.count.get() + 1);
        self.alarms.borrow_mut().insert((at, self.count.get()), Waker::noop().clone());
    }

    /// Gives whether anybody waited for anything.
    fn pass(&self) -> bool {
        let Some(((at, _), waker)) = self.alarms.borrow_mut().pop_first() else { return false };
        self.now.set(self.now().max(at));
        waker.wake();
        true
    }
}

/// The futures of all tabs.
#[derive(Default)]
pub(crate) struct Executor {
    tasks: BTreeMap<u64, (usize, Task)>,
    ready: Arc<Mutex<BTreeSet<u64>>>,
    count: u64,
}

struct Ready {
    task: u64,
    ready: Arc<Mutex<BTreeSet<u64>>>,
}

impl Wake for Ready {
    fn wake(self: Arc<Self>) {
        self.ready.lock().expect("one thread").insert(self.task);
    }
}

impl Executor {
    pub(crate) fn spawn(&mut self, tab: usize, task: impl Future<Output = ()> + 'static) {
        self.count += 1;
        self.tasks.insert(self.count, (tab, Box::pin(task)));
        self.ready.lock().expect("one thread").insert(self.count);
    }

    /// Drops what a tab does, wherever it is.
    pub(crate) fn close(&mut self, tab: usize) {
        self.tasks.retain(|_, (of, _)| *of != tab);
    }

    pub(crate) fn is_idle(&self) -> bool {
        self.tasks.is_empty()
    }

    /// One step of one task, or of the time. Gives whether there was one.
    pub(crate) fn step(&mut self, time: &Time, random: &RefCell<Random>) -> bool {
        let ready: Vec<u64> = self.ready.lock().expect("one thread").iter().copied().collect();
        if ready.is_empty() {
            return time.pass();
        }
        let id = random.borrow_mut().pick(&ready);
        self.ready.lock().expect("one thread").remove(&id);
        if let Some((_, task)) = self.tasks.get_mut(&id) {
            let waker = Waker::from(Arc::new(Ready { task: id, ready: Arc::clone(&self.ready) }));
            if task.as_mut().poll(&mut Context::from_waker(&waker)).is_ready() {
                self.tasks.remove(&id);
            }
        }
        true
    }
}
