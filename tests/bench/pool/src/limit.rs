//! The cryptography of a sign-in and nothing else, on all cores: no pool can do more of them.

use std::{thread, time::Duration};

use aws_lc_rs::{
    rand::SystemRandom,
    rsa::{KeyPair, KeySize},
    signature::RSA_PKCS1_SHA256,
};
use cognito_client::hazmat::arithmetic::{self, Identity, Number, PremasterSecret};

use crate::{Result, client::PASSWORD, served::now};

/// About as long as the part of a token that is signed.
const SIGNED_BYTES: usize = 700;

/// Sign-ins by SRP in a second: both sides' powers modulo N, proof and check, and two signatures of tokens.
pub(crate) fn per_second(duration: Duration) -> Result<f64> {
    on_all_cores(duration, |account| {
        let (a, b) = (random()?, random()?);
        let a_public = Number::generator().pow_secret(&a);
        let b_public = Number::multiplier().mul(&account.verifier).add(&Number::generator().pow_secret(&b));
        let u = arithmetic::scramble(&a_public, &b_public).map_err(|_| "u is zero")?;
        let x = arithmetic::private_key(&account.identity, PASSWORD, &account.salt);
        let of_client = PremasterSecret::of(&b_public, &a, &u, &x).finish();
        let key = arithmetic::session_key(&of_client, &u);
        let proof = arithmetic::signature(&key, &account.identity, b"block", "now");
        let of_server = a_public.mul(&account.verifier.pow_hash(&u)).pow_secret(&b);
        let key = arithmetic::session_key(&of_server, &u);
        if !arithmetic::verify_signature(&proof, &key, &account.identity, b"block", "now") {
            return Err("the two sides have not reached the same secret".into());
        }
        account.sign_two()
    })
}

/// Sign-ins by a password in clear: a power modulo N, and two signatures of tokens.
pub(crate) fn typed_per_second(duration: Duration) -> Result<f64> {
    on_all_cores(duration, |account| {
        let x = arithmetic::private_key(&account.identity, PASSWORD, &account.salt);
        if arithmetic::verifier(&x).to_hex() != account.verifier.to_hex() {
            return Err("another password".into());
        }
        account.sign_two()
    })
}

struct Account {
    identity: Identity,
    salt: Number,
    verifier: Number,
    key: KeyPair,
}

impl Account {
    fn new() -> Result<Self> {
        let identity = Identity { group: "LocalPool1".to_owned(), user: "somebody".to_owned() };
        let salt = Number::from_bytes(&random::<16>()?).map_err(|_| "no salt")?;
        let verifier = arithmetic::verifier(&arithmetic::private_key(&identity, PASSWORD, &salt));
        let key = KeyPair::generate(KeySize::Rsa2048).map_err(|_| "no key")?;
        Ok(Self { identity, salt, verifier, key })
    }

    fn sign_two(&self) -> Result<()> {
        let mut signature = vec![0; self.key.public_modulus_len()];
        for _ in 0..2 {
            let signed = self.key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), &[b'x'; SIGNED_BYTES], &mut signature);
            signed.map_err(|_| "no signature")?;
        }
        Ok(())
    }
}

fn on_all_cores(duration: Duration, once: impl Fn(&Account) -> Result<()> + Sync) -> Result<f64> {
    let cores = thread::available_parallelism()?.get();
    let loops = || -> Result<u32> {
        let account = Account::new()?;
        let begun = now();
        let mut count = 0;
        while now().duration_since(begun) < duration {
            once(&account)?;
            count += 1;
        }
        Ok(count)
    };
    let counts = thread::scope(|scope| {
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(loops)).collect();
        let counts = threads.into_iter().map(|thread| thread.join().map_err(|_| "a thread has panicked")?);
        counts.collect::<Result<Vec<u32>>>()
    })?;
    Ok(f64::from(counts.iter().sum::<u32>()) / duration.as_secs_f64())
}

fn random<const LENGTH: usize>() -> Result<[u8; LENGTH]> {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes).map_err(|_| "no random bytes")?;
    Ok(bytes)
}
