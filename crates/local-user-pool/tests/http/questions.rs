//! Every challenge with a session: what its session allows, and in what order challenges come.

use std::time::Duration;

use local_user_pool::{
    Config, MfaFactor, NewUser, UserStatus,
    settings::{AccountRecoverySetting, FirstFactor, MfaConfiguration, RecoveryMechanism, RecoveryOption},
};
use serde_json::{Value, json};

use crate::client::{Client, Exchange, FIRST, PASSWORD, POOL_ID, Refusal, assert_refused};

pub const PHONE: &str = "+12025550123";
pub const NEW_PASSWORD: &str = "Other-h0rse battery";
/// Base32 of a secret that an authenticator app may have.
pub const TOTP_SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA";

const INVALID: &str = "Invalid session for the user.";
const EXPIRED: &str = "Invalid session for the user, session is expired.";
const MISMATCH: &str = "Invalid code or auth state for the user.";
const INCORRECT: &str = "Incorrect username or password.";

/// A pool with every factor.
pub fn config(mfa: MfaConfiguration) -> Config {
    let mut config = Config::default();
    let pool = &mut config.user_pool;
    pool.mfa_configuration = mfa;
    (pool.sms_mfa, pool.software_token_mfa, pool.email_mfa) = (true, true, true);
    if mfa != MfaConfiguration::On {
        pool.policies.sign_in_policy.allowed_first_auth_factors =
            vec![FirstFactor::Password, FirstFactor::EmailOtp, FirstFactor::SmsOtp];
    }
    config
}

/// A pool that wants a second factor of users who have none, and could send codes to an address they give.
pub fn set_up_config() -> Config {
    let mut config = config(MfaConfiguration::On);
    let pool = &mut config.user_pool;
    pool.username_attributes = Vec::new();
    let mechanism = RecoveryMechanism { priority: 1, name: RecoveryOption::AdminOnly };
    pool.account_recovery_setting = AccountRecoverySetting { recovery_mechanisms: vec![mechanism] };
    pool.schema.retain(|attribute| attribute.name != "email");
    config
}

pub fn user(email: &str, mfa: &[MfaFactor]) -> NewUser {
    NewUser {
        phone_number: Some(PHONE.to_owned()),
        mfa: mfa.to_vec(),
        totp_secret: Some(TOTP_SECRET.to_owned()),
        ..NewUser::new(email, PASSWORD)
    }
}

/// A user with neither address nor number.
pub fn bare_user(username: &str) -> NewUser {
    NewUser { username: Some(username.to_owned()), ..NewUser::new("", PASSWORD) }
}

/// A question as it stands before a person.
struct Question {
    asked: Value,
    right: Value,
    /// An answer that is wrong but can be repeated, with its refusal.
    wrong: Option<(Value, &'static str, &'static str)>,
}

/// How to get each question: its name, and the user who is asked it.
fn cases() -> Vec<(&'static str, NewUser)> {
    use MfaFactor::{EmailOtp, SmsMfa, SoftwareTokenMfa};
    let email = |name: &str| format!("{name}@example.org");
    let temporary = NewUser { status: UserStatus::ForceChangePassword, ..NewUser::new(email("temporary"), PASSWORD) };
    vec![
        ("SMS_MFA", user(&email("sms"), &[SmsMfa])),
        ("EMAIL_OTP", user(&email("email"), &[EmailOtp])),
        ("SOFTWARE_TOKEN_MFA", user(&email("app"), &[SoftwareTokenMfa])),
        ("SELECT_MFA_TYPE", user(&email("several"), &[SmsMfa, EmailOtp])),
        ("NEW_PASSWORD_REQUIRED", temporary),
        ("SELECT_CHALLENGE", NewUser::new(email("choosing"), PASSWORD)),
        ("PASSWORD", NewUser::new(email("password"), PASSWORD)),
        ("PASSWORD_SRP", NewUser::new(email("srp"), PASSWORD)),
        ("PASSWORD_VERIFIER", NewUser::new(email("verifier"), PASSWORD)),
        ("EMAIL_OTP first", user(&email("email-first"), &[])),
        ("SMS_OTP", user(&email("sms-first"), &[])),
    ]
}

/// Six or eight digits that are not the code.
pub fn wrong_code(code: &str) -> String {
    code.chars().map(|digit| if digit == '0' { '1' } else { '0' }).collect()
}

async fn prefer(client: &Client, name: &str, choice: &str) -> Value {
    client.begin("USER_AUTH", json!({ "USERNAME": name, "PREFERRED_CHALLENGE": choice })).await.unwrap()
}

async fn ask(client: &Client, case: &str, name: &str) -> Question {
    let code = |member: &str| {
        let code = client.last_code();
        (json!({ member: code }), Some((json!({ member: wrong_code(&code) }), "CodeMismatchException", MISMATCH)))
    };
    let typed = || async { client.begin_typed(name, PASSWORD).await.unwrap() };
    let (asked, (right, wrong)) = match case {
        "SMS_MFA" => (typed().await, code("SMS_MFA_CODE")),
        "EMAIL_OTP" => (typed().await, code("EMAIL_OTP_CODE")),
        "SOFTWARE_TOKEN_MFA" => {
            let asked = typed().await;
            // A code counts once, and the last question may have used this one.
            client.pool.advance(Duration::from_secs(30));
            let code = client.totp(TOTP_SECRET);
            let wrong = json!({ "SOFTWARE_TOKEN_MFA_CODE": wrong_code(&code) });
            let right = json!({ "SOFTWARE_TOKEN_MFA_CODE": code });
            (asked, (right, Some((wrong, "CodeMismatchException", MISMATCH))))
        }
        "SELECT_MFA_TYPE" => {
            let wrong = json!({ "ANSWER": "SOFTWARE_TOKEN_MFA" });
            let message = "SOFTWARE_TOKEN_MFA is not one of the factors to choose from.";
            (typed().await, (json!({ "ANSWER": "SMS_MFA" }), Some((wrong, "InvalidParameterException", message))))
        }
        "MFA_SETUP" => {
            let wrong = json!({ "EMAIL": "no address" });
            let message = "Invalid email address format.";
            let right = json!({ "EMAIL": FIRST });
            (typed().await, (right, Some((wrong, "InvalidParameterException", message))))
        }
        "NEW_PASSWORD_REQUIRED" => {
            let wrong = json!({ "NEW_PASSWORD": "short" });
            let message = "Password did not conform with policy: Password not long enough";
            let right = json!({ "NEW_PASSWORD": NEW_PASSWORD });
            (typed().await, (right, Some((wrong, "InvalidPasswordException", message))))
        }
        "SELECT_CHALLENGE" => {
            let wrong = json!({ "ANSWER": "SMS_OTP" });
            let message = "SMS_OTP is not one of the available challenges.";
            let asked = client.begin("USER_AUTH", json!({ "USERNAME": name })).await.unwrap();
            let right = json!({ "ANSWER": "PASSWORD", "PASSWORD": PASSWORD });
            (asked, (right, Some((wrong, "InvalidParameterException", message))))
        }
        "PASSWORD" => (prefer(client, name, "PASSWORD").await, (json!({ "PASSWORD": PASSWORD }), None)),
        "PASSWORD_SRP" => {
            let right = json!({ "SRP_A": Exchange::start().srp_a() });
            let wrong = (json!({ "SRP_A": "0" }), "InvalidParameterException", "SRP_A must not be zero modulo N.");
            (prefer(client, name, "PASSWORD_SRP").await, (right, Some(wrong)))
        }
        "PASSWORD_VERIFIER" => {
            let exchange = Exchange::start();
            let parameters =
                json!({ "USERNAME": name, "PREFERRED_CHALLENGE": "PASSWORD_SRP", "SRP_A": exchange.srp_a() });
            let asked = client.begin("USER_AUTH", parameters).await.unwrap();
            let right = exchange.challenge(&asked).answer(PASSWORD, &client.timestamp(0));
            (asked, (json!(right), None))
        }
        "EMAIL_OTP first" => (prefer(client, name, "EMAIL_OTP").await, code("EMAIL_OTP_CODE")),
        "SMS_OTP" => (prefer(client, name, "SMS_OTP").await, code("SMS_OTP_CODE")),
        other => panic!("{other} is no case"),
    };
    let challenge = case.split(' ').next().unwrap();
    assert_eq!(asked["ChallengeName"], challenge);
    assert!(asked["Session"].as_str().unwrap().len() >= 20, "{case}");
    Question { asked, right, wrong }
}

fn refused(name: &str, answer: Result<Value, Refusal>, message: &str) {
    assert_refused(name, answer, "NotAuthorizedException", message);
}

#[tokio::test]
async fn what_a_session_allows() {
    let every_factor = config(MfaConfiguration::Optional);
    let pools = [(every_factor, cases()), (set_up_config(), vec![("MFA_SETUP", bare_user("first"))])];
    for (config, cases) in pools {
        let client = Client::with(config).await;
        let other = NewUser { username: Some("other".to_owned()), ..NewUser::new("other@example.org", PASSWORD) };
        client.pool.add_user(other).unwrap();
        let other_client = client.call("CreateUserPoolClient", json!({ "UserPoolId": POOL_ID, "ClientName": "other" }));
        let other_client = other_client.await.unwrap()["UserPoolClient"]["ClientId"].clone();

        for (case, user) in cases {
            let name = client.pool.add_user(user).unwrap();
            check_session(&client, case, &name, &other_client).await;
        }
    }
}

async fn check_session(client: &Client, case: &str, name: &str, other_client: &Value) {
    let question = ask(client, case, name).await;
    client.pool.advance(Duration::from_secs(180));
    let late = client.answer(&question.asked, name, question.right.clone()).await;
    refused(&format!("{case}, expired"), late, EXPIRED);
    let again = client.answer(&question.asked, name, question.right).await;
    refused(&format!("{case}, expired and gone"), again, INVALID);

    let Question { asked, right, wrong } = ask(client, case, name).await;
    let challenge = &asked["ChallengeName"];
    if let Some((wrong, code, message)) = wrong {
        let answer = client.answer(&asked, name, wrong).await;
        assert_refused(&format!("{case}, wrong"), answer, code, message);
    }
    let unnamed = client.answer_as(challenge, &asked["Session"], right.clone());
    let missing = "Missing required parameter USERNAME";
    if case != "PASSWORD_VERIFIER" {
        assert_refused(&format!("{case}, unnamed"), unnamed.await, "InvalidParameterException", missing);
    }
    let mut named = right.clone();
    named["USERNAME"] = json!(name);
    let made_up = client.answer_as(challenge, &json!("a-session-that-nobody-was-given"), named.clone()).await;
    refused(&format!("{case}, made-up session"), made_up, INVALID);
    let other_name = if case == "SELECT_CHALLENGE" { "SMS_MFA" } else { "SELECT_CHALLENGE" };
    let misnamed = client.answer_as(&json!(other_name), &asked["Session"], named.clone()).await;
    assert_refused(&format!("{case}, misnamed"), misnamed, "CodeMismatchException", MISMATCH);
    let body = json!({
        "ChallengeName": challenge,
        "ClientId": other_client,
        "Session": asked["Session"],
        "ChallengeResponses": named,
    });
    refused(&format!("{case}, other client"), client.call("RespondToAuthChallenge", body).await, INVALID);
    client.answer(&asked, name, right.clone()).await.unwrap_or_else(|error| panic!("{case}: {error:?}"));
    let replay = client.answer(&asked, name, right).await;
    refused(&format!("{case}, again"), replay, INVALID);

    if case == "NEW_PASSWORD_REQUIRED" || case == "MFA_SETUP" {
        return;
    }
    let Question { asked, right, .. } = ask(client, case, name).await;
    let stolen = client.answer(&asked, "other@example.org", right).await;
    let message = if case == "PASSWORD_VERIFIER" { INCORRECT } else { INVALID };
    refused(&format!("{case}, other user"), stolen, message);
}

/// What a person answers, whatever is asked.
struct Person {
    name: String,
    password: &'static str,
    /// ANSWER of SELECT_MFA_TYPE.
    factor: &'static str,
    set_up: SetUp,
}

#[derive(Clone, Copy)]
enum SetUp {
    App,
    Email,
}

impl Person {
    /// Answers until there are tokens; gives the names of what was asked.
    async fn answer_all(&self, client: &Client, mut answer: Value, mut exchange: Option<Exchange>) -> Vec<String> {
        let mut asked = Vec::new();
        while let Some(challenge) = answer["ChallengeName"].as_str().map(str::to_owned) {
            asked.push(challenge.clone());
            let mut session = answer["Session"].clone();
            let responses = match challenge.as_str() {
                "SELECT_CHALLENGE" => json!({ "ANSWER": "PASSWORD_SRP" }),
                "PASSWORD" => json!({ "PASSWORD": self.password }),
                "PASSWORD_SRP" => {
                    let begun = exchange.insert(Exchange::start());
                    json!({ "SRP_A": begun.srp_a() })
                }
                "PASSWORD_VERIFIER" => {
                    let challenge = exchange.take().unwrap().challenge(&answer);
                    json!(challenge.answer(self.password, &client.timestamp(0)))
                }
                "NEW_PASSWORD_REQUIRED" => json!({ "NEW_PASSWORD": NEW_PASSWORD }),
                "SMS_MFA" => json!({ "SMS_MFA_CODE": client.last_code() }),
                "EMAIL_OTP" => json!({ "EMAIL_OTP_CODE": client.last_code() }),
                "SOFTWARE_TOKEN_MFA" => {
                    client.pool.advance(Duration::from_secs(30));
                    json!({ "SOFTWARE_TOKEN_MFA_CODE": client.totp(TOTP_SECRET) })
                }
                "SELECT_MFA_TYPE" => json!({ "ANSWER": self.factor }),
                "MFA_SETUP" => match self.set_up {
                    SetUp::App => {
                        session = set_up_app(client, &session).await;
                        json!({})
                    }
                    SetUp::Email => json!({ "EMAIL": "set-up@example.org" }),
                },
                other => panic!("{other} was asked"),
            };
            let mut responses = responses;
            responses["USERNAME"] = json!(self.name);
            answer = client.answer_as(&json!(challenge), &session, responses).await.unwrap();
        }
        assert!(answer["AuthenticationResult"]["RefreshToken"].is_string(), "{answer}");
        asked
    }
}

/// AssociateSoftwareToken and VerifySoftwareToken; gives the session that MFA_SETUP is answered with.
async fn set_up_app(client: &Client, session: &Value) -> Value {
    let associated = client.call("AssociateSoftwareToken", json!({ "Session": session })).await.unwrap();
    let code = client.totp(associated["SecretCode"].as_str().unwrap());
    let body = json!({ "Session": associated["Session"], "UserCode": code });
    let verified = client.call("VerifySoftwareToken", body).await.unwrap();
    assert_eq!(verified["Status"], "SUCCESS");
    verified["Session"].clone()
}

#[tokio::test]
async fn any_challenge_after_any_other() {
    use MfaFactor::{EmailOtp, SmsMfa, SoftwareTokenMfa};
    let firsts: [(&str, &[&str]); 5] = [
        ("USER_PASSWORD_AUTH", &[]),
        ("USER_SRP_AUTH", &["PASSWORD_VERIFIER"]),
        ("USER_AUTH, chosen", &["SELECT_CHALLENGE", "PASSWORD_SRP", "PASSWORD_VERIFIER"]),
        ("USER_AUTH, PASSWORD", &["PASSWORD"]),
        ("USER_AUTH, PASSWORD_SRP", &["PASSWORD_SRP", "PASSWORD_VERIFIER"]),
    ];
    type Second = (&'static str, &'static [MfaFactor], &'static str, SetUp, &'static [&'static str]);
    let chosen: &[MfaFactor] = &[SmsMfa, SoftwareTokenMfa, EmailOtp];
    let with_factors: [Second; 7] = [
        ("none", &[], "", SetUp::App, &[]),
        ("sms", &[SmsMfa], "", SetUp::App, &["SMS_MFA"]),
        ("e-mail", &[EmailOtp], "", SetUp::App, &["EMAIL_OTP"]),
        ("app", &[SoftwareTokenMfa], "", SetUp::App, &["SOFTWARE_TOKEN_MFA"]),
        ("choice, sms", chosen, "SMS_MFA", SetUp::App, &["SELECT_MFA_TYPE", "SMS_MFA"]),
        ("choice, e-mail", chosen, "EMAIL_OTP", SetUp::App, &["SELECT_MFA_TYPE", "EMAIL_OTP"]),
        ("choice, app", chosen, "SOFTWARE_TOKEN_MFA", SetUp::App, &["SELECT_MFA_TYPE", "SOFTWARE_TOKEN_MFA"]),
    ];
    let set_up: [Second; 2] = [
        ("app set up", &[], "", SetUp::App, &["MFA_SETUP"]),
        ("e-mail set up", &[], "", SetUp::Email, &["MFA_SETUP", "EMAIL_OTP"]),
    ];
    for (config, seconds) in [(config(MfaConfiguration::Optional), &with_factors[..]), (set_up_config(), &set_up)] {
        let has_names = config.user_pool.username_attributes.is_empty();
        let client = Client::with(config).await;
        for (flow, first) in firsts {
            for (second, factors, factor, set_up, then) in seconds {
                for status in [UserStatus::Confirmed, UserStatus::ForceChangePassword] {
                    let case = format!("{flow}, {status:?}, {second}");
                    let name = format!("{}@example.org", case.to_lowercase().replace([',', ' '], "-"));
                    let new = if has_names { bare_user(&name) } else { user(&name, factors) };
                    let username = client.pool.add_user(NewUser { status, ..new }).unwrap();
                    let person = Person { name: username, password: PASSWORD, factor, set_up: *set_up };
                    let (answer, exchange) = begin(&client, flow, &name).await;
                    let asked = person.answer_all(&client, answer, exchange).await;
                    let new_password: &[&str] =
                        if status == UserStatus::Confirmed { &[] } else { &["NEW_PASSWORD_REQUIRED"] };
                    assert_eq!(asked, [first, new_password, then].concat(), "{case}");
                }
            }
        }
    }
}

async fn begin(client: &Client, flow: &str, name: &str) -> (Value, Option<Exchange>) {
    match flow {
        "USER_PASSWORD_AUTH" => (client.begin_typed(name, PASSWORD).await.unwrap(), None),
        "USER_SRP_AUTH" => {
            let exchange = Exchange::start();
            (client.initiate(name, &exchange.srp_a()).await.unwrap(), Some(exchange))
        }
        "USER_AUTH, PASSWORD" => (prefer(client, name, "PASSWORD").await, None),
        "USER_AUTH, PASSWORD_SRP" => (prefer(client, name, "PASSWORD_SRP").await, None),
        _ => (client.begin("USER_AUTH", json!({ "USERNAME": name })).await.unwrap(), None),
    }
}
