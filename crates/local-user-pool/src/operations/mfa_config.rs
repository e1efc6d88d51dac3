//! SetUserPoolMfaConfig and GetUserPoolMfaConfig.

use serde_json::{Map, Value, json};

use super::{
    settings_members::{described, overlaid},
    user_pools::check,
};
use crate::{
    error::ServiceError,
    request::{Members, USER_POOL_ID},
    service::Service,
    settings::{MfaConfiguration, UserPool},
};

const MFA_CONFIGURATIONS: [&str; 3] = ["OFF", "ON", "OPTIONAL"];

/// Whether a second factor is asked for and which ones there are belong together: whoever sends one of the four
/// members sets all of them. WebAuthnConfiguration stays as it is when it is not sent.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserPoolMfaConfig.html>
pub(crate) fn set_user_pool_mfa_config(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let pool_id = members.required("UserPoolId", &USER_POOL_ID);
    let mfa_configuration = members.optional_enum("MfaConfiguration", &MFA_CONFIGURATIONS);
    let sms = members.object("SmsMfaConfiguration");
    let software_token = members.object("SoftwareTokenMfaConfiguration");
    let email = members.object("EmailMfaConfiguration");
    members.check()?;
    let now = service.clock.now();
    service.change_pool(pool_id, |pool| {
        let others: Vec<&str> =
            body.keys().map(String::as_str).filter(|&name| name != "WebAuthnConfiguration").collect();
        let mut settings: UserPool = overlaid(pool.settings(), body, &others)?;
        if mfa_configuration.is_some() || sms.is_some() || software_token.is_some() || email.is_some() {
            settings.mfa_configuration = match mfa_configuration {
                Some("ON") => MfaConfiguration::On,
                Some("OPTIONAL") => MfaConfiguration::Optional,
                _ => MfaConfiguration::Off,
            };
            settings.sms_mfa = sms.is_some();
            settings.email_mfa = email.is_some();
            settings.email_mfa_configuration = email.cloned().map_or(Value::Null, Value::Object);
            let enabled = software_token.and_then(|members| members.get("Enabled"));
            settings.software_token_mfa = enabled == Some(&Value::Bool(true));
            if let Some(configuration) = sms.and_then(|members| members.get("SmsConfiguration")) {
                settings.sms_configuration = configuration.clone();
            }
            if let Some(message) = sms.and_then(|members| members.get("SmsAuthenticationMessage")) {
                settings.sms_authentication_message = message.clone();
            }
        }
        settings.last_modified_date = now;
        check(&settings, &pool.rules)?;
        let answer = description(&settings);
        pool.data.settings = settings;
        Ok(answer)
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserPoolMfaConfig.html>
pub(crate) fn get_user_pool_mfa_config(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let pool_id = members.required("UserPoolId", &USER_POOL_ID);
    members.check()?;
    service.with_pool(pool_id, |pool| Ok(description(pool.settings())))
}

fn description(settings: &UserPool) -> Value {
    let present = |is_present: bool, value: Value| if is_present { value } else { Value::Null };
    let sms = described([
        ("SmsConfiguration", settings.sms_configuration.clone()),
        ("SmsAuthenticationMessage", settings.sms_authentication_message.clone()),
    ]);
    let email = match &settings.email_mfa_configuration {
        Value::Null => json!({}),
        configuration => configuration.clone(),
    };
    let mut web_authn = json!(settings.web_authn_configuration);
    if let Value::Object(members) = &mut web_authn {
        members.retain(|_, value| !value.is_null());
    }
    described([
        ("MfaConfiguration", json!(settings.mfa_configuration)),
        ("SmsMfaConfiguration", present(settings.sms_mfa, sms)),
        ("SoftwareTokenMfaConfiguration", json!({ "Enabled": settings.software_token_mfa })),
        ("EmailMfaConfiguration", present(settings.email_mfa, email)),
        ("WebAuthnConfiguration", web_authn),
    ])
}
