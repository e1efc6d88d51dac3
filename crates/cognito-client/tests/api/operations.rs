//! Every operation of the service models, as operations.json lists them, is in the crate: with each member of its request
//! and its answer, each value of its enumerations, and each exception.

use std::{collections::BTreeSet, fmt::Debug};

use cognito_client::{
    ErrorCode,
    api::{self, *},
    json,
    secrets::{
        AccessToken, AwsSessionToken, ChallengeSession, ClientSecret, ConfirmationCode, FeedbackToken, IdToken,
        MfaCode, OpenIdToken, Password, RefreshToken, SecretCode, SecretHash, SecretKey,
    },
    timestamp::Timestamp,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map as JsonMap, Value, json};

const USER_POOLS: &str = "cognito-idp";
const IDENTITY_POOLS: &str = "cognito-identity";

/// What the crate knows of an operation.
struct Known {
    service: &'static str,
    name: &'static str,
    request: &'static [&'static str],
    answer: &'static [&'static str],
    /// A request with every member.
    full: Value,
    /// A request that was told nothing.
    empty: Value,
}

/// What the service models say.
pub(crate) struct List(Value);

impl List {
    pub(crate) fn read() -> Self {
        Self(serde_json::from_str(include_str!("../data/operations.json")).expect("operations.json is JSON"))
    }

    fn operations(&self, service: &str) -> &JsonMap<String, Value> {
        self.0[service]["operations"].as_object().expect("operations")
    }

    fn operation(&self, service: &str, name: &str) -> &Value {
        self.operations(service).get(name).unwrap_or_else(|| panic!("{name} is no operation"))
    }

    /// An example of a structure: every text is its member's name, every enumeration has its first value.
    fn example(&self, service: &str, shape: &Value) -> Value {
        let members = shape["members"].as_object().expect("members");
        let of = |name: &String, kind: &Value| self.member(service, name, kind.as_str().expect("a type"));
        members.iter().map(|(name, kind)| (name.clone(), of(name, kind))).collect()
    }

    /// An example of an operation's answer.
    pub(crate) fn example_answer<O: Operation>(&self) -> Value {
        let service = service::<O>();
        self.example(service, &self.operation(service, O::NAME)["response"])
    }

    fn member(&self, service: &str, name: &str, kind: &str) -> Value {
        match kind {
            "string" => json!(name),
            "boolean" => json!(true),
            "integer" => json!(7),
            "timestamp" => json!(1.5),
            "map" => json!({ "name": name }),
            "document" => json!({ "document": name }),
            list if list.starts_with('[') => json!([self.member(service, name, &list[1..list.len() - 1])]),
            other => match (&self.0[service]["structures"][other], &self.0[service]["enums"][other]) {
                (Value::Null, values) => values[0].clone(),
                (structure, _) => self.example(service, structure),
            },
        }
    }
}

fn names<'a>(names: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    names.into_iter().map(ToOwned::to_owned).collect()
}

fn members(shape: &Value) -> BTreeSet<String> {
    names(shape["members"].as_object().expect("members").keys().map(String::as_str))
}

/// The members that no request may leave out.
fn required(shape: &Value) -> BTreeSet<String> {
    names(shape["required"].as_array().expect("required").iter().map(|name| name.as_str().expect("a name")))
}

fn keys(json: &Value) -> BTreeSet<String> {
    names(json.as_object().expect("an object").keys().map(String::as_str))
}

fn service<O: Operation>() -> &'static str {
    if O::Service::NAME == UserPools::NAME { USER_POOLS } else { IDENTITY_POOLS }
}

fn known<O: Operation + Default + Serialize>(full: &O) -> Known {
    let json = |request: &O| {
        let sent: Value = serde_json::from_str(&request.to_json()).expect("a request is JSON");
        assert_eq!(serde_json::to_value(request).ok().as_ref(), Some(&sent), "{}: serde says something else", O::NAME);
        sent
    };
    Known {
        service: service::<O>(),
        name: O::NAME,
        request: O::MEMBERS,
        answer: O::Response::MEMBERS,
        full: json(full),
        empty: json(&O::default()),
    }
}

/// Each operation, with a request that has every member. The texts are the members' names, as in [`List::example`].
fn all() -> Vec<Known> {
    let access_token = &AccessToken::new("AccessToken");
    let session = Some(&ChallengeSession::new("Session"));
    let client_id = "ClientId";
    let device_key = "DeviceKey";
    let username = "Username";
    let secret_hash = Some(&SecretHash::new("SecretHash"));
    let client_secret = Some(&ClientSecret::new("ClientSecret"));
    let (code, user_code) = (&ConfirmationCode::new("ConfirmationCode"), &MfaCode::new("UserCode"));
    let password = &Password::new("Password");
    let analytics_metadata = Some(AnalyticsMetadata { analytics_endpoint_id: Some("AnalyticsEndpointId") });
    let user_context_data = Some(UserContextData { ip_address: Some("IpAddress"), encoded_data: Some("EncodedData") });
    let metadata = [("name".to_owned(), "ClientMetadata".to_owned())];
    let client_metadata = Some(ClientMetadata(metadata.as_slice().into()));
    let logins = Map(&[("name", "Logins")]);
    let user_attributes = &[attribute()][..];
    let next_token = Some("NextToken");
    vec![
        known(&AssociateSoftwareToken { access_token: Some(access_token), session }),
        known(&ChangePassword {
            previous_password: Some(&Password::new("PreviousPassword")),
            proposed_password: &Password::new("ProposedPassword"),
            access_token,
        }),
        known(&CompleteWebAuthnRegistration { access_token, credential: &document("Credential") }),
        known(&ConfirmDevice {
            access_token,
            device_key,
            device_secret_verifier_config: Some(DeviceSecretVerifierConfig {
                password_verifier: Some("PasswordVerifier"),
                salt: Some("Salt"),
            }),
            device_name: Some("DeviceName"),
        }),
        known(&ConfirmForgotPassword {
            client_id,
            secret_hash,
            username,
            confirmation_code: code,
            password,
            analytics_metadata,
            user_context_data,
            client_metadata: client_metadata.clone(),
        }),
        known(&ConfirmSignUp {
            client_id,
            secret_hash,
            username,
            confirmation_code: code,
            force_alias_creation: Some(true),
            analytics_metadata,
            user_context_data,
            client_metadata: client_metadata.clone(),
            session,
        }),
        known(&DeleteUser { access_token }),
        known(&DeleteUserAttributes { user_attribute_names: &["UserAttributeNames"], access_token }),
        known(&DeleteWebAuthnCredential { access_token, credential_id: "CredentialId" }),
        known(&ForgetDevice { access_token: Some(access_token), device_key }),
        known(&ForgotPassword {
            client_id,
            secret_hash,
            user_context_data,
            username,
            analytics_metadata,
            client_metadata: client_metadata.clone(),
        }),
        known(&GetDevice { device_key, access_token: Some(access_token) }),
        known(&GetTokensFromRefreshToken {
            refresh_token: &RefreshToken::new("RefreshToken"),
            client_id,
            client_secret,
            device_key: Some(device_key),
            client_metadata: client_metadata.clone(),
        }),
        known(&GetUser { access_token }),
        known(&GetUserAttributeVerificationCode {
            access_token,
            attribute_name: "AttributeName",
            client_metadata: client_metadata.clone(),
        }),
        known(&GetUserAuthFactors { access_token }),
        known(&GlobalSignOut { access_token }),
        known(&InitiateAuth {
            auth_flow: AuthFlow::UserSrpAuth,
            auth_parameters: Some(Map(&[("name", "AuthParameters")])),
            client_metadata: client_metadata.clone(),
            client_id,
            analytics_metadata,
            user_context_data,
            session,
        }),
        known(&ListDevices { access_token, limit: Some(7), pagination_token: Some("PaginationToken") }),
        known(&ListUserSessions { access_token, next_token }),
        known(&ListWebAuthnCredentials { access_token, next_token, max_results: Some(7) }),
        known(&ResendConfirmationCode {
            client_id,
            secret_hash,
            user_context_data,
            username,
            analytics_metadata,
            client_metadata: client_metadata.clone(),
        }),
        known(&RespondToAuthChallenge {
            client_id,
            challenge_name: &ChallengeName::SmsMfa,
            session,
            challenge_responses: Some(Map(&[("name", "ChallengeResponses")])),
            analytics_metadata,
            user_context_data,
            client_metadata: client_metadata.clone(),
        }),
        known(&RevokeToken {
            token: &RefreshToken::new("Token"),
            client_id,
            client_secret,
            revoke_associated_sessions: Some(RevokeAssociatedSessions::None),
        }),
        known(&RevokeUserSession {
            access_token,
            session_id: "SessionId",
            revoke_associated_sessions: Some(RevokeAssociatedSessions::None),
        }),
        known(&SetUserMFAPreference {
            sms_mfa_settings: Some(SmsMfaSettings { enabled: Some(true), preferred_mfa: Some(true) }),
            software_token_mfa_settings: Some(SoftwareTokenMfaSettings {
                enabled: Some(true),
                preferred_mfa: Some(true),
            }),
            email_mfa_settings: Some(EmailMfaSettings { enabled: Some(true), preferred_mfa: Some(true) }),
            web_authn_mfa_settings: Some(WebAuthnMfaSettings { enabled: Some(true) }),
            access_token,
        }),
        known(&SetUserSettings { access_token, mfa_options: &[mfa_option()] }),
        known(&SignUp {
            client_id,
            secret_hash,
            username,
            password: Some(password),
            user_attributes: Some(user_attributes),
            validation_data: Some(user_attributes),
            analytics_metadata,
            user_context_data,
            client_metadata: client_metadata.clone(),
        }),
        known(&StartWebAuthnRegistration { access_token }),
        known(&UpdateAuthEventFeedback {
            user_pool_id: "UserPoolId",
            username,
            event_id: "EventId",
            feedback_token: &FeedbackToken::new("FeedbackToken"),
            feedback_value: FeedbackValue::Valid,
        }),
        known(&UpdateDeviceStatus {
            access_token,
            device_key,
            device_remembered_status: Some(DeviceRememberedStatus::Remembered),
        }),
        known(&UpdateUserAttributes { user_attributes, access_token, client_metadata }),
        known(&VerifySoftwareToken {
            access_token: Some(access_token),
            session,
            user_code,
            friendly_device_name: Some("FriendlyDeviceName"),
        }),
        known(&VerifyUserAttribute {
            access_token,
            attribute_name: "AttributeName",
            code: &ConfirmationCode::new("Code"),
        }),
        known(&GetCredentialsForIdentity {
            identity_id: "IdentityId",
            logins: Some(logins),
            custom_role_arn: Some("CustomRoleArn"),
        }),
        known(&GetId { account_id: Some("AccountId"), identity_pool_id: "IdentityPoolId", logins: Some(logins) }),
        known(&GetOpenIdToken { identity_id: "IdentityId", logins: Some(logins) }),
        known(&UnlinkIdentity { identity_id: "IdentityId", logins, logins_to_remove: &["LoginsToRemove"] }),
    ]
}

fn attribute() -> Attribute {
    Attribute { name: "Name".to_owned(), value: "Value".to_owned() }
}

fn mfa_option() -> MfaOption {
    MfaOption::new(DeliveryMedium::Sms, "AttributeName")
}

fn document(name: &str) -> Document {
    Document::parse(&json!({ "document": name }).to_string()).expect("JSON")
}

#[test]
fn every_operation_and_every_member_is_known() {
    let list = List::read();
    let all = all();
    for (service, count) in [(USER_POOLS, 34), (IDENTITY_POOLS, 4)] {
        let known = names(all.iter().filter(|known| known.service == service).map(|known| known.name));
        assert_eq!(known, names(list.operations(service).keys().map(String::as_str)));
        assert_eq!(known.len(), count, "{service}");
    }
    for Known { service, name, request, answer, .. } in all {
        let listed = list.operation(service, name);
        assert_eq!(names(request.iter().copied()), members(&listed["request"]), "request of {name}");
        // A refresh is answered as a sign-in is, without the members of challenges.
        let answered_as = if name == "GetTokensFromRefreshToken" { "InitiateAuth" } else { name };
        let answered_as = &list.operation(service, answered_as)["response"];
        assert_eq!(names(answer.iter().copied()), members(answered_as), "answer of {name}");
        assert!(members(answered_as).is_superset(&members(&listed["response"])), "answer of {name}");
    }
}

#[test]
fn every_member_is_sent_under_its_name_and_only_the_required_ones_when_there_is_nothing_to_say() {
    let list = List::read();
    for Known { service, name, full, empty, .. } in all() {
        let request = &list.operation(service, name)["request"];
        assert_eq!(full, list.example(service, request), "{name}");
        assert_eq!(keys(&empty), required(request), "{name}");
    }
}

#[test]
fn every_part_has_all_its_members() {
    let list = List::read();
    let known = [
        (USER_POOLS, "AnalyticsMetadataType", AnalyticsMetadata::MEMBERS),
        (USER_POOLS, "AttributeType", Attribute::MEMBERS),
        (USER_POOLS, "AuthenticationResultType", AuthenticationResult::MEMBERS),
        (USER_POOLS, "CodeDeliveryDetailsType", CodeDelivery::MEMBERS),
        (USER_POOLS, "DeviceSecretVerifierConfigType", DeviceSecretVerifierConfig::MEMBERS),
        (USER_POOLS, "DeviceType", Device::MEMBERS),
        (USER_POOLS, "EmailMfaSettingsType", EmailMfaSettings::MEMBERS),
        (USER_POOLS, "MFAOptionType", MfaOption::MEMBERS),
        (USER_POOLS, "NewDeviceMetadataType", NewDeviceMetadata::MEMBERS),
        (USER_POOLS, "SMSMfaSettingsType", SmsMfaSettings::MEMBERS),
        (USER_POOLS, "SessionDescriptionType", SessionDescription::MEMBERS),
        (USER_POOLS, "SessionLocationType", SessionLocation::MEMBERS),
        (USER_POOLS, "SoftwareTokenMfaSettingsType", SoftwareTokenMfaSettings::MEMBERS),
        (USER_POOLS, "UserContextDataType", UserContextData::MEMBERS),
        (USER_POOLS, "WebAuthnCredentialDescription", WebAuthnCredentialDescription::MEMBERS),
        (USER_POOLS, "WebAuthnMfaSettingsType", WebAuthnMfaSettings::MEMBERS),
        (IDENTITY_POOLS, "Credentials", api::Credentials::MEMBERS),
    ];
    for service in [USER_POOLS, IDENTITY_POOLS] {
        let of_service = known.iter().filter(|(other, ..)| *other == service);
        assert_eq!(names(of_service.map(|(_, name, _)| *name)), keys(&list.0[service]["structures"]), "{service}");
    }
    for (service, name, known) in known {
        assert_eq!(names(known.iter().copied()), members(&list.0[service]["structures"][name]), "{name}");
    }
}

#[test]
fn every_value_of_an_enumeration_is_known() {
    let list = List::read();
    let enums = &list.0[USER_POOLS]["enums"];
    let mut known = BTreeSet::new();
    macro_rules! check {
        ($($name:literal is $type:ident;)+) => {$(
            known.insert($name.to_owned());
            for value in enums[$name].as_array().expect($name) {
                let text = value.as_str().expect("a name");
                let read: $type = serde_json::from_value(value.clone()).expect("a value");
                assert!(!matches!(read, $type::Other(_)), "{text} of {} is not known", $name);
                assert_eq!((read.as_str(), &json!(read)), (text, value));
            }
            let newer: $type = serde_json::from_value(json!("NEWER")).expect("a value");
            assert!(matches!(newer, $type::Other(_)) && newer.as_str() == "NEWER", "{}", $name);
            assert_eq!(json!(newer), json!("NEWER"), "{}", $name);
        )+};
    }
    check! {
        "AuthFactorType" is AuthFactor;
        "AuthFlowType" is AuthFlow;
        "ChallengeNameType" is ChallengeName;
        "DeliveryMediumType" is DeliveryMedium;
        "DeviceRememberedStatusType" is DeviceRememberedStatus;
        "FeedbackValueType" is FeedbackValue;
        "RevokeAssociatedSessionsType" is RevokeAssociatedSessions;
        "SessionTypeType" is SessionType;
        "VerifySoftwareTokenResponseType" is VerifySoftwareTokenStatus;
    }
    assert_eq!(known, keys(enums));
    assert_eq!(list.0[IDENTITY_POOLS]["enums"], json!({}));
}

#[test]
fn every_exception_is_known() {
    let list = List::read();
    let mut known = BTreeSet::new();
    for service in [USER_POOLS, IDENTITY_POOLS] {
        for (operation, listed) in list.operations(service) {
            for exception in listed["exceptions"].as_array().expect("exceptions") {
                let name = exception.as_str().expect("a name");
                let code = ErrorCode::parse(name);
                assert!(!matches!(code, ErrorCode::Other(_)), "{name} of {operation} is not known");
                assert_eq!(code.as_str(), name);
                known.insert(name);
            }
        }
    }
    assert_eq!(known.len(), 47);
}

/// Reads an answer that has every member, here and by serde, which programs may keep answers with.
#[track_caller]
fn reads<O: Operation>(expected: &O::Response)
where
    O::Response: PartialEq + Debug + DeserializeOwned,
{
    let full = List::read().example_answer::<O>();
    assert_eq!(json::read(&full.to_string()).as_ref(), Some(expected), "{}", O::NAME);
    let by_serde: O::Response = serde_json::from_value(full).expect(O::NAME);
    assert_eq!(&by_serde, expected, "{}", O::NAME);
}

fn text(name: &str) -> Option<String> {
    Some(name.to_owned())
}

fn session() -> Option<ChallengeSession> {
    Some(ChallengeSession::new("Session"))
}

/// All that an answer must have.
const LEAST: &str = r#"{"CredentialCreationOptions":{},"CredentialId":"","Device":{}}"#;

/// An answer with these members, which a later version may add to.
macro_rules! made {
    ($type:path { $($member:ident: $value:expr),* $(,)? }) => {{
        let mut made: $type = json::read(LEAST).expect(stringify!($type));
        $(made.$member = $value;)*
        made
    }};
}

fn code_delivery() -> CodeDelivery {
    made!(CodeDelivery {
        destination: text("Destination"),
        delivery_medium: Some(DeliveryMedium::Sms),
        attribute_name: text("AttributeName"),
    })
}

fn authentication_result() -> Option<AuthenticationResult> {
    Some(made!(AuthenticationResult {
        access_token: Some(AccessToken::new("AccessToken")),
        expires_in: Some(7),
        token_type: text("TokenType"),
        refresh_token: Some(RefreshToken::new("RefreshToken")),
        id_token: Some(IdToken::new("IdToken")),
        new_device_metadata: Some(made!(NewDeviceMetadata {
            device_key: text("DeviceKey"),
            device_group_key: text("DeviceGroupKey"),
        })),
    }))
}

fn device() -> Device {
    let time = Some(Timestamp::from_millis(1500));
    made!(Device {
        device_key: text("DeviceKey"),
        device_attributes: vec![attribute()],
        device_create_date: time,
        device_last_modified_date: time,
        device_last_authenticated_date: time,
    })
}

#[test]
fn every_answer_is_read() {
    let auth = made!(AuthResponse {
        challenge_name: Some(ChallengeName::SmsMfa),
        session: session(),
        challenge_parameters: OwnedMap(vec![("name".to_owned(), "ChallengeParameters".to_owned())]),
        authentication_result: authentication_result(),
        available_challenges: vec![ChallengeName::SmsMfa],
    });
    let delivery = made!(CodeDeliveryResponse { code_delivery_details: Some(code_delivery()) });
    reads::<AssociateSoftwareToken<'_>>(&made!(AssociateSoftwareTokenResponse {
        secret_code: Some(SecretCode::new("SecretCode")),
        session: session(),
    }));
    reads::<ChangePassword<'_>>(&Empty::default());
    reads::<CompleteWebAuthnRegistration<'_>>(&Empty::default());
    reads::<ConfirmDevice<'_>>(&made!(ConfirmDeviceResponse { user_confirmation_necessary: true }));
    reads::<ConfirmForgotPassword<'_>>(&Empty::default());
    reads::<ConfirmSignUp<'_>>(&made!(ConfirmSignUpResponse { session: session() }));
    reads::<DeleteUser<'_>>(&Empty::default());
    reads::<DeleteUserAttributes<'_>>(&Empty::default());
    reads::<DeleteWebAuthnCredential<'_>>(&Empty::default());
    reads::<ForgetDevice<'_>>(&Empty::default());
    reads::<ForgotPassword<'_>>(&delivery);
    reads::<GetDevice<'_>>(&made!(GetDeviceResponse { device: device() }));
    reads::<GetTokensFromRefreshToken<'_>>(&made!(AuthResponse {
        challenge_name: None,
        session: None,
        challenge_parameters: OwnedMap::default(),
        authentication_result: authentication_result(),
        available_challenges: vec![],
    }));
    reads::<GetUser<'_>>(&made!(GetUserResponse {
        username: text("Username"),
        user_attributes: vec![attribute()],
        mfa_options: vec![mfa_option()],
        preferred_mfa_setting: text("PreferredMfaSetting"),
        user_mfa_setting_list: vec!["UserMFASettingList".to_owned()],
    }));
    reads::<GetUserAttributeVerificationCode<'_>>(&delivery);
    reads::<GetUserAuthFactors<'_>>(&made!(GetUserAuthFactorsResponse {
        username: text("Username"),
        preferred_mfa_setting: text("PreferredMfaSetting"),
        user_mfa_setting_list: vec!["UserMFASettingList".to_owned()],
        configured_user_auth_factors: vec![AuthFactor::Password],
    }));
    reads::<GlobalSignOut<'_>>(&Empty::default());
    reads::<InitiateAuth<'_>>(&auth);
    reads::<ListDevices<'_>>(&made!(ListDevicesResponse {
        devices: vec![device()],
        pagination_token: text("PaginationToken"),
    }));
    reads::<ListUserSessions<'_>>(&made!(ListUserSessionsResponse {
        sessions: vec![made!(SessionDescription {
            session_id: text("SessionId"),
            session_type: Some(SessionType::Token),
            client_id: text("ClientId"),
            create_date: Some(Timestamp::from_millis(1500)),
            last_active_date: Some(Timestamp::from_millis(1500)),
            device_type: text("DeviceType"),
            last_ip_address: text("LastIPAddress"),
            last_location: Some(made!(SessionLocation { city: text("City"), country: text("Country") })),
            origin_session_id: text("OriginSessionId"),
            is_current_session: true,
        })],
        next_token: text("NextToken"),
    }));
    reads::<ListWebAuthnCredentials<'_>>(&made!(ListWebAuthnCredentialsResponse {
        credentials: vec![made!(WebAuthnCredentialDescription {
            credential_id: "CredentialId".to_owned(),
            friendly_credential_name: text("FriendlyCredentialName"),
            relying_party_id: text("RelyingPartyId"),
            authenticator_attachment: text("AuthenticatorAttachment"),
            authenticator_transports: vec!["AuthenticatorTransports".to_owned()],
            created_at: Some(Timestamp::from_millis(1500)),
        })],
        next_token: text("NextToken"),
    }));
    reads::<ResendConfirmationCode<'_>>(&delivery);
    reads::<RespondToAuthChallenge<'_>>(&auth);
    reads::<RevokeToken<'_>>(&Empty::default());
    reads::<RevokeUserSession<'_>>(&Empty::default());
    reads::<SetUserMFAPreference<'_>>(&Empty::default());
    reads::<SetUserSettings<'_>>(&Empty::default());
    reads::<SignUp<'_>>(&made!(SignUpResponse {
        user_confirmed: true,
        code_delivery_details: Some(code_delivery()),
        user_sub: text("UserSub"),
        session: session(),
    }));
    reads::<StartWebAuthnRegistration<'_>>(&made!(StartWebAuthnRegistrationResponse {
        credential_creation_options: document("CredentialCreationOptions"),
    }));
    reads::<UpdateAuthEventFeedback<'_>>(&Empty::default());
    reads::<UpdateDeviceStatus<'_>>(&Empty::default());
    reads::<UpdateUserAttributes<'_>>(&made!(UpdateUserAttributesResponse {
        code_delivery_details_list: vec![code_delivery()],
    }));
    reads::<VerifySoftwareToken<'_>>(&made!(VerifySoftwareTokenResponse {
        status: Some(VerifySoftwareTokenStatus::Success),
        session: session(),
    }));
    reads::<VerifyUserAttribute<'_>>(&Empty::default());
    reads::<GetCredentialsForIdentity<'_>>(&made!(GetCredentialsForIdentityResponse {
        identity_id: text("IdentityId"),
        credentials: Some(made!(api::Credentials {
            access_key_id: text("AccessKeyId"),
            secret_key: Some(SecretKey::new("SecretKey")),
            session_token: Some(AwsSessionToken::new("SessionToken")),
            expiration: Some(Timestamp::from_millis(1500)),
        })),
    }));
    reads::<GetId<'_>>(&made!(GetIdResponse { identity_id: text("IdentityId") }));
    reads::<GetOpenIdToken<'_>>(&made!(GetOpenIdTokenResponse {
        identity_id: text("IdentityId"),
        token: Some(OpenIdToken::new("Token")),
    }));
    reads::<UnlinkIdentity<'_>>(&Empty::default());
}

#[test]
fn debug_shows_no_secret() {
    let request = InitiateAuth {
        auth_parameters: Some(Map(&[("PASSWORD", "hunter2")])),
        session: Some(&ChallengeSession::new("opaque")),
        ..Default::default()
    };
    let shown = format!("{request:?}");
    assert!(shown.contains("PASSWORD") && !shown.contains("hunter2") && !shown.contains("opaque"), "{shown}");
    let shown = format!("{:?}", OwnedMap(vec![("SECRET_BLOCK".to_owned(), "hunter2".to_owned())]));
    assert!(shown.contains("SECRET_BLOCK") && !shown.contains("hunter2"), "{shown}");
}
