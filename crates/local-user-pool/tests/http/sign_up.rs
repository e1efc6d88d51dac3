//! What SignUp refuses.

use local_user_pool::settings::{SchemaAttribute, UserPool};
use serde_json::{Value, json};

use crate::client::{CLIENT_ID, Client, DEMO, FIRST, PASSWORD, assert_refused, with_user_pool};

/// Attributes by name.
type Given<'a> = &'a [(&'a str, &'a str)];

fn body(username: &str, password: &str, attributes: Given<'_>) -> Value {
    let attributes: Vec<Value> =
        attributes.iter().map(|(name, value)| json!({ "Name": name, "Value": value })).collect();
    json!({ "ClientId": CLIENT_ID, "Username": username, "Password": password, "UserAttributes": attributes })
}

#[tokio::test]
async fn passwords_by_policy() {
    let client = Client::start().await;
    let cases = [
        ("short", "Aa1!aaa", "Password not long enough"),
        ("no upper case", "aaaa1111!", "Password must have uppercase characters"),
        ("no lower case", "AAAA1111!", "Password must have lowercase characters"),
        ("no digit", "AAAAaaaa!", "Password must have numeric characters"),
        ("no symbol", "AAAAaaaa1", "Password must have symbol characters"),
        ("umlaut is no symbol", "AAAAaaaa1ä", "Password must have symbol characters"),
    ];
    for (name, password, problem) in cases {
        let sentence = format!("Password did not conform with policy: {problem}");
        let answer = client.call("SignUp", body(FIRST, password, &[])).await;
        assert_refused(name, answer, "InvalidPasswordException", &sentence);
    }
    client.call("SignUp", body(FIRST, "AAAA aaaa1", &[])).await.expect("a blank inside counts as a symbol");
}

#[tokio::test]
async fn names_and_attributes() {
    let client = Client::start().await;
    let not_an_email = "Username should be an email.";
    let unknown = "Attributes did not conform to the schema: Type for attribute {custom:x} could not be determined";
    let forbidden = "A client attempted to write unauthorized attribute";
    let cases: [(&str, &str, Given<'_>, &str, &str); 11] = [
        ("user name", "first", &[], "InvalidParameterException", not_an_email),
        ("no domain", "first@", &[], "InvalidParameterException", not_an_email),
        ("two @", "first@a@b", &[], "InvalidParameterException", not_an_email),
        ("unknown attribute", FIRST, &[("custom:x", "1")], "InvalidParameterException", unknown),
        ("verified by oneself", FIRST, &[("email_verified", "true")], "NotAuthorizedException", forbidden),
        ("own sub", FIRST, &[("sub", "1")], "NotAuthorizedException", forbidden),
        ("bad e-mail", FIRST, &[("email", "first")], "InvalidParameterException", "Invalid email address format."),
        (
            "other e-mail",
            FIRST,
            &[("email", "other@example.org")],
            "InvalidParameterException",
            "Username and email attribute must be the same.",
        ),
        (
            "national phone number",
            FIRST,
            &[("phone_number", "0170123")],
            "InvalidParameterException",
            "Invalid phone number format.",
        ),
        ("taken", DEMO, &[], "UsernameExistsException", "User already exists"),
        ("taken, other case", "Demo@Example.com", &[], "UsernameExistsException", "User already exists"),
    ];
    for (name, username, attributes, code, message) in cases {
        assert_refused(name, client.call("SignUp", body(username, PASSWORD, attributes)).await, code, message);
    }
    client.sign_up(FIRST).await.unwrap();
    let again = client.sign_up(FIRST).await;
    assert_refused("taken, unconfirmed", again, "UsernameExistsException", "User already exists");
    assert_eq!(client.pool.inbox().len(), 1, "refused sign-ups send nothing");
}

#[tokio::test]
async fn required_attributes() {
    let schema = ["email", "name", "custom:telnum"].map(|name| SchemaAttribute::new(name, true)).to_vec();
    let client = Client::with(with_user_pool(UserPool { schema, ..UserPool::default() })).await;
    let schema = "Attributes did not conform to the schema";
    let name_missing = format!("{schema}: name: The attribute is required");
    let both_missing = format!("{name_missing}\ncustom:telnum: The attribute is required");
    let cases: [(&str, Given<'_>, &str); 3] = [
        ("both", &[], &both_missing),
        ("one", &[("custom:telnum", "1")], &name_missing),
        ("empty", &[("custom:telnum", "1"), ("name", "")], &name_missing),
    ];
    for (name, given, message) in cases {
        let answer = client.call("SignUp", body(FIRST, PASSWORD, given)).await;
        assert_refused(name, answer, "InvalidParameterException", message);
    }
    client.call("SignUp", body(FIRST, PASSWORD, &[("custom:telnum", "1"), ("name", "Ann")])).await.unwrap();
}
