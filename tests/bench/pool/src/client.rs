//! Who calls.

use cognito_client::{
    Client,
    device::RememberedDevice,
    host::{EXPONENT_BYTES, Host},
    ids::{ClientId, UserPoolId},
    timestamp::{Clock, Timestamp},
    transport::Reqwest,
};

use crate::Result;

pub(crate) const POOL_ID: &str = "us-east-1_LocalPool1";
pub(crate) const CLIENT_ID: &str = "4localuserpoolclient000001";
/// Everybody's.
pub(crate) const PASSWORD: &str = "Bench-Passw0rd";

/// By which that user signs in.
pub(crate) fn email(number: usize) -> String {
    format!("user-{number}@example.org")
}

pub(crate) fn client(url: &str) -> Result<Client<Reqwest>> {
    let pool_id = UserPoolId::parse(POOL_ID).map_err(|_| "no id of a pool")?;
    let client_id = ClientId::parse(CLIENT_ID).map_err(|_| "no id of a client")?;
    let client = Client::new(Reqwest::default(), pool_id, client_id);
    Ok(client.with_endpoint(url))
}

/// A program that remembers no device.
pub(crate) struct Program;

impl Program {
    /// Milliseconds since 1970.
    pub(crate) fn moment() -> u64 {
        Self.now().as_millis()
    }
}

impl Clock for Program {
    #[expect(clippy::disallowed_methods, reason = "this program's one clock")]
    fn now(&self) -> Timestamp {
        let since_epoch = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_millis(u64::try_from(since_epoch.as_millis()).unwrap_or(u64::MAX))
    }
}

impl Host for Program {
    fn random_bytes(&self) -> Option<[u8; EXPONENT_BYTES]> {
        let mut random = [0; EXPONENT_BYTES];
        getrandom::fill(&mut random).ok().map(|()| random)
    }

    fn device(&self, _username: &str) -> Option<RememberedDevice> {
        None
    }

    fn save_device(&self, _username: &str, _device: &RememberedDevice) {}

    fn forget_device(&self, _device_key: &str) {}

    fn device_name(&self) -> String {
        env!("CARGO_PKG_NAME").to_owned()
    }
}
