//! CreateUserPool, UpdateUserPool, DescribeUserPool, ListUserPools, DeleteUserPool.

use serde_json::{Map, Value, json};

use super::{
    page::{MOST_RESULTS, page},
    settings_members::{described, overlaid},
};
use crate::{
    error::ServiceError,
    pool::{Pool, PoolDocument},
    random,
    request::{FRIENDLY_NAME, Members, PAGE_TOKEN, USER_POOL_ID},
    rules::Rules,
    service::Service,
    settings::{
        AcrConfiguration, FirstFactor, LambdaVersion, MfaConfiguration, STANDARD_ATTRIBUTES, SchemaAttribute, Tier,
        UserPool,
    },
};

const ID_LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const ID_LENGTH: usize = 9;
/// Members of [`UserPool`] that are no members of CreateUserPool.
const NOT_OF_CREATE: [&str; 10] = [
    "Id",
    "SmsMfa",
    "SoftwareTokenMfa",
    "EmailMfa",
    "EmailMfaConfiguration",
    "WebAuthnConfiguration",
    "UserSessionTracking",
    "TokenSession",
    "CreationDate",
    "LastModifiedDate",
];
/// Members of [`UserPool`] that are described elsewhere, or differently.
const NOT_OF_DESCRIBE: [&str; 8] = [
    "SmsMfa",
    "SoftwareTokenMfa",
    "EmailMfa",
    "EmailMfaConfiguration",
    "WebAuthnConfiguration",
    "UserSessionTracking",
    "TokenSession",
    "Schema",
];
/// What cannot be changed once a pool is there.
const NOT_OF_UPDATE: [&str; 4] = ["UsernameAttributes", "AliasAttributes", "UsernameConfiguration", "Schema"];

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPool.html>
pub(crate) fn create_user_pool(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let name = members.required("PoolName", &FRIENDLY_NAME);
    members.check()?;
    let now = service.clock.now();
    let id = match fixed_id(body) {
        Some(id) => id.to_owned(),
        None => format!("{}_{}", service.region, random::text(ID_LETTERS, ID_LENGTH)?),
    };
    let mut settings: UserPool = overlaid(&UserPool::bare(id, name), &with_whole_policy(body), &NOT_OF_CREATE)?;
    for attribute in &mut settings.schema {
        complete(attribute)?;
    }
    settings.sms_mfa = settings.mfa_configuration != MfaConfiguration::Off && !settings.sms_configuration.is_null();
    settings.lambda_config.complete();
    (settings.creation_date, settings.last_modified_date) = (now, now);
    check(&settings, service.rules())?;
    let answer = json!({ "UserPool": description(&settings, 0) });
    let is_taken = service.with_pool(&settings.id, |_| Ok(())).is_ok();
    if is_taken {
        return Err(ServiceError::invalid_parameter(format!("There is already a user pool {}.", settings.id)));
    }
    service.add_pool(PoolDocument::fresh(settings)?)?;
    Ok(answer)
}

/// What is not sent goes back to its default, as in Cognito.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPool.html>
pub(crate) fn update_user_pool(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let pool_id = members.required("UserPoolId", &USER_POOL_ID);
    let name = members.optional("PoolName", &FRIENDLY_NAME);
    members.check()?;
    let now = service.clock.now();
    service.change_pool(pool_id, |pool| {
        let before = pool.settings();
        let base = UserPool {
            username_attributes: before.username_attributes.clone(),
            alias_attributes: before.alias_attributes.clone(),
            username_configuration: before.username_configuration,
            schema: before.schema.clone(),
            sms_mfa: before.sms_mfa,
            software_token_mfa: before.software_token_mfa,
            email_mfa: before.email_mfa,
            email_mfa_configuration: before.email_mfa_configuration.clone(),
            web_authn_configuration: before.web_authn_configuration.clone(),
            user_session_tracking: before.user_session_tracking,
            token_session: before.token_session,
            creation_date: before.creation_date,
            last_modified_date: now,
            ..UserPool::bare(pool_id, name.unwrap_or(&before.pool_name))
        };
        let kept = [NOT_OF_CREATE.as_slice(), NOT_OF_UPDATE.as_slice()].concat();
        let mut settings: UserPool = overlaid(&base, &with_whole_policy(body), &kept)?;
        settings.sms_mfa |=
            settings.mfa_configuration != MfaConfiguration::Off && !settings.sms_configuration.is_null();
        settings.lambda_config.complete();
        check(&settings, &pool.rules)?;
        pool.data.settings = settings;
        Ok(json!({}))
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPool.html>
pub(crate) fn describe_user_pool(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let pool_id = members.required("UserPoolId", &USER_POOL_ID);
    members.check()?;
    service.with_pool(pool_id, |pool| {
        let mut described = description(pool.settings(), pool.data.users.len());
        let custom = pool.data.resources.custom_domain.as_ref().map(|custom| &custom.name);
        for (member, domain) in [("Domain", pool.data.domain.as_ref()), ("CustomDomain", custom)] {
            if let Some(domain) = domain {
                described[member] = json!(domain);
            }
        }
        Ok(json!({ "UserPool": described }))
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserPools.html>
pub(crate) fn list_user_pools(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let most = members.required_integer("MaxResults", 1, MOST_RESULTS);
    let token = members.optional("NextToken", &PAGE_TOKEN);
    members.check()?;
    let summary = |pool: &Pool| {
        let settings = pool.settings();
        let value = json!({
            "Id": settings.id,
            "Name": settings.pool_name,
            "LambdaConfig": settings.lambda_config,
            "CreationDate": settings.creation_date,
            "LastModifiedDate": settings.last_modified_date,
        });
        vec![(settings.id.clone(), value)]
    };
    let (pools, next) = page(service.with_pools(summary), most, token)?;
    Ok(described([("UserPools", Value::Array(pools)), ("NextToken", json!(next))]))
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserPool.html>
pub(crate) fn delete_user_pool(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let pool_id = members.required("UserPoolId", &USER_POOL_ID);
    members.check()?;
    service.remove_pool(pool_id, |pool| match pool.settings().deletion_protection.as_str() {
        "ACTIVE" => Err(ServiceError::invalid_parameter(
            "The user pool cannot be deleted because deletion protection is activated. Deletion protection must be \
             inactivated first.",
        )),
        _ => Ok(()),
    })?;
    Ok(json!({}))
}

/// The id that a tag asks for, as with LocalStack.
fn fixed_id(body: &Map<String, Value>) -> Option<&str> {
    body.get("UserPoolTags")?.get("_custom_id_")?.as_str()
}

/// Refuses what Cognito would.
pub(super) fn check(settings: &UserPool, rules: &Rules) -> Result<(), ServiceError> {
    let problem = settings.problem().or_else(|| rules.trigger_problem(&settings.lambda_config));
    if let Some(problem) = problem {
        return Err(ServiceError::invalid_parameter(problem));
    }
    let beyond_password = [FirstFactor::EmailOtp, FirstFactor::SmsOtp, FirstFactor::WebAuthn];
    let beyond_lite = settings.email_mfa || beyond_password.iter().any(|&factor| settings.allows_first(factor));
    let beyond_lite = beyond_lite || settings.lambda_config.pre_token_generation_version() > LambdaVersion::V1;
    let beyond_lite = beyond_lite || settings.acr_configuration != AcrConfiguration::default();
    if settings.user_pool_tier == Tier::Lite && beyond_lite {
        let message = "The feature is not available in the LITE tier of the user pool.";
        return Err(ServiceError::new("FeatureUnavailableInTierException", message));
    }
    Ok(())
}

/// A password policy that is sent is a whole one: a rule that it does not name does not hold.
fn with_whole_policy(body: &Map<String, Value>) -> Map<String, Value> {
    let mut body = body.clone();
    if let Some(Value::Object(policy)) =
        body.get_mut("Policies").and_then(|policies| policies.get_mut("PasswordPolicy"))
    {
        for rule in ["RequireUppercase", "RequireLowercase", "RequireNumbers", "RequireSymbols"] {
            policy.entry(rule).or_insert(Value::Bool(false));
        }
    }
    body
}

/// Cognito writes "custom:" itself.
pub(super) fn complete(attribute: &mut SchemaAttribute) -> Result<(), ServiceError> {
    if STANDARD_ATTRIBUTES.contains(&attribute.name.as_str()) {
        return Ok(());
    }
    if attribute.required {
        return Err(ServiceError::invalid_parameter("Required custom attributes are not supported currently."));
    }
    if !attribute.name.starts_with("custom:") {
        attribute.name = format!("custom:{}", attribute.name);
    }
    Ok(())
}

/// UserPoolType.
fn description(settings: &UserPool, users: usize) -> Value {
    let mut value = json!(settings);
    let renamed = [("PoolName", "Name")].map(|(from, to)| (to, value[from].take()));
    let arn = format!("arn:aws:cognito-idp:{}:000000000000:userpool/{}", settings.region(), settings.id);
    let lists = ["UsernameAttributes", "AliasAttributes", "AutoVerifiedAttributes"];
    let emptied = lists.into_iter().filter(|&name| value[name] == json!([])).collect::<Vec<_>>();
    let Value::Object(members) = &mut value else { return value };
    for name in NOT_OF_DESCRIBE.into_iter().chain(emptied) {
        members.remove(name);
    }
    members.extend(renamed.map(|(name, value)| (name.to_owned(), value)));
    members.insert("AcrConfiguration".to_owned(), json!(settings.acr_configuration.completed()));
    add_defaults(members, settings);
    members.insert("SchemaAttributes".to_owned(), schema_attributes(settings));
    members.insert("EstimatedNumberOfUsers".to_owned(), json!(users));
    members.insert("Arn".to_owned(), json!(arn));
    members.retain(|_, value| !value.is_null());
    value
}

/// What Cognito describes where nothing was set; texts of messages are under their older names as well.
fn add_defaults(members: &mut Map<String, Value>, settings: &UserPool) {
    if members["EmailConfiguration"].is_null() {
        members.insert("EmailConfiguration".to_owned(), json!({ "EmailSendingAccount": "COGNITO_DEFAULT" }));
    }
    let mut template = settings.verification_message_template.as_object().cloned().unwrap_or_default();
    template.entry("DefaultEmailOption").or_insert_with(|| json!("CONFIRM_WITH_CODE"));
    for (old, new) in [
        ("EmailVerificationMessage", "EmailMessage"),
        ("EmailVerificationSubject", "EmailSubject"),
        ("SmsVerificationMessage", "SmsMessage"),
    ] {
        match (members[old].is_null(), template.get(new).cloned()) {
            (true, Some(text)) => drop(members.insert(old.to_owned(), text)),
            (false, None) => drop(template.insert(new.to_owned(), members[old].clone())),
            _ => {}
        }
    }
    members.insert("VerificationMessageTemplate".to_owned(), Value::Object(template));
    let invitation = &mut members["AdminCreateUserConfig"];
    if invitation["UnusedAccountValidityDays"].is_null() {
        let days = settings.policies.password_policy.temporary_password_validity_days;
        invitation["UnusedAccountValidityDays"] = json!(days);
    }
    if let Value::Object(invitation) = invitation {
        invitation.retain(|_, value| !value.is_null());
    }
}

/// SchemaAttributes: Cognito's own, as far as the pool has not changed them, and the custom ones.
fn schema_attributes(settings: &UserPool) -> Value {
    let custom = settings.schema.iter().filter(|attribute| attribute.name.starts_with("custom:"));
    let standard =
        ["sub", "email_verified", "phone_number_verified"].into_iter().chain(STANDARD_ATTRIBUTES).map(|name| {
            match settings.schema.iter().find(|attribute| attribute.name == name) {
                Some(attribute) => attribute.clone(),
                None => SchemaAttribute::standard(name),
            }
        });
    standard
        .chain(custom.cloned())
        .map(|attribute| {
            let mut value = json!(attribute);
            if let Value::Object(members) = &mut value {
                members.retain(|_, value| !value.is_null());
                // Limits that nobody has set are described as empty ones.
                let limits = match members["AttributeDataType"].as_str() {
                    Some("String") => Some("StringAttributeConstraints"),
                    Some("Number") => Some("NumberAttributeConstraints"),
                    _ => None,
                };
                if let Some(limits) = limits {
                    members.entry(limits).or_insert_with(|| json!({}));
                }
            }
            value
        })
        .collect()
}
