//! Calls, and what becomes of the page meanwhile.
//!
//! Whatever runs after an await may find its part of the page gone, and what that part owned with it: to read such a
//! signal stops the program. So pages and components wait for nothing by themselves. They hand over a call, which goes on
//! to its end whatever becomes of them, and what to show of it, which is run only while they are there.

use std::{
    cell::RefCell,
    future::poll_fn,
    pin::Pin,
    rc::Rc,
    task::{Poll, Waker},
};

use futures_util::future::{AbortHandle, Aborted, abortable};
use leptos::prelude::*;

/// The life of a part of the page: from when it is drawn until its reactive owner is cleaned up.
#[derive(Clone, Copy, Debug)]
pub struct Life(StoredValue<()>);

/// Ends with what is to be shown of it.
pub(crate) type Call<S> = Pin<Box<dyn Future<Output = Box<dyn FnOnce() -> S>>>>;

impl Life {
    /// Of what is being drawn now.
    pub fn begin() -> Self {
        Self(StoredValue::new(()))
    }

    pub fn is_over(self) -> bool {
        self.0.is_disposed()
    }

    /// Makes a call. What comes of it is shown if this still lives then. Does nothing if this lives no longer.
    pub fn call<T: 'static>(self, call: impl Future<Output = T> + 'static, show: impl FnOnce(T) + 'static) {
        self.start(deferred(Box::pin(call), Box::new(show)));
    }

    /// The same, to be given up by its handle: then there is nothing to show.
    pub(crate) fn call_abortable<T: 'static>(
        self,
        call: impl Future<Output = T> + 'static,
        show: impl FnOnce(Option<T>) + 'static,
    ) -> AbortHandle {
        let (call, handle) = abortable(call);
        self.start(deferred(Box::pin(call), Box::new(|called: Result<T, Aborted>| show(called.ok()))));
        handle
    }

    // One function for all calls: what is generic is there once for each of them.
    fn start(self, call: Call<()>) {
        if self.is_over() {
            return;
        }
        in_background(async move {
            let show = call.await;
            if !self.is_over() {
                show();
            }
        });
    }
}

/// A call, with what to show of it once that is known. The same for all that end alike: both are boxed.
pub(crate) fn deferred<T: 'static, S: 'static>(
    call: Pin<Box<dyn Future<Output = T>>>,
    show: Box<dyn FnOnce(T) -> S>,
) -> Call<S> {
    Box::pin(async move {
        let called = call.await;
        Box::new(move || show(called)) as Box<dyn FnOnce() -> S>
    })
}

/// Keeps what is used by calls that may come to their end after the context has, which an app around may take off the page.
/// It is some signals, which are never given back: whoever waits for an answer, be it in the app around, may hold them for
/// as long as they like.
pub(crate) fn outliving<P: 'static>(make: impl FnOnce() -> P) -> StoredValue<&'static P, LocalStorage> {
    let around = Owner::current();
    // It makes itself the current one.
    let owner = Owner::new_root(None);
    let parts: &'static P = Box::leak(Box::new(make()));
    let handle = StoredValue::new_local(parts);
    if let Some(around) = around {
        around.set();
    }
    std::mem::forget(owner);
    handle
}

/// Waits for a call that goes on to its end also if nobody waits for it any more.
pub(crate) async fn to_its_end<T: 'static>(call: Pin<Box<dyn Future<Output = T>>>) -> T {
    let given = Rc::new(RefCell::new((None, None::<Waker>)));
    let gives = Rc::clone(&given);
    in_background(async move {
        let answer = call.await;
        let waiting = {
            let mut gives = gives.borrow_mut();
            gives.0 = Some(answer);
            gives.1.take()
        };
        if let Some(waiting) = waiting {
            waiting.wake();
        }
    });
    poll_fn(|context| {
        let mut given = given.borrow_mut();
        given.1 = Some(context.waker().clone());
        given.0.take().map_or(Poll::Pending, Poll::Ready)
    })
    .await
}

/// Makes a call that no part of the page waits for. It reads nothing that a part of the page owns.
#[expect(clippy::disallowed_methods, reason = "this is where calls begin")]
pub(crate) fn in_background(call: impl Future<Output = ()> + 'static) {
    leptos::task::spawn_local(call);
}
