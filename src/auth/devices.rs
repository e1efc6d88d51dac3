//! The devices that the pool knows of this person, and where they are signed in.

use cognito_client::{
    Error, ErrorCode,
    device::{self, Device},
    user_sessions::{self, RevokeAssociatedSessions, SessionDescription},
};

use futures_util::future;

use super::Auth;

/// A page of devices.
const PAGE: u32 = 10;
/// More pages of sessions than anyone has.
const MOST_PAGES: usize = 20;

/// A page of devices.
#[derive(Clone, Debug)]
pub struct Devices {
    /// This browser, if Cognito knows it: on the first page, wherever it is in the pool's own order.
    pub own: Option<Device>,
    pub others: Vec<Device>,
    /// Cognito's name for the next page.
    pub next: Option<String>,
}

/// Where someone is signed in.
#[derive(Clone, Debug)]
pub enum Sessions {
    Listed(Vec<SessionDescription>),
    /// The pool keeps no list of them.
    Untracked,
}

impl Auth {
    /// The page of devices of that name, or the first one. There are none where the pool does not remember devices.
    ///
    /// # Errors
    /// Why they cannot be read.
    pub async fn devices(self, page: Option<String>) -> Result<Devices, Error> {
        let own = async { if page.is_none() { self.own_device().await } else { Ok(None) } };
        let (own, listed) = future::join(own, self.listed_devices(page.clone())).await;
        let (own, (mut others, next)) = (own?, listed?);
        let own_key = self.own_device_key();
        others.retain(|device| device.device_key != own_key);
        Ok(Devices { own, others, next })
    }

    async fn listed_devices(self, page: Option<String>) -> Result<(Vec<Device>, Option<String>), Error> {
        let list = self.with_access(async |client, access_token| {
            device::list_devices(client, access_token, PAGE, page.as_deref()).await
        });
        match list.await {
            Ok(list) => Ok((list.devices, list.pagination_token)),
            Err(error) if is_off(&error) => Ok((Vec::new(), None)),
            Err(error) => Err(error),
        }
    }

    /// What Cognito calls this browser, where it is known to it.
    pub fn own_device_key(self) -> Option<String> {
        let session = self.session()?;
        self.store().device(session.username().as_str()).map(|device| device.key)
    }

    /// This browser, if Cognito knows it.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub async fn own_device(self) -> Result<Option<Device>, Error> {
        let Some(key) = self.own_device_key() else { return Ok(None) };
        let device =
            self.with_access(async |client, access_token| device::get_device(client, access_token, &key).await);
        match device.await {
            Ok(device) => Ok(Some(device)),
            Err(error) if is_unknown(&error) || is_off(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Says whether a device may do without the second factor.
    ///
    /// # Errors
    /// The refusal.
    pub async fn set_remembered(self, device_key: String, is_remembered: bool) -> Result<(), Error> {
        self.with_access(async |client, access_token| {
            device::remember_device(client, access_token, &device_key, is_remembered).await
        })
        .await
    }

    /// Makes Cognito forget a device, and this browser what it knows of it. Nothing is wrong if it was forgotten before.
    ///
    /// # Errors
    /// The refusal.
    pub async fn forget_device(self, device_key: String) -> Result<(), Error> {
        let forgotten = self
            .with_access(async |client, access_token| device::forget_device(client, access_token, &device_key).await);
        forgotten.await.or_else(|error| if is_unknown(&error) { Ok(()) } else { Err(error) })?;
        self.store().forget_device(&device_key);
        Ok(())
    }

    /// Where this person is signed in, with whatever app of the pool's owner.
    ///
    /// # Errors
    /// Why that cannot be read.
    pub async fn sessions(self) -> Result<Sessions, Error> {
        let (mut sessions, mut next) = (Vec::new(), None::<String>);
        for _ in 0..MOST_PAGES {
            let page = self.with_access(async |client, access_token| {
                user_sessions::list_sessions(client, access_token, next.as_deref()).await
            });
            let page = match page.await {
                Ok(page) => page,
                Err(error) if next.is_none() && is_untracked(&error) => return Ok(Sessions::Untracked),
                Err(error) => return Err(error),
            };
            sessions.extend(page.sessions);
            next = page.next_token;
            if next.is_none() {
                break;
            }
        }
        Ok(Sessions::Listed(sessions))
    }

    /// Ends these sessions; gives how many, and the last refusal.
    pub async fn end_sessions(self, session_ids: Vec<String>) -> (usize, Option<Error>) {
        let (mut ended, mut refused) = (0, None);
        for id in &session_ids {
            match self.end_session(id).await {
                Ok(()) => ended += 1,
                Err(error) => refused = Some(error),
            }
        }
        (ended, refused)
    }

    /// Ends a session, but not this one. Nothing is wrong if it was over before.
    ///
    /// # Errors
    /// The refusal.
    pub async fn end_session(self, session_id: &str) -> Result<(), Error> {
        let ended = self.with_access(async |client, access_token| {
            user_sessions::revoke_session(client, access_token, session_id, RevokeAssociatedSessions::Linked).await
        });
        ended.await.or_else(|error| if is_unknown(&error) { Ok(()) } else { Err(error) })
    }
}

/// Whether the pool remembers no devices.
fn is_off(error: &Error) -> bool {
    matches!(error.code(), Some(ErrorCode::InvalidUserPoolConfiguration | ErrorCode::OperationNotEnabled))
}

/// Whether the pool keeps no list of sessions: nothing in the request can be wrong.
fn is_untracked(error: &Error) -> bool {
    matches!(error.code(), Some(ErrorCode::InvalidParameter | ErrorCode::OperationNotEnabled))
}

fn is_unknown(error: &Error) -> bool {
    error.code() == Some(&ErrorCode::ResourceNotFound)
}
