//! Names of pools, clients and users.

use core::fmt;

use crate::json::{Json, Readable, Writable};

/// A user pool's id, `<region>_<name>`, at most 55 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserPoolId {
    id: String,
    separator: usize,
}

/// An identity pool's id, `<region>:<UUID>`, at most 55 characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityPoolId {
    id: String,
    separator: usize,
}

/// An app client's id, 1 to 128 characters of letters, digits, `_` and `+`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientId(String);

/// A user's name: what a person types (an email, an alias), or the real user name in Cognito's answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Username(String);

/// Why a string is not an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidId {
    /// Not `<region>_<name>`.
    UserPool,
    /// Not `<region>:<UUID>`.
    IdentityPool,
    /// Empty, too long, or with characters that are not allowed.
    Client,
}

impl UserPoolId {
    /// Reads an id as the AWS console shows it.
    ///
    /// # Errors
    /// [`InvalidId::UserPool`] unless it is `[\w-]+_[0-9a-zA-Z]+` of at most 55 characters
    /// ([CreateUserPool](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolType.html)).
    pub fn parse(id: &str) -> Result<Self, InvalidId> {
        let separator = id.rfind('_').filter(|_| id.len() <= 55).ok_or(InvalidId::UserPool)?;
        let (region, name) = (&id[..separator], &id[separator + 1..]);
        let region_fits = region.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        let name_fits = name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if region.is_empty() || name.is_empty() || !region_fits || !name_fits {
            return Err(InvalidId::UserPool);
        }
        Ok(Self { id: id.to_owned(), separator })
    }

    /// The whole id.
    pub fn as_str(&self) -> &str {
        &self.id
    }

    /// The AWS region, as in `eu-west-1`.
    pub fn region(&self) -> &str {
        &self.id[..self.separator]
    }

    /// The part after the underscore, which SRP signs.
    pub fn name(&self) -> &str {
        &self.id[self.separator + 1..]
    }

    /// The endpoint of the pool's API in its region.
    pub fn endpoint(&self) -> String {
        format!("https://{}/", host("cognito-idp", self.region()))
    }

    /// `iss` of the pool's tokens
    /// ([Verifying JSON web tokens](https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html)).
    pub fn issuer(&self) -> String {
        format!("https://{}", self.provider_name())
    }

    /// This pool's name as a provider of an identity pool
    /// ([GetId](https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetId.html)).
    pub fn provider_name(&self) -> String {
        format!("{}/{}", host("cognito-idp", self.region()), self.id)
    }
}

impl IdentityPoolId {
    /// Reads an id as the AWS console shows it.
    ///
    /// # Errors
    /// [`InvalidId::IdentityPool`] unless it is `[\w-]+:[0-9a-f-]+` of at most 55 characters
    /// ([GetId](https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetId.html)).
    pub fn parse(id: &str) -> Result<Self, InvalidId> {
        let separator = id.find(':').filter(|_| id.len() <= 55).ok_or(InvalidId::IdentityPool)?;
        let (region, uuid) = (&id[..separator], &id[separator + 1..]);
        let region_fits = region.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        let uuid_fits = uuid.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b'-'));
        if region.is_empty() || uuid.is_empty() || !region_fits || !uuid_fits {
            return Err(InvalidId::IdentityPool);
        }
        Ok(Self { id: id.to_owned(), separator })
    }

    /// The whole id.
    pub fn as_str(&self) -> &str {
        &self.id
    }

    /// The AWS region, as in `eu-west-1`.
    pub fn region(&self) -> &str {
        &self.id[..self.separator]
    }

    /// The endpoint of the pool's API in its region.
    pub fn endpoint(&self) -> String {
        format!("https://{}/", host("cognito-identity", self.region()))
    }
}

impl ClientId {
    /// Reads an id as the AWS console shows it.
    ///
    /// # Errors
    /// [`InvalidId::Client`] unless it is `[\w+]+` of 1 to 128 characters.
    pub fn parse(id: &str) -> Result<Self, InvalidId> {
        let fits = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'+');
        if fits && (1..=128).contains(&id.len()) { Ok(Self(id.to_owned())) } else { Err(InvalidId::Client) }
    }

    /// The id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Username {
    /// Takes a name as it is.
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Readable for Username {
    fn read(value: Json) -> Option<Self> {
        String::read(value).map(Self)
    }
}

impl Writable for Username {
    fn write(&self, json: &mut String) {
        self.0.write(json);
    }
}

by_serde! { Username }

fn host(service: &str, region: &str) -> String {
    let suffix = if region.starts_with("cn-") { ".cn" } else { "" };
    format!("{service}.{region}.amazonaws.com{suffix}")
}

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UserPool => "a user pool id reads <region>_<name>, as in us-east-1_Example1",
            Self::IdentityPool => {
                "an identity pool id reads <region>:<UUID>, as in us-east-1:12345678-1234-1234-1234-123456789012"
            }
            Self::Client => "a client id has 1 to 128 letters and digits",
        })
    }
}

impl core::error::Error for InvalidId {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_pool_ids() {
        let id = UserPoolId::parse("eu-central-1_AbC123xyz").expect("well formed");
        assert_eq!((id.region(), id.name()), ("eu-central-1", "AbC123xyz"));
        assert_eq!(id.endpoint(), "https://cognito-idp.eu-central-1.amazonaws.com/");
        let china = UserPoolId::parse("cn-north-1_AbC123xyz").expect("well formed");
        assert_eq!(china.endpoint(), "https://cognito-idp.cn-north-1.amazonaws.com.cn/");
        for bad in ["", "_", "us-east-1", "us-east-1_", "_Example1", "us-east-1_Exa mple", "us/east_X", "us-east-1_Ä"]
        {
            assert_eq!(UserPoolId::parse(bad), Err(InvalidId::UserPool), "{bad:?}");
        }
        assert_eq!(UserPoolId::parse(&format!("us-east-1_{}", "x".repeat(46))), Err(InvalidId::UserPool), "56 long");
    }

    #[test]
    fn identity_pool_ids() {
        let id = IdentityPoolId::parse("us-east-1:12345678-abcd-1234-1234-123456789012").expect("well formed");
        assert_eq!(id.region(), "us-east-1");
        assert_eq!(id.endpoint(), "https://cognito-identity.us-east-1.amazonaws.com/");
        let china = IdentityPoolId::parse("cn-north-1:12345678-abcd-1234-1234-123456789012").expect("well formed");
        assert_eq!(china.endpoint(), "https://cognito-identity.cn-north-1.amazonaws.com.cn/");
        for bad in
            ["", ":", "us-east-1", "us-east-1:", ":0a", "us-east-1:0g", "us-east-1:0A", "us/east:0a", "a:0:0", "ä:0"]
        {
            assert_eq!(IdentityPoolId::parse(bad), Err(InvalidId::IdentityPool), "{bad:?}");
        }
        assert_eq!(IdentityPoolId::parse(&format!("us-east-1:{}", "0".repeat(46))), Err(InvalidId::IdentityPool), "56");
    }

    #[test]
    fn provider_names() {
        for (id, name) in [
            ("eu-west-1_AbC123xyz", "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC123xyz"),
            ("cn-north-1_AbC123xyz", "cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_AbC123xyz"),
        ] {
            assert_eq!(UserPoolId::parse(id).expect("well formed").provider_name(), name);
        }
    }

    #[test]
    fn client_ids() {
        assert!(ClientId::parse("4h57kexample0client0id0abc").is_ok());
        for bad in ["", "a b", "a-b", "ä"] {
            assert_eq!(ClientId::parse(bad), Err(InvalidId::Client), "{bad:?}");
        }
        assert_eq!(ClientId::parse(&"x".repeat(129)), Err(InvalidId::Client), "129 long");
    }
}
