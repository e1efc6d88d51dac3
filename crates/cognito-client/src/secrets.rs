//! Secrets as types: not printed by `Debug`, wiped when dropped, read through `expose` alone.

use core::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::json::{Json, Readable, Writable};

macro_rules! secret {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
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

        impl Readable for $name {
            fn read(value: Json) -> Option<Self> {
                String::read(value).map(Self)
            }
        }

        impl Writable for $name {
            fn write(&self, json: &mut String) {
                self.0.write(json);
            }
        }

        by_serde! { $name }

        /// A request that has none yet. The empty text is no secret that Cognito takes.
        impl Default for &$name {
            fn default() -> Self {
                static NONE: $name = $name(String::new());
                &NONE
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
    /// The secret of an app client that has one: of a server, never of a browser.
    ClientSecret;
    /// HMAC-SHA256 of user name and client id under the client's secret, in base64
    /// ([how it is made](https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html#cognito-user-pools-computing-secret-hash)).
    SecretHash;
    /// What a message of threat protection holds, to tell whether a sign-in was the user's own.
    FeedbackToken;
    /// What a browser carries to managed login and back, so that nobody else's return is taken for its own.
    RedirectState;
    /// What an id token of managed login must repeat.
    Nonce;
    /// What proves that a code is exchanged by who has asked for it (RFC 7636, section 4.1).
    CodeVerifier;
    /// What the token endpoint gives tokens for, once.
    AuthorizationCode;
    /// The half of AWS credentials that signs requests.
    SecretKey;
    /// What goes with every request under temporary AWS credentials.
    AwsSessionToken;
    /// A token of an identity pool, which AWS STS takes.
    OpenIdToken;
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
