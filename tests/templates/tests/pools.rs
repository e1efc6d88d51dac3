//! Each template's pool, from sign-up to sign-in.

use cognito_client::{claims::Claims, error::ErrorCode};
use serde_json::{Map, Value, json};
use templates::{CHOICES, Choice, Made, Requests, Stack, refusal, synthesized, template, terraform};

fn cloudformation(choice: &Choice) -> Requests {
    let stack = Stack::new(template("user-pool.json"), choice.parameters());
    assert_eq!(stack.broken_rules(), [""; 0], "{}", choice.name);
    stack.requests()
}

fn cdk(choice: &Choice) -> Requests {
    Stack::new(synthesized(choice), Map::new()).requests()
}

async fn signs_up_and_in(choice: &Choice, requests: &Requests) {
    let made = Made::of(requests).await;
    let person = made.person(choice.identifier);
    person.sign_up().await.unwrap_or_else(|error| panic!("{}: {error:?}", choice.name));
    person.confirm(choice.of("verification") == Some("link")).await;
    if choice.of("sign_in_flow") == Some("CUSTOM_AUTH") {
        let refused = person.begin_by_srp().await.expect_err("it would lead past the custom challenge");
        return assert_eq!(refused.code(), Some(&ErrorCode::InvalidParameter), "{}: {refused:?}", choice.name);
    }
    let session = person.sign_in().await;
    let claims = Claims::parse(session.tokens().id_token.expose()).expect("an ID token is one");
    let claims: Value =
        serde_json::from_str(&cognito_client::json::Json::Object(claims.as_object().clone()).to_string())
            .expect("claims are JSON");
    assert_eq!(claims["custom:telnum"], "+12025550100", "{}: the client writes and reads it", choice.name);
    let lifetime = claims["exp"].as_u64().zip(claims["iat"].as_u64()).map(|(exp, iat)| exp - iat);
    assert_eq!(lifetime, Some(15 * 60), "{}: tokens are short", choice.name);
}

#[tokio::test]
async fn people_sign_up_and_in_at_the_pool_of_cloudformation() {
    for choice in &CHOICES {
        signs_up_and_in(choice, &cloudformation(choice)).await;
    }
}

#[tokio::test]
async fn people_sign_up_and_in_at_the_pool_of_terraform() {
    for choice in &CHOICES {
        signs_up_and_in(choice, &terraform(choice)).await;
    }
}

#[tokio::test]
async fn people_sign_up_and_in_at_the_pool_of_cdk() {
    for choice in &CHOICES {
        signs_up_and_in(choice, &cdk(choice)).await;
    }
}

#[tokio::test]
async fn who_may_make_no_account_is_refused() {
    let choice = Choice::CLOSED;
    for (name, requests) in
        [("CloudFormation", cloudformation(&choice)), ("Terraform", terraform(&choice)), ("CDK", cdk(&choice))]
    {
        let made = Made::of(&requests).await;
        let refused = made.person(choice.identifier).sign_up().await.expect_err(name);
        assert_eq!(refused.code(), Some(&ErrorCode::NotAuthorized), "{name}: {refused:?}");
    }
}

/// The three are one pool: what they say of themselves is the same.
#[tokio::test]
async fn the_three_templates_make_the_same_pool() {
    for choice in &CHOICES {
        let mut described = Vec::new();
        for requests in [cloudformation(choice), terraform(choice), cdk(choice)] {
            let (pool, client) = Made::of(&requests).await.described().await;
            described.push((comparable(&pool["UserPool"]), comparable(&client["UserPoolClient"])));
        }
        assert_eq!(described[0], described[1], "{}: CloudFormation and Terraform", choice.name);
        assert_eq!(described[0], described[2], "{}: CloudFormation and CDK", choice.name);
    }
}

/// Without what is another one for each pool, and texts that CDK writes out: they are Cognito's own.
fn comparable(described: &Value) -> Value {
    const OTHER: [&str; 14] = [
        "Id",
        "Arn",
        "UserPoolId",
        "ClientId",
        "CreationDate",
        "LastModifiedDate",
        "SmsConfiguration",
        "EmailVerificationMessage",
        "EmailVerificationSubject",
        "SmsVerificationMessage",
        "SupportedIdentityProviders",
        "AllowedOAuthFlowsUserPoolClient",
        "RefreshTokenValidity",
        "TokenValidityUnits",
    ];
    let mut described = described.clone();
    let members = described.as_object_mut().expect("members");
    members.retain(|name, _| !OTHER.contains(&name.as_str()));
    if let Some(template) = members.get_mut("VerificationMessageTemplate") {
        *template = json!(template["DefaultEmailOption"]);
    }
    // Terraform writes out the limits of standard attributes, which are Cognito's own.
    for attribute in members.get_mut("SchemaAttributes").and_then(Value::as_array_mut).into_iter().flatten() {
        if !attribute["Name"].as_str().is_some_and(|name| name.starts_with("custom:")) {
            attribute["StringAttributeConstraints"] = Value::Null;
        }
    }
    if let Some(policy) = members.get_mut("Policies").and_then(|policies| policies["PasswordPolicy"].as_object_mut()) {
        policy.retain(|name, value| name != "PasswordHistorySize" || value != 0);
    }
    sorted(described)
}

fn sorted(value: Value) -> Value {
    match value {
        Value::Array(items) => {
            let mut items: Vec<Value> = items.into_iter().map(sorted).collect();
            items.sort_by_key(ToString::to_string);
            Value::Array(items)
        }
        Value::Object(members) => {
            Value::Object(members.into_iter().map(|(name, value)| (name, sorted(value))).collect())
        }
        other => other,
    }
}

#[test]
fn cdk_takes_no_mistyped_choice_for_another() {
    for (name, value) in [
        ("mfa", "on"),
        ("mfa", "REQUIRED"),
        ("tier", "plus"),
        ("signInFlow", "SRP"),
        ("deletionProtection", "ACTIVE"),
        ("passwordMinimumLength", "long"),
    ] {
        let said = refusal(name, value);
        assert!(said.contains(&format!("{name} is {value}")), "{said}");
    }
}

#[test]
fn choices_that_cognito_would_refuse_are_refused_before() {
    const ONLY_WHERE_NOT_REQUIRED: &str = "Cognito has passkeys and codes by email only where a second factor is not \
                                           required; set Mfa to OPTIONAL or OFF";
    let broken = |parameters: Value| {
        let parameters = parameters.as_object().cloned().expect("parameters");
        Stack::new(template("user-pool.json"), parameters).broken_rules()
    };
    for (name, parameters, rule) in [
        ("plan", json!({ "SignInFlow": "USER_AUTH", "Tier": "LITE" }), "USER_AUTH needs the plan ESSENTIALS or PLUS"),
        ("passkeys", json!({ "Passkeys": "true" }), "Passkeys need USER_AUTH and a RelyingPartyId"),
        ("links", json!({ "Verification": "link" }), "Links lead to the pool's domain; give a DomainPrefix"),
        ("codes", json!({ "EmailCodes": "true" }), "Codes by email need USER_AUTH and an EmailIdentityArn"),
        ("email", json!({ "EmailMfa": "true" }), "EmailMfa needs the plan ESSENTIALS or PLUS, and an EmailIdentityArn"),
        (
            "required",
            json!({ "Mfa": "ON", "Passkeys": "true", "SignInFlow": "USER_AUTH", "RelyingPartyId": "a" }),
            ONLY_WHERE_NOT_REQUIRED,
        ),
    ] {
        assert_eq!(broken(parameters), [rule], "{name}");
    }
}
