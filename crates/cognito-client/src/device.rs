//! Remembered devices: after one sign-in with a second factor, the device proves a password of its own instead.

use crate::{
    Client,
    api::{DeviceRememberedStatus, ForgetDevice, GetDevice, ListDevices, UpdateDeviceStatus},
    error::Error,
    secrets::AccessToken,
    transport::Transport,
};
pub use crate::{
    api::{Device, ListDevicesResponse},
    host::RememberedDevice,
    secrets::DevicePassword,
};

/// Sets whether this device may sign in without a second factor from now on
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

/// Reads what Cognito knows about one device
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

/// Lists the user's devices: at most `limit` (up to 60) per page, beginning with the page of the token that the previous page
/// gave
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

/// Makes Cognito forget a device. If it is this program's own, let your [`Host`](crate::host::Host) forget it too
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
