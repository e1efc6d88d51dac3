//! What this crate needs of the program around it.

use crate::{
    secrets::DevicePassword,
    srp::{
        Preparation,
        arithmetic::{EXPONENT_BYTES, Identity},
    },
    timestamp::{Clock, Timestamp},
};

/// Time, randomness, and the memory of remembered devices.
pub trait Host: Clock {
    /// Fresh bytes from a cryptographic source; `None` stops a sign-in by SRP.
    fn random_bytes(&self) -> Option<[u8; EXPONENT_BYTES]>;

    /// An exchange that was prepared while nobody waited for it. It is given away: no other proof begins with it. A program
    /// that prepares none gives none, and one is made when it is needed.
    fn take_prepared(&self) -> Option<Preparation> {
        None
    }

    /// Lets other work of this thread go on, between two slices of a proof. A program whose thread has no other does nothing.
    #[expect(async_fn_in_trait, reason = "browser futures are not Send, so no bound can be promised")]
    async fn pause(&self) {}

    /// The time by the service's clock, as well as that is known: what is proved by SRP bears it, and Cognito refuses a proof
    /// that is off by some minutes as it refuses a wrong password. The local clock, unless the program knows better.
    fn service_now(&self) -> Timestamp {
        self.now()
    }

    /// Asks whoever may tell what time it is, after a proof was refused: whether [`service_now`](Self::service_now) says
    /// something else from now on, so that the proof is worth another try. A program that cannot tell does nothing.
    #[expect(async_fn_in_trait, reason = "browser futures are not Send, so no bound can be promised")]
    async fn correct_clock(&self) -> bool {
        false
    }

    /// What was saved for this user: the real user name, or a name that was typed.
    fn device(&self, username: &str) -> Option<RememberedDevice>;

    /// Keeps the device of a user over restarts, as long as the user does not want it forgotten. A sign-out leaves it.
    fn save_device(&self, username: &str, device: &RememberedDevice);

    /// Cognito does not know the device of that key any more: it goes under every name that it was saved for.
    fn forget_device(&self, device_key: &str);

    /// How the user will recognise this device in a list: the browser's name for itself, for example.
    fn device_name(&self) -> String;
}

/// What a device must know to sign in without a second factor. To be kept per user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RememberedDevice {
    /// Cognito's name for the device.
    pub key: String,
    /// What takes the place of the pool's name in the device's SRP exchange.
    pub group_key: String,
    /// What takes the place of the user's password.
    pub password: DevicePassword,
}

impl RememberedDevice {
    pub(crate) fn identity(&self) -> Identity {
        Identity { group: self.group_key.clone(), user: self.key.clone() }
    }
}
