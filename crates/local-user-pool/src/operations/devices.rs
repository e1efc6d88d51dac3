//! Devices: what their user, and an administrator, does with them.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Map, Value, json};

use crate::{
    error::ServiceError,
    pool::{Pool, device::SecretVerifier, user::User},
    request::{DEVICE_KEY, DEVICE_NAME, Members, PAGE_TOKEN, TOKEN, USER_POOL_ID, USERNAME, parameter},
    service::Service,
};

const STATUSES: [&str; 2] = ["remembered", "not_remembered"];
const LONGEST_PAGE: usize = 60;

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmDevice.html>
pub(crate) fn confirm_device(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let access_token = members.required("AccessToken", &TOKEN);
    let key = members.required("DeviceKey", &DEVICE_KEY);
    let name = members.optional("DeviceName", &DEVICE_NAME);
    let config = members.map("DeviceSecretVerifierConfig");
    members.check()?;
    let verifier = SecretVerifier {
        salt: parameter(&config, "Salt")?,
        password_verifier: parameter(&config, "PasswordVerifier")?,
    };
    let now = service.clock.now();
    let (pool_id, access) = service.authorize(access_token)?;
    service.change_pool(&pool_id, |pool| {
        let asks =
            pool.settings().device_configuration.is_some_and(|devices| devices.device_only_remembered_on_user_prompt);
        user_mut(pool, &access.username)?.devices.confirm(key, &verifier, name, !asks, now)?;
        Ok(json!({ "UserConfirmationNecessary": asks }))
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateDeviceStatus.html>
pub(crate) fn update_device_status(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let access_token = members.required("AccessToken", &TOKEN);
    let asked = Update::read(&mut members);
    members.check()?;
    let (pool_id, access) = service.authorize(access_token)?;
    asked.apply(service, &pool_id, &access.username)
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUpdateDeviceStatus.html>
pub(crate) fn admin_update_device_status(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let (pool_id, username) = admin_members(&mut members);
    let asked = Update::read(&mut members);
    members.check()?;
    asked.apply(service, pool_id, username)
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetDevice.html>
pub(crate) fn get_device(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let access_token = members.required("AccessToken", &TOKEN);
    let key = members.required("DeviceKey", &DEVICE_KEY);
    members.check()?;
    let (pool_id, access) = service.authorize(access_token)?;
    get(service, &pool_id, &access.username, key)
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetDevice.html>
pub(crate) fn admin_get_device(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let (pool_id, username) = admin_members(&mut members);
    let key = members.required("DeviceKey", &DEVICE_KEY);
    members.check()?;
    get(service, pool_id, username, key)
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListDevices.html>
pub(crate) fn list_devices(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let access_token = members.required("AccessToken", &TOKEN);
    let page = Page::read(&mut members);
    members.check()?;
    let (pool_id, access) = service.authorize(access_token)?;
    page.list(service, &pool_id, &access.username)
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminListDevices.html>
pub(crate) fn admin_list_devices(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let (pool_id, username) = admin_members(&mut members);
    let page = Page::read(&mut members);
    members.check()?;
    page.list(service, pool_id, username)
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgetDevice.html>
pub(crate) fn forget_device(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let access_token = members.required("AccessToken", &TOKEN);
    let key = members.required("DeviceKey", &DEVICE_KEY);
    members.check()?;
    let (pool_id, access) = service.authorize(access_token)?;
    forget(service, &pool_id, &access.username, key)
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminForgetDevice.html>
pub(crate) fn admin_forget_device(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let (pool_id, username) = admin_members(&mut members);
    let key = members.required("DeviceKey", &DEVICE_KEY);
    members.check()?;
    forget(service, pool_id, username, key)
}

fn admin_members<'a>(members: &mut Members<'a>) -> (&'a str, &'a str) {
    (members.required("UserPoolId", &USER_POOL_ID), members.required("Username", &USERNAME))
}

/// What UpdateDeviceStatus asks for.
struct Update<'a> {
    key: &'a str,
    status: Option<&'a str>,
}

impl<'a> Update<'a> {
    fn read(members: &mut Members<'a>) -> Self {
        Self {
            key: members.required("DeviceKey", &DEVICE_KEY),
            status: members.optional_enum("DeviceRememberedStatus", &STATUSES),
        }
    }

    fn apply(&self, service: &Service, pool_id: &str, name: &str) -> Result<Value, ServiceError> {
        let now = service.clock.now();
        service.change_pool(pool_id, |pool| {
            let device = user_mut(pool, name)?.devices.get_mut(self.key)?;
            if let Some(status) = self.status {
                device.remember(status == "remembered", now);
            }
            Ok(json!({}))
        })
    }
}

/// Limit and PaginationToken.
struct Page<'a> {
    limit: Option<usize>,
    token: Option<&'a str>,
}

impl<'a> Page<'a> {
    fn read(members: &mut Members<'a>) -> Self {
        Self { limit: members.integer("Limit", 0, 60), token: members.optional("PaginationToken", &PAGE_TOKEN) }
    }

    fn list(&self, service: &Service, pool_id: &str, name: &str) -> Result<Value, ServiceError> {
        let after = self.token.map(read_token).transpose()?;
        let limit = self.limit.filter(|limit| *limit > 0).unwrap_or(LONGEST_PAGE);
        service.with_pool(pool_id, |pool| {
            let mut rest = user(pool, name)?.devices.list(after.as_deref()).peekable();
            let (mut devices, mut last) = (Vec::new(), String::new());
            while devices.len() < limit
                && let Some((key, device)) = rest.next()
            {
                devices.push(device);
                last = key.to_owned();
            }
            let mut answer = json!({ "Devices": devices });
            if rest.peek().is_some() {
                answer["PaginationToken"] = json!(BASE64_URL_SAFE_NO_PAD.encode(last));
            }
            Ok(answer)
        })
    }
}

/// A token is the last key of the page before.
fn read_token(token: &str) -> Result<String, ServiceError> {
    let key = BASE64_URL_SAFE_NO_PAD.decode(token).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    key.ok_or_else(|| ServiceError::invalid_parameter("Invalid pagination token given."))
}

fn get(service: &Service, pool_id: &str, name: &str, key: &str) -> Result<Value, ServiceError> {
    service.with_pool(pool_id, |pool| {
        let device = user(pool, name)?.devices.get(key)?;
        Ok(json!({ "Device": device.description(key) }))
    })
}

fn forget(service: &Service, pool_id: &str, name: &str, key: &str) -> Result<Value, ServiceError> {
    service.change_pool(pool_id, |pool| {
        user_mut(pool, name)?.devices.forget(key)?;
        Ok(json!({}))
    })
}

fn user<'a>(pool: &'a Pool, name: &str) -> Result<&'a User, ServiceError> {
    pool.find_for_administrator(name).ok_or_else(ServiceError::unknown_user)
}

fn user_mut<'a>(pool: &'a mut Pool, name: &str) -> Result<&'a mut User, ServiceError> {
    let username = user(pool, name)?.username.clone();
    pool.data.users.get_mut(&username).ok_or_else(ServiceError::unknown_user)
}
