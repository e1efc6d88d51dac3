//! The operations as they stand on the wire, under the names of the
//! [API reference](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/Welcome.html).

use core::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeOwned, MapAccess, Visitor},
};

use crate::secrets::{AccessToken, ChallengeSession, IdToken, RefreshToken, SecretCode};

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
        client_id: &'a str, username: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")] password: Option<&'a str>,
        user_attributes: &'a [Attribute],
        #[serde(skip_serializing_if = "<[_]>::is_empty")] validation_data: &'a [Attribute],
        #[serde(flatten)] context: Context<'a>,
    }
    ConfirmSignUp -> ConfirmSignUpResponse {
        client_id: &'a str, username: &'a str, confirmation_code: &'a str,
        #[serde(flatten)] context: Context<'a>,
    }
    ResendConfirmationCode -> CodeDeliveryResponse {
        client_id: &'a str, username: &'a str,
        #[serde(flatten)] context: Context<'a>,
    }
    ForgotPassword -> CodeDeliveryResponse {
        client_id: &'a str, username: &'a str,
        #[serde(flatten)] context: Context<'a>,
    }
    ConfirmForgotPassword -> Empty {
        client_id: &'a str, username: &'a str, confirmation_code: &'a str, password: &'a str,
        #[serde(flatten)] context: Context<'a>,
    }
    InitiateAuth -> AuthResponse {
        client_id: &'a str, auth_flow: &'a str, auth_parameters: Parameters<'a>,
        #[serde(skip_serializing_if = "Option::is_none")] session: Option<&'a ChallengeSession>,
        #[serde(flatten)] context: Context<'a>,
    }
    RespondToAuthChallenge -> AuthResponse {
        client_id: &'a str, challenge_name: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")] session: Option<&'a ChallengeSession>,
        challenge_responses: Parameters<'a>,
        #[serde(flatten)] context: Context<'a>,
    }
    AssociateSoftwareToken -> AssociateSoftwareTokenResponse { session: Option<&'a ChallengeSession> }
    VerifySoftwareToken -> VerifySoftwareTokenResponse { session: Option<&'a ChallengeSession>, user_code: &'a str }
    ConfirmDevice -> ConfirmDeviceResponse {
        access_token: &'a str, device_key: &'a str, device_name: &'a str,
        device_secret_verifier_config: DeviceSecretVerifierConfig<'a>,
    }
    UpdateDeviceStatus -> Empty { access_token: &'a str, device_key: &'a str, device_remembered_status: &'a str }
    GetTokensFromRefreshToken -> AuthResponse {
        client_id: &'a str, refresh_token: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")] device_key: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")] client_metadata: Option<ClientMetadata<'a>>,
    }
    RevokeToken -> Empty { client_id: &'a str, token: &'a str }
    GlobalSignOut -> Empty { access_token: &'a str }
    GetUser -> User { access_token: &'a str }
}

/// AuthParameters and ChallengeResponses.
pub(crate) struct Parameters<'a>(pub(crate) &'a [(&'a str, &'a str)]);

impl Serialize for Parameters<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().copied())
    }
}

/// ClientMetadata.
pub(crate) struct ClientMetadata<'a>(pub(crate) &'a [(String, String)]);

impl Serialize for ClientMetadata<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_pairs(self.0, serializer)
    }
}

fn serialize_pairs<S: Serializer>(pairs: &[(String, String)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().map(|(name, value)| (name, value)))
}

/// What a request may say beside its own members.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Context<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) client_metadata: Option<ClientMetadata<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) analytics_metadata: Option<AnalyticsMetadata<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) user_context_data: Option<UserContextData>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AnalyticsMetadata<'a> {
    pub(crate) analytics_endpoint_id: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UserContextData {
    pub(crate) encoded_data: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct DeviceSecretVerifierConfig<'a> {
    pub(crate) password_verifier: &'a str,
    pub(crate) salt: &'a str,
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
pub(crate) struct ConfirmSignUpResponse {
    pub(crate) session: Option<ChallengeSession>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AuthResponse {
    pub(crate) challenge_name: Option<String>,
    pub(crate) session: Option<ChallengeSession>,
    #[serde(default)]
    pub(crate) challenge_parameters: Pairs,
    #[serde(default)]
    pub(crate) available_challenges: Vec<String>,
    pub(crate) authentication_result: Option<AuthenticationResult>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AssociateSoftwareTokenResponse {
    pub(crate) secret_code: SecretCode,
    pub(crate) session: Option<ChallengeSession>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct VerifySoftwareTokenResponse {
    pub(crate) status: Option<String>,
    pub(crate) session: Option<ChallengeSession>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ConfirmDeviceResponse {
    #[serde(default)]
    pub(crate) user_confirmation_necessary: bool,
}

/// ChallengeParameters: a handful of names and values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pairs(pub(crate) Vec<(String, String)>);

impl Pairs {
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }
}

impl Serialize for Pairs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_pairs(&self.0, serializer)
    }
}

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;

        impl<'de> Visitor<'de> for Entries {
            type Value = Pairs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map of texts")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }

        deserializer.deserialize_map(Entries)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AuthenticationResult {
    pub(crate) access_token: AccessToken,
    pub(crate) id_token: IdToken,
    pub(crate) refresh_token: Option<RefreshToken>,
    pub(crate) new_device_metadata: Option<NewDeviceMetadata>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct NewDeviceMetadata {
    pub(crate) device_key: String,
    pub(crate) device_group_key: String,
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
