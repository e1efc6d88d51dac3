use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{Opened, USER, user};
use crate::web::{
    page::until,
    service::{empty, tokens_saying},
};
use leptos_cognito::text::{devices as text, security};

/// The list of devices, of somebody who signed in ten minutes ago.
async fn open() -> Opened {
    let ten_minutes_ago = js_sys::Date::now() as u64 / 1000 - 600;
    let device = json!({ "DeviceKey": "d-1", "DeviceAttributes": [{ "Name": "device_name", "Value": "Laptop" }] });
    let standing = vec![
        ("GetUser", user(&[("email", "first@example.com")])),
        ("ListDevices", (200, json!({ "Devices": [device] }))),
        ("UpdateDeviceStatus", empty()),
        ("ForgetDevice", empty()),
        ("RevokeToken", empty()),
    ];
    let app = Opened::open("/account/security", &json!({ "auth_time": ten_minutes_ago }), &[], standing).await;
    app.page.see("Laptop").await;
    app
}

fn changes(app: &Opened) -> Vec<String> {
    let is_change = |name: &String| matches!(name.as_str(), "UpdateDeviceStatus" | "ForgetDevice");
    app.service.operations().into_iter().filter(is_change).collect()
}

#[wasm_bindgen_test]
async fn what_devices_may_do_is_changed_by_who_proves_anew_who_they_are() {
    for (action, operation) in
        [(text::REMEMBER.english(), "UpdateDeviceStatus"), (text::FORGET.english(), "ForgetDevice")]
    {
        let app = open().await;
        app.page.press(&format!("{action} Laptop")).await;
        app.page.see(security::REAUTHENTICATE_TITLE.english()).await;
        assert_eq!(changes(&app), [""; 0], "{action}: nothing is changed before that");
        app.service.always("InitiateAuth", tokens_saying(USER, &Value::Object(Default::default())));
        let label = "Password";
        app.page.field(label).type_text("Correct-horse-1").await;
        app.page.press("Continue").await;
        if action == text::FORGET.english() {
            app.page.see(text::FORGET_DEVICE.english()).await;
            app.page.press(text::FORGET_DEVICE.english()).await;
        }
        until(action, || changes(&app) == [operation]).await;
    }
}
