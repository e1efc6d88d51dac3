//! The devices that the pool knows of this person.

use cognito_client::{
    Error, ErrorCode,
    device::{self, Device},
};
use futures_util::future;

use super::{Account, is_unknown};

/// A page of devices.
const PAGE: u32 = 10;

/// A page of devices.
#[derive(Clone, Debug)]
pub struct Devices {
    /// This browser, if Cognito knows it: on the first page, wherever it is in the pool's own order.
    pub own: Option<Device>,
    pub others: Vec<Device>,
    /// Cognito's name for the next page.
    pub next: Option<String>,
}

impl Account {
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
        let list = self.0.with_access(async |client, access_token| {
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
        let session = self.0.current()?;
        self.0.store().device(session.username().as_str()).map(|device| device.key)
    }

    /// This browser, if Cognito knows it.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub async fn own_device(self) -> Result<Option<Device>, Error> {
        let Some(key) = self.own_device_key() else { return Ok(None) };
        let device =
            self.0.with_access(async |client, access_token| device::get_device(client, access_token, &key).await);
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
        self.0
            .with_access(async |client, access_token| {
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
            .0
            .with_access(async |client, access_token| device::forget_device(client, access_token, &device_key).await);
        forgotten.await.or_else(|error| if is_unknown(&error) { Ok(()) } else { Err(error) })?;
        self.0.store().forget_device(&device_key);
        Ok(())
    }
}

/// Whether the pool remembers no devices.
fn is_off(error: &Error) -> bool {
    matches!(error.code(), Some(ErrorCode::InvalidUserPoolConfiguration | ErrorCode::OperationNotEnabled))
}
