//! Addresses and names that settings, people and other sites give.
#![no_main]

use core::{
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};

use cognito_client::{
    host::{EXPONENT_BYTES, Host, RememberedDevice},
    ids::{ClientId, IdentityPoolId, UserPoolId},
    managed_login::{ManagedLogin, OAuthErrorCode, RedirectOptions},
    timestamp::{Clock, Timestamp},
    transport::{Request, Response, TransportError, is_safe},
};
use libfuzzer_sys::fuzz_target;

// A line with an address or an id, and what a browser comes back with.
fuzz_target!(|text: &str| {
    let (address, query) = text.split_once('\n').unwrap_or((text, text));
    if is_safe(address) {
        assert!(!address.contains(char::is_whitespace), "{address:?}");
        let (scheme, rest) = address.split_once("://").expect("it has a scheme");
        let host = rest.split(['/', '?', '#']).next().expect("a first part");
        assert!(!host.is_empty() && !host.contains('@'), "{address:?}");
        assert!(scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http"), "{address:?}");
    }
    if let Ok(id) = UserPoolId::parse(address) {
        assert_eq!(format!("{}_{}", id.region(), id.name()), address);
        assert!(is_safe(&id.endpoint()), "{}", id.endpoint());
    }
    if let Ok(id) = IdentityPoolId::parse(address) {
        assert!(is_safe(&id.endpoint()), "{}", id.endpoint());
    }
    let _ = (ClientId::parse(address), OAuthErrorCode::parse(address));

    let pool = UserPoolId::parse("us-east-1_Example1").expect("an id");
    let client = ClientId::parse("client1").expect("an id");
    let login = ManagedLogin::new("login.example.com", &pool, client, "https://app.example.com/callback");
    let departure = login.begin(RedirectOptions::default(), &Machine).expect("random bytes");
    let calls = core::cell::Cell::new(0);
    let transport = async |_: Request| -> Result<Response, TransportError> {
        calls.set(calls.get() + 1);
        Err(TransportError::TimedOut)
    };
    let state =
        departure.url.split("state=").nth(1).and_then(|rest| rest.split('&').next()).expect("a state").to_owned();
    let session = at_once(login.finish(departure.paused, query, &transport, &Machine));
    assert!(session.is_err());
    // A code is exchanged for who knows the state, and for nobody else.
    assert!(calls.get() == 0 || query.contains(&state), "{query:?}");
});

struct Machine;

impl Clock for Machine {
    fn now(&self) -> Timestamp {
        Timestamp::from_seconds(1_793_678_706)
    }
}

impl Host for Machine {
    fn random_bytes(&self) -> Option<[u8; EXPONENT_BYTES]> {
        let mut bytes = [0; EXPONENT_BYTES];
        bytes.iter_mut().zip(0_u8..).for_each(|(byte, value)| *byte = value);
        Some(bytes)
    }

    fn device(&self, _username: &str) -> Option<RememberedDevice> {
        None
    }

    fn save_device(&self, _username: &str, _device: &RememberedDevice) {}

    fn forget_device(&self, _device_key: &str) {}

    fn device_name(&self) -> String {
        String::new()
    }
}

/// What a future gives that waits for nothing.
fn at_once<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result,
        Poll::Pending => unreachable!("nothing is waited for"),
    }
}
