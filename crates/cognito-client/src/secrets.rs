//! Secrets as types: not printed by `Debug`, wiped when dropped, and read only through `expose`.

use core::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::json::{Json, Readable, Writable};

macro_rules! secret {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
        pub struct $name(String);

        impl $name {
            /// Wraps the string as it is.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The secret itself. Never log or show it.
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
    /// A password, exactly as typed: without trimming or normalization.
    Password;
    /// A code that Cognito has sent.
    ConfirmationCode;
    /// A code that proves a factor: sent by Cognito, or shown by an authenticator app.
    MfaCode;
    /// Cognito's handle of a sign-in in progress. It is valid for 3 to 15 minutes, and for one right answer.
    ChallengeSession;
    /// The key from which an authenticator app computes its codes, in base32.
    SecretCode;
    /// The password that a remembered device proves instead of a second factor.
    DevicePassword;
    /// A JSON Web Token for the account's own operations and for services.
    AccessToken;
    /// A JSON Web Token that says who is signed in.
    IdToken;
    /// An opaque token that gets new access tokens and ID tokens.
    RefreshToken;
    /// The secret of an app client. For servers only: a browser cannot keep it.
    ClientSecret;
    /// HMAC-SHA256 of user name and client id under the client's secret, in base64
    /// ([how it is made](https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html#cognito-user-pools-computing-secret-hash)).
    SecretHash;
    /// The token in a message of threat protection, which tells whether a sign-in was the user's own.
    FeedbackToken;
    /// `state`: goes to managed login and back, so that a browser accepts only the answer to its own request.
    RedirectState;
    /// `nonce`: the ID token of managed login must repeat it.
    Nonce;
    /// The PKCE code verifier: proves that whoever exchanges the code asked for it (RFC 7636, section 4.1).
    CodeVerifier;
    /// The authorization code, which the token endpoint exchanges for tokens, once.
    AuthorizationCode;
    /// The secret access key of AWS credentials, which signs requests.
    SecretKey;
    /// The session token, which goes with every request under temporary AWS credentials.
    AwsSessionToken;
    /// An OpenID token of an identity pool, for AWS STS.
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
