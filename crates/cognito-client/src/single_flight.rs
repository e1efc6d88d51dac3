use core::{
    future::poll_fn,
    mem,
    task::{Context, Poll, Waker},
};

use crate::shared::{Guarded, Shared};

/// Runs one thing at a time; all who ask meanwhile get what it gives.
pub(crate) struct SingleFlight<R> {
    flight: Guarded<Option<Shared<Guarded<Flight<R>>>>>,
}

enum Flight<R> {
    Waiting(Vec<Waker>),
    Landed(R),
    /// Whoever ran it is gone.
    Lost,
}

impl<R> Default for SingleFlight<R> {
    fn default() -> Self {
        Self { flight: Guarded::new(None) }
    }
}

impl<R: Clone> SingleFlight<R> {
    /// What `work` gives, or what a run that is under way gives; then `work` is not begun.
    pub(crate) async fn run(&self, work: impl Future<Output = R>) -> R {
        loop {
            let flight = match self.board() {
                Boarded::Pilot(pilot) => return pilot.land(work.await),
                Boarded::Passenger(flight) => flight,
            };
            if let Some(result) = poll_fn(|cx| flight.borrow_mut().poll(cx)).await {
                return result;
            }
        }
    }

    /// In one go: of all who come at once, one flies.
    fn board(&self) -> Boarded<'_, R> {
        let mut current = self.flight.borrow_mut();
        if let Some(flight) = &*current {
            return Boarded::Passenger(Shared::clone(flight));
        }
        let flight = Shared::new(Guarded::new(Flight::Waiting(Vec::new())));
        *current = Some(Shared::clone(&flight));
        Boarded::Pilot(Pilot { of: self, flight })
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

enum Boarded<'a, R> {
    Pilot(Pilot<'a, R>),
    Passenger(Shared<Guarded<Flight<R>>>),
}

/// Whoever runs the work: gone before the end, the others are told.
struct Pilot<'a, R> {
    of: &'a SingleFlight<R>,
    flight: Shared<Guarded<Flight<R>>>,
}

impl<R: Clone> Pilot<'_, R> {
    fn land(self, result: R) -> R {
        self.end(Flight::Landed(result.clone()));
        result
    }
}

impl<R> Pilot<'_, R> {
    fn end(&self, with: Flight<R>) {
        *self.of.flight.borrow_mut() = None;
        let before = mem::replace(&mut *self.flight.borrow_mut(), with);
        if let Flight::Waiting(wakers) = before {
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
