#![expect(clippy::disallowed_methods, reason = "looks at storage as a script on the page would")]

use leptos::prelude::*;
use leptos_cognito::{
    app::App,
    settings::Setting,
    text::{self, Notice},
};
use serde_json::{Value, json};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

use super::{
    clock::{Clock, WallClock},
    page::{Page, be_at, settled, until},
    service::{Answer, Service, challenge, choice, empty, refusal, tokens, user},
    settings::{CLIENT, Meta, POOL},
    storage::{empty_storage, local_storage, session_storage, store},
};

const EMAIL: &str = "one@example.com";
const PASSWORD: &str = "Correct-horse-1";

/// The app in a browser whose storage is empty, and a service behind it.
struct Opened {
    page: Page,
    service: Service,
    flow: &'static str,
    _settings: Vec<Meta>,
}

impl Opened {
    /// The login page of an app that signs in by this flow.
    async fn open(flow: &'static str, answers: Vec<Answer>) -> Self {
        empty_storage();
        Self::open_at("/", flow, answers).await
    }

    /// The page at that address, with storage as it is.
    async fn open_at(path: &str, flow: &'static str, answers: Vec<Answer>) -> Self {
        be_at(path);
        let settings = Meta::of_app(&[(Setting::SignInFlow, flow)]);
        let service = Service::take_over(answers);
        let page = Page::open(|| view! { <App /> }).await;
        Self { page, service, flow, _settings: settings }
    }

    /// As a person does who reloads the page.
    async fn reload(self, answers: Vec<Answer>) -> Self {
        let flow = self.flow;
        drop(self);
        settled().await;
        Self::open_at("/", flow, answers).await
    }

    /// Begins a sign-in with the password.
    async fn begin(&self) {
        self.page.see(text::SIGN_IN_TITLE.english()).await;
        self.page.field("Email").type_text(EMAIL).await;
        if self.page.has_field("Password") {
            self.page.field("Password").type_text(PASSWORD).await;
            self.page.press("Sign in").await;
        } else {
            self.page.press("Continue").await;
        }
    }

    async fn see_heading(&self, heading: &str) {
        self.page.see_heading(heading).await;
    }

    /// The answers to the newest challenge.
    fn responses(&self) -> Value {
        self.service.newest("RespondToAuthChallenge")["ChallengeResponses"].clone()
    }
}

/// The app with the answer to the first request, at the step that comes of it.
async fn asked(flow: &'static str, first: Answer, then: Vec<Answer>) -> Opened {
    let app = Opened::open(flow, std::iter::once(first).chain(then).collect()).await;
    app.begin().await;
    app
}

fn new_password() -> Answer {
    let known = json!({ "email": EMAIL, "name": "" }).to_string();
    let required = r#"["userAttributes.email","userAttributes.name","userAttributes.phone_number"]"#;
    challenge("NEW_PASSWORD_REQUIRED", json!({ "userAttributes": known, "requiredAttributes": required }))
}

fn sms() -> Answer {
    challenge("SMS_MFA", json!({ "CODE_DELIVERY_DESTINATION": "+*******1234", "USER_ID_FOR_SRP": "u" }))
}

#[wasm_bindgen_test]
async fn every_challenge_has_its_page_and_a_way_back() {
    let all_mfa = r#"["SMS_MFA","SOFTWARE_TOKEN_MFA","EMAIL_OTP"]"#;
    for (case, answer, heading, part) in [
        ("text message", sms(), text::CHECK_PHONE.english(), "Enter the code we sent to +*******1234."),
        (
            "e-mail",
            challenge("EMAIL_OTP", json!({ "CODE_DELIVERY_DESTINATION": "o***@e***" })),
            text::CHECK_EMAIL.english(),
            "Enter the code we sent to o***@e***.",
        ),
        (
            "no destination",
            challenge("EMAIL_OTP", json!({})),
            text::CHECK_EMAIL.english(),
            "Enter the code we sent you.",
        ),
        ("app", challenge("SOFTWARE_TOKEN_MFA", json!({})), text::CHECK_APP.english(), "6-digit"),
        (
            "choice of codes",
            challenge("SELECT_MFA_TYPE", json!({ "MFAS_CAN_CHOOSE": all_mfa })),
            text::SELECT_MFA_TITLE.english(),
            text::BY_APP.english(),
        ),
        (
            "set-up",
            challenge("MFA_SETUP", json!({ "MFAS_CAN_SETUP": all_mfa })),
            text::SET_UP_MFA_TITLE.english(),
            text::BY_EMAIL.english(),
        ),
        (
            "set-up by e-mail alone",
            challenge("MFA_SETUP", json!({ "MFAS_CAN_SETUP": r#"["EMAIL_OTP"]"# })),
            text::SET_UP_EMAIL_TITLE.english(),
            "Email",
        ),
        ("new password", new_password(), text::NEW_PASSWORD_TITLE.english(), "Phone number"),
        (
            "question",
            challenge("CUSTOM_CHALLENGE", json!({ "prompt": "What is 2 + 2?" })),
            text::CUSTOM_TITLE.english(),
            "What is 2 + 2?",
        ),
        (
            "question without words",
            challenge("CUSTOM_CHALLENGE", json!({})),
            text::CUSTOM_TITLE.english(),
            text::CUSTOM_INTRO.english(),
        ),
        (
            "choice of methods",
            choice(&["EMAIL_OTP", "SMS_OTP"]),
            text::SELECT_FACTOR_TITLE.english(),
            text::BY_SMS.english(),
        ),
        ("password", challenge("PASSWORD", json!({})), text::PASSWORD_TITLE.english(), EMAIL),
        ("password by SRP", challenge("PASSWORD_SRP", json!({})), text::PASSWORD_TITLE.english(), EMAIL),
        ("password alone", choice(&["PASSWORD", "PASSWORD_SRP"]), text::PASSWORD_TITLE.english(), EMAIL),
        (
            "passkey",
            challenge("WEB_AUTHN", json!({ "CREDENTIAL_REQUEST_OPTIONS": "{}" })),
            text::PASSKEY_TITLE.english(),
            EMAIL,
        ),
        ("one of the future", challenge("EYE_SCAN", json!({})), text::UNSUPPORTED_TITLE.english(), "EYE_SCAN"),
    ] {
        let app = asked("USER_PASSWORD_AUTH", answer, Vec::new()).await;
        app.see_heading(heading).await;
        assert!(app.page.reads(part), "{case}: {:?} lacks {part:?}", app.page.text());
        let heading_has_focus = document().active_element().is_some_and(|element| element.tag_name() == "H1");
        assert!(heading_has_focus, "{case}: the change is heard");
        app.page.press(text::START_OVER.english()).await;
        app.see_heading(text::SIGN_IN_TITLE.english()).await;
        assert_eq!(session_storage().length(), Ok(0), "{case}: nothing stays behind");
        assert_eq!(app.service.operations(), ["InitiateAuth"], "{case}");
    }
}

#[wasm_bindgen_test]
async fn a_wrong_code_then_the_right_one() {
    let wrong = refusal("CodeMismatchException", "Invalid code received for user");
    let app = asked("USER_PASSWORD_AUTH", sms(), vec![wrong, tokens("u"), user("One")]).await;
    app.see_heading(text::CHECK_PHONE.english()).await;
    app.page.field("Code").type_text("000 000").await;
    app.page.see("That code isn't right.").await;
    assert_eq!(app.page.field("Code").value(), "000 000", "what was typed stays");
    app.page.field("Code").type_text("12345").await;
    app.page.field("Code").type_text("123456").await;
    app.see_heading("Hi One!").await;
    assert_eq!(app.responses(), json!({ "USERNAME": "u", "SMS_MFA_CODE": "123456" }));
    assert_eq!(app.service.newest("RespondToAuthChallenge")["Session"], "session-of-SMS_MFA");
    assert_eq!(session_storage().length(), Ok(0), "nothing stays behind");
}

#[wasm_bindgen_test]
async fn a_sign_in_that_cognito_has_forgotten_starts_over_and_says_why() {
    for (case, message, part) in [
        ("too late", "Invalid session for the user, session is expired.", "took too long"),
        ("too many", "Password attempts exceeded", "Too many wrong tries"),
        ("refused", "Incorrect username or password.", "wasn't accepted"),
    ] {
        let app = asked("USER_PASSWORD_AUTH", sms(), vec![refusal("NotAuthorizedException", message)]).await;
        app.see_heading(text::CHECK_PHONE.english()).await;
        app.page.field("Code").type_text("123456").await;
        app.see_heading(text::SIGN_IN_TITLE.english()).await;
        let said = app.page.by_role("alert").join(" ");
        assert!(said.contains(part), "{case}: {said:?} lacks {part:?}");
    }
}

#[wasm_bindgen_test]
async fn a_reload_leaves_the_step_as_it_was() {
    for (case, answer, heading) in [
        ("code", sms(), text::CHECK_PHONE.english()),
        ("new password", new_password(), text::NEW_PASSWORD_TITLE.english()),
        ("question", challenge("CUSTOM_CHALLENGE", json!({ "prompt": "?" })), text::CUSTOM_TITLE.english()),
        ("choice", choice(&["EMAIL_OTP", "SMS_OTP"]), text::SELECT_FACTOR_TITLE.english()),
    ] {
        let app = asked("USER_PASSWORD_AUTH", answer, Vec::new()).await;
        app.see_heading(heading).await;
        let key = session_storage().key(0).expect("storage is on").expect("something is stored");
        let stored = session_storage().get_item(&key).expect("storage is on").expect("it is stored");
        assert!(!stored.contains(PASSWORD), "{case}: the password is stored");
        let app = app.reload(Vec::new()).await;
        app.see_heading(heading).await;
        assert_eq!(app.service.operations(), [""; 0], "{case}: nothing is asked again");
    }
    let app = asked("USER_PASSWORD_AUTH", sms(), Vec::new()).await;
    app.see_heading(text::CHECK_PHONE.english()).await;
    let app = app.reload(vec![tokens("u"), user("One")]).await;
    app.see_heading(text::CHECK_PHONE.english()).await;
    app.page.field("Code").type_text("123456").await;
    app.see_heading("Hi One!").await;
}

#[wasm_bindgen_test]
async fn a_stored_sign_in_that_is_lost_starts_over_and_says_why() {
    for (case, damage, part) in [("too old", "received_at\":1", "took too long"), ("garbage", "{", "couldn't pick up")]
    {
        let app = asked("USER_PASSWORD_AUTH", sms(), Vec::new()).await;
        app.see_heading(text::CHECK_PHONE.english()).await;
        let key = session_storage().key(0).expect("storage is on").expect("something is stored");
        let stored = session_storage().get_item(&key).expect("storage is on").expect("it is stored");
        let damaged = if damage == "{" {
            damage.to_owned()
        } else {
            let mut stored: Value = serde_json::from_str(&stored).expect("it is JSON");
            stored["paused"]["received_at"] = json!(1);
            stored.to_string()
        };
        session_storage().set_item(&key, &damaged).expect("storage has room");
        let app = app.reload(Vec::new()).await;
        app.see_heading(text::SIGN_IN_TITLE.english()).await;
        app.page.see(part).await;
        assert_eq!(session_storage().length(), Ok(0), "{case}: it goes");
    }
}

#[wasm_bindgen_test]
async fn an_answer_that_comes_after_starting_again_is_not_heard() {
    let app = asked("USER_PASSWORD_AUTH", sms(), Vec::new()).await;
    app.see_heading(text::CHECK_PHONE.english()).await;
    app.page.field("Code").type_text("123456").await;
    app.page.press(text::START_OVER.english()).await;
    app.see_heading(text::SIGN_IN_TITLE.english()).await;
    app.service.answer(tokens("u"));
    settled().await;
    settled().await;
    app.see_heading(text::SIGN_IN_TITLE.english()).await;
    assert_eq!(local_storage().length(), Ok(0), "no tokens are kept");
}

#[wasm_bindgen_test]
async fn an_authenticator_app_is_set_up_while_signing_in() {
    let setup = challenge("MFA_SETUP", json!({ "MFAS_CAN_SETUP": r#"["SOFTWARE_TOKEN_MFA"]"# }));
    let key = (200, json!({ "SecretCode": "JBSWY3DPEHPK3PXP", "Session": "session-of-the-key" }));
    let wrong = refusal("EnableSoftwareTokenMFAException", "Code mismatch");
    let verified = (200, json!({ "Status": "SUCCESS", "Session": "session-of-the-proof" }));
    let app = asked("USER_PASSWORD_AUTH", setup, vec![key, wrong, verified, tokens("u"), user("One")]).await;
    // There is but one way: it is not asked for.
    app.see_heading(text::SET_UP_APP_TITLE.english()).await;
    assert!(app.page.reads("JBSW Y3DP EHPK 3PXP"), "the key: {}", app.page.text());
    let uri = app.page.opened_app(text::OPEN_IN_APP.english()).await.unwrap_or_default();
    assert!(
        uri.contains("one%40example.com?secret=JBSWY3DPEHPK3PXP"),
        "what the person typed names the account: {uri}"
    );
    app.page.field("Code").type_text("000000").await;
    app.page.see("That code isn't right.").await;
    assert!(app.page.reads("JBSW Y3DP EHPK 3PXP"), "the key stays");
    app.page.field("Code").type_text("12345").await;
    app.page.field("Code").type_text("123456").await;
    app.see_heading("Hi One!").await;
    assert_eq!(app.service.newest("VerifySoftwareToken")["UserCode"], "123456");
    assert_eq!(app.service.newest("RespondToAuthChallenge")["Session"], "session-of-the-proof");
}

#[wasm_bindgen_test]
async fn a_field_that_is_asked_for_again_is_the_same_one() {
    let question = |number: u32| challenge("CUSTOM_CHALLENGE", json!({ "prompt": format!("What is {number}?") }));
    let app = asked("USER_PASSWORD_AUTH", question(1), vec![question(2), question(3)]).await;
    app.page.see("What is 1?").await;
    let field = app.page.find("input");
    for number in 2..=3 {
        app.page.field(text::ANSWER.english()).type_text("an answer").await;
        app.page.press(text::CONTINUE.english()).await;
        app.page.see(&format!("What is {number}?")).await;
        assert!(app.page.find("input") == field, "at once: {number}");
        settled().await;
        settled().await;
        assert!(app.page.find("input") == field, "a moment later: {number}");
    }
}

#[wasm_bindgen_test]
async fn codes_by_e_mail_are_set_up_while_signing_in() {
    let setup = challenge("MFA_SETUP", json!({ "MFAS_CAN_SETUP": r#"["SOFTWARE_TOKEN_MFA","EMAIL_OTP"]"# }));
    let code = challenge("EMAIL_OTP", json!({ "CODE_DELIVERY_DESTINATION": "t***@e***" }));
    let app = asked("USER_PASSWORD_AUTH", setup, vec![code]).await;
    app.see_heading(text::SET_UP_MFA_TITLE.english()).await;
    let heading = document().active_element().expect("something has the focus");
    app.page.press(text::BY_EMAIL.english()).await;
    app.see_heading(text::SET_UP_EMAIL_TITLE.english()).await;
    // An element that has the focus already tells nobody that it says something else.
    let next = document().active_element().expect("something has the focus");
    assert!(next.tag_name() == "H1" && next != heading, "the change is heard");
    app.page.field("Email").type_text("two@example.com").await;
    app.page.press(text::SEND_CODE.english()).await;
    app.see_heading(text::CHECK_EMAIL.english()).await;
    assert_eq!(app.responses()["EMAIL"], "two@example.com");
}

#[wasm_bindgen_test]
async fn a_new_password_comes_with_what_is_missing() {
    let weak = refusal("InvalidPasswordException", "Password did not conform with policy: Password not long enough");
    let app = asked("USER_PASSWORD_AUTH", new_password(), vec![weak, tokens("u"), user("One")]).await;
    app.see_heading(text::NEW_PASSWORD_TITLE.english()).await;
    assert!(!app.page.has_field("Email"), "what is known is not asked");
    app.page.press("Continue").await;
    assert_eq!(app.service.operations(), ["InitiateAuth"], "empty fields are not sent");
    app.page.field("New password").type_text(PASSWORD).await;
    app.page.field("Name").type_text(" One ").await;
    app.page.field("Phone number").type_text("+1 202 555 0123").await;
    app.page.press("Continue").await;
    app.page.see("too short").await;
    app.page.press("Continue").await;
    app.see_heading("Hi One!").await;
    let expected = json!({
        "USERNAME": EMAIL, "NEW_PASSWORD": PASSWORD,
        "userAttributes.name": "One", "userAttributes.phone_number": "+12025550123",
    });
    assert_eq!(app.responses(), expected);
}

#[wasm_bindgen_test]
async fn questions_may_come_again_and_again() {
    let question = |prompt: &str| challenge("CUSTOM_CHALLENGE", json!({ "prompt": prompt }));
    let answers = vec![question("Second?"), question("Second?"), tokens("u"), user("One")];
    let app = asked("CUSTOM_AUTH", question("First?"), answers).await;
    for (round, prompt) in ["First?", "Second?", "Second?"].into_iter().enumerate() {
        app.page.see(prompt).await;
        if round == 2 {
            app.page.see(text::ASKED_AGAIN.english()).await;
        } else {
            assert!(!app.page.reads(text::ASKED_AGAIN.english()), "round {round}: another question");
        }
        assert_eq!(app.page.field("Answer").value(), "", "round {round}: a new question has an empty field");
        app.page.field("Answer").type_text(&format!("answer {round}")).await;
        app.page.press("Continue").await;
        assert_eq!(app.responses()["ANSWER"], format!("answer {round}"));
    }
    app.see_heading("Hi One!").await;
    assert_eq!(app.service.newest("InitiateAuth")["AuthFlow"], "CUSTOM_AUTH");
}

#[wasm_bindgen_test]
async fn a_second_factor_is_picked() {
    let choice = challenge("SELECT_MFA_TYPE", json!({ "MFAS_CAN_CHOOSE": r#"["SMS_MFA","SOFTWARE_TOKEN_MFA"]"# }));
    let app = asked("USER_PASSWORD_AUTH", choice, vec![challenge("SOFTWARE_TOKEN_MFA", json!({}))]).await;
    app.see_heading(text::SELECT_MFA_TITLE.english()).await;
    assert!(!app.page.has_button(text::BY_EMAIL.english()), "only what is listed");
    app.page.press(text::BY_APP.english()).await;
    app.see_heading(text::CHECK_APP.english()).await;
    assert_eq!(app.responses()["ANSWER"], "SOFTWARE_TOKEN_MFA");
}

#[wasm_bindgen_test]
async fn a_first_factor_is_picked_sent_again_and_remembered() {
    let offer = || choice(&["PASSWORD_SRP", "EMAIL_OTP"]);
    let code = || challenge("EMAIL_OTP", json!({ "CODE_DELIVERY_DESTINATION": "o***@e***" }));
    let app = asked("USER_AUTH", offer(), vec![code(), code(), tokens("u"), user("One"), empty(), offer()]).await;
    app.see_heading(text::SELECT_FACTOR_TITLE.english()).await;
    assert!(!app.page.reads(text::LAST_USED.english()), "nothing was used yet");
    app.page.press(text::BY_EMAIL.english()).await;
    app.see_heading(text::CHECK_EMAIL.english()).await;
    app.page.press(text::RESEND.english()).await;
    app.page.see(text::RESENT.english()).await;
    let again = app.service.newest("InitiateAuth");
    assert_eq!(again["AuthParameters"], json!({ "USERNAME": EMAIL, "PREFERRED_CHALLENGE": "EMAIL_OTP" }));
    app.page.field("Code").type_text("12345678").await;
    app.see_heading("Hi One!").await;
    app.page.press(text::SIGN_OUT.english()).await;
    // The login page looks for a passkey of who signed in last, and gets its answer before the person does.
    let begun = || app.service.operations().iter().filter(|operation| *operation == "InitiateAuth").count();
    until("a passkey to be looked for", || begun() == 3).await;
    app.begin().await;
    app.see_heading(text::SELECT_FACTOR_TITLE.english()).await;
    let choices = app.page.by_role("listitem");
    assert!(
        choices[0].contains(text::BY_EMAIL.english()) && choices[0].contains(text::LAST_USED.english()),
        "{choices:?}"
    );
}

#[wasm_bindgen_test]
async fn a_wrong_password_can_be_typed_again_where_it_was_picked() {
    let wrong = || refusal("NotAuthorizedException", "Incorrect username or password.");
    let _settings = Meta::put(Setting::PlainPassword, "allowed");
    let offer = choice(&["PASSWORD", "EMAIL_OTP"]);
    let app = asked("USER_AUTH", offer, vec![wrong(), wrong(), tokens("u"), user("One")]).await;
    app.see_heading(text::SELECT_FACTOR_TITLE.english()).await;
    app.page.press(text::BY_PASSWORD.english()).await;
    app.see_heading(text::PASSWORD_TITLE.english()).await;
    for (typed, last) in [("wrong", "RespondToAuthChallenge"), ("wrong too", "InitiateAuth")] {
        app.page.field("Password").type_text(typed).await;
        app.page.press("Sign in").await;
        app.page.see("don't match").await;
        assert_eq!(app.page.field("Password").value(), "", "{typed}: it is asked anew");
        assert_eq!(app.service.operations().last().map(String::as_str), Some(last), "{typed}");
    }
    app.page.field("Password").type_text(PASSWORD).await;
    app.page.press("Sign in").await;
    app.see_heading("Hi One!").await;
}

#[wasm_bindgen_test]
async fn the_password_itself_is_not_asked_for_where_the_owner_has_not_said_so() {
    for (case, first, heading) in [
        ("the password itself", challenge("PASSWORD", json!({})), text::UNSUPPORTED_TITLE.english()),
        ("nothing else to pick", choice(&["PASSWORD"]), text::UNSUPPORTED_TITLE.english()),
        ("something else to pick", choice(&["PASSWORD", "EMAIL_OTP"]), text::SELECT_FACTOR_TITLE.english()),
    ] {
        let app = asked("USER_AUTH", first, vec![]).await;
        app.see_heading(heading).await;
        assert!(!app.page.has_button(text::BY_PASSWORD.english()), "{case}: it cannot be picked");
        assert!(!app.page.has_field(text::PASSWORD.english()), "{case}: it cannot be typed");
    }
}

#[wasm_bindgen_test]
async fn a_device_is_remembered_if_the_person_says_so() {
    let mut done = tokens("u");
    done.1["AuthenticationResult"]["NewDeviceMetadata"] =
        json!({ "DeviceKey": "eu-west-1_device", "DeviceGroupKey": "group" });
    let confirmed = (200, json!({ "UserConfirmationNecessary": true }));
    for (button, status) in [
        (text::REMEMBER_DEVICE.english(), Some("remembered")),
        (text::DO_NOT_REMEMBER_DEVICE.english(), Some("not_remembered")),
        (text::DECIDE_LATER.english(), None),
    ] {
        let mut answers = vec![confirmed.clone()];
        answers.extend(status.map(|_| empty()));
        answers.push(user("One"));
        let app = asked("USER_PASSWORD_AUTH", done.clone(), answers).await;
        app.see_heading(text::REMEMBER_DEVICE_TITLE.english()).await;
        app.page.press(button).await;
        app.see_heading("Hi One!").await;
        match status {
            Some(status) => {
                let sent = app.service.newest("UpdateDeviceStatus");
                assert_eq!(sent["DeviceRememberedStatus"], status, "{button}");
                assert_eq!(sent["DeviceKey"], "eu-west-1_device", "{button}");
            }
            None => assert!(!app.service.operations().contains(&"UpdateDeviceStatus".to_owned()), "{button}"),
        }
    }
}

#[wasm_bindgen_test]
async fn who_reloads_instead_of_answering_about_the_device_is_signed_in() {
    let mut done = tokens("u");
    done.1["AuthenticationResult"]["NewDeviceMetadata"] = json!({ "DeviceKey": "d", "DeviceGroupKey": "g" });
    let app = asked("USER_PASSWORD_AUTH", done, vec![(200, json!({ "UserConfirmationNecessary": true }))]).await;
    app.see_heading(text::REMEMBER_DEVICE_TITLE.english()).await;
    let app = app.reload(vec![user("One")]).await;
    app.see_heading("Hi One!").await;
}

#[wasm_bindgen_test]
async fn an_answer_about_the_device_that_comes_late_changes_nothing_of_the_next_sign_in() {
    let mut done = tokens("u");
    done.1["AuthenticationResult"]["NewDeviceMetadata"] = json!({ "DeviceKey": "d", "DeviceGroupKey": "g" });
    let app = asked("USER_PASSWORD_AUTH", done, vec![(200, json!({ "UserConfirmationNecessary": true }))]).await;
    app.see_heading(text::REMEMBER_DEVICE_TITLE.english()).await;
    for (operation, answer) in [("GetUser", user("One")), ("RevokeToken", empty()), ("InitiateAuth", sms())] {
        app.service.always(operation, answer);
    }
    app.page.press(text::REMEMBER_DEVICE.english()).await;
    app.page.press(text::DECIDE_LATER.english()).await;
    app.see_heading("Hi One!").await;
    app.page.press(text::SIGN_OUT.english()).await;
    app.begin().await;
    app.see_heading(text::CHECK_PHONE.english()).await;
    app.service.answer(empty());
    settled().await;
    settled().await;
    app.see_heading(text::CHECK_PHONE.english()).await;
    assert_eq!(session_storage().length(), Ok(1), "it is kept over a reload too");
}

/// Passkeys of a browser that does as told, as long as it lives.
struct Passkeys(js_sys::Array);

impl Passkeys {
    /// `get` is the body of `navigator.credentials.get(options)`.
    fn replace(get: &str) -> Self {
        let replace = format!(
            "(() => {{
                const before = [window.PublicKeyCredential, navigator.credentials];
                window.PublicKeyCredential = {{
                    parseRequestOptionsFromJSON: options => options,
                    isConditionalMediationAvailable: () => Promise.resolve(true),
                }};
                window.asked = [];
                const get = options => {{ window.asked.push(options); {get} }};
                Object.defineProperty(navigator, 'credentials', {{ value: {{ get }}, configurable: true }});
                return before;
            }})()"
        );
        Self(js_sys::eval(&replace).expect("a script may do that").into())
    }

    /// What the newest question was.
    fn asked(expression: &str) -> Option<String> {
        js_sys::eval(&format!("String(window.asked.at(-1)?.{expression})")).ok()?.as_string()
    }
}

impl Drop for Passkeys {
    fn drop(&mut self) {
        js_sys::Reflect::set(&window(), &"PublicKeyCredential".into(), &self.0.get(0)).expect("it can be put back");
        js_sys::eval("delete navigator.credentials").expect("it can be taken away");
    }
}

const GIVE_PASSKEY: &str = "return Promise.resolve({ toJSON: () => ({ id: 'key' }) })";
const REFUSE_PASSKEY: &str = "return Promise.reject(new DOMException('', 'NotAllowedError'))";
const WAIT_FOR_PASSKEY: &str = "return new Promise(() => {})";

fn passkey() -> Answer {
    challenge("WEB_AUTHN", json!({ "CREDENTIAL_REQUEST_OPTIONS": r#"{"challenge":"AAAA"}"# }))
}

#[wasm_bindgen_test]
async fn a_passkey_is_asked_for_at_once() {
    let _passkeys = Passkeys::replace(GIVE_PASSKEY);
    let app = asked("USER_AUTH", choice(&["WEB_AUTHN", "EMAIL_OTP"]), vec![passkey(), tokens("u"), user("One")]).await;
    app.see_heading(text::SELECT_FACTOR_TITLE.english()).await;
    app.page.press(text::BY_PASSKEY.english()).await;
    app.see_heading("Hi One!").await;
    assert_eq!(Passkeys::asked("publicKey.challenge").as_deref(), Some("AAAA"));
    assert_eq!(Passkeys::asked("mediation").as_deref(), Some("undefined"), "in a dialog");
    assert_eq!(app.responses()["CREDENTIAL"], r#"{"id":"key"}"#);
}

#[wasm_bindgen_test]
async fn without_a_passkey_there_is_a_sentence_and_another_way() {
    for (case, get, part) in [
        ("cancelled or none", REFUSE_PASSKEY, "No passkey was used"),
        ("another address", "return Promise.reject(new DOMException('', 'SecurityError'))", "this address"),
        ("broken", "return Promise.reject(new Error('no'))", "didn't work"),
        ("nothing came", "return Promise.resolve(null)", "No passkey was used"),
    ] {
        let passkeys = Passkeys::replace(get);
        let app = asked("USER_AUTH", passkey(), vec![choice(&["WEB_AUTHN", "EMAIL_OTP"])]).await;
        app.see_heading(text::PASSKEY_TITLE.english()).await;
        app.page.see(part).await;
        app.page.press(text::OTHER_METHOD.english()).await;
        app.see_heading(text::SELECT_FACTOR_TITLE.english()).await;
        assert_eq!(app.service.operations(), ["InitiateAuth", "InitiateAuth"], "{case}");
        drop(passkeys);
    }
    let _passkeys = Passkeys::replace(GIVE_PASSKEY);
    js_sys::eval("delete window.PublicKeyCredential").expect("a script may do that");
    let app = asked("USER_AUTH", passkey(), Vec::new()).await;
    app.see_heading(text::PASSKEY_TITLE.english()).await;
    app.page.see("This browser doesn't support passkeys.").await;
}

/// As [`Opened::open`], where this person signed in before.
async fn open_again(answers: Vec<Answer>) -> Opened {
    empty_storage();
    for (name, value) in [("lastUser", EMAIL), ("lastMethod", "WEB_AUTHN")] {
        let key = format!("leptos-cognito.{CLIENT}.{name}");
        local_storage().set_item(&key, value).expect("storage has room");
    }
    Opened::open_at("/", "USER_AUTH", answers).await
}

#[wasm_bindgen_test]
async fn the_passkey_of_the_last_user_is_offered_among_what_is_filled_in() {
    let _passkeys = Passkeys::replace(GIVE_PASSKEY);
    let app = open_again(vec![passkey(), tokens("u"), user("One")]).await;
    app.see_heading("Hi One!").await;
    assert_eq!(Passkeys::asked("mediation").as_deref(), Some("conditional"));
    let begun = app.service.newest("InitiateAuth")["AuthParameters"].clone();
    assert_eq!(begun, json!({ "USERNAME": EMAIL, "PREFERRED_CHALLENGE": "WEB_AUTHN" }));
}

#[wasm_bindgen_test]
async fn the_offer_ends_when_another_sign_in_begins() {
    let _passkeys = Passkeys::replace(WAIT_FOR_PASSKEY);
    let app = open_again(vec![passkey(), choice(&["EMAIL_OTP", "SMS_OTP"])]).await;
    app.see_heading(text::SIGN_IN_TITLE.english()).await;
    let input = app.page.find("input[name=email]");
    assert_eq!(input.get_attribute("autocomplete").as_deref(), Some("username webauthn"));
    until("the offer", || Passkeys::asked("mediation").as_deref() == Some("conditional")).await;
    assert_eq!(Passkeys::asked("signal.aborted").as_deref(), Some("false"), "before");
    app.begin().await;
    app.see_heading(text::SELECT_FACTOR_TITLE.english()).await;
    assert_eq!(Passkeys::asked("signal.aborted").as_deref(), Some("true"), "after");
}

fn begun(app: &Opened) -> usize {
    app.service.operations().iter().filter(|operation| *operation == "InitiateAuth").count()
}

#[wasm_bindgen_test]
async fn the_offer_is_renewed_before_its_challenge_expires_but_not_while_nobody_sees_it() {
    let (clock, wall) = (Clock::take_over(), WallClock::take_over());
    let _passkeys = Passkeys::replace(WAIT_FOR_PASSKEY);
    let app = open_again(vec![passkey()]).await;
    until("the offer", || Passkeys::asked("mediation").as_deref() == Some("conditional")).await;
    for (case, seconds, is_hidden, expected) in [
        ("a minute", 60.0, false, 1),
        ("nearly three minutes, and nobody looks", 170.0, true, 1),
        ("somebody looks", 170.0, false, 2),
        ("a minute after that", 230.0, false, 2),
        ("after a sleep", 3600.0, false, 3),
    ] {
        js_sys::eval(&format!(
            "Object.defineProperty(document, 'hidden', {{ configurable: true, value: {is_hidden} }})"
        ))
        .expect("a script may do that");
        wall.move_to(seconds);
        app.service.answer(challenge(
            "WEB_AUTHN",
            json!({
                "CREDENTIAL_REQUEST_OPTIONS": format!(r#"{{"challenge":"{expected}"}}"#),
            }),
        ));
        clock.advance(10).await;
        for _ in 0..20 {
            settled().await;
        }
        assert_eq!(begun(&app), expected, "{case}");
    }
    js_sys::eval("delete document.hidden").expect("a script may do that");
    until("the newest challenge", || Passkeys::asked("signal.aborted").as_deref() == Some("false")).await;
    let first = js_sys::eval("window.asked[0].signal.aborted").expect("it was asked");
    assert!(first.is_truthy(), "one question at a time");
    // Nothing is asked for once the page is left.
    drop(app);
    until("the end of the offer", || Passkeys::asked("signal.aborted").as_deref() == Some("true")).await;
}

#[wasm_bindgen_test]
async fn the_offer_is_there_again_after_a_refusal_and_after_bad_luck() {
    let clock = Clock::take_over();
    let _passkeys = Passkeys::replace(GIVE_PASSKEY);
    let fault = || (500, json!({ "__type": "InternalErrorException", "message": "" }));
    let refused = refusal("NotAuthorizedException", "Invalid session for the user, session is expired.");
    let app = open_again(vec![passkey(), refused, fault(), passkey(), tokens("u"), user("One")]).await;
    app.page.see(&Notice::SignInExpired.sentence().words()).await;
    assert_eq!(begun(&app), 1, "not in a row");
    clock.advance(1).await;
    until("another try", || begun(&app) == 2).await;
    clock.advance(2).await;
    app.see_heading("Hi One!").await;
    assert_eq!(begun(&app), 3);
    // An account that has no passkey any more is not asked about again.
    let app = open_again(vec![choice(&["EMAIL_OTP"])]).await;
    app.see_heading(text::SIGN_IN_TITLE.english()).await;
    until("a look", || begun(&app) == 1).await;
    clock.advance(600).await;
    assert_eq!(begun(&app), 1);
}

#[wasm_bindgen_test]
async fn nobody_is_offered_a_passkey_where_nobody_signed_in_before() {
    let _passkeys = Passkeys::replace(GIVE_PASSKEY);
    let app = Opened::open("USER_AUTH", Vec::new()).await;
    app.see_heading(text::SIGN_IN_TITLE.english()).await;
    settled().await;
    assert_eq!(app.service.operations(), [""; 0]);
}

#[wasm_bindgen_test]
async fn an_account_without_a_password_is_in_after_its_code() {
    let _no_password = Meta::put(Setting::SignUpPassword, "none");
    empty_storage();
    let made = (200, json!({ "UserConfirmed": false, "UserSub": "u" }));
    let confirmed = (200, json!({ "Session": "session-of-the-confirmation" }));
    let app = Opened::open_at("/signup", "USER_AUTH", vec![made, confirmed, tokens("u"), user("One")]).await;
    app.see_heading(text::SIGN_UP_TITLE.english()).await;
    assert!(!app.page.has_field("Password"), "none is asked for");
    app.page.field("Name").type_text("One").await;
    app.page.field("Phone number").type_text("+12025550123").await;
    app.page.field("Email").type_text(EMAIL).await;
    app.page.press("Create account").await;
    app.see_heading(text::CONFIRM_TITLE.english()).await;
    assert_eq!(app.service.newest("SignUp").get("Password"), None);
    app.page.field("Confirmation code").type_text("123456").await;
    app.see_heading("Hi One!").await;
    let begun = app.service.newest("InitiateAuth");
    assert_eq!((&begun["AuthFlow"], &begun["Session"]), (&json!("USER_AUTH"), &json!("session-of-the-confirmation")));
}

#[wasm_bindgen_test]
async fn who_used_the_link_signs_in_by_any_code() {
    let unconfirmed = refusal("UserNotConfirmedException", "User is not confirmed.");
    let already = refusal("NotAuthorizedException", "User cannot be confirmed. Current status is CONFIRMED");
    let app = asked("USER_PASSWORD_AUTH", unconfirmed, vec![already, tokens("u"), user("One")]).await;
    app.see_heading(text::CONFIRM_TITLE.english()).await;
    app.page.field("Confirmation code").type_text("123456").await;
    app.see_heading("Hi One!").await;
}

#[wasm_bindgen_test]
async fn whose_code_is_refused_reads_the_same_until_the_password_is_right() {
    let already = || refusal("NotAuthorizedException", "User cannot be confirmed. Current status is CONFIRMED");
    let wrong = refusal("NotAuthorizedException", "Incorrect username or password.");
    let unconfirmed = refusal("UserNotConfirmedException", "User is not confirmed.");
    let app = asked("USER_PASSWORD_AUTH", unconfirmed, vec![already(), wrong]).await;
    app.see_heading(text::CONFIRM_TITLE.english()).await;
    app.page.field("Confirmation code").type_text("123456").await;
    app.page.see("That code isn't right, or no longer works.").await;
    assert!(!app.page.reads("confirmed."), "nothing tells of the account: {}", app.page.text());
}

#[wasm_bindgen_test]
async fn a_sign_up_looks_the_same_for_an_account_that_is_there() {
    let made = (200, json!({ "UserConfirmed": false, "UserSub": "s" }));
    let exists = refusal("UsernameExistsException", "An account with the given email already exists.");
    let mut pages = Vec::new();
    for answer in [made, exists] {
        empty_storage();
        let app = Opened::open_at("/signup", "USER_SRP_AUTH", vec![answer, empty()]).await;
        app.see_heading(text::SIGN_UP_TITLE.english()).await;
        for (label, typed) in
            [("Name", "One"), ("Phone number", "+12025550123"), ("Email", EMAIL), ("Password", PASSWORD)]
        {
            app.page.field(label).type_text(typed).await;
        }
        app.page.press("Create account").await;
        app.see_heading(text::CONFIRM_TITLE.english()).await;
        pages.push(app.page.text());
    }
    assert_eq!(pages[0], pages[1]);
    assert!(pages[0].contains(text::NO_CONFIRMATION_CODE_LINK.english()), "{}", pages[0]);
}

#[wasm_bindgen_test]
async fn a_new_code_looks_the_same_for_whoever_gets_none() {
    for (case, answer) in [
        ("sent", (200, json!({ "CodeDeliveryDetails": { "Destination": "o***@e***", "DeliveryMedium": "EMAIL" } }))),
        ("confirmed", refusal("InvalidParameterException", "User is already confirmed.")),
        ("nobody", refusal("UserNotFoundException", "Username/client id combination not found.")),
    ] {
        let unconfirmed = refusal("UserNotConfirmedException", "User is not confirmed.");
        let app = asked("USER_PASSWORD_AUTH", unconfirmed, vec![answer]).await;
        app.see_heading(text::CONFIRM_TITLE.english()).await;
        app.page.press(text::RESEND.english()).await;
        app.page.see(text::RESENT.english()).await;
        assert_eq!(app.page.by_role("alert").concat(), "", "{case}");
    }
}

#[wasm_bindgen_test]
async fn a_forgotten_password_looks_the_same_for_every_account_and_leads_on() {
    let delivery = json!({ "CodeDeliveryDetails": { "Destination": "o***@e***", "DeliveryMedium": "EMAIL" } });
    let mut pages = Vec::new();
    for (case, answer) in [
        ("sent", (200, delivery)),
        ("sent, and where is not told", (200, json!({}))),
        ("nobody", refusal("UserNotFoundException", "Username/client id combination not found.")),
        ("turned off", refusal("NotAuthorizedException", "User is disabled.")),
        (
            "a temporary password",
            refusal("NotAuthorizedException", "User password cannot be reset in the current state."),
        ),
        (
            "unconfirmed",
            refusal(
                "InvalidParameterException",
                "Cannot reset password for the user as there is no registered/verified email or phone_number",
            ),
        ),
        (
            "to be migrated, but not so",
            refusal("UserLambdaValidationException", "UserMigration failed with error Unknown."),
        ),
    ] {
        empty_storage();
        let app = Opened::open_at("/forgot-password", "USER_SRP_AUTH", vec![answer]).await;
        app.page.field("Email").type_text(EMAIL).await;
        app.page.press(text::SEND_CODE.english()).await;
        app.see_heading(text::RESET_TITLE.english()).await;
        pages.push((case, app.page.text()));
        let link: HtmlElement = app.page.find("a[href='/confirm']").unchecked_into();
        link.click();
        app.see_heading(text::CONFIRM_TITLE.english()).await;
        assert!(
            app.page.reads(&format!("Enter the 6-digit code we sent to {EMAIL}.")),
            "{case}: it is not asked twice"
        );
    }
    for (case, page) in &pages {
        assert_eq!(*page, pages[0].1, "{case}");
        assert!(page.contains(text::NO_CODE_INVITED_LINK.english()), "{case}: {page}");
    }
}

#[wasm_bindgen_test]
async fn what_a_trigger_says_is_shown_as_a_text() {
    let message = "PreAuthentication failed with error <b>Staff</b> &amp; friends only.";
    let app = Opened::open("USER_PASSWORD_AUTH", vec![refusal("UserLambdaValidationException", message)]).await;
    app.begin().await;
    app.page.see("The owner of this app says: “<b>Staff</b> &amp; friends only”").await;
    assert_eq!(app.page.field("Password").value(), PASSWORD, "it was not the password");
}

#[wasm_bindgen_test]
async fn a_forgotten_password_is_changed_by_a_code() {
    empty_storage();
    let delivery = (200, json!({ "CodeDeliveryDetails": { "Destination": "o***@e***", "DeliveryMedium": "EMAIL" } }));
    let wrong = refusal("CodeMismatchException", "Invalid verification code provided");
    let app = Opened::open_at("/forgot-password", "USER_SRP_AUTH", vec![delivery, wrong, empty()]).await;
    app.see_heading(text::FORGOT_TITLE.english()).await;
    app.page.press(text::SEND_CODE.english()).await;
    assert_eq!(app.page.field("Email").description(), "Enter your email.");
    app.page.field("Email").type_text(EMAIL).await;
    app.page.press(text::SEND_CODE.english()).await;
    app.see_heading(text::RESET_TITLE.english()).await;
    assert!(app.page.reads("Enter the code we sent to o***@e***, and a new password."), "{}", app.page.text());
    app.page.field("Code").type_text("000000").await;
    assert_eq!(app.service.operations(), ["ForgotPassword"], "the code alone is not sent");
    app.page.field("New password").type_text(PASSWORD).await;
    app.page.press(text::CHANGE_PASSWORD.english()).await;
    app.page.see("That code isn't right, or no longer works.").await;
    app.page.field("Code").type_text("123-456").await;
    app.page.press(text::CHANGE_PASSWORD.english()).await;
    app.see_heading(text::SIGN_IN_TITLE.english()).await;
    app.page.see("Your password has been changed. Sign in with the new one.").await;
    let sent = app.service.newest("ConfirmForgotPassword");
    assert_eq!(
        (&sent["Username"], &sent["ConfirmationCode"], &sent["Password"]),
        (&json!(EMAIL), &json!("123456"), &json!(PASSWORD))
    );
    assert_eq!(local_storage().length(), Ok(0), "nobody is signed in by it");
}

#[wasm_bindgen_test]
async fn who_has_signed_in_in_another_tab_meanwhile_stays_so_when_the_password_is_changed() {
    empty_storage();
    let delivery = (200, json!({ "CodeDeliveryDetails": { "Destination": "o***@e***", "DeliveryMedium": "EMAIL" } }));
    let app = Opened::open_at("/forgot-password", "USER_SRP_AUTH", vec![delivery]).await;
    app.see_heading(text::FORGOT_TITLE.english()).await;
    app.page.field("Email").type_text(EMAIL).await;
    app.page.press(text::SEND_CODE.english()).await;
    app.see_heading(text::RESET_TITLE.english()).await;
    app.page.field("New password").type_text(PASSWORD).await;
    app.page.field("Code").type_text("123456").await;
    app.page.press(text::CHANGE_PASSWORD.english()).await;
    app.service.always("GetUser", user("One"));
    store(&tokens("u"));
    window().dispatch_event(&web_sys::Event::new("storage").expect("it has a name")).expect("it can be told");
    app.see_heading("Hi One!").await;
    app.service.answer(empty());
    settled().await;
    settled().await;
    app.see_heading("Hi One!").await;
}

#[wasm_bindgen_test]
async fn a_password_that_must_be_reset_leads_there() {
    let reset = refusal("PasswordResetRequiredException", "Password reset required for the user");
    let app = asked("USER_PASSWORD_AUTH", reset, Vec::new()).await;
    app.see_heading(text::FORGOT_TITLE.english()).await;
    assert!(app.page.reads(text::RESET_REQUIRED_INTRO.english()), "{}", app.page.text());
    assert_eq!(app.page.field("Email").value(), EMAIL, "it is not asked twice");
}

#[wasm_bindgen_test]
async fn lock_outs_are_counted_here() {
    let wrong = refusal("NotAuthorizedException", "Incorrect username or password.");
    let locked = refusal("NotAuthorizedException", "Password attempts exceeded");
    let mut answers = vec![wrong; 5];
    answers.push(locked);
    let app = Opened::open("USER_PASSWORD_AUTH", answers).await;
    for _ in 0..5 {
        app.begin().await;
        app.page.see("don't match").await;
    }
    app.begin().await;
    app.page.see("Too many wrong passwords. Wait 1 second and try again.").await;
}

#[wasm_bindgen_test]
async fn requests_carry_what_the_owner_wants_to_know() {
    let _metadata = Meta::put(Setting::ClientMetadata, r#"{"source":"web"}"#);
    let _analytics = Meta::put(Setting::AnalyticsEndpointId, "endpoint-1");
    js_sys::eval("window.AmazonCognitoAdvancedSecurityData = { getData: (...names) => names.join(' ') }")
        .expect("a script may do that");
    let app = asked("USER_PASSWORD_AUTH", sms(), Vec::new()).await;
    js_sys::eval("delete window.AmazonCognitoAdvancedSecurityData").expect("a script may do that");
    let sent = app.service.newest("InitiateAuth");
    assert_eq!(sent["ClientMetadata"], json!({ "locale": "en", "source": "web" }));
    assert_eq!(sent["AnalyticsMetadata"], json!({ "AnalyticsEndpointId": "endpoint-1" }));
    assert_eq!(sent["UserContextData"], json!({ "EncodedData": format!("{EMAIL} {POOL} {CLIENT}") }));
}

#[wasm_bindgen_test]
async fn a_sign_out_forgets_who_signed_in_last_if_they_were_not_kept_signed_in() {
    let key = format!("leptos-cognito.{CLIENT}.lastUser");
    let last_user = || local_storage().get_item(&key).expect("storage is on");
    for (case, place, keeps, is_ticked, is_remembered) in [
        ("kept, because nobody is asked", "", "", false, true),
        ("kept, as they wish", "", "ask", true, true),
        ("not kept, as they wish", "", "ask", false, false),
        ("kept in a tab alone", "session", "", false, false),
        ("kept on a page alone", "memory", "", false, false),
    ] {
        let _settings = [Meta::put(Setting::TokenStore, place), Meta::put(Setting::KeepSignedIn, keeps)];
        let code = challenge("EMAIL_OTP", json!({ "CODE_DELIVERY_DESTINATION": "o***@e***" }));
        let answers = vec![choice(&["EMAIL_OTP", "SMS_OTP"]), code, tokens("u"), user("One")];
        let app = Opened::open("USER_AUTH", answers).await;
        if is_ticked {
            app.page.see(text::SIGN_IN_TITLE.english()).await;
            wasm_bindgen::JsCast::unchecked_into::<web_sys::HtmlElement>(app.page.find("input[type=checkbox]")).click();
        }
        app.begin().await;
        app.see_heading(text::SELECT_FACTOR_TITLE.english()).await;
        app.page.press(text::BY_EMAIL.english()).await;
        app.see_heading(text::CHECK_EMAIL.english()).await;
        app.page.field("Code").type_text("12345678").await;
        app.see_heading("Hi One!").await;
        assert_eq!(last_user().as_deref(), Some(EMAIL), "{case}: signed in");
        app.page.press(text::SIGN_OUT.english()).await;
        app.see_heading(text::SIGN_IN_TITLE.english()).await;
        assert_eq!(last_user().is_some(), is_remembered, "{case}: signed out");
        assert_eq!(session_storage().length(), Ok(0), "{case}: nothing else stays in the tab");
    }
}

#[wasm_bindgen_test]
async fn a_sign_out_forgets_nobody_who_signed_in_elsewhere() {
    let _settings = Meta::put(Setting::TokenStore, "session");
    let code = challenge("EMAIL_OTP", json!({ "CODE_DELIVERY_DESTINATION": "o***@e***" }));
    let app = asked("USER_AUTH", choice(&["EMAIL_OTP", "SMS_OTP"]), vec![code, tokens("u"), user("One")]).await;
    app.page.press(text::BY_EMAIL.english()).await;
    app.see_heading(text::CHECK_EMAIL.english()).await;
    app.page.field("Code").type_text("12345678").await;
    app.see_heading("Hi One!").await;
    // Another tab.
    let key = format!("leptos-cognito.{CLIENT}.lastUser");
    local_storage().set_item(&key, "second@example.com").expect("storage takes it");
    app.page.press(text::SIGN_OUT.english()).await;
    app.see_heading(text::SIGN_IN_TITLE.english()).await;
    assert_eq!(local_storage().get_item(&key), Ok(Some("second@example.com".to_owned())));
}
