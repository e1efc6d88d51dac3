//! A [`Host`] for native programs: the system's clock and its random bytes.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::SystemTime,
};

use crate::{
    host::{Host, RememberedDevice},
    srp::arithmetic::EXPONENT_BYTES,
    timestamp::{Clock, Timestamp},
};

/// The machine that a program runs on. Any number of sign-ins of its own user share one, on any number of threads; for a
/// server, which signs in people at other machines, see [`without_devices`](Self::without_devices).
///
/// Devices are remembered as long as it lives: a program that wants to know them after a restart stores
/// [`devices`](Self::devices), where nobody else can read, and gives them to [`remembering`](Self::remembering).
#[derive(Debug)]
pub struct NativeHost {
    device_name: String,
    devices: Mutex<BTreeMap<String, RememberedDevice>>,
    remembers_devices: bool,
}

impl NativeHost {
    /// `device_name` is how people recognise the program in the list of their devices.
    pub fn new(device_name: impl Into<String>) -> Self {
        Self { device_name: device_name.into(), devices: Mutex::default(), remembers_devices: true }
    }

    /// The same for a server. A remembered device can take the place of the second factor: one that the server remembered would
    /// do so for everybody who knows the password, in whatever browser.
    #[must_use]
    pub fn without_devices(self) -> Self {
        Self { devices: Mutex::default(), remembers_devices: false, ..self }
    }

    /// The same with devices that were remembered before, by the users' names.
    #[must_use]
    pub fn remembering(self, devices: impl IntoIterator<Item = (String, RememberedDevice)>) -> Self {
        Self { devices: Mutex::new(devices.into_iter().collect()), remembers_devices: true, ..self }
    }

    /// The devices that are remembered, by the users' names. A name that was typed and the real one may both be there.
    pub fn devices(&self) -> Vec<(String, RememberedDevice)> {
        self.lock().iter().map(|(user, device)| (user.clone(), device.clone())).collect()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, RememberedDevice>> {
        self.devices.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for NativeHost {
    #[expect(clippy::disallowed_methods, reason = "the one clock of a native program")]
    fn now(&self) -> Timestamp {
        let since_epoch = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_millis(u64::try_from(since_epoch.as_millis()).unwrap_or(u64::MAX))
    }
}

impl Host for NativeHost {
    fn random_bytes(&self) -> Option<[u8; EXPONENT_BYTES]> {
        let mut random = [0; EXPONENT_BYTES];
        getrandom::fill(&mut random).ok().map(|()| random)
    }

    fn device(&self, username: &str) -> Option<RememberedDevice> {
        self.lock().get(username).cloned()
    }

    fn remembers_devices(&self) -> bool {
        self.remembers_devices
    }

    fn save_device(&self, username: &str, device: &RememberedDevice) {
        if self.remembers_devices {
            self.lock().insert(username.to_owned(), device.clone());
        }
    }

    fn forget_device(&self, device_key: &str) {
        self.lock().retain(|_, device| device.key != device_key);
    }

    fn device_name(&self) -> String {
        self.device_name.clone()
    }
}
