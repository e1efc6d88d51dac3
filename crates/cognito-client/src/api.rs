//! Every operation that Cognito answers without AWS credentials, as it stands on the wire and under its own name: the
//! 34 of the
//! [user pools API](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/Welcome.html), for
//! [`Client::call`](crate::Client::call), and the 4 of the
//! [identity pools API](https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/Welcome.html), for
//! [`IdentityClient::call`](crate::identity::IdentityClient::call).
//!
//! Most programs need none of it: [`account`](crate::account), [`device`](crate::device), [`mfa`](crate::mfa),
//! [`passkey`](crate::passkey), [`password`](crate::password), [`session`](crate::session), [`sign_in`](crate::sign_in),
//! [`sign_up`](crate::sign_up), [`user_sessions`](crate::user_sessions) and [`identity`](crate::identity) are made of it
//! and fill in what a client knows by itself. This is for what they leave out.
//!
//! A request borrows its members, an answer owns them. A member that may be left out is an `Option`; the others are empty
//! by `Default`, and Cognito refuses them so with InvalidParameterException. Values that Cognito may add to are
//! enumerations with a variant `Other`. An answer is read with patience: a member that is null, or of another type than it
//! should have, counts as absent.
//!
//! ```
//! # use cognito_client::{Client, Error, api, secrets::AccessToken, transport::Transport};
//! # async fn list<T: Transport>(client: &Client<T>, access_token: &AccessToken) -> Result<(), Error> {
//! let request = api::ListDevices { access_token, limit: Some(10), ..Default::default() };
//! for device in client.call(&request).await?.devices {
//!     println!("{}", device.device_key.unwrap_or_default());
//! }
//! # Ok(())
//! # }
//! ```

#[macro_use]
mod declare;
mod account;
mod context;
mod device;
mod identity;
mod map;
mod mfa;
mod passkey;
mod password;
mod refusal;
mod session;
mod sign_in;
mod sign_up;

use crate::json::Json;

pub(crate) use self::refusal::Refusal;
pub use self::{
    account::*, context::*, device::*, identity::*, map::*, mfa::*, passkey::*, password::*, session::*, sign_in::*,
    sign_up::*,
};
pub use crate::json::{Readable, Writable};

/// Nobody else makes operations, so that what is asked of them may grow.
pub(crate) mod sealed {
    pub trait Sealed {}
}

/// A request: its members, its name, and what answers it. It is implemented here alone.
pub trait Operation: Writable + Structure {
    /// The name in the API reference and in X-Amz-Target.
    const NAME: &'static str;
    /// Who answers.
    type Service: Service;
    /// The answer.
    type Response: Readable + Structure;
}

/// What has members: a request, an answer, or a part of one. It is implemented here alone.
pub trait Structure: sealed::Sealed {
    /// The names of its members on the wire.
    const MEMBERS: &'static [&'static str];
}

/// One of the two services. It is implemented here alone.
pub trait Service: sealed::Sealed {
    /// The name in X-Amz-Target.
    const NAME: &'static str;
}

/// The service behind user pools, at `cognito-idp.<region>.amazonaws.com`.
#[derive(Clone, Copy, Debug)]
pub enum UserPools {}

/// The service behind identity pools, at `cognito-identity.<region>.amazonaws.com`.
#[derive(Clone, Copy, Debug)]
pub enum IdentityPools {}

impl sealed::Sealed for UserPools {}
impl sealed::Sealed for IdentityPools {}

impl Service for UserPools {
    const NAME: &'static str = "AWSCognitoIdentityProviderService";
}

impl Service for IdentityPools {
    const NAME: &'static str = "AWSCognitoIdentityService";
}

/// The answer of an operation that has nothing to tell but that it was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Empty {}

by_serde! { Deserialize Empty }

impl sealed::Sealed for Empty {}

impl Structure for Empty {
    const MEMBERS: &'static [&'static str] = &[];
}

impl Readable for Empty {
    fn read(value: Json) -> Option<Self> {
        matches!(value, Json::Object(_) | Json::Null).then_some(Self {})
    }
}
