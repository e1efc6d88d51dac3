//! The database folder of cognito-local (<https://www.npmjs.com/package/cognito-local>), as its version 5 writes it:
//! `clients.json`, and a file a pool, with its options, users and groups. Passwords are there in clear; what is kept of them is
//! salt and verifier. Tokens, which it signs with a key that everybody knows, are not taken over, and neither are triggers,
//! which are functions of its configuration.

use std::{collections::BTreeMap, fs, io, path::Path};

use cognito_client::hazmat::arithmetic::Identity;
use serde_json::{Map, Value, json};

use super::{Imported, text, unusable};
use crate::{
    operations::overlaid,
    pool::{mfa_preference::MfaPreference, totp::TotpSecret, user::User},
    settings::{MfaConfiguration, STANDARD_ATTRIBUTES, UserPool, UserPoolClient},
    srp::{self, Credentials},
    timestamp,
    vocabulary::{MfaFactor, UserStatus},
};

const CLIENTS: &str = "clients";
/// Dates are texts there, and members of ours alone are nothing that it knows.
const NOT_TAKEN: [&str; 8] =
    ["Id", "Schema", "LambdaConfig", "CreationDate", "LastModifiedDate", "SmsMfa", "SoftwareTokenMfa", "EmailMfa"];

const FLOWS: [&str; 4] =
    ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"];

/// # Errors
/// With the file's name, when one cannot be read or is none of cognito-local's.
pub(super) fn read(folder: &Path, now: u64) -> io::Result<Vec<Imported>> {
    let clients = match folder.join(format!("{CLIENTS}.json")) {
        file if file.exists() => document(&file)?,
        _ => json!({}),
    };
    let listing = fs::read_dir(folder)
        .map_err(|error| io::Error::new(error.kind(), format!("cannot read {}: {error}", folder.display())))?;
    let mut files = listing.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    let named = |file: &Path| file.file_stem().and_then(|name| name.to_str()).map(str::to_owned);
    let pools = files.iter().filter_map(|file| Some((file, named(file).filter(|name| name != CLIENTS)?)));
    pools
        .map(|(file, id)| pool(&id, &document(file)?, &clients, now).map_err(|problem| unusable(file, problem)))
        .collect()
}

fn document(file: &Path) -> io::Result<Value> {
    let text = fs::read(file)
        .map_err(|error| io::Error::new(error.kind(), format!("cannot read {}: {error}", file.display())))?;
    // Only the place of a mistake: the file is full of passwords.
    serde_json::from_slice(&text)
        .map_err(|error| unusable(file, format!("no JSON at line {}, column {}", error.line(), error.column())))
}

fn pool(id: &str, document: &Value, clients: &Value, now: u64) -> Result<Imported, String> {
    let options = document["Options"].as_object().ok_or("there are no Options of a user pool")?;
    let settings = settings(id, options, now)?;
    let group = settings.name_in_id().to_owned();
    let users = document["Users"].as_object().into_iter().flat_map(Map::values);
    let users = users.map(|user| read_user(&group, user, now)).collect::<Result<_, _>>()?;
    let clients = clients["Clients"].as_object().into_iter().flat_map(Map::values);
    let clients = clients.filter(|client| client["UserPoolId"] == id);
    let clients = clients.map(|client| read_client(client, now)).collect::<Result<_, _>>()?;
    Ok(Imported { settings, clients, users })
}

fn settings(id: &str, options: &Map<String, Value>, now: u64) -> Result<UserPool, String> {
    let name = options.get("Name").and_then(Value::as_str).unwrap_or(id);
    let mut own = options.clone();
    own.insert("Schema".to_owned(), schema(options.get("SchemaAttributes").unwrap_or(&Value::Null)));
    let without_schema: Vec<&str> = NOT_TAKEN.into_iter().filter(|name| *name != "Schema").collect();
    let mut settings: UserPool =
        overlaid(&UserPool::bare(id, name), &own, &without_schema).map_err(|error| error.message().to_owned())?;
    let has_mfa = settings.mfa_configuration != MfaConfiguration::Off;
    // Where a second factor is asked for, it knows codes by SMS without being told.
    settings.sms_mfa = has_mfa;
    settings.software_token_mfa =
        has_mfa && options.get("SoftwareTokenMfaConfiguration").is_some_and(|totp| totp["Enabled"] == true);
    settings.creation_date = options.get("CreationDate").and_then(date).unwrap_or(now);
    settings.last_modified_date = options.get("LastModifiedDate").and_then(date).unwrap_or(now);
    Ok(settings)
}

/// What differs from the standard attributes, which every pool of ours knows.
fn schema(attributes: &Value) -> Value {
    let differs = |attribute: &&Value| match text(attribute, "Name") {
        None => false,
        Some(name) if STANDARD_ATTRIBUTES.contains(&name) => attribute["Required"] == true,
        Some(name) => name.starts_with("custom:"),
    };
    let members = [
        "Name",
        "AttributeDataType",
        "Mutable",
        "Required",
        "StringAttributeConstraints",
        "NumberAttributeConstraints",
    ];
    let kept = |attribute: &Value| {
        let present = members.iter().filter(|name| !attribute[**name].is_null() && attribute[**name] != json!({}));
        Value::Object(present.map(|name| ((*name).to_owned(), attribute[*name].clone())).collect())
    };
    attributes.as_array().into_iter().flatten().filter(differs).map(kept).collect()
}

fn read_client(client: &Value, now: u64) -> Result<UserPoolClient, String> {
    let id = text(client, "ClientId").ok_or("a client has no ClientId")?;
    let name = text(client, "ClientName").unwrap_or(id);
    let mut members = client.as_object().cloned().unwrap_or_default();
    // It lets every client sign in with passwords in clear, whatever is said here.
    members.entry("ExplicitAuthFlows").or_insert_with(|| json!(FLOWS));
    // It always writes units, also for what has no validity of its own, which lasts as long as Cognito's default.
    if let Some(units) = members.get_mut("TokenValidityUnits").and_then(Value::as_object_mut) {
        units.retain(|token, _| !client[format!("{token}Validity")].is_null());
    }
    let not_taken = ["ClientId", "CreationDate", "LastModifiedDate"];
    let mut read: UserPoolClient = overlaid(&UserPoolClient::bare(id, name), &members, &not_taken)
        .map_err(|error| format!("client {id}: {}", error.message()))?;
    read.creation_date = date(&client["CreationDate"]).unwrap_or(now);
    read.last_modified_date = date(&client["LastModifiedDate"]).unwrap_or(now);
    Ok(read)
}

fn read_user(group: &str, user: &Value, now: u64) -> Result<User, String> {
    let username = text(user, "Username").ok_or("a user has no Username")?;
    let problem = |what: &str| format!("user {username}: {what}");
    let mut attributes: BTreeMap<String, String> = user["Attributes"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|attribute| Some((text(attribute, "Name")?.to_owned(), text(attribute, "Value")?.to_owned())))
        .collect();
    let sub = attributes.remove("sub").unwrap_or_else(srp::fresh_username);
    let status: UserStatus =
        serde_json::from_value(user["UserStatus"].clone()).map_err(|_| problem("its UserStatus is unknown"))?;
    let created = date(&user["UserCreateDate"]).unwrap_or(now);
    let mut read = User::new(username.to_owned(), sub, status, created);
    read.modified_at = date(&user["UserLastModifiedDate"]).unwrap_or(now);
    read.enabled = user["Enabled"] != false;
    read.attributes = attributes;
    if let Some(password) = text(user, "Password") {
        let identity = Identity { group: group.to_owned(), user: username.to_owned() };
        read.password = Some(Credentials::new(&identity, password).map_err(|error| problem(error.message()))?);
    }
    let totp = &user["SoftwareTokenMfaConfiguration"];
    if let Some(secret) = text(totp, "Secret").filter(|_| totp["Verified"] == true) {
        read.totp = Some(TotpSecret::registered(secret).map_err(|error| problem(error.message()))?);
    }
    read.mfa = second_factors(user, read.totp.is_some());
    Ok(read)
}

fn second_factors(user: &Value, has_totp: bool) -> MfaPreference {
    let listed = user["UserMFASettingList"].as_array().into_iter().flatten().filter_map(Value::as_str);
    // The older spelling of a code by SMS.
    let by_sms = user["MFAOptions"].as_array().into_iter().flatten().any(|option| option["DeliveryMedium"] == "SMS");
    let mut enabled: Vec<MfaFactor> = listed.filter_map(MfaFactor::named).collect();
    if by_sms && !enabled.contains(&MfaFactor::SmsMfa) {
        enabled.push(MfaFactor::SmsMfa);
    }
    enabled.retain(|factor| *factor != MfaFactor::SoftwareTokenMfa || has_totp);
    let preferred = text(user, "PreferredMfaSetting").and_then(MfaFactor::named);
    MfaPreference { preferred: preferred.filter(|factor| enabled.contains(factor)), enabled, passkey: false }
}

/// "2026-11-03T04:05:06.123Z", as JavaScript writes dates.
fn date(value: &Value) -> Option<u64> {
    let (seconds, _) = value.as_str()?.split_once('.')?;
    timestamp::parse_iso8601(&format!("{seconds}Z"))
}
