//! The client's SRP as a page can call it.

use std::mem;

use cognito_client::{
    hazmat::{Answer, Challenge, Handshake, Preparation, Responses, SrpError, arithmetic::Identity},
    timestamp::Timestamp,
};
use wasm_bindgen::prelude::wasm_bindgen;

const OUT_OF_ORDER: &str = "it is not time for that";

/// An exchange, from its beginning to its end.
#[wasm_bindgen]
pub struct Exchange(Stage);

enum Stage {
    Preparing(Preparation),
    Started(Handshake),
    Answering(Answer),
    Over,
}

/// Why an exchange stopped, for a page.
fn reason(error: SrpError) -> String {
    error.to_string()
}

#[wasm_bindgen]
impl Exchange {
    /// Prepares one with the 128 bytes of a.
    ///
    /// # Errors
    /// When these are not 128 bytes.
    #[wasm_bindgen(constructor)]
    pub fn prepare(a: &[u8]) -> Result<Exchange, String> {
        let a = a.try_into().map_err(|_| "a has another length".to_owned())?;
        Ok(Self(Stage::Preparing(Preparation::new(a))))
    }

    /// Computes one slice, of A or of S. True as soon as none is left.
    pub fn advance(&mut self) -> bool {
        match &mut self.0 {
            Stage::Preparing(preparation) => preparation.advance(),
            Stage::Answering(answer) => answer.advance(),
            Stage::Started(_) | Stage::Over => true,
        }
    }

    /// A, hexadecimal. Once.
    ///
    /// # Errors
    /// The second time, or for what the client refuses.
    pub fn start(&mut self) -> Result<String, String> {
        let Stage::Preparing(preparation) = mem::replace(&mut self.0, Stage::Over) else {
            return Err(OUT_OF_ORDER.to_owned());
        };
        let (handshake, srp_a) = preparation.finish().map_err(reason)?;
        self.0 = Stage::Started(handshake);
        Ok(srp_a)
    }

    /// Takes what the server sent. Once it is started.
    ///
    /// # Errors
    /// At another time, or for what the client refuses.
    pub fn challenge(
        &mut self,
        identity: Vec<String>,
        password: &str,
        srp_b: String,
        salt: String,
        secret_block: String,
    ) -> Result<(), String> {
        let Stage::Started(handshake) = mem::replace(&mut self.0, Stage::Over) else {
            return Err(OUT_OF_ORDER.to_owned());
        };
        let [group, user]: [String; 2] = identity.try_into().map_err(|_| "an identity is a group and a user")?;
        let challenge = Challenge { identity: Identity { group, user }, srp_b, salt, secret_block };
        self.0 = Stage::Answering(handshake.begin_answer(challenge, password).map_err(reason)?);
        Ok(())
    }

    /// The signature over the secret block, and the time that is signed with it. Once there was a challenge.
    ///
    /// # Errors
    /// At another time.
    pub fn answer(&mut self) -> Result<Vec<String>, String> {
        let Stage::Answering(answer) = mem::replace(&mut self.0, Stage::Over) else {
            return Err(OUT_OF_ORDER.to_owned());
        };
        let Responses { signature, timestamp, .. } = answer.finish(Timestamp::from_seconds(0));
        Ok(vec![signature, timestamp])
    }
}
