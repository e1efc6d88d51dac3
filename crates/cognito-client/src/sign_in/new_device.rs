//! A device that Cognito sees for the first time, at the end of a sign-in.

use base64ct::{Base64, Encoding};

use crate::{
    Client,
    api::{ConfirmDevice, DeviceSecretVerifierConfig, NewDeviceMetadata},
    error::Error,
    host::{Host, RememberedDevice},
    secrets::DevicePassword,
    session::Session,
    srp::DeviceVerifier,
    transport::Transport,
};

const PASSWORD_BYTES: usize = 40;
const SALT_BYTES: usize = 16;

/// Registers a device that Cognito has named, and saves it for the user; also under the name that the user typed, because
/// not every flow tells the real one before the device is to be named. Gives whether the user must be asked before Cognito
/// remembers it ([ConfirmDevice](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmDevice.html)).
pub(super) async fn confirm_device<T: Transport>(
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
