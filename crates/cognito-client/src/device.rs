//! Remembered devices: a device that once passed the second factor proves a password of its own instead.

use base64ct::{Base64, Encoding};

use crate::{
    Client,
    api::{
        ConfirmDevice, DeviceRememberedStatus, DeviceSecretVerifierConfig, ForgetDevice, GetDevice, ListDevices,
        NewDeviceMetadata, UpdateDeviceStatus,
    },
    error::{Error, ErrorCode},
    host::Host,
    refusal::is_about_device,
    secrets::AccessToken,
    session::Session,
    srp::{DeviceVerifier, arithmetic::Identity},
    transport::Transport,
};
pub use crate::{
    api::{Device, ListDevicesResponse},
    secrets::DevicePassword,
};

const PASSWORD_BYTES: usize = 40;
const SALT_BYTES: usize = 16;

/// What a device must know to sign in without a second factor. To be kept per user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RememberedDevice {
    /// Cognito's name for the device.
    pub key: String,
    /// What takes the place of the pool's name in the device's SRP exchange.
    pub group_key: String,
    /// What takes the place of the user's password.
    pub password: DevicePassword,
}

impl RememberedDevice {
    pub(crate) fn identity(&self) -> Identity {
        Identity { group: self.group_key.clone(), user: self.key.clone() }
    }
}

/// Registers a device that Cognito has named, and saves it for the user; also under the name that the user typed, because
/// not every flow tells the real one before the device is to be named. Gives whether the user must be asked before Cognito
/// remembers it ([ConfirmDevice](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmDevice.html)).
pub(crate) async fn confirm_device<T: Transport>(
    client: &Client<T>,
    host: &impl Host,
    session: &Session,
    typed: &str,
    new: NewDeviceMetadata,
) -> Result<bool, Error> {
    let random = host.random_bytes().ok_or(Error::NoRandomBytes)?;
    let (Some(key), Some(group_key)) = (new.device_key, new.device_group_key) else {
        return Err(Error::Protocol("a device without a name"));
    };
    let device = RememberedDevice {
        key,
        group_key,
        password: DevicePassword::new(Base64::encode_string(&random[..PASSWORD_BYTES])),
    };
    let salt = &random[PASSWORD_BYTES..PASSWORD_BYTES + SALT_BYTES];
    let verifier = DeviceVerifier::new(&device.identity(), device.password.expose(), salt)?;
    let name = host.device_name();
    let request = ConfirmDevice {
        access_token: &session.tokens().access_token,
        device_key: &device.key,
        device_secret_verifier_config: Some(DeviceSecretVerifierConfig {
            password_verifier: Some(&verifier.password_verifier),
            salt: Some(&verifier.salt),
        }),
        device_name: Some(&name),
    };
    let response = client.call(&request).await?;
    let username = session.username().as_str();
    host.save_device(username, &device);
    if typed != username {
        host.save_device(typed, &device);
    }
    Ok(response.user_confirmation_necessary)
}

/// Tells Cognito whether this device may sign in without a second factor from now on
/// ([UpdateDeviceStatus](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateDeviceStatus.html)).
///
/// # Errors
/// ResourceNotFoundException if Cognito does not know the device; any other.
pub async fn remember_device<T: Transport>(
    client: &Client<T>,
    access_token: &AccessToken,
    device_key: &str,
    is_remembered: bool,
) -> Result<(), Error> {
    let status = if is_remembered { DeviceRememberedStatus::Remembered } else { DeviceRememberedStatus::NotRemembered };
    let request = UpdateDeviceStatus { access_token, device_key, device_remembered_status: Some(status) };
    client.call(&request).await.map(|_| ())
}

/// Reads what Cognito knows of one device
/// ([GetDevice](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetDevice.html)).
///
/// # Errors
/// ResourceNotFoundException if Cognito does not know the device; any other.
pub async fn get_device<T: Transport>(
    client: &Client<T>,
    access_token: &AccessToken,
    device_key: &str,
) -> Result<Device, Error> {
    let request = GetDevice { device_key, access_token: Some(access_token) };
    client.call(&request).await.map(|response| response.device)
}

/// Lists the user's devices: at most `limit` (up to 60) on a page, from the page on whose token the page before gave
/// ([ListDevices](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListDevices.html)).
///
/// # Errors
/// InvalidUserPoolConfigurationException or NotAuthorizedException where the pool remembers no devices; any other.
pub async fn list_devices<T: Transport>(
    client: &Client<T>,
    access_token: &AccessToken,
    limit: u32,
    page: Option<&str>,
) -> Result<ListDevicesResponse, Error> {
    client.call(&ListDevices { access_token, limit: Some(limit), pagination_token: page }).await
}

/// Makes Cognito forget a device. This program's own is to be forgotten by its [`Host`] as well
/// ([ForgetDevice](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgetDevice.html)).
///
/// # Errors
/// ResourceNotFoundException if Cognito does not know the device; any other.
pub async fn forget_device<T: Transport>(
    client: &Client<T>,
    access_token: &AccessToken,
    device_key: &str,
) -> Result<(), Error> {
    client.call(&ForgetDevice { access_token: Some(access_token), device_key }).await.map(|_| ())
}

impl Device {
    /// The value of the attribute of that name: `device_name`, `last_ip_used`, ….
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.device_attributes.iter().find(|attribute| attribute.name == name).map(|attribute| attribute.value.as_str())
    }
}

/// Whether a refusal says that Cognito does not know the device that was named: then it is to be forgotten here as well.
pub(crate) fn is_unknown_device(error: &Error) -> bool {
    matches!(error, Error::Service { code: ErrorCode::ResourceNotFound, message, .. } if is_about_device(message))
}
