//! Whatever a server answers: a value or an error, never a panic.

use cognito_client::{
    account::get_user,
    claims::Claims,
    error::ErrorCode,
    ids::Username,
    secrets::{AccessToken, ConfirmationCode, IdToken, RefreshToken},
    session::{Session, Tokens},
    sign_in::{NextStep, SignIn},
    sign_up::{confirm_sign_up, resend_confirmation_code, sign_up},
    timestamp::Timestamp,
    transport::Response,
};
use proptest::{prelude::*, sample::Index};
use serde_json::{Value, json};

use crate::scripted::{ISSUED, Program, Sent, access_token, client, credentials, id_token, now, signed_in, token};

/// Nothing here waits, so the simplest runtime will do.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().expect("a runtime").block_on(future)
}

/// A [`Response`] that can be printed: here it holds no secret.
#[derive(Clone, Debug)]
struct Answer {
    status: u16,
    error_type: Option<String>,
    body: String,
}

impl From<Answer> for Response {
    fn from(Answer { status, error_type, body }: Answer) -> Self {
        Self { status, error_type, request_id: None, body }
    }
}

fn any_answer() -> impl Strategy<Value = Answer> {
    let body = prop_oneof![".{0,200}", any_json().prop_map(|value| value.to_string())];
    (prop_oneof![Just(200_u16), 100..600_u16], prop::option::of(".{0,40}"), body)
        .prop_map(|(status, error_type, body)| Answer { status, error_type, body })
}

/// JSON with the members that Cognito's answers have.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,20}".prop_map(Value::from),
        Just(json!(access_token())),
    ];
    let member = prop::sample::select(vec![
        "AuthenticationResult",
        "AccessToken",
        "IdToken",
        "RefreshToken",
        "ChallengeName",
        "ChallengeParameters",
        "Session",
        "Username",
        "UserAttributes",
        "Name",
        "Value",
        "UserSub",
        "UserConfirmed",
        "CodeDeliveryDetails",
        "__type",
        "message",
    ]);
    leaf.prop_recursive(3, 24, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(member.clone(), inner, 0..6)
                .prop_map(|members| members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()),
        ]
    })
}

/// Puts `value` in the place of one of the values inside `json`; nothing there means that it is left out.
fn replace(json: &mut Value, place: Index, value: Option<&Value>) {
    let mut pointers = Vec::new();
    collect_pointers(json, "", &mut pointers);
    let pointer = place.get(&pointers);
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer has a slash");
    match (json.pointer_mut(parent), value) {
        (Some(Value::Object(members)), Some(value)) => drop(members.insert(name.to_owned(), value.clone())),
        (Some(Value::Object(members)), None) => drop(members.remove(name)),
        _ => {}
    }
}

fn collect_pointers(json: &Value, path: &str, pointers: &mut Vec<String>) {
    for (name, value) in json.as_object().into_iter().flatten() {
        let path = format!("{path}/{name}");
        collect_pointers(value, &path, pointers);
        pointers.push(path);
    }
}

fn challenge() -> Value {
    json!({
        "ChallengeName": "PASSWORD_VERIFIER",
        "Session": "s",
        "ChallengeParameters": {
            "USER_ID_FOR_SRP": "user-1", "SRP_B": "b0b", "SALT": "5a17", "SECRET_BLOCK": "YmxvY2s=",
        },
    })
}

fn text(body: String) -> Answer {
    Answer { status: 200, error_type: None, body }
}

/// A whole sign-in, and everything that one can ask of the session.
fn sign_in_with(answers: impl IntoIterator<Item = Answer>) {
    let sent = Sent::default();
    let client = client(&sent, answers.into_iter().map(Response::from));
    let program = Program::default();
    let next = block_on(SignIn::new(&client, &program).with_srp(&credentials()));
    if let Ok(NextStep::Done(done)) = next {
        let session = done.session;
        let restored = Session::restored(session.tokens().clone(), session.clock_drift());
        let restored = restored.expect("what was received can be stored");
        assert_eq!(restored.refresh_at(), session.refresh_at());
        session.is_refresh_due(now());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_answer_of_an_operation_panics(answer in any_answer()) {
        let sent = Sent::default();
        let client = client(&sent, vec![Response::from(answer); 7]);
        let username = Username::new("someone@example.com");
        let tokens = Tokens {
            access_token: AccessToken::new(access_token()),
            id_token: IdToken::new(id_token()),
            refresh_token: RefreshToken::new("r"),
        };
        let session = Session::restored(tokens, 0).expect("well formed");
        block_on(async {
            let _ = sign_up(&client, &username, None, &[]).await;
            let _ = confirm_sign_up(&client, &username, &ConfirmationCode::new("1")).await;
            let _ = resend_confirmation_code(&client, &username).await;
            let _ = get_user(&client, &AccessToken::new("a")).await;
            let _ = session.refresh(&client, &Program::default()).await;
            let _ = session.revoke(&client).await;
            let _ = session.global_sign_out(&client).await;
        });
        prop_assert_eq!(sent.borrow().len(), 7);
    }

    #[test]
    fn no_pair_of_answers_to_a_sign_in_panics(first in any_answer(), second in any_answer()) {
        sign_in_with([first, second.clone()]);
        sign_in_with([text(challenge().to_string()), second]);
    }

    #[test]
    fn no_changed_member_panics(place in any::<Index>(), value in prop::option::of(any_json())) {
        let (mut first, mut second) = (challenge(), signed_in(Some("r")));
        replace(&mut first, place, value.as_ref());
        sign_in_with([text(first.to_string()), text(second.to_string())]);
        replace(&mut second, place, value.as_ref());
        sign_in_with([text(challenge().to_string()), text(second.to_string())]);
    }

    #[test]
    fn no_changed_claim_panics(place in any::<Index>(), value in prop::option::of(any_json())) {
        let mut claims = json!({ "username": "user-1", "iat": ISSUED, "exp": ISSUED + 3600, "origin_jti": "o" });
        replace(&mut claims, place, value.as_ref());
        let mut answer = signed_in(Some("r"));
        answer["AuthenticationResult"]["AccessToken"] = json!(token(&claims));
        answer["AuthenticationResult"]["IdToken"] = json!(token(&claims));
        sign_in_with([text(answer.to_string())]);
    }

    #[test]
    fn no_cut_or_changed_text_panics(place in any::<Index>(), change in "\\PC{0,3}", cut in any::<bool>()) {
        for (json, is_first) in [(challenge(), true), (signed_in(Some("r")), false)] {
            let mut body = json.to_string();
            let at = place.index(body.len());
            if cut { body.truncate(at) } else { body.replace_range(at..=at, &change) }
            let answers = if is_first { vec![body] } else { vec![challenge().to_string(), body] };
            sign_in_with(answers.into_iter().map(text));
        }
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,80}", number in any::<u64>(), drift in any::<i64>()) {
        let _ = Claims::parse(&text);
        let _ = Claims::parse(&token(&json!(text)));
        prop_assert!(!ErrorCode::parse(&text).as_str().contains('#'));
        let time = json!({ "username": text, "iat": number, "exp": number });
        let tokens = Tokens {
            access_token: AccessToken::new(token(&time)),
            id_token: IdToken::new(token(&time)),
            refresh_token: RefreshToken::new(text),
        };
        let session = Session::restored(tokens, drift).expect("well formed");
        session.is_refresh_due(Timestamp::from_millis(number));
        session.refresh_at().to_srp_string();
    }
}
