use core::{
    cell::RefCell,
    future::poll_fn,
    mem,
    task::{Context, Poll, Waker},
};
use std::rc::Rc;

/// Runs one thing at a time; all who ask meanwhile get what it gives.
pub(crate) struct SingleFlight<R> {
    flight: RefCell<Option<Rc<RefCell<Flight<R>>>>>,
}

enum Flight<R> {
    Waiting(Vec<Waker>),
    Landed(R),
    /// Whoever ran it is gone.
    Lost,
}

impl<R> Default for SingleFlight<R> {
    fn default() -> Self {
        Self { flight: RefCell::new(None) }
    }
}

impl<R: Clone> SingleFlight<R> {
    /// What `work` gives, or what a run that is under way gives.
    pub(crate) async fn run(&self, work: impl AsyncFn() -> R) -> R {
        loop {
            let Some(flight) = self.flight.borrow().clone() else {
                let pilot = Pilot::take_off(self);
                return pilot.land(work().await);
            };
            if let Some(result) = poll_fn(|cx| flight.borrow_mut().poll(cx)).await {
                return result;
            }
        }
    }
}

impl<R: Clone> Flight<R> {
    /// `None` if there will be no result.
    fn poll(&mut self, cx: &Context<'_>) -> Poll<Option<R>> {
        match self {
            Self::Waiting(wakers) => {
                wakers.push(cx.waker().clone());
                Poll::Pending
            }
            Self::Landed(result) => Poll::Ready(Some(result.clone())),
            Self::Lost => Poll::Ready(None),
        }
    }
}

/// Whoever runs the work: gone before the end, the others are told.
struct Pilot<'a, R> {
    of: &'a SingleFlight<R>,
    flight: Rc<RefCell<Flight<R>>>,
}

impl<'a, R: Clone> Pilot<'a, R> {
    fn take_off(of: &'a SingleFlight<R>) -> Self {
        let flight = Rc::new(RefCell::new(Flight::Waiting(Vec::new())));
        *of.flight.borrow_mut() = Some(Rc::clone(&flight));
        Self { of, flight }
    }

    fn land(self, result: R) -> R {
        self.end(Flight::Landed(result.clone()));
        result
    }
}

impl<R> Pilot<'_, R> {
    fn end(&self, with: Flight<R>) {
        *self.of.flight.borrow_mut() = None;
        if let Flight::Waiting(wakers) = mem::replace(&mut *self.flight.borrow_mut(), with) {
            wakers.into_iter().for_each(Waker::wake);
        }
    }
}

impl<R> Drop for Pilot<'_, R> {
    fn drop(&mut self) {
        let is_waiting = matches!(*self.flight.borrow(), Flight::Waiting(_));
        if is_waiting {
            self.end(Flight::Lost);
        }
    }
}
