//! The operations as they stand on the wire, under the names of the
//! [API reference](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/Welcome.html).

use core::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeOwned, MapAccess, Visitor},
};

use crate::secrets::{AccessToken, IdToken, RefreshToken};

/// A request: its members, its name, and what answers it.
pub(crate) trait Operation: Serialize {
    const NAME: &'static str;
    type Response: DeserializeOwned;
}

macro_rules! operations {
    ($($name:ident -> $response:ty { $($(#[$serde:meta])* $member:ident: $type:ty),* $(,)? })+) => {$(
        #[derive(Serialize)]
        #[serde(rename_all = "PascalCase")]
        pub(crate) struct $name<'a> {
            $($(#[$serde])* pub(crate) $member: $type,)*
        }

        impl Operation for $name<'_> {
            const NAME: &'static str = stringify!($name);
            type Response = $response;
        }
    )+};
}

operations! {
    SignUp -> SignUpResponse {
        client_id: &'a str, username: &'a str, password: &'a str, user_attributes: &'a [Attribute],
    }
    ConfirmSignUp -> Empty { client_id: &'a str, username: &'a str, confirmation_code: &'a str }
    ResendConfirmationCode -> CodeDeliveryResponse { client_id: &'a str, username: &'a str }
    InitiateAuth -> AuthResponse {
        client_id: &'a str, auth_flow: &'static str, auth_parameters: Parameters<'a>,
    }
    RespondToAuthChallenge -> AuthResponse {
        client_id: &'a str, challenge_name: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")] session: Option<&'a str>,
        challenge_responses: Parameters<'a>,
    }
    GetTokensFromRefreshToken -> AuthResponse { client_id: &'a str, refresh_token: &'a str }
    RevokeToken -> Empty { client_id: &'a str, token: &'a str }
    GlobalSignOut -> Empty { access_token: &'a str }
    GetUser -> User { access_token: &'a str }
}

/// AuthParameters and ChallengeResponses.
pub(crate) struct Parameters<'a>(pub(crate) &'a [(&'static str, &'a str)]);

impl Serialize for Parameters<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().copied())
    }
}

/// AttributeType: one of a user's attributes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Attribute {
    /// `email`, `name`, …, or `custom:` and the pool's own name.
    pub name: String,
    /// At most 2048 characters.
    #[serde(default)]
    pub value: String,
}

/// CodeDeliveryDetailsType: where a code went.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct CodeDelivery {
    /// Masked, as in `j***@e***`.
    pub destination: Option<String>,
    /// `EMAIL` or `SMS`.
    pub delivery_medium: Option<String>,
    /// `email` or `phone_number`.
    pub attribute_name: Option<String>,
}

/// The answer of GetUser.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct User {
    /// The real user name.
    pub username: String,
    /// In no particular order.
    pub user_attributes: Vec<Attribute>,
    /// The preferred second factor.
    pub preferred_mfa_setting: Option<String>,
    /// The second factors that are turned on.
    #[serde(default, rename = "UserMFASettingList")]
    pub user_mfa_setting_list: Vec<String>,
}

#[derive(Deserialize)]
pub(crate) struct Empty {}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct SignUpResponse {
    pub(crate) user_confirmed: bool,
    pub(crate) user_sub: String,
    pub(crate) code_delivery_details: Option<CodeDelivery>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct CodeDeliveryResponse {
    pub(crate) code_delivery_details: Option<CodeDelivery>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AuthResponse {
    pub(crate) challenge_name: Option<String>,
    pub(crate) session: Option<String>,
    #[serde(default)]
    pub(crate) challenge_parameters: ChallengeParameters,
    pub(crate) authentication_result: Option<AuthenticationResult>,
}

/// ChallengeParameters: a handful of names and values.
#[derive(Default)]
pub(crate) struct ChallengeParameters(Vec<(String, String)>);

impl ChallengeParameters {
    pub(crate) fn take(&mut self, name: &str) -> Option<String> {
        let index = self.0.iter().position(|(other, _)| other == name)?;
        Some(self.0.swap_remove(index).1)
    }
}

impl<'de> Deserialize<'de> for ChallengeParameters {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;

        impl<'de> Visitor<'de> for Pairs {
            type Value = ChallengeParameters;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map of texts")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(ChallengeParameters(pairs))
            }
        }

        deserializer.deserialize_map(Pairs)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AuthenticationResult {
    pub(crate) access_token: AccessToken,
    pub(crate) id_token: IdToken,
    pub(crate) refresh_token: Option<RefreshToken>,
}

#[derive(Deserialize)]
pub(crate) struct Refusal {
    #[serde(rename = "__type")]
    pub(crate) kind: Option<String>,
    pub(crate) message: Option<String>,
    /// The other spelling; an answer may have both.
    #[serde(rename = "Message")]
    pub(crate) capital_message: Option<String>,
}
