//! Ten thousand requests as nobody should send them, made from Cognito's service models: wrong types, missing members,
//! values beyond their limits, unknown members. Whatever comes, the answer is one of Cognito's, and no failure.
//!
//! The seed is printed, and ODD_REQUESTS_SEED repeats it.

use std::{collections::BTreeMap, env};

use reqwest::Method;
use serde_json::{Map, Value, json};

use crate::{
    client::{CLIENT_ID, Client, DEMO, DEMO_PASSWORD, PASSWORD, POOL_ID},
    coverage::{IDENTITY_POOLS, Model, USER_POOLS},
};

const REQUESTS: usize = 10_000;
/// Then another one takes its place.
const REQUESTS_OF_A_SERVER: usize = 1_000;
const IDENTITY_POOL_ID: &str = "us-east-1:10ca1000-1d00-4000-8000-000000000001";
/// What would end that which all other requests are about is sent for others only.
const ENDS: [&str; 6] =
    ["AdminDeleteUser", "DeleteIdentityPool", "DeleteUser", "DeleteUserPool", "DeleteUserPoolClient", "GlobalSignOut"];

/// Numbers that look random and are the same each time: xorshift64*, by Marsaglia and Vigna.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() >> 33) as usize % end
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    fn pick<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }
}

/// Values that lead deep into the program, by the member's name.
type Known = BTreeMap<&'static str, String>;

#[tokio::test]
async fn no_request_is_odd_enough_for_a_failure() {
    let chance = uuid::Uuid::new_v4().as_u64_pair().0;
    let seed = env::var("ODD_REQUESTS_SEED").ok().map_or(chance | 1, |seed| seed.parse().unwrap());
    println!("ODD_REQUESTS_SEED={seed}");
    let mut random = Random(seed);
    let models = [Model::read(USER_POOLS), Model::read(IDENTITY_POOLS)];
    let mut client = Client::start().await;
    let mut known = known(&client).await;
    let mut answers = BTreeMap::<u16, usize>::new();
    for number in 0..REQUESTS {
        // What is right among them ends sessions and changes passwords, pools and clients.
        if number % REQUESTS_OF_A_SERVER == REQUESTS_OF_A_SERVER - 1 {
            let (status, _, _) = client.get("/health", "*/*").await;
            assert_eq!(status, 200, "request {number} of ODD_REQUESTS_SEED={seed}: the server is well");
            client = Client::start().await;
            known = self::known(&client).await;
        }
        let model = &models[usize::from(random.one_in(6))];
        let names: Vec<&String> = model.operations.keys().collect();
        let operation = names[random.below(names.len())].as_str();
        let known = if ENDS.contains(&operation) { &Known::new() } else { &known };
        let target = format!("{}.{operation}", model.target);
        let body = body(&mut random, model, operation, known);
        let headers = [("x-amz-target", target.as_str()), ("content-type", "application/x-amz-json-1.1")];
        let response = client.send(Method::POST, "/", &headers, body.clone()).await;
        let status = response.status().as_u16();
        let text = response.text().await.unwrap();
        let told = || {
            let shown: String = body.chars().take(600).collect();
            format!("request {number} of ODD_REQUESTS_SEED={seed}: {operation} {shown} was answered {status}: {text}")
        };
        assert!(matches!(status, 200 | 400), "{}", told());
        let answer: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{}", told()));
        assert!(
            status == 200 || answer["__type"].as_str().is_some_and(|name| name.ends_with("Exception")),
            "{}",
            told()
        );
        *answers.entry(status).or_default() += 1;
    }
    println!("answers by status: {answers:?}");
    assert!(answers.len() == 2 && answers[&200] > REQUESTS / 100, "not odd alone: some are right: {answers:?}");
}

/// Of a user who has just signed in.
async fn known(client: &Client) -> Known {
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let logins = json!({ "cognito-idp.us-east-1.amazonaws.com/us-east-1_LocalPool1": tokens["IdToken"] });
    let body = json!({ "IdentityPoolId": IDENTITY_POOL_ID, "Logins": logins });
    let id = client.call_identity("GetId", body).await.unwrap();
    Known::from([
        ("UserPoolId", POOL_ID.to_owned()),
        ("ClientId", CLIENT_ID.to_owned()),
        ("Username", DEMO.to_owned()),
        ("Password", PASSWORD.to_owned()),
        ("AccessToken", text(&tokens["AccessToken"])),
        ("RefreshToken", text(&tokens["RefreshToken"])),
        ("Token", text(&tokens["RefreshToken"])),
        ("IdentityPoolId", IDENTITY_POOL_ID.to_owned()),
        ("IdentityId", text(&id["IdentityId"])),
        ("ResourceArn", format!("arn:aws:cognito-idp:us-east-1:000000000000:userpool/{POOL_ID}")),
    ])
}

fn body(random: &mut Random, model: &Model, operation: &str, known: &Known) -> String {
    if random.one_in(50) {
        let deep = "[".repeat(100_000);
        let text: &str = random.pick(&["", "null", "[]", "{", "\"x\"", "{\"UserPoolId\":", "1e999", deep.as_str()]);
        return text.to_owned();
    }
    let mut request = structure(random, model, &model.operations[operation].input, known, 0);
    for _ in 0..random.below(4) {
        spoil(random, &mut request);
    }
    request.to_string()
}

/// A value as the model has it, more or less.
fn value(random: &mut Random, model: &Model, name: &str, shape_name: &str, known: &Known, depth: usize) -> Value {
    let shape = &model.shapes[shape_name];
    match shape.kind.as_str() {
        "structure" => structure(random, model, shape_name, known, depth + 1),
        "list" => {
            let count = random.below(3).max(shape.min.unwrap_or_default().clamp(0, 3) as usize);
            (0..count).map(|_| value(random, model, name, &shape.member, known, depth + 1)).collect()
        }
        "map" => {
            let mut map = Map::new();
            for _ in 0..random.below(3) {
                let key = value(random, model, "", &shape.key, known, depth + 1);
                let inner = value(random, model, name, &shape.value, known, depth + 1);
                map.insert(key.as_str().unwrap_or_default().to_owned(), inner);
            }
            Value::Object(map)
        }
        "boolean" => json!(random.one_in(2)),
        "integer" | "long" | "timestamp" => {
            let (least, most) = (shape.min.unwrap_or(0), shape.max.unwrap_or(1000));
            json!(random.pick(&[&least, &most, &((least + most) / 2)]))
        }
        "blob" => json!(random.pick(&["", "iVBORw0KGgo=", "no base64!"])),
        _ if !shape.values.is_empty() => json!(shape.values[random.below(shape.values.len())]),
        _ => match known.get(name).filter(|_| !random.one_in(8)) {
            Some(known) => json!(known),
            None => json!(text(random, shape.min.unwrap_or(1).clamp(1, 64) as usize, &shape.pattern)),
        },
    }
}

fn structure(random: &mut Random, model: &Model, shape: &str, known: &Known, depth: usize) -> Value {
    let shape = &model.shapes[shape];
    if shape.document || depth > 6 {
        return json!({ "any": [1, "x", null] });
    }
    let mut members = Map::new();
    for (name, inner) in &shape.members {
        if shape.required.contains(name) || random.one_in(3) {
            members.insert(name.clone(), value(random, model, name, inner, known, depth));
        }
    }
    Value::Object(members)
}

/// Often, but not always, as the pattern wants it.
fn text(random: &mut Random, length: usize, pattern: &str) -> String {
    if pattern.contains("arn") {
        return "arn:aws:iam::000000000000:role/x".to_owned();
    }
    if pattern.contains("{8}") {
        return "10ca1000-1d00-4000-8000-000000000001".to_owned();
    }
    if pattern.contains("####") {
        return "Your code is {####}".to_owned();
    }
    let letters: &[&str] = if pattern.contains("A-Z") || pattern.contains("\\p{L}") {
        &["a", "B", "7", "é", "ß", "字"]
    } else {
        &["a", "b", "7"]
    };
    (0..length + random.below(3)).map(|_| random.pick(letters)).collect()
}

/// Changes one value somewhere inside.
fn spoil(random: &mut Random, request: &mut Value) {
    let (mut path, mut place) = (String::new(), &*request);
    while !random.one_in(4) {
        let steps: Vec<String> = match place {
            Value::Object(members) => members.keys().map(|key| key.replace('~', "~0").replace('/', "~1")).collect(),
            Value::Array(entries) => (0..entries.len()).map(|index| index.to_string()).collect(),
            _ => Vec::new(),
        };
        if steps.is_empty() {
            break;
        }
        path = format!("{path}/{}", steps[random.below(steps.len())]);
        place = request.pointer(&path).unwrap();
    }
    match (random.below(14), request.pointer_mut(&path).unwrap()) {
        (0, place) => *place = Value::Null,
        (1, place) => *place = json!(true),
        (2, place) => *place = json!({ "a": { "b": [] } }),
        (3, place) => *place = json!([[], {}, null, 1]),
        (4, place) => *place = json!(*random.pick(&[&-1_i64, &i64::MIN, &i64::MAX, &i64::from(i32::MAX)])),
        (5, place) => *place = json!(*random.pick(&[&0.5_f64, &-1e300, &1e300])),
        (6, place) => *place = json!("x".repeat(*random.pick(&[&0, &1, &129, &5000, &200_000]))),
        (7, place) => {
            *place = json!(*random.pick(&["\u{0}", "\u{202e}", "\u{200b}", "é\u{301}", "😀", "\n", " ", "''--"]))
        }
        (8, place) => {
            *place = json!(*random.pick(&["../..", "%00", "arn:", "http://localhost:1/", "eyJ.a.b", "a:b:c", "_", ":"]))
        }
        (9, Value::Object(members)) => {
            let name = members.keys().next().cloned().unwrap_or_default();
            members.remove(&name);
        }
        (10, Value::Object(members)) => {
            members.insert("NobodyKnowsThis".to_owned(), json!([1, { "x": null }]));
        }
        (11, Value::Array(entries)) => {
            let first = entries.first().cloned().unwrap_or_default();
            entries.extend(vec![first; 300]);
        }
        (_, Value::String(text)) => text.push_str(random.pick(&[" ", "é", "\u{0}", "_", "=", "0"])),
        (_, place) => *place = json!(""),
    }
}
