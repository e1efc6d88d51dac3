//! A user's second factors: authenticator apps, and what is asked for at a sign-in.

use serde_json::{Map, Value, json};

use super::authorized;
use crate::{
    error::ServiceError,
    pool::{
        Pool,
        totp::{Checked, TotpSecret},
        user::User,
    },
    request::{ATTRIBUTE_NAME, CheckedMembers, Members, SESSION, TEXT, TOKEN, USER_CODE, USER_POOL_ID, USERNAME},
    service::Service,
    settings::{FirstFactor, MfaConfiguration},
    sign_in::mfa_setup,
    vocabulary::{Contact, MfaFactor},
};

/// What is to be set.
struct Wanted {
    factors: Vec<(MfaFactor, FactorSettings)>,
    /// WebAuthnMfaSettings.Enabled.
    passkey: Option<bool>,
}

/// What is to be set of one factor.
struct FactorSettings {
    enabled: bool,
    preferred: bool,
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AssociateSoftwareToken.html>
pub(crate) fn associate_software_token(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let access_token = members.optional("AccessToken", &TOKEN);
    let session = members.optional("Session", &SESSION);
    members.check()?;
    match (access_token, session) {
        (Some(access_token), _) => {
            let (pool_id, access) = service.authorize(access_token)?;
            let totp = TotpSecret::generate()?;
            let secret_code = totp.secret_code().to_owned();
            service.change_pool(&pool_id, |pool| {
                check_software_token(pool)?;
                user_mut(pool, &access.username)?.new_totp = Some(totp.clone());
                Ok(())
            })?;
            Ok(json!({ "SecretCode": secret_code }))
        }
        (None, Some(session)) => {
            let (secret_code, session) = mfa_setup::associate(service, session)?;
            Ok(json!({ "SecretCode": secret_code, "Session": session }))
        }
        (None, None) => Err(neither_token_nor_session()),
    }
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifySoftwareToken.html>
pub(crate) fn verify_software_token(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let access_token = members.optional("AccessToken", &TOKEN);
    let session = members.optional("Session", &SESSION);
    let code = members.required("UserCode", &USER_CODE);
    let name = members.optional("FriendlyDeviceName", &TEXT);
    members.check()?;
    match (access_token, session) {
        (Some(access_token), _) => {
            let (pool_id, access) = service.authorize(access_token)?;
            let now = service.clock.now();
            service.change_pool(&pool_id, |pool| {
                check_software_token(pool)?;
                let user = user_mut(pool, &access.username)?;
                let mut totp = user.new_totp.clone().ok_or_else(ServiceError::software_token_not_set_up)?;
                if totp.check(code, now)? != Checked::Right {
                    return Err(ServiceError::new("EnableSoftwareTokenMFAException", "Code mismatch"));
                }
                totp.verified = true;
                totp.friendly_name = name.map(str::to_owned);
                user.totp = Some(totp);
                user.new_totp = None;
                Ok(())
            })?;
            Ok(json!({ "Status": "SUCCESS" }))
        }
        (None, Some(session)) => {
            let session = mfa_setup::verify(service, session, code, name)?;
            Ok(json!({ "Status": "SUCCESS", "Session": session }))
        }
        (None, None) => Err(neither_token_nor_session()),
    }
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserMFAPreference.html>
pub(crate) fn set_user_mfa_preference(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let access_token = members.required("AccessToken", &TOKEN);
    let wanted = wanted(&mut members);
    members.check()?;
    let (pool_id, access) = service.authorize(access_token)?;
    service.change_pool(&pool_id, |pool| set_preference(pool, &access.username, &wanted))?;
    Ok(json!({}))
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminSetUserMFAPreference.html>
pub(crate) fn admin_set_user_mfa_preference(
    service: &Service,
    body: &Map<String, Value>,
) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let pool_id = members.required("UserPoolId", &USER_POOL_ID);
    let name = members.required("Username", &USERNAME);
    let wanted = wanted(&mut members);
    members.check()?;
    service.change_pool(pool_id, |pool| {
        let username = pool.find_for_administrator(name).ok_or_else(ServiceError::unknown_user)?.username.clone();
        set_preference(pool, &username, &wanted)
    })?;
    Ok(json!({}))
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAuthFactors.html>
pub(crate) fn get_user_auth_factors(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let (pool_id, access) = authorized(service, body)?;
    service.with_pool(&pool_id, |pool| {
        let user = pool.data.users.get(&access.username).ok_or_else(ServiceError::unknown_user)?;
        Ok(auth_factors(pool, user))
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetUserAuthFactors.html>
pub(crate) fn admin_get_user_auth_factors(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    service.with_pool(members.text("UserPoolId"), |pool| {
        let user = pool.find_for_administrator(members.text("Username")).ok_or_else(ServiceError::unknown_user)?;
        Ok(auth_factors(pool, user))
    })
}

/// The user can set up another app then.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDeleteSoftwareToken.html>
pub(crate) fn admin_delete_software_token(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let now = service.clock.now();
    service.change_pool(members.text("UserPoolId"), |pool| {
        let user = pool.find_for_administrator(members.text("Username")).ok_or_else(ServiceError::unknown_user)?;
        let username = user.username.clone();
        let user = user_mut(pool, &username)?;
        if user.totp.is_none() {
            return Err(ServiceError::new("ResourceNotFoundException", "User has no software token."));
        }
        (user.totp, user.new_totp, user.modified_at) = (None, None, now);
        user.mfa.disable(MfaFactor::SoftwareTokenMfa);
        Ok(json!({}))
    })
}

/// AdminGetUserAuthFactors' answer.
fn auth_factors(pool: &Pool, user: &User) -> Value {
    let settings = pool.settings();
    let has_contact = |contact| user.verified_contact(contact).is_some();
    let factors = [
        ("PASSWORD", settings.allows_first(FirstFactor::Password) && user.password.is_some()),
        ("EMAIL_OTP", settings.allows_first(FirstFactor::EmailOtp) && has_contact(Contact::Email)),
        ("SMS_OTP", settings.allows_first(FirstFactor::SmsOtp) && has_contact(Contact::PhoneNumber)),
        ("WEB_AUTHN", settings.allows_first(FirstFactor::WebAuthn) && !user.web_authn_credentials.is_empty()),
    ];
    let configured: Vec<&str> = factors.iter().filter(|(_, is_ready)| *is_ready).map(|(name, _)| *name).collect();
    let mut answer = json!({ "Username": user.username, "ConfiguredUserAuthFactors": configured });
    add_preference(&mut answer, user);
    answer
}

/// From before there were other factors than SMS.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserSettings.html>
pub(crate) fn set_user_settings(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let access_token = members.required("AccessToken", &TOKEN);
    members.document("MFAOptions");
    let options = members.structures("MFAOptions", |inner| {
        (inner.optional_enum("DeliveryMedium", &["SMS", "EMAIL"]), inner.optional("AttributeName", &ATTRIBUTE_NAME))
    });
    members.check()?;
    if options.iter().any(|option| *option != (Some("SMS"), Some("phone_number"))) {
        return Err(ServiceError::invalid_parameter("Only SMS to phone_number can be set by MFAOptions."));
    }
    let (pool_id, access) = service.authorize(access_token)?;
    let wanted = sms_alone(!options.is_empty());
    service.change_pool(&pool_id, |pool| set_preference(pool, &access.username, &wanted))?;
    Ok(json!({}))
}

/// As SetUserSettings.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminSetUserSettings.html>
pub(crate) fn admin_set_user_settings(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let options = members.list("MFAOptions");
    if options.iter().any(|option| option["DeliveryMedium"] != "SMS" || option["AttributeName"] != "phone_number") {
        return Err(ServiceError::invalid_parameter("Only SMS to phone_number can be set by MFAOptions."));
    }
    service.change_pool(members.text("UserPoolId"), |pool| {
        let user = pool.find_for_administrator(members.text("Username")).ok_or_else(ServiceError::unknown_user)?;
        let username = user.username.clone();
        set_preference(pool, &username, &sms_alone(!options.is_empty()))?;
        Ok(json!({}))
    })
}

fn sms_alone(enabled: bool) -> Wanted {
    let sms = FactorSettings { enabled, preferred: false };
    Wanted { factors: vec![(MfaFactor::SmsMfa, sms)], passkey: None }
}

/// UserMFASettingList and PreferredMfaSetting of GetUser, AdminGetUser and GetUserAuthFactors.
pub(super) fn add_preference(answer: &mut Value, user: &User) {
    let passkey = user.mfa.passkey.then_some("WEB_AUTHN_MFA");
    let names: Vec<&str> = user.mfa.enabled.iter().map(|factor| factor.name()).chain(passkey).collect();
    if !names.is_empty() {
        answer["UserMFASettingList"] = json!(names);
    }
    if let Some(preferred) = user.mfa.preferred {
        answer["PreferredMfaSetting"] = json!(preferred.name());
    }
}

fn wanted(members: &mut Members<'_>) -> Wanted {
    let names = [
        ("SMSMfaSettings", MfaFactor::SmsMfa),
        ("SoftwareTokenMfaSettings", MfaFactor::SoftwareTokenMfa),
        ("EmailMfaSettings", MfaFactor::EmailOtp),
    ];
    let mut factors = Vec::new();
    for (name, factor) in names {
        let read = members.structure(name, |inner| FactorSettings {
            enabled: inner.boolean("Enabled").unwrap_or_default(),
            preferred: inner.boolean("PreferredMfa").unwrap_or_default(),
        });
        factors.extend(read.map(|read| (factor, read)));
    }
    let passkey = members.structure("WebAuthnMfaSettings", |inner| inner.boolean("Enabled").unwrap_or_default());
    Wanted { factors, passkey }
}

/// # Errors
/// InvalidParameterException for a factor that the pool or the user does not have, for two preferred ones, and for a
/// passkey as the only one: whoever lost it would be locked out.
fn set_preference(pool: &mut Pool, username: &str, wanted: &Wanted) -> Result<(), ServiceError> {
    let refuse = |message: String| Err(ServiceError::invalid_parameter(message));
    if wanted.factors.iter().filter(|(_, factor)| factor.enabled && factor.preferred).count() > 1 {
        return refuse("Only one MFA method can be preferred.".to_owned());
    }
    let settings = pool.settings().clone();
    let has_mfa = settings.mfa_configuration != MfaConfiguration::Off;
    let user = user_mut(pool, username)?;
    let mut mfa = user.mfa.clone();
    for (factor, wanted) in &wanted.factors {
        let name = factor.name();
        if !wanted.enabled {
            mfa.disable(*factor);
            continue;
        }
        if !has_mfa || !factor.is_offered(&settings) {
            return refuse(format!("{name} is not enabled for the user pool."));
        }
        if !factor.is_ready(user) {
            return match factor {
                MfaFactor::SoftwareTokenMfa => Err(ServiceError::software_token_not_set_up()),
                _ => refuse(format!("User does not have delivery config set to turn on {name}")),
            };
        }
        if !wanted.preferred {
            mfa.disable(*factor);
        }
        mfa.enable(*factor, wanted.preferred);
    }
    match wanted.passkey {
        Some(true) if !has_mfa || !settings.has_passkey_mfa() => {
            return refuse("WEB_AUTHN_MFA is not enabled for the user pool.".to_owned());
        }
        Some(passkey) => mfa.passkey = passkey,
        None => {}
    }
    if mfa.passkey && mfa.enabled.is_empty() {
        return refuse("WEB_AUTHN_MFA needs another MFA method that is activated.".to_owned());
    }
    user.mfa = mfa;
    Ok(())
}

fn check_software_token(pool: &Pool) -> Result<(), ServiceError> {
    if MfaFactor::SoftwareTokenMfa.is_offered(pool.settings()) {
        return Ok(());
    }
    Err(ServiceError::new(
        "SoftwareTokenMFANotFoundException",
        "Software Token MFA has not been enabled by the userPool.",
    ))
}

fn user_mut<'a>(pool: &'a mut Pool, username: &str) -> Result<&'a mut User, ServiceError> {
    pool.data.users.get_mut(username).ok_or_else(ServiceError::unknown_user)
}

fn neither_token_nor_session() -> ServiceError {
    ServiceError::invalid_parameter("Either AccessToken or Session is required.")
}
