//! What the protocol needs of the program around it, as a browser has it.

use cognito_client::{
    device::RememberedDevice,
    host::Host,
    srp::arithmetic::EXPONENT_BYTES,
    timestamp::{Clock, Timestamp},
};
use js_sys::Reflect;
use wasm_bindgen::JsValue;

use crate::{platform, token_store::TokenStore};

/// This browser; the store keeps its remembered devices.
#[derive(Clone, Debug)]
pub struct Browser(pub TokenStore);

impl Clock for Browser {
    fn now(&self) -> Timestamp {
        platform::now()
    }
}

impl Host for Browser {
    fn random_bytes(&self) -> Option<[u8; EXPONENT_BYTES]> {
        platform::random_bytes()
    }

    fn device(&self, username: &str) -> Option<RememberedDevice> {
        self.0.device(username)
    }

    fn save_device(&self, username: &str, device: &RememberedDevice) {
        self.0.save_device(username, device);
    }

    fn forget_device(&self, username: &str) {
        self.0.forget_device(username);
    }

    fn device_name(&self) -> String {
        let member = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).unwrap_or_default();
        member(&member(&js_sys::global(), "navigator"), "userAgent").as_string().unwrap_or_default()
    }
}
