//! Secrets as types: not printed by `Debug`, wiped when dropped, read through `expose` alone.

use core::fmt;

use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

macro_rules! secret {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the text as it is.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The secret itself; never to be logged or shown.
            pub fn expose(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(redacted)"))
            }
        }
    )+};
}

secret! {
    /// A password, exactly as typed: no trimming, no normalisation.
    Password;
    /// A code that Cognito delivered.
    ConfirmationCode;
    /// A code that proves a factor: sent by Cognito, or shown by an authenticator app.
    MfaCode;
    /// Cognito's handle on a sign-in that is not over. It lives for 3 to 15 minutes, and for one right answer.
    ChallengeSession;
    /// The key that an authenticator app makes its codes of, in base32.
    SecretCode;
    /// The password that a remembered device proves instead of a second factor.
    DevicePassword;
    /// A JSON web token that opens the account's own operations.
    AccessToken;
    /// A JSON web token that says who is signed in.
    IdToken;
    /// An opaque token that gives new access and id tokens.
    RefreshToken;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_is_redacted() {
        assert_eq!(format!("{:?}", Password::new("hunter2")), "Password(redacted)");
        assert_eq!(format!("{:?}", Some(RefreshToken::new("abc"))), "Some(RefreshToken(redacted))");
    }
}
