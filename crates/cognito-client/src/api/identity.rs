//! Identity pools.

use super::{Empty, Map};
use crate::{
    secrets::{AwsSessionToken, OpenIdToken, SecretKey},
    timestamp::Timestamp,
};

operations! { IdentityPools:
    /// Finds or makes somebody's identity: [`IdentityClient::get_id`](crate::identity::IdentityClient::get_id).
    GetId => GetIdResponse {
        /// The AWS account of the pool: 1 to 15 digits.
        "AccountId" account_id: Option<&'a str>,
        /// The pool's id: `<region>:<UUID>`, 1 to 55 characters.
        "IdentityPoolId" identity_pool_id: &'a str,
        /// Who it is: tokens, by the names of their providers. Left out for a guest.
        "Logins" logins: Option<Map<'a>>,
    }

    /// Gets AWS credentials: [`IdentityClient::credentials`](crate::identity::IdentityClient::credentials).
    GetCredentialsForIdentity => GetCredentialsForIdentityResponse {
        /// What [`GetId`] gave: `<region>:<UUID>`, 1 to 55 characters.
        "IdentityId" identity_id: &'a str,
        /// Who it is: tokens, by the names of their providers. Left out for a guest.
        "Logins" logins: Option<Map<'a>>,
        /// Which role, where the token names several: 20 to 2048 characters.
        "CustomRoleArn" custom_role_arn: Option<&'a str>,
    }

    /// Gets a token that AWS STS takes, in place of credentials.
    GetOpenIdToken => GetOpenIdTokenResponse {
        /// What [`GetId`] gave: `<region>:<UUID>`, 1 to 55 characters.
        "IdentityId" identity_id: &'a str,
        /// Who it is: tokens, by the names of their providers. Left out for a guest.
        "Logins" logins: Option<Map<'a>>,
    }

    /// Takes providers away from an identity.
    UnlinkIdentity => Empty {
        /// Whose: `<region>:<UUID>`, 1 to 55 characters.
        "IdentityId" identity_id: &'a str,
        /// Who it is: tokens, by the names of their providers.
        "Logins" logins: Map<'a>,
        /// The names of the providers to take away: 1 to 128 characters each.
        "LoginsToRemove" logins_to_remove: &'a [&'a str],
    }
}

answers! {
    /// The answer of [`GetId`].
    GetIdResponse {
        /// `<region>:<UUID>`, 1 to 55 characters.
        "IdentityId" identity_id: Option<String>,
    }

    /// The answer of [`GetCredentialsForIdentity`].
    GetCredentialsForIdentityResponse {
        /// May be another than was asked for, if two were merged.
        "IdentityId" identity_id: Option<String>,
        /// The credentials.
        "Credentials" credentials: Option<Credentials>,
    }

    /// AWS credentials of a role, for a while.
    Credentials {
        /// Names the key.
        "AccessKeyId" access_key_id: Option<String>,
        /// Signs requests.
        "SecretKey" secret_key: Option<SecretKey>,
        /// Goes with every request.
        "SessionToken" session_token: Option<AwsSessionToken>,
        /// When they are over: after an hour, mostly.
        "Expiration" expiration: Option<Timestamp>,
    }

    /// The answer of [`GetOpenIdToken`].
    GetOpenIdTokenResponse {
        /// May be another than was asked for, if two were merged.
        "IdentityId" identity_id: Option<String>,
        /// The token: good for 10 minutes.
        "Token" token: Option<OpenIdToken>,
    }
}
