//! Every setting that is not refused is sent, described, sent again by the operation that changes it, and described the
//! same: as an infrastructure tool does.

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::{Map, Value, json};

use super::{Coverage, Model, page};
use crate::client::{Client, Refusal};

/// How a resource is made, described and changed. Requests are in samples.json.
struct Trip {
    create: &'static str,
    describe: &'static str,
    update: &'static str,
    /// Members of the description's request that the answer of `create` has, and where.
    found: &'static [(&'static str, &'static str)],
    /// Where the description is in its answer.
    at: &'static str,
    /// Other names in the description.
    renamed: &'static [(&'static str, &'static str)],
    /// What no description has.
    unseen: &'static [&'static str],
}

const TRIP: Trip = Trip { create: "", describe: "", update: "", found: &[], at: "", renamed: &[], unseen: &[] };

/// What is set and got by one name.
const fn set(create: &'static str, describe: &'static str) -> Trip {
    Trip { create, describe, update: create, ..TRIP }
}

const TRIPS: [Trip; 21] = [
    Trip {
        create: "CreateUserPool",
        describe: "DescribeUserPool",
        update: "UpdateUserPool",
        found: &[("UserPoolId", "/UserPool/Id")],
        at: "/UserPool",
        renamed: &[("PoolName", "Name"), ("Schema", "SchemaAttributes")],
        ..TRIP
    },
    set("SetUserPoolMfaConfig", "GetUserPoolMfaConfig"),
    set("SetUserPoolSessionConfiguration", "GetUserPoolSessionConfiguration"),
    Trip {
        create: "CreateUserPoolClient",
        describe: "DescribeUserPoolClient",
        update: "UpdateUserPoolClient",
        found: &[("ClientId", "/UserPoolClient/ClientId")],
        at: "/UserPoolClient",
        unseen: &["GenerateSecret"],
        ..TRIP
    },
    Trip { at: "/Group", update: "UpdateGroup", ..set("CreateGroup", "GetGroup") },
    Trip {
        at: "/ResourceServer",
        update: "UpdateResourceServer",
        ..set("CreateResourceServer", "DescribeResourceServer")
    },
    Trip {
        create: "CreateUserPoolDomain",
        describe: "DescribeUserPoolDomain",
        update: "UpdateUserPoolDomain",
        at: "/DomainDescription",
        ..TRIP
    },
    Trip {
        create: "CreateIdentityProvider",
        describe: "DescribeIdentityProvider",
        update: "UpdateIdentityProvider",
        found: &[("ProviderName", "/IdentityProvider/ProviderName")],
        at: "/IdentityProvider",
        ..TRIP
    },
    Trip {
        create: "CreateManagedLoginBranding",
        describe: "DescribeManagedLoginBranding",
        update: "UpdateManagedLoginBranding",
        found: &[("ManagedLoginBrandingId", "/ManagedLoginBranding/ManagedLoginBrandingId")],
        at: "/ManagedLoginBranding",
        ..TRIP
    },
    Trip { at: "/UICustomization", unseen: &["ImageFile"], ..set("SetUICustomization", "GetUICustomization") },
    Trip { at: "/LogDeliveryConfiguration", ..set("SetLogDeliveryConfiguration", "GetLogDeliveryConfiguration") },
    Trip { at: "/RiskConfiguration", ..set("SetRiskConfiguration", "DescribeRiskConfiguration") },
    Trip {
        create: "CreateTerms",
        describe: "DescribeTerms",
        update: "UpdateTerms",
        found: &[("TermsId", "/Terms/TermsId")],
        at: "/Terms",
        ..TRIP
    },
    set("SetUserPoolClientSessionConfiguration", "GetUserPoolClientSessionConfiguration"),
    Trip {
        create: "CreateCIMDPolicy",
        describe: "DescribeCIMDPolicy",
        update: "UpdateCIMDPolicy",
        found: &[("CIMDPolicyId", "/CIMDPolicy/CIMDPolicyId")],
        at: "/CIMDPolicy",
        ..TRIP
    },
    // The one behind the pool's own region.
    Trip { create: "CreateUserPoolReplica", describe: "ListUserPoolReplicas", at: "/UserPoolReplicas/1", ..TRIP },
    Trip {
        create: "CreateUserImportJob",
        describe: "DescribeUserImportJob",
        found: &[("JobId", "/UserImportJob/JobId")],
        at: "/UserImportJob",
        ..TRIP
    },
    Trip {
        create: "CreateIdentityPool",
        describe: "DescribeIdentityPool",
        update: "UpdateIdentityPool",
        found: &[("IdentityPoolId", "/IdentityPoolId")],
        ..TRIP
    },
    set("SetIdentityPoolRoles", "GetIdentityPoolRoles"),
    set("SetPrincipalTagAttributeMap", "GetPrincipalTagAttributeMap"),
    // Its own description.
    Trip { create: "TagResource", describe: "ListTagsForResource", update: "TagResource", ..TRIP },
];

fn samples() -> Map<String, Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/http/samples.json");
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn every_setting_has_a_sample_or_is_refused() {
    let (coverage, samples) = (Coverage::read(), samples());
    for (operation, state) in &coverage.settings {
        let (model, _) =
            coverage.services().into_iter().find(|(model, _)| model.operations.contains_key(operation)).unwrap();
        let known: BTreeSet<String> = page::settings(&model, operation).into_iter().collect();
        let requests = samples[operation].as_array().unwrap();
        let sent: BTreeSet<String> = requests.iter().flat_map(|request| model.leaves_of(operation, request)).collect();
        let missing: Vec<_> = known.difference(&sent).filter(|path| !state.refuses(path)).collect();
        // Triggers are called, not only described: tests of their own.
        let missing: Vec<_> = missing.into_iter().filter(|path| !path.starts_with("LambdaConfig.")).collect();
        assert!(missing.is_empty(), "{operation}: samples.json lacks {missing:?}");
        for name in state.stored.iter().chain(state.refused.keys()) {
            let is_setting = known.iter().any(|path| page::is_inside(path, name));
            assert!(is_setting, "{operation}: coverage.toml names {name}, which Cognito does not have");
        }
    }
}

#[tokio::test]
async fn every_sample_comes_back_and_changes_nothing_the_second_time() {
    let client = Client::start().await;
    for (operation, requests) in samples() {
        let trip = TRIPS.iter().find(|trip| trip.create == operation);
        let trip = trip.unwrap_or_else(|| panic!("{operation} of samples.json is in no trip"));
        for request in requests.as_array().unwrap() {
            trip.go(&client, request).await;
        }
    }
}

#[tokio::test]
async fn settings_that_are_refused_are_refused_in_words() {
    let client = Client::start().await;
    let (pool, _) = surroundings(&client).await;
    let cases = [
        ("CreateUserPoolClient", json!({ "ClientName": "x", "PublishSecretsInAWSSecretsManager": true }), "no AWS"),
        (
            "CreateUserImportJob",
            json!({
                "JobName": "x", "CloudWatchLogsRoleArn": "arn:aws:iam::000000000000:role/import",
                "PasswordHashingAlgorithm": "BCRYPT",
            }),
            "no hashes",
        ),
    ];
    for (operation, mut request, reason) in cases {
        request["UserPoolId"] = pool.clone();
        let (code, message) = client.call(operation, request).await.unwrap_err();
        assert!(code == "InvalidParameterException" && message.contains(reason), "{operation}: {message}");
    }
}

impl Trip {
    async fn go(&self, client: &Client, request: &Value) {
        let name = self.create;
        let (pool_id, client_id) = surroundings(client).await;
        let identity_pool = json!({ "IdentityPoolName": "x", "AllowUnauthenticatedIdentities": true });
        let identity_pool = client.call_identity("CreateIdentityPool", identity_pool).await.unwrap();
        let around = json!({
            "UserPoolId": pool_id,
            "ClientId": client_id,
            "IdentityPoolId": identity_pool["IdentityPoolId"],
            "ResourceArn": format!("arn:aws:cognito-idp:us-east-1:000000000000:userpool/{}", pool_id.as_str().unwrap()),
        });
        if name == "SetUICustomization" {
            let domain = pool_id.as_str().unwrap().to_lowercase().replace('_', "-");
            call(client, "CreateUserPoolDomain", &with(&json!({ "Domain": domain }), &around)).await.unwrap();
        }
        let made = call(client, name, &with(request, &around)).await;
        let made = made.unwrap_or_else(|refusal| panic!("{name}: {refusal:?}"));
        let mut found = request.clone();
        for (member, at) in self.found {
            found[member] = made.pointer(at).unwrap_or_else(|| panic!("{name} answers without {at}: {made}")).clone();
        }
        let found = with(&found, &around);
        let described = self.described(client, &found).await;
        for (member, sent) in request.as_object().unwrap() {
            let shown = self.renamed.iter().find(|(from, _)| from == member).map_or(member.as_str(), |(_, to)| to);
            if !self.unseen.contains(&member.as_str()) {
                let shown = &described[shown];
                assert!(has(shown, sent), "{name}: {member} was {sent}, and is described as {shown}");
            }
        }
        if self.update.is_empty() {
            return;
        }
        call(client, self.update, &found).await.unwrap_or_else(|refusal| panic!("{}: {refusal:?}", self.update));
        let mut again = self.described(client, &found).await;
        again["LastModifiedDate"] = described["LastModifiedDate"].clone();
        again["CSSVersion"] = described["CSSVersion"].clone();
        let mut described = described;
        described["LastModifiedDate"] = again["LastModifiedDate"].clone();
        described["CSSVersion"] = again["CSSVersion"].clone();
        assert_eq!(again, described, "{name}: the second run differs");
    }

    async fn described(&self, client: &Client, found: &Value) -> Value {
        let answer = call(client, self.describe, found).await;
        let answer = answer.unwrap_or_else(|refusal| panic!("{}: {refusal:?}", self.describe));
        answer.pointer(self.at).unwrap_or_else(|| panic!("{} has no {}: {answer}", self.describe, self.at)).clone()
    }
}

/// A pool for everything that can be set, and a client of it.
async fn surroundings(client: &Client) -> (Value, Value) {
    let pool = json!({
        "PoolName": "surroundings",
        "UserPoolTier": "PLUS",
        "UserPoolAddOns": { "AdvancedSecurityMode": "AUDIT" },
        "AutoVerifiedAttributes": ["email"],
    });
    let pool_id = client.call("CreateUserPool", pool).await.unwrap()["UserPool"]["Id"].clone();
    let body = json!({ "UserPoolId": pool_id, "ClientName": "surroundings" });
    let made = client.call("CreateUserPoolClient", body).await.unwrap();
    (pool_id, made["UserPoolClient"]["ClientId"].clone())
}

/// A request with the members around it that are not in it.
fn with(request: &Value, around: &Value) -> Value {
    let mut all = around.clone();
    all.as_object_mut().unwrap().extend(request.as_object().unwrap().clone());
    all
}

/// Calls an operation of either service with those of the members that it knows.
async fn call(client: &Client, operation: &str, members: &Value) -> Result<Value, Refusal> {
    let coverage = Coverage::read();
    let models: Vec<Model> = coverage.services().into_iter().map(|(model, _)| model).collect();
    let of_user_pools = models[0].operations.contains_key(operation);
    let model = &models[usize::from(!of_user_pools)];
    let known = &model.input(operation).members;
    let mut body = members.clone();
    body.as_object_mut().unwrap().retain(|name, _| known.contains_key(name));
    client.call_target(&format!("{}.{operation}", model.target), "", body).await
}

/// Whether a description has what was sent, and perhaps more. Custom attributes are described by their whole names.
fn has(described: &Value, sent: &Value) -> bool {
    match (described, sent) {
        (Value::Object(described), Value::Object(sent)) => {
            sent.iter().all(|(name, value)| described.get(name).is_some_and(|described| has(described, value)))
        }
        (Value::Array(all), Value::Array(sent)) if all.len() > sent.len() => {
            sent.iter().all(|one| all.iter().any(|other| has(other, one)))
        }
        (Value::Array(described), Value::Array(sent)) => {
            described.len() == sent.len() && described.iter().zip(sent).all(|(described, sent)| has(described, sent))
        }
        (Value::String(described), Value::String(sent)) => {
            described == sent || described.strip_prefix("custom:") == Some(sent)
        }
        (described, sent) => described == sent,
    }
}
