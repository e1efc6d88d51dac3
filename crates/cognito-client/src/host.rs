//! What this crate needs from your program: time, random bytes, and storage for remembered devices.

pub use crate::srp::{
    Preparation,
    arithmetic::{EXPONENT_BYTES, Identity},
};
use crate::{
    secrets::DevicePassword,
    timestamp::{Clock, Timestamp},
};

/// The time, random bytes and remembered devices of your program.
pub trait Host: Clock {
    /// New random bytes from a cryptographically secure source. `None` ends a sign-in by SRP with
    /// [`Error::NoRandomBytes`](crate::Error::NoRandomBytes).
    fn random_bytes(&self) -> Option<[u8; EXPONENT_BYTES]>;

    /// An SRP exchange that was computed ahead, while nobody waited for it. Each can be taken once. Return `None`, the default,
    /// to have one computed when it is needed.
    fn take_prepared(&self) -> Option<Preparation> {
        None
    }

    /// Lets other work of this thread run, between two slices of a computation. Do nothing, the default, if there is none.
    #[expect(async_fn_in_trait, reason = "browser futures are not Send, so no bound can be promised")]
    async fn pause(&self) {}

    /// The time by the service's clock, as well as you know it. SRP proofs contain this time, and Cognito refuses a proof that is
    /// some minutes off like a wrong password. By default the local clock.
    fn service_now(&self) -> Timestamp {
        self.now()
    }

    /// Called after a proof was refused: looks for a better clock. Returns whether [`service_now`](Self::service_now) tells
    /// another time from now on, so that the proof is worth another try. Does nothing by default.
    #[expect(async_fn_in_trait, reason = "browser futures are not Send, so no bound can be promised")]
    async fn correct_clock(&self) -> bool {
        false
    }

    /// The device that was saved for this user, by the real user name or by a name that was typed.
    fn device(&self, username: &str) -> Option<RememberedDevice>;

    /// Stores the device of a user, across restarts and sign-outs, until the user wants it forgotten.
    fn save_device(&self, username: &str, device: &RememberedDevice);

    /// Whether it remembers devices. If not, a device that the pool would remember is not confirmed, and none is saved.
    fn remembers_devices(&self) -> bool {
        true
    }

    /// Removes the device with this key, under every name that it was saved for: Cognito does not know it any more.
    fn forget_device(&self, device_key: &str);

    /// The name of this device in the user's list of devices, such as the browser's name.
    fn device_name(&self) -> String;
}

/// What a device needs to sign in without a second factor. Store one per user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RememberedDevice {
    /// Cognito's name for the device.
    pub key: String,
    /// Takes the place of the pool's name in the device's SRP exchange.
    pub group_key: String,
    /// Takes the place of the user's password.
    pub password: DevicePassword,
}

impl RememberedDevice {
    pub(crate) fn identity(&self) -> Identity {
        Identity { group: self.group_key.clone(), user: self.key.clone() }
    }
}
