//! Devices.

use super::{Attribute, Empty};
use crate::{secrets::AccessToken, timestamp::Timestamp};

operations! { UserPools:
    /// Registers a device that Cognito has named. A sign-in does so by itself.
    ConfirmDevice => ConfirmDeviceResponse {
        /// Of the signed-in user, with the scope `aws.cognito.signin.user.admin`.
        "AccessToken" access_token: &'a AccessToken,
        /// Cognito's name for the device: `<region>_<UUID>`, 1 to 55 characters.
        "DeviceKey" device_key: &'a str,
        /// What proves the device later on.
        "DeviceSecretVerifierConfig" device_secret_verifier_config: Option<DeviceSecretVerifierConfig<'a>>,
        /// What the user calls it: 1 to 1024 characters.
        "DeviceName" device_name: Option<&'a str>,
    }

    /// Says whether a device takes the place of the second factor: [`remember_device`](crate::device::remember_device).
    UpdateDeviceStatus => Empty {
        /// Of the signed-in user, with the scope `aws.cognito.signin.user.admin`.
        "AccessToken" access_token: &'a AccessToken,
        /// Cognito's name for the device: `<region>_<UUID>`, 1 to 55 characters.
        "DeviceKey" device_key: &'a str,
        /// Whether it does.
        "DeviceRememberedStatus" device_remembered_status: Option<DeviceRememberedStatus>,
    }

    /// Reads one device: [`get_device`](crate::device::get_device).
    GetDevice => GetDeviceResponse {
        /// Cognito's name for the device: `<region>_<UUID>`, 1 to 55 characters.
        "DeviceKey" device_key: &'a str,
        /// Of the signed-in user, with the scope `aws.cognito.signin.user.admin`.
        "AccessToken" access_token: Option<&'a AccessToken>,
    }

    /// Lists the devices, page by page: [`list_devices`](crate::device::list_devices).
    ListDevices => ListDevicesResponse {
        /// Of the signed-in user, with the scope `aws.cognito.signin.user.admin`.
        "AccessToken" access_token: &'a AccessToken,
        /// How many on a page: at most 60.
        "Limit" limit: Option<u32>,
        /// What the page before gave.
        "PaginationToken" pagination_token: Option<&'a str>,
    }

    /// Forgets a device: [`forget_device`](crate::device::forget_device).
    ForgetDevice => Empty {
        /// Of the signed-in user, with the scope `aws.cognito.signin.user.admin`.
        "AccessToken" access_token: Option<&'a AccessToken>,
        /// Cognito's name for the device: `<region>_<UUID>`, 1 to 55 characters.
        "DeviceKey" device_key: &'a str,
    }
}

request_parts! {
    /// DeviceSecretVerifierConfigType: what Cognito keeps of a device's password.
    DeviceSecretVerifierConfig<'a> {
        /// The SRP verifier, in base64.
        "PasswordVerifier" password_verifier: Option<&'a str>,
        /// The salt, in base64.
        "Salt" salt: Option<&'a str>,
    }
}

answers! {
    /// The answer of [`ConfirmDevice`].
    ConfirmDeviceResponse {
        /// Whether the user must be asked before the device is remembered.
        "UserConfirmationNecessary" user_confirmation_necessary: bool,
    }

    /// The answer of [`GetDevice`].
    GetDeviceResponse {
        /// The device.
        "Device" device: Device,
    }

    /// The answer of [`ListDevices`].
    ListDevicesResponse {
        /// Those of this page.
        "Devices" devices: Vec<Device>,
        /// For the next page, if there may be one.
        "PaginationToken" pagination_token: Option<String>,
    }

    /// DeviceType: one of the user's devices.
    Device {
        /// Cognito's name for it: `<region>_<UUID>`, 1 to 55 characters.
        "DeviceKey" device_key: Option<String>,
        /// `device_name`, `device_status`, `last_ip_used`, and the like.
        "DeviceAttributes" device_attributes: Vec<Attribute>,
        /// When it was first seen.
        "DeviceCreateDate" device_create_date: Option<Timestamp>,
        /// When something about it changed last.
        "DeviceLastModifiedDate" device_last_modified_date: Option<Timestamp>,
        /// When the user last signed in with it.
        "DeviceLastAuthenticatedDate" device_last_authenticated_date: Option<Timestamp>,
    }
}

enumerations! {
    /// DeviceRememberedStatusType: whether a device takes the place of the second factor.
    DeviceRememberedStatus {
        /// It does.
        Remembered = "remembered",
        /// It does not.
        NotRemembered = "not_remembered",
    }
}
