//! A sign-in with a service that answers anything, to its end or to its first question, and that question kept and taken up
//! again.
#![no_main]

use core::{
    cell::Cell,
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};

use cognito_client::{
    Client,
    host::{EXPONENT_BYTES, Host, RememberedDevice},
    ids::{ClientId, UserPoolId, Username},
    json::{Writable, read},
    secrets::{DevicePassword, MfaCode, Password},
    sign_in::{Credentials, NextStep, PausedSignIn, SignIn},
    timestamp::{Clock, Timestamp},
    transport::{Request, Response},
};
use libfuzzer_sys::fuzz_target;

// One answer a line; those that begin with `!` are refusals.
fuzz_target!(|text: &str| {
    let answers: Vec<&str> = text.lines().collect();
    let next = Cell::new(0);
    let transport = async |_: Request| {
        let answer = answers.get(next.replace(next.get() + 1)).copied().unwrap_or("!{}");
        let (status, body) = answer.strip_prefix('!').map_or((200, answer), |refusal| (400, refusal));
        Ok(Response { status, error_type: None, request_id: None, retry_after: None, body: body.to_owned() })
    };
    let pool = UserPoolId::parse("us-east-1_Example1").expect("an id");
    let client = Client::new(transport, pool, ClientId::parse("client1").expect("an id"));
    let sign_in = SignIn::new(&client, &Machine);
    let credentials = Credentials { username: Username::new("somebody"), password: Password::new("Passw0rd!") };
    let by_password = at_once(sign_in.with_plain_password(&credentials));
    for step in [by_password, at_once(sign_in.with_choice(&credentials.username, None))].into_iter().flatten() {
        if let Some(paused) = step.pause() {
            let kept = paused.to_json();
            let read: PausedSignIn = read(&kept).expect("what is kept is read again");
            assert_eq!(read, paused);
            drop(read.resume());
        }
        if let NextStep::Code(challenge) = step {
            drop(at_once(challenge.answer(&sign_in, &MfaCode::new("123456"))));
        }
    }
});

struct Machine;

impl Clock for Machine {
    fn now(&self) -> Timestamp {
        Timestamp::from_seconds(1_793_678_706)
    }
}

impl Host for Machine {
    fn random_bytes(&self) -> Option<[u8; EXPONENT_BYTES]> {
        Some([7; EXPONENT_BYTES])
    }

    fn device(&self, _username: &str) -> Option<RememberedDevice> {
        let (key, group_key) = ("us-east-1_device".to_owned(), "group".to_owned());
        Some(RememberedDevice { key, group_key, password: DevicePassword::new("password") })
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
