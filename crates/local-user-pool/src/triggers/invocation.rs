//! How a function is called: a handler at its own address, or a Lambda function by the Invoke API.
//! <https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html>

use std::{sync::Arc, time::Duration};

use rustls::crypto::aws_lc_rs::default_provider;
use serde_json::Value;
use ureq::{Agent, http::Response, tls::TlsConfig};

use super::unrecognizable;
use crate::{error::ServiceError, settings::Trigger};

/// How long Cognito waits for a function.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);
/// Lambda's own limit of an answer is 6 MB.
const LONGEST_ANSWER: u64 = 6 * 1024 * 1024;
/// Lambda says by it that the function has failed.
const FUNCTION_ERROR: &str = "x-amz-function-error";

/// Where an event goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Destination {
    /// A handler.
    Url(String),
    /// The Lambda function of that ARN, at that endpoint of Lambda's API.
    Lambda { endpoint: String, arn: String },
}

/// What the event comes back as; `Null` where the function says nothing.
///
/// # Errors
/// UserLambdaValidationException when the function refuses, UnexpectedLambdaException when it cannot be called,
/// InvalidLambdaResponseException for an answer that is no JSON.
pub(super) fn invoke(
    trigger: Trigger,
    destination: &Destination,
    event: &Value,
    patience: Duration,
) -> Result<Value, ServiceError> {
    // No redirect and no proxy of the environment: the event goes to that address or nowhere.
    let agent: Agent = Agent::config_builder()
        .timeout_global(Some(patience))
        .http_status_as_error(false)
        .max_redirects(0)
        .proxy(None)
        .tls_config(TlsConfig::builder().unversioned_rustls_crypto_provider(Arc::new(default_provider())).build())
        .build()
        .into();
    let request = match destination {
        Destination::Url(url) => agent.post(url),
        Destination::Lambda { endpoint, arn } => {
            let name: String = url::form_urlencoded::byte_serialize(arn.as_bytes()).collect();
            let url = format!("{}/2015-03-31/functions/{name}/invocations", endpoint.trim_end_matches('/'));
            agent.post(&url).header("x-amz-invocation-type", "RequestResponse").header("authorization", scope_of(arn))
        }
    };
    let failed = |problem: &str| {
        ServiceError::new("UnexpectedLambdaException", format!("{trigger:?} invocation failed due to error {problem}."))
    };
    let sent = request.content_type("application/json").send(event.to_string());
    let mut answer = sent.map_err(|error| failed(&reason(&error)))?;
    let text = answer.body_mut().with_config().limit(LONGEST_ANSWER).read_to_string();
    let text = text.map_err(|error| failed(&reason(&error)))?;
    let body = if text.trim().is_empty() { Ok(Value::Null) } else { serde_json::from_str::<Value>(&text) };
    if let Some(message) = body.as_ref().ok().and_then(|body| refusal(&answer, body)) {
        let message = format!("{trigger:?} failed with error {message}.");
        return Err(ServiceError::new("UserLambdaValidationException", message));
    }
    if !answer.status().is_success() {
        return Err(failed(&format!("HTTP status {}", answer.status().as_u16())));
    }
    body.map_err(|_| unrecognizable())
}

/// errorMessage of a function that has refused, or failed. Lambda's API has a header for it; a handler's own status tells
/// it, and Lambda's runtime emulator gives nothing but the message.
fn refusal<T>(answer: &Response<T>, body: &Value) -> Option<String> {
    let message = body["errorMessage"].as_str();
    if answer.headers().contains_key(FUNCTION_ERROR) {
        return Some(message.unwrap_or("null").to_owned());
    }
    message.filter(|_| !answer.status().is_server_error() && body["response"].is_null()).map(str::to_owned)
}

/// The scope of a signature, without one. Emulators of Lambda read the region there, and nothing else.
fn scope_of(arn: &str) -> String {
    let region = arn.split(':').nth(3).filter(|region| !region.is_empty()).unwrap_or("us-east-1");
    format!(
        "AWS4-HMAC-SHA256 Credential=test/19700101/{region}/lambda/aws4_request, SignedHeaders=host, Signature=none"
    )
}

fn reason(error: &ureq::Error) -> String {
    match error {
        ureq::Error::Timeout(_) => "Socket timeout while invoking Lambda function".to_owned(),
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

    use serde_json::json;

    use super::*;

    /// A server that reads one request and answers with `answer`, or keeps still when there is none; gives the request.
    fn answering(answer: Option<&'static str>) -> (String, thread::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut received = [0; 4096];
            let count = stream.read(&mut received).unwrap();
            let request = String::from_utf8_lossy(&received[..count]).into_owned();
            match answer {
                Some(answer) => stream.write_all(answer.as_bytes()).unwrap(),
                // Ends when the other side gives up.
                None => while stream.read(&mut received).is_ok_and(|count| count > 0) {},
            }
            request
        });
        (url, server)
    }

    fn call(destination: &Destination, patience: Duration) -> Result<Value, ServiceError> {
        invoke(Trigger::PreSignUp, destination, &json!({}), patience)
    }

    fn refused(answer: Option<&'static str>, patience: Duration) -> ServiceError {
        let (url, server) = answering(answer);
        let error = call(&Destination::Url(url), patience).unwrap_err();
        assert!(server.join().unwrap().starts_with("POST / "), "one request");
        error
    }

    #[test]
    fn a_handler_that_is_silent_or_gone() {
        let timeout = "PreSignUp invocation failed due to error Socket timeout while invoking Lambda function.";
        let error = refused(None, Duration::from_millis(50));
        assert_eq!((error.code(), error.message()), ("UnexpectedLambdaException", timeout));

        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap();
        drop(free);
        for scheme in ["http", "https"] {
            let error = call(&Destination::Url(format!("{scheme}://{address}/")), PATIENCE).unwrap_err();
            assert_eq!(error.code(), "UnexpectedLambdaException", "{scheme}");
            assert!(error.message().starts_with("PreSignUp invocation failed due to error "), "{error}");
        }
    }

    #[test]
    fn no_tls_where_the_address_asks_for_it() {
        let (url, server) = answering(Some("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"));
        let error = call(&Destination::Url(url.replace("http:", "https:")), PATIENCE).unwrap_err();
        assert_eq!(error.code(), "UnexpectedLambdaException");
        let received = server.join().unwrap();
        assert!(received.starts_with('\u{16}'), "a TLS handshake");
        assert!(!received.contains("POST"), "nothing is sent in clear");
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
                "HTTP/1.1 200 OK\r\nX-Amz-Function-Error: Unhandled\r\ncontent-length: 21\r\n\r\n{\"errorMessage\":\"no\"}",
                validation,
            ),
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
            ("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\ntext", shape),
        ];
        for (answer, expected) in cases {
            let error = refused(Some(answer), PATIENCE);
            assert_eq!((error.code(), error.message()), expected, "{answer}");
        }
    }

    #[test]
    fn a_lambda_function_is_called_by_the_invoke_api() {
        let (endpoint, server) = answering(Some("HTTP/1.1 200 OK\r\ncontent-length: 15\r\n\r\n{\"response\":{}}"));
        let arn = "arn:aws:lambda:eu-west-1:123456789012:function:before".to_owned();
        let answer = call(&Destination::Lambda { endpoint: format!("{endpoint}/"), arn }, PATIENCE);
        assert_eq!(answer, Ok(json!({ "response": {} })));
        let request = server.join().unwrap();
        let path =
            "POST /2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-west-1%3A123456789012%3Afunction%3Abefore/invocations ";
        assert!(request.starts_with(path), "{request}");
        assert!(request.contains("/eu-west-1/lambda/"), "{request}");
    }
}
