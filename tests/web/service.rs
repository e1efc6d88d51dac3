//! A service that answers by a script, in place of the browser's `fetch`.

use std::{
    cell::RefCell,
    collections::{BTreeMap, VecDeque},
    rc::Rc,
};

use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::window;
use serde_json::{Value, json};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};

/// An HTTP status and a body.
pub type Answer = (u16, Value);

/// Stands in for `fetch` as long as it lives.
pub struct Service {
    original: JsValue,
    script: Rc<RefCell<Script>>,
    _fetch: Closure<dyn Fn(JsValue, JsValue) -> Promise>,
}

#[derive(Default)]
struct Script {
    answers: VecDeque<Answer>,
    /// By operation.
    standing: BTreeMap<String, Answer>,
    requests: Vec<(String, Value)>,
    /// What waits for an answer that is not written yet.
    waiting: VecDeque<Function>,
}

impl Service {
    pub fn take_over(answers: impl IntoIterator<Item = Answer>) -> Self {
        let script = Rc::new(RefCell::new(Script { answers: answers.into_iter().collect(), ..Script::default() }));
        let fetch: Closure<dyn Fn(JsValue, JsValue) -> Promise> = {
            let script = script.clone();
            Closure::new(move |address, init| script.borrow_mut().ask(&address, &init))
        };
        let original = Reflect::get(&window(), &"fetch".into()).expect("the window fetches");
        Reflect::set(&window(), &"fetch".into(), fetch.as_ref()).expect("it can be replaced");
        Self { original, script, _fetch: fetch }
    }

    /// Answers that operation so whenever it is asked for, whatever the script says.
    pub fn always(&self, operation: &str, answer: Answer) {
        self.script.borrow_mut().standing.insert(operation.to_owned(), answer);
    }

    /// Answers what has waited longest, or what comes next.
    pub fn answer(&self, answer: Answer) {
        let waiting = self.script.borrow_mut().waiting.pop_front();
        match waiting {
            Some(resolve) => {
                resolve.call1(&JsValue::NULL, &response(&answer)).expect("a promise can be resolved");
            }
            None => self.script.borrow_mut().answers.push_back(answer),
        }
    }

    /// The operations that were asked for, in order.
    pub fn operations(&self) -> Vec<String> {
        self.script.borrow().requests.iter().map(|(operation, _)| operation.clone()).collect()
    }

    /// The body of the newest request for that operation.
    pub fn newest(&self, operation: &str) -> Value {
        let script = self.script.borrow();
        let newest = script.requests.iter().rev().find(|(other, _)| other == operation);
        newest.unwrap_or_else(|| panic!("no {operation} among {:?}", script.requests)).1.clone()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        Reflect::set(&window(), &"fetch".into(), &self.original).expect("it can be put back");
    }
}

impl Script {
    fn ask(&mut self, address: &JsValue, init: &JsValue) -> Promise {
        let member = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).expect("a request has it");
        let headers = member(init, "headers");
        let get: Function = member(&headers, "get").unchecked_into();
        let target = get.call1(&headers, &"x-amz-target".into()).ok().and_then(|target| target.as_string());
        let body = member(init, "body").as_string().expect("a text");
        assert_eq!(member(init, "redirect").as_string().as_deref(), Some("error"), "no call follows a redirect");
        let (operation, body) = match target {
            Some(target) => {
                (target.rsplit('.').next().expect("a name").to_owned(), serde_json::from_str(&body).expect("JSON"))
            }
            // A form, for an endpoint of managed login.
            None => (address.as_string().expect("an address"), Value::String(body)),
        };
        let standing = self.standing.get(&operation).cloned();
        self.requests.push((operation, body));
        match standing.or_else(|| self.answers.pop_front()) {
            Some(answer) => Promise::resolve(&response(&answer)),
            None => Promise::new(&mut |resolve, _| self.waiting.push_back(resolve)),
        }
    }
}

fn response((status, body): &Answer) -> JsValue {
    let class: Function = Reflect::get(&window(), &"Response".into()).expect("a class").unchecked_into();
    let init = Object::new();
    Reflect::set(&init, &"status".into(), &(*status).into()).expect("a member");
    Reflect::construct(&class, &Array::of2(&body.to_string().into(), &init)).expect("a response")
}

/// A challenge of that name.
pub fn challenge(name: &str, parameters: Value) -> Answer {
    (200, json!({ "ChallengeName": name, "Session": format!("session-of-{name}"), "ChallengeParameters": parameters }))
}

/// A choice among first factors.
pub fn choice(available: &[&str]) -> Answer {
    let mut answer = challenge("SELECT_CHALLENGE", json!({}));
    answer.1["AvailableChallenges"] = json!(available);
    answer
}

pub fn refusal(exception: &str, message: &str) -> Answer {
    (400, json!({ "__type": exception, "message": message }))
}

/// Tokens of a user of that name.
pub fn tokens(username: &str) -> Answer {
    let now = js_sys::Date::now() / 1000.0;
    let claims = format!(r#"{{"username":"{username}","iat":{now:.0},"exp":{:.0}}}"#, now + 3600.0);
    let token = format!("eyJh.{}.c2ln", base64_url(&claims));
    let result = json!({ "AccessToken": token, "IdToken": token, "RefreshToken": "refresh", "ExpiresIn": 3600 });
    (200, json!({ "AuthenticationResult": result }))
}

/// Tokens that a sign-in gave `seconds` ago to a user of that name and e-mail, or a refresh of it just now.
pub fn tokens_since(username: &str, email: &str, refresh_token: &str, seconds: f64) -> Answer {
    let now = js_sys::Date::now() / 1000.0;
    let claims = format!(
        r#"{{"username":"{username}","email":"{email}","origin_jti":"o","auth_time":{:.0},"iat":{now:.0},"exp":{:.0}}}"#,
        now - seconds,
        now + 3600.0,
    );
    let token = format!("eyJh.{}.c2ln", base64_url(&claims));
    let result = json!({ "AccessToken": token, "IdToken": token, "RefreshToken": refresh_token, "ExpiresIn": 3600 });
    (200, json!({ "AuthenticationResult": result }))
}

/// Tokens of a sign-in just now whose claims are these besides.
pub fn tokens_saying(username: &str, claims: &Value) -> Answer {
    let now = js_sys::Date::now() as u64 / 1000;
    let mut all = json!({ "username": username, "auth_time": now, "iat": now, "exp": now + 3600 });
    for (name, value) in claims.as_object().expect("claims") {
        all[name] = value.clone();
    }
    let token = format!("eyJh.{}.c2ln", base64_url(&all.to_string()));
    let result = json!({ "AccessToken": token, "IdToken": token, "RefreshToken": "refresh", "ExpiresIn": 3600 });
    (200, json!({ "AuthenticationResult": result }))
}

/// What the token endpoint of managed login gives a user of that name, for a client and a nonce. Of an identity provider's
/// user, the name begins with the provider's.
pub fn granted(username: &str, client_id: &str, nonce: &str, refresh_token: &str) -> Answer {
    let now = js_sys::Date::now() / 1000.0;
    let mut claims = json!({
        "username": username, "origin_jti": refresh_token, "scope": "aws.cognito.signin.user.admin openid",
        "auth_time": now.trunc() as u64, "iat": now.trunc() as u64, "exp": (now + 3600.0).trunc() as u64,
        "aud": client_id, "nonce": nonce, "sub": username,
        "iss": "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC123xyz",
    });
    if let Some((provider, _)) = username.split_once('_') {
        claims["identities"] = json!([{ "providerName": provider }]);
    }
    let token = |token_use: &str| {
        let mut claims = claims.clone();
        claims["token_use"] = json!(token_use);
        format!("eyJh.{}.c2ln", base64_url(&claims.to_string()))
    };
    let [access, id] = [token("access"), token("id")];
    (200, json!({ "access_token": access, "id_token": id, "refresh_token": refresh_token, "expires_in": 3600 }))
}

/// What GetUser tells.
pub fn user(name: &str) -> Answer {
    (200, json!({ "Username": "u", "UserAttributes": [{ "Name": "name", "Value": name }] }))
}

pub fn empty() -> Answer {
    (200, json!({}))
}

fn base64_url(text: &str) -> String {
    let base64 = window().btoa(text).expect("these are bytes");
    base64.replace('+', "-").replace('/', "_").trim_end_matches('=').to_owned()
}
