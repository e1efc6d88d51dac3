//! Headers, CORS, and requests that are none.

use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{CLIENT_ID, Client, DEMO, PASSWORD, assert_refused};

const PREFIX: &str = "AWSCognitoIdentityProviderService.";

#[tokio::test]
async fn requests_that_cannot_be_read() {
    let client = Client::start().await;
    let sign_up = format!("{PREFIX}SignUp");
    let long = " ".repeat(3_000_000);
    let cases = [
        ("no target", "", "{}", "UnknownOperationException"),
        ("other service", "AWSCognitoSyncService.ListDatasets", "{}", "UnknownOperationException"),
        ("unknown operation", &format!("{PREFIX}Nothing"), "{}", "UnknownOperationException"),
        ("no JSON", &sign_up, "{", "SerializationException"),
        ("no body", &sign_up, "", "SerializationException"),
        ("no object", &sign_up, "[]", "SerializationException"),
        ("too long", &sign_up, &long, "SerializationException"),
        ("number for a string", &sign_up, r#"{"ClientId":1}"#, "SerializationException"),
        ("text for a list", &sign_up, r#"{"UserAttributes":"x"}"#, "SerializationException"),
    ];
    for (name, target, body, code) in cases {
        let response = client.send(Method::POST, "/", &[("x-amz-target", target)], body.to_owned()).await;
        assert_eq!(response.status().as_u16(), 400, "{name}");
        assert_eq!(response.headers()["x-amzn-errortype"], format!("{code}:"), "{name}");
        assert_eq!(response.headers()["content-type"], "application/x-amz-json-1.1", "{name}");
        let body: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
        assert_eq!(body["__type"], code, "{name}");
    }
}

#[tokio::test]
async fn members_outside_of_their_limits() {
    let client = Client::start().await;
    let fails = |member: &str, constraint: &str| {
        format!("Value at '{member}' failed to satisfy constraint: Member must {constraint}")
    };
    let one = |violation: String| format!("1 validation error detected: {violation}");
    let pattern = "satisfy regular expression pattern:";
    let sign_up =
        |username: Value, password: &str| json!({ "ClientId": CLIENT_ID, "Username": username, "Password": password });
    let two = ["clientId", "username"].map(|member| fails(member, "not be null")).join("; ");
    let name_pattern = format!(r"{pattern} [\p{{L}}\p{{M}}\p{{S}}\p{{N}}\p{{P}}]+");
    let password_pattern = one(fails("password", &format!(r"{pattern} ^[\S]+.*[\S]+$")));
    let nameless = json!([{ "Name": "name", "Value": "Ann" }, { "Value": "x" }]);
    let cases = [
        ("nothing", "SignUp", json!({}), format!("2 validation errors detected: {two}")),
        ("null", "SignUp", sign_up(Value::Null, PASSWORD), one(fails("username", "not be null"))),
        (
            "empty name",
            "SignUp",
            sign_up(json!(""), PASSWORD),
            one(fails("username", "have length greater than or equal to 1")),
        ),
        (
            "long name",
            "SignUp",
            sign_up(json!("a".repeat(129)), PASSWORD),
            one(fails("username", "have length less than or equal to 128")),
        ),
        ("blank in name", "SignUp", sign_up(json!("a b"), PASSWORD), one(fails("username", &name_pattern))),
        ("blank before password", "SignUp", sign_up(json!("a"), " Aaaa1111!"), password_pattern.clone()),
        ("blank after password", "SignUp", sign_up(json!("a"), "Aaaa1111! "), password_pattern),
        (
            "long password",
            "SignUp",
            sign_up(json!("a"), &"a".repeat(257)),
            one(fails("password", "have length less than or equal to 256")),
        ),
        (
            "attribute without name",
            "SignUp",
            json!({ "ClientId": CLIENT_ID, "Username": "a", "Password": PASSWORD, "UserAttributes": nameless }),
            one(fails("userAttributes.2.member.name", "not be null")),
        ),
        (
            "client id",
            "ResendConfirmationCode",
            json!({ "ClientId": "a-b", "Username": "a" }),
            one(fails("clientId", &format!(r"{pattern} [\w+]+"))),
        ),
        (
            "code",
            "ConfirmSignUp",
            json!({ "ClientId": CLIENT_ID, "Username": "a", "ConfirmationCode": "1 2" }),
            one(fails("confirmationCode", &format!(r"{pattern} [\S]+"))),
        ),
        (
            "access token",
            "GetUser",
            json!({ "AccessToken": "a b" }),
            one(fails("accessToken", &format!("{pattern} [A-Za-z0-9-_=.]+"))),
        ),
        (
            "flow",
            "InitiateAuth",
            json!({ "AuthFlow": "MAGIC", "ClientId": CLIENT_ID }),
            one("Value 'MAGIC' at 'authFlow' failed to satisfy constraint: Member must satisfy enum value set: \
                 [USER_SRP_AUTH, REFRESH_TOKEN_AUTH, REFRESH_TOKEN, CUSTOM_AUTH, ADMIN_NO_SRP_AUTH, \
                 USER_PASSWORD_AUTH, ADMIN_USER_PASSWORD_AUTH, USER_AUTH]"
                .to_owned()),
        ),
    ];
    for (name, operation, body, message) in cases {
        assert_refused(name, client.call(operation, body).await, "InvalidParameterException", &message);
    }
}

#[tokio::test]
async fn unknown_clients() {
    let client = Client::start().await;
    let code = json!({ "ClientId": "nosuchclient", "Username": DEMO, "ConfirmationCode": "123456" });
    let refresh = json!({ "ClientId": "nosuchclient", "RefreshToken": "a.b.c" });
    let parameters = json!({ "USERNAME": DEMO, "SRP_A": "2" });
    let srp = json!({ "ClientId": "nosuchclient", "AuthFlow": "USER_SRP_AUTH", "AuthParameters": parameters });
    let sign_up = json!({ "ClientId": "nosuchclient", "Username": DEMO, "Password": PASSWORD });
    let cases = [
        ("SignUp", sign_up),
        ("ConfirmSignUp", code.clone()),
        ("ResendConfirmationCode", code),
        ("InitiateAuth", srp),
        ("GetTokensFromRefreshToken", refresh),
    ];
    for (operation, body) in cases {
        let message = "User pool client nosuchclient does not exist.";
        assert_refused(operation, client.call(operation, body).await, "ResourceNotFoundException", message);
    }
}

#[tokio::test]
async fn browsers_of_every_origin_may_call() {
    let client = Client::start().await;
    let wished = "cache-control,content-type,x-amz-target,x-amz-user-agent,authorization";
    let preflight = [
        ("origin", "http://localhost:8080"),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", wished),
    ];
    let response = client.send(Method::OPTIONS, "/", &preflight, String::new()).await;
    assert!(response.status().is_success());
    assert_eq!(response.headers()["access-control-allow-origin"], "*");
    let allowed = response.headers()["access-control-allow-headers"].to_str().unwrap().to_lowercase();
    for name in wished.split(',') {
        assert!(allowed.split(',').any(|allowed| allowed == name), "{name}: {allowed}");
    }
    assert!(response.headers()["access-control-allow-methods"].to_str().unwrap().contains("POST"));
    assert!(response.headers().contains_key("access-control-max-age"));

    let cases = [("good", "InitiateAuth"), ("unknown", "Nothing")];
    for (name, operation) in cases {
        let target = format!("{PREFIX}{operation}");
        let headers = [("origin", "http://localhost:8080"), ("x-amz-target", &target)];
        let response = client.send(Method::POST, "/", &headers, "{}".to_owned()).await;
        let headers = response.headers();
        assert_eq!(headers["access-control-allow-origin"], "*", "{name}");
        assert_eq!(headers["cache-control"], "no-store", "{name}");
        assert_eq!(headers["x-amzn-requestid"].len(), 36, "{name}");
        let exposed = headers["access-control-expose-headers"].to_str().unwrap();
        for wanted in ["x-amzn-errortype", "x-amzn-requestid", "x-amzn-errormessage", "date"] {
            assert!(exposed.split(',').any(|exposed| exposed == wanted), "{name}: {wanted}");
        }
    }
}

#[tokio::test]
async fn it_listens_on_this_machine_only() {
    let client = Client::start().await;
    assert_eq!(client.pool.addr().ip().to_string(), "127.0.0.1");
    assert_eq!(client.pool.base_url(), format!("http://localhost:{}", client.pool.addr().port()));
}
