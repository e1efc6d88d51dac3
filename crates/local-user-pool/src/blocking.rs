//! Work that blocks: a few at a time, the others in a queue that has an end.

use axum::http::StatusCode;
use tokio::sync::Semaphore;

/// So many at a time: some only wait for a trigger's answer.
const RUNNING: usize = 64;
/// So many, those that run included.
const ADMITTED: usize = 1024;

pub(crate) struct Blocking {
    admitted: Semaphore,
    running: Semaphore,
}

/// Why there is no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// Too many wait already.
    Full,
    /// The work panicked.
    Panicked,
}

impl Failure {
    /// Where the API's own errors are not spoken.
    pub(crate) fn status(self) -> StatusCode {
        match self {
            Self::Full => StatusCode::SERVICE_UNAVAILABLE,
            Self::Panicked => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl Default for Blocking {
    fn default() -> Self {
        Self { admitted: Semaphore::new(ADMITTED), running: Semaphore::new(RUNNING) }
    }
}

impl Blocking {
    /// Does the work on a thread that may block, in its turn.
    pub(crate) async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
        let _admitted = self.admitted.try_acquire().map_err(|_| Failure::Full)?;
        let _running = self.running.acquire().await.map_err(|_| Failure::Full)?;
        tokio::task::spawn_blocking(work).await.map_err(|_| Failure::Panicked)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, mpsc};

    use super::*;

    #[tokio::test]
    async fn the_queue_has_an_end() {
        let blocking = Arc::new(Blocking { admitted: Semaphore::new(2), running: Semaphore::new(1) });
        let (let_go, held) = mpsc::channel::<()>();
        let (tell, started) = tokio::sync::oneshot::channel();
        let first = tokio::spawn({
            let blocking = Arc::clone(&blocking);
            async move {
                let work = move || {
                    tell.send(()).unwrap();
                    held.recv().unwrap();
                    1
                };
                blocking.run(work).await
            }
        });
        started.await.unwrap();
        let mut second = Box::pin(blocking.run(|| 2));
        assert!(polled_once(&mut second).await.is_none(), "waits for the first");
        assert_eq!(blocking.run(|| 3).await, Err(Failure::Full));
        let_go.send(()).unwrap();
        assert_eq!((first.await.unwrap(), second.await), (Ok(1), Ok(2)));
        assert_eq!(blocking.run(|| 4).await, Ok(4), "there is room again");
    }

    /// Polls once.
    async fn polled_once<T>(future: &mut (impl Future<Output = T> + Unpin)) -> Option<T> {
        let once = std::future::poll_fn(|context| {
            std::task::Poll::Ready(match std::pin::Pin::new(&mut *future).poll(context) {
                std::task::Poll::Ready(value) => Some(value),
                std::task::Poll::Pending => None,
            })
        });
        once.await
    }
}
