//! The client's SRP as a page can call it.

use cognito_client::{
    srp::{Challenge, Handshake, Responses, SrpError, arithmetic::Identity},
    timestamp::Timestamp,
};
use wasm_bindgen::prelude::wasm_bindgen;

/// A started exchange.
#[wasm_bindgen]
pub struct Exchange {
    handshake: Option<Handshake>,
    srp_a: String,
}

/// Why an exchange stopped, for a page.
fn reason(error: SrpError) -> String {
    error.to_string()
}

#[wasm_bindgen]
impl Exchange {
    /// Starts one with the 128 bytes of a.
    ///
    /// # Errors
    /// When these are not 128 bytes, or for what the client refuses.
    #[wasm_bindgen(constructor)]
    pub fn start(a: &[u8]) -> Result<Exchange, String> {
        let a = a.try_into().map_err(|_| "a has another length".to_owned())?;
        let (handshake, srp_a) = Handshake::start(a).map_err(reason)?;
        Ok(Self { handshake: Some(handshake), srp_a })
    }

    /// A, hexadecimal.
    #[wasm_bindgen(getter, js_name = srpA)]
    pub fn srp_a(&self) -> String {
        self.srp_a.clone()
    }

    /// The signature over the secret block, and the time that is signed with it. Once.
    ///
    /// # Errors
    /// The second time, or for what the client refuses.
    pub fn answer(
        &mut self,
        identity: Vec<String>,
        password: &str,
        srp_b: String,
        salt: String,
        secret_block: String,
    ) -> Result<Vec<String>, String> {
        let handshake = self.handshake.take().ok_or("it was answered")?;
        let [group, user]: [String; 2] = identity.try_into().map_err(|_| "an identity is a group and a user")?;
        let challenge = Challenge { identity: Identity { group, user }, srp_b, salt, secret_block };
        let Responses { signature, timestamp, .. } =
            handshake.answer(challenge, password, Timestamp::from_seconds(0)).map_err(reason)?;
        Ok(vec![signature, timestamp])
    }
}
