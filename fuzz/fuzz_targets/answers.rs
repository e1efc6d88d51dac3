//! What Cognito answers, by every operation that is read here.
#![no_main]

use core::{
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};

use cognito_client::{
    Client, account,
    api::*,
    device,
    ids::{ClientId, UserPoolId},
    json::read,
    mfa, passkey,
    refusal::Refusal,
    secrets::AccessToken,
    session::ends_session,
    transport::{Request, Response},
    user_sessions,
};
use libfuzzer_sys::fuzz_target;

// A line with the status, one with x-amzn-errortype, and the body.
fuzz_target!(|text: &str| {
    let Some([status, error_type, body]) = parts(text) else { return };
    let Ok(status) = status.parse() else { return };
    let error_type = Some(error_type).filter(|name| !name.is_empty());
    let _: Option<AssociateSoftwareTokenResponse> = read(body);
    let _: Option<AuthResponse> = read(body);
    let _: Option<CodeDeliveryResponse> = read(body);
    let _: Option<GetCredentialsForIdentityResponse> = read(body);
    let _: Option<GetOpenIdTokenResponse> = read(body);
    let _: Option<ListUserSessionsResponse> = read(body);
    let _: Option<SignUpResponse> = read(body);
    let _: Option<StartWebAuthnRegistrationResponse> = read(body);
    let _: Option<UpdateUserAttributesResponse> = read(body);
    let _: Option<VerifySoftwareTokenResponse> = read(body);

    let transport = async |_: Request| {
        let (error_type, body) = (error_type.map(str::to_owned), body.to_owned());
        Ok(Response { status, error_type, request_id: None, retry_after: Some(body.clone()), body })
    };
    let pool = UserPoolId::parse("us-east-1_Example1").expect("an id");
    let client = Client::new(transport, pool, ClientId::parse("client1").expect("an id"));
    let token = AccessToken::new("access");
    // Whatever it is, it means something, and is not taken for the end of a session unless it says so.
    for error in [
        at_once(account::get_user(&client, &token)).err(),
        at_once(account::auth_factors(&client, &token)).err(),
        at_once(device::list_devices(&client, &token, 10, None)).err(),
        at_once(device::get_device(&client, &token, "device")).err(),
        at_once(mfa::begin_app_setup(&client, &token)).err(),
        at_once(passkey::list_passkeys(&client, &token, 10, None)).err(),
        at_once(user_sessions::list_sessions(&client, &token, None)).err(),
    ]
    .into_iter()
    .flatten()
    {
        let refusal = Refusal::of(&error);
        assert!(!(ends_session(&error) && error.is_transient()), "{error}: {refusal:?}");
        assert!(status != 200 || !ends_session(&error), "an answer that is no refusal ends nothing: {error}");
    }
});

/// Lines, of which the last is all that is left.
fn parts<const N: usize>(text: &str) -> Option<[&str; N]> {
    text.splitn(N, '\n').collect::<Vec<_>>().try_into().ok()
}

/// What a future gives that waits for nothing.
fn at_once<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result,
        Poll::Pending => unreachable!("nothing is waited for"),
    }
}
