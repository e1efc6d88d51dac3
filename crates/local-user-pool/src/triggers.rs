//! Triggers: what a user pool asks Lambda functions about, asked of handlers that have a URL.
//!
//! The event of Lambda's documentation is POSTed as JSON; the answer is the same event with `response` filled in. A
//! handler refuses with a status of 4xx and `{"errorMessage": …}`. What Lambda's own runtime emulator does, status 200
//! and `errorMessage` without `response`, counts the same.
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html>
//!
//! Handlers are on one's own machine, so their addresses are plain http; whoever may change a pool's settings could
//! otherwise have passwords and codes sent anywhere. `trigger_hosts` of the configuration names other hosts.

pub(crate) mod sign_up;

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use axum::http::Uri;
use serde_json::{Map, Value, json};
use ureq::Agent;
use url::Host;

use crate::{
    callers::is_this_machine,
    config::Rules,
    error::ServiceError,
    pool::{Pool, user::User},
    service::Service,
    settings::Trigger,
    sign_in::Attempt,
};

/// How long Cognito waits for a function.
const PATIENCE: Duration = Duration::from_secs(5);
/// callerContext.clientId of an event that no client caused.
pub(crate) const NO_CLIENT: &str = "CLIENT_ID_NOT_APPLICABLE";
/// Lambda's own limit of an answer is 6 MB.
const LONGEST_ANSWER: u64 = 6 * 1024 * 1024;

/// Asks the handlers of one pool about one user, for one client. A copy: no lock is held while a handler thinks.
pub(crate) struct Asker {
    rules: Arc<Rules>,
    urls: BTreeMap<Trigger, String>,
    pool_id: String,
    client_id: String,
    username: String,
    /// userAttributes of a request.
    user_attributes: Value,
    /// userNotFound of a request, where it has one.
    user_not_found: Option<bool>,
}

/// `response` of an answered event.
pub(crate) struct Answer(Map<String, Value>);

impl Rules {
    /// Which of some triggers is at a host that it may not be at, in one sentence.
    pub(crate) fn trigger_problem<'a>(
        &self,
        triggers: impl IntoIterator<Item = (&'a Trigger, &'a String)>,
    ) -> Option<String> {
        let (trigger, _) = triggers.into_iter().find(|(_, url)| !self.may_be_at(url))?;
        Some(format!("LambdaConfig.{trigger:?} is neither on this machine nor at a host that trigger_hosts names"))
    }

    fn may_be_at(&self, url: &str) -> bool {
        // Read as the client reads it that is going to send there.
        let host = url.parse::<Uri>().ok().and_then(|uri| Host::parse(uri.host()?).ok());
        host.is_some_and(|host| {
            // The system's own resolver may ask the DNS for what is below `localhost`.
            let is_below = matches!(&host, Host::Domain(name) if name.contains(".localhost"));
            (is_this_machine(&host) && !is_below)
                || self.trigger_hosts.iter().any(|named| Host::parse(named).as_ref() == Ok(&host))
        })
    }
}

impl Asker {
    /// For a sign-in.
    pub(crate) fn of(service: &Service, attempt: &Attempt) -> Result<Self, ServiceError> {
        service.with_client(&attempt.client_id, |pool, _| {
            let user = attempt.who.username().and_then(|username| pool.data.users.get(username));
            Ok(Self {
                user_attributes: user.map_or_else(|| json!({}), user_attributes),
                user_not_found: Some(user.is_none()),
                ..Self::about(pool, &attempt.client_id, attempt.who.user_id())
            })
        })
    }

    /// For a user whom the pool has or will have.
    pub(crate) fn for_user(pool: &Pool, client_id: &str, user: &User) -> Self {
        Self { user_attributes: user_attributes(user), ..Self::about(pool, client_id, &user.username) }
    }

    /// For a name that the pool does not know.
    pub(crate) fn about(pool: &Pool, client_id: &str, username: &str) -> Self {
        Self {
            rules: Arc::clone(&pool.rules),
            urls: pool.settings().lambda_config.clone(),
            pool_id: pool.settings().id.clone(),
            client_id: client_id.to_owned(),
            username: username.to_owned(),
            user_attributes: json!({}),
            user_not_found: None,
        }
    }

    /// `request` of an event: these members, and the user.
    pub(crate) fn request<const COUNT: usize>(&self, members: [(&str, Value); COUNT]) -> Value {
        let mut request = json!({ "userAttributes": self.user_attributes });
        if let Some(user_not_found) = self.user_not_found {
            request["userNotFound"] = json!(user_not_found);
        }
        for (name, value) in members {
            request[name] = value;
        }
        request
    }

    /// Asks the handler of `trigger`; `None` when there is none. `source` is the event's triggerSource, `response` has
    /// the members the handler may set.
    ///
    /// # Errors
    /// UserLambdaValidationException when the handler refuses, UnexpectedLambdaException when it cannot be asked,
    /// InvalidLambdaResponseException for an answer that is no such event.
    pub(crate) fn ask(
        &self,
        trigger: Trigger,
        source: &str,
        request: Value,
        response: Value,
    ) -> Result<Option<Answer>, ServiceError> {
        let Some(url) = self.urls.get(&trigger) else { return Ok(None) };
        // The state file may have it from a run with another configuration.
        if let Some(problem) = self.rules.trigger_problem([(&trigger, url)]) {
            return Err(ServiceError::new("UnexpectedLambdaException", problem));
        }
        let event = json!({
            "version": "1",
            "triggerSource": source,
            "region": self.pool_id.split_once('_').map_or("", |(region, _)| region),
            "userPoolId": self.pool_id,
            "userName": self.username,
            "callerContext": { "awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": self.client_id },
            "request": request,
            "response": response,
        });
        post(trigger, url, &event, PATIENCE).map(Some)
    }
}

/// userAttributes of a request.
fn user_attributes(user: &User) -> Value {
    let mut attributes = json!(user.attributes);
    attributes["sub"] = json!(user.sub);
    attributes["cognito:user_status"] = json!(user.status.name());
    attributes
}

impl Answer {
    /// A boolean member; not set means no.
    pub(crate) fn flag(&self, name: &str) -> Result<bool, ServiceError> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(_) => Err(unrecognizable()),
        }
    }

    /// A text member, if it is set.
    pub(crate) fn text(&self, name: &str) -> Result<Option<&str>, ServiceError> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(unrecognizable()),
        }
    }

    /// A member that is a map of texts; not set means empty.
    pub(crate) fn map(&self, name: &str) -> Result<BTreeMap<String, String>, ServiceError> {
        let entries = match self.0.get(name) {
            None | Some(Value::Null) => return Ok(BTreeMap::new()),
            Some(Value::Object(entries)) => entries,
            Some(_) => return Err(unrecognizable()),
        };
        entries
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| Ok((key.clone(), value.as_str().ok_or_else(unrecognizable)?.to_owned())))
            .collect()
    }

    /// Any member.
    pub(crate) fn value(&self, name: &str) -> &Value {
        self.0.get(name).unwrap_or(&Value::Null)
    }
}

/// Cognito's sentence for an answer it cannot use.
pub(crate) fn unrecognizable() -> ServiceError {
    ServiceError::new("InvalidLambdaResponseException", "Unrecognizable lambda output")
}

fn post(trigger: Trigger, url: &str, event: &Value, patience: Duration) -> Result<Answer, ServiceError> {
    let unexpected = |problem: &str| {
        ServiceError::new("UnexpectedLambdaException", format!("{trigger:?} invocation failed due to error {problem}."))
    };
    // No redirect and no proxy of the environment: the event goes to that address or nowhere.
    let agent: Agent = Agent::config_builder()
        .timeout_global(Some(patience))
        .http_status_as_error(false)
        .max_redirects(0)
        .proxy(None)
        .build()
        .into();
    let sent = agent.post(url).content_type("application/json").send(event.to_string());
    let mut answer = sent.map_err(|error| unexpected(&reason(&error)))?;
    let text = answer.body_mut().with_config().limit(LONGEST_ANSWER).read_to_string();
    let text = text.map_err(|error| unexpected(&reason(&error)))?;
    let body = serde_json::from_str::<Value>(&text).unwrap_or_default();
    let status = answer.status();
    if let Some(message) =
        body["errorMessage"].as_str().filter(|_| !status.is_server_error() && body["response"].is_null())
    {
        return Err(ServiceError::new(
            "UserLambdaValidationException",
            format!("{trigger:?} failed with error {message}."),
        ));
    }
    if !status.is_success() {
        return Err(unexpected(&format!("HTTP status {}", status.as_u16())));
    }
    match body {
        Value::Object(mut event) => match event.remove("response") {
            Some(Value::Object(response)) => Ok(Answer(response)),
            _ => Err(unrecognizable()),
        },
        _ => Err(unrecognizable()),
    }
}

fn reason(error: &ureq::Error) -> String {
    match error {
        ureq::Error::Timeout(_) => "Socket timeout while invoking Lambda function".to_owned(),
        ureq::Error::TlsRequired => "Only http:// is supported, not https://".to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::{
        io::{Read, Write},
        net::TcpListener,
        thread,
    };

    use super::*;

    /// A server that reads one request and answers with `answer`, or keeps still when there is none.
    fn answering(answer: Option<&'static str>) -> (String, thread::JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut received = [0; 4096];
            let count = stream.read(&mut received).unwrap();
            assert!(received[..count].starts_with(b"POST / "), "one request");
            match answer {
                Some(answer) => stream.write_all(answer.as_bytes()).unwrap(),
                // Ends when the other side gives up.
                None => while stream.read(&mut received).is_ok_and(|count| count > 0) {},
            }
        });
        (url, server)
    }

    fn refusal(answer: Option<&'static str>, patience: Duration) -> ServiceError {
        let (url, server) = answering(answer);
        let error = post(Trigger::PreSignUp, &url, &json!({}), patience).err().unwrap();
        server.join().unwrap();
        error
    }

    #[test]
    fn a_handler_that_is_silent_or_gone() {
        let timeout = "PreSignUp invocation failed due to error Socket timeout while invoking Lambda function.";
        let error = refusal(None, Duration::from_millis(50));
        assert_eq!((error.code(), error.message()), ("UnexpectedLambdaException", timeout));

        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", free.local_addr().unwrap());
        drop(free);
        let error = post(Trigger::PreSignUp, &url, &json!({}), PATIENCE).err().unwrap();
        assert_eq!(error.code(), "UnexpectedLambdaException");
        assert!(error.message().starts_with("PreSignUp invocation failed due to error "), "{error}");

        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("https://{}/", listener.local_addr().unwrap());
        let error = post(Trigger::PreSignUp, &url, &json!({}), PATIENCE).err().unwrap();
        let tls = "PreSignUp invocation failed due to error Only http:// is supported, not https://.";
        assert_eq!(error.message(), tls);
    }

    #[test]
    fn answers_that_are_refused() {
        let validation = ("UserLambdaValidationException", "PreSignUp failed with error no.");
        let status = |text| ("UnexpectedLambdaException", text);
        let shape = ("InvalidLambdaResponseException", "Unrecognizable lambda output");
        let cases = [
            ("HTTP/1.1 400 Bad Request\r\ncontent-length: 21\r\n\r\n{\"errorMessage\":\"no\"}", validation),
            ("HTTP/1.1 200 OK\r\ncontent-length: 21\r\n\r\n{\"errorMessage\":\"no\"}", validation),
            (
                "HTTP/1.1 400 Bad Request\r\ncontent-length: 2\r\n\r\n{}",
                status("PreSignUp invocation failed due to error HTTP status 400."),
            ),
            (
                "HTTP/1.1 500 Error\r\ncontent-length: 21\r\n\r\n{\"errorMessage\":\"no\"}",
                status("PreSignUp invocation failed due to error HTTP status 500."),
            ),
            (
                "HTTP/1.1 307 Temporary Redirect\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n",
                status("PreSignUp invocation failed due to error HTTP status 307."),
            ),
            ("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}", shape),
            ("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\ntext", shape),
            ("HTTP/1.1 200 OK\r\ncontent-length: 15\r\n\r\n{\"response\":[]}", shape),
            ("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", shape),
        ];
        for (answer, expected) in cases {
            let error = refusal(Some(answer), PATIENCE);
            assert_eq!((error.code(), error.message()), expected, "{answer}");
        }
    }

    #[test]
    fn where_triggers_may_be() {
        let rules = |hosts: &[&str]| {
            let trigger_hosts = hosts.iter().map(|&host| host.to_owned()).collect();
            crate::config::Config { trigger_hosts, ..Default::default() }.rules("")
        };
        let cases = [
            ("http://localhost:9231/", true, true),
            ("http://LOCALHOST/", true, true),
            ("http://127.0.0.1:9231/path", true, true),
            ("http://[::1]:9231/", true, true),
            ("http://handlers.example/", false, true),
            ("http://handlers.example:8080/x", false, true),
            ("http://evil.example/", false, false),
            ("http://app.localhost/", false, false),
            ("http://localhost.evil.example/", false, false),
            ("http://localhost@evil.example/", false, false),
            ("http://localhost\\@evil.example/", false, false),
            ("http://evil.example/#localhost", false, false),
            ("http://169.254.169.254/latest/meta-data", false, false),
            ("http://0.0.0.0/", false, false),
            ("no address", false, false),
        ];
        for (url, without, with) in cases {
            let problem = |rules: &Rules| rules.trigger_problem([(&Trigger::PreSignUp, &url.to_owned())]);
            assert_eq!(problem(&rules(&[])).is_none(), without, "{url}");
            assert_eq!(problem(&rules(&["Handlers.example"])).is_none(), with, "{url}, with a named host");
        }
    }

    #[test]
    fn members_of_an_answer() {
        let Value::Object(members) =
            json!({ "yes": true, "text": "t", "map": { "a": "b", "gone": null }, "list": [1] })
        else {
            panic!("an object")
        };
        let answer = Answer(members);
        assert_eq!((answer.flag("yes"), answer.flag("missing")), (Ok(true), Ok(false)));
        assert_eq!((answer.text("text"), answer.text("missing")), (Ok(Some("t")), Ok(None)));
        assert_eq!(answer.map("map"), Ok(BTreeMap::from([("a".to_owned(), "b".to_owned())])));
        for name in ["list", "text"] {
            assert_eq!(answer.flag(name), Err(unrecognizable()), "{name}");
            assert_eq!(answer.map(name), Err(unrecognizable()), "{name}");
        }
        assert_eq!(answer.text("yes"), Err(unrecognizable()));
    }
}
