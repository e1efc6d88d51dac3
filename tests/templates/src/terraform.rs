//! What the files of deploy/terraform come to for some variables.

use hcl::{
    Block, Body, Expression,
    eval::{Context, Evaluate as _, FuncArgs, FuncDef, ParamType},
    structure::Structure,
};
use serde_json::{Map, Value, json};

use crate::{Choice, Requests, choice::pascal_case, deployed};

/// Names that are not the API's, written otherwise.
const RENAMED: [(&str, &str); 10] = [
    ("name", "Name"),
    ("password_policy", "PasswordPolicy"),
    ("sign_in_policy", "SignInPolicy"),
    ("callback_urls", "CallbackURLs"),
    ("logout_urls", "LogoutURLs"),
    ("allowed_oauth_flows", "AllowedOAuthFlows"),
    ("allowed_oauth_flows_user_pool_client", "AllowedOAuthFlowsUserPoolClient"),
    ("allowed_oauth_scopes", "AllowedOAuthScopes"),
    ("from_email_address", "From"),
    ("recovery_mechanism", "RecoveryMechanisms"),
];
/// Blocks of which there may be several.
const LISTS: [&str; 2] = ["schema", "recovery_mechanism"];

/// The requests for a choice.
///
/// # Panics
/// When the files cannot be understood.
pub fn terraform(choice: &Choice) -> Requests {
    let read =
        |name: &str| hcl::parse(&deployed(&format!("terraform/{name}"))).unwrap_or_else(|error| panic!("{error}"));
    read("versions.tf");
    let (variables, main) = (read("variables.tf"), read("main.tf"));
    let mut values = Map::new();
    for variable in blocks(&variables, "variable") {
        let default = attribute(&variable.body, "default").map(|value| evaluated(value, &functions()));
        values.extend(default.map(|value| (label(variable, 0).to_owned(), value)));
    }
    for (name, value) in choice.variables() {
        assert!(values.contains_key(&name), "there is no variable {name}");
        values.insert(name, value);
    }
    let mut context = functions();
    context.declare_var("var", of_json(Value::Object(values)));
    for (kind, resource) in [
        ("aws_iam_role", json!({ "text": [{ "arn": "arn:aws:iam::123456789012:role/text" }] })),
        ("aws_cognito_user_pool", json!({ "sign_in": { "id": "the-pool" } })),
    ] {
        context.declare_var(kind, of_json(resource));
    }
    let mut locals = Map::new();
    for attribute in blocks(&main, "locals").flat_map(|block| block.body.attributes()) {
        context.declare_var("local", of_json(Value::Object(locals.clone())));
        locals.insert(attribute.key.to_string(), evaluated(&attribute.expr, &context));
    }
    context.declare_var("local", of_json(Value::Object(locals)));
    requests(&main, &context)
}

fn requests(main: &Body, context: &Context<'_>) -> Requests {
    let resource = |kind: &str| {
        let found = blocks(main, "resource").find(|block| label(block, 0) == kind);
        let block = found.unwrap_or_else(|| panic!("there is no {kind}"));
        let count = attribute(&block.body, "count").map(|count| evaluated(count, context));
        (count != Some(json!(0))).then(|| members(&block.body, context))
    };
    let mut pool = resource("aws_cognito_user_pool").expect("there is a pool");
    let mut client = resource("aws_cognito_user_pool_client").expect("there is a client");
    let domain =
        resource("aws_cognito_user_pool_domain").and_then(|domain| Some(domain["Domain"].as_str()?.to_owned()));

    // What the API has in other places.
    let mut mfa = Map::new();
    let mut moved = |name: &str| pool.remove(name).map(|value| mfa.insert(name.to_owned(), value));
    for name in ["WebAuthnConfiguration", "SoftwareTokenMfaConfiguration", "EmailMfaConfiguration", "MfaConfiguration"]
    {
        moved(name);
    }
    // The provider makes it of whether messages can be sent at all, as Cognito's own console does
    // (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserPoolMfaConfig.html).
    if mfa["MfaConfiguration"] != "OFF" {
        mfa.extend(
            pool.get("SmsConfiguration")
                .map(|sms| ("SmsMfaConfiguration".to_owned(), json!({ "SmsConfiguration": sms }))),
        );
    }
    let mut policies = Map::new();
    for name in ["PasswordPolicy", "SignInPolicy"] {
        policies.extend(pool.remove(name).map(|value| (name.to_owned(), value)));
    }
    pool.insert("Policies".to_owned(), Value::Object(policies));
    for (members, before, after) in [(&mut pool, "Name", "PoolName"), (&mut client, "Name", "ClientName")] {
        let name = members.remove(before).expect("it has a name");
        members.insert(after.to_owned(), name);
    }
    client.remove("UserPoolId");
    Requests { pool: Value::Object(pool), mfa: Value::Object(mfa), client: Value::Object(client), domain }
}

/// A block's attributes and blocks, by the API's names; without those that are null.
fn members(body: &Body, context: &Context<'_>) -> Map<String, Value> {
    let mut members = Map::new();
    let mut add = |name: &str, value: Value| {
        let member = api_name(name);
        if LISTS.contains(&name) {
            let list = members.entry(member).or_insert_with(|| json!([]));
            list.as_array_mut().expect("a list").push(value);
        } else if !value.is_null() {
            members.insert(member, value);
        }
    };
    for structure in body {
        match structure {
            Structure::Attribute(attribute) if matches!(attribute.key.as_str(), "count") => {}
            Structure::Attribute(attribute) => add(attribute.key.as_str(), evaluated(&attribute.expr, context)),
            Structure::Block(block) if block.identifier.as_str() == "dynamic" => {
                let each = evaluated(attribute(&block.body, "for_each").expect("for_each"), context);
                for (key, value) in each.as_array().expect("a list").iter().enumerate() {
                    let content = blocks(&block.body, "content").next().expect("content");
                    let mut context = context.clone();
                    context.declare_var(label(block, 0), of_json(json!({ "key": key, "value": value })));
                    add(label(block, 0), Value::Object(self::members(&content.body, &context)));
                }
            }
            Structure::Block(block) => {
                add(block.identifier.as_str(), Value::Object(self::members(&block.body, context)));
            }
        }
    }
    members
}

fn api_name(name: &str) -> String {
    let renamed = RENAMED.iter().find(|(before, _)| *before == name);
    renamed.map_or_else(|| pascal_case(name), |(_, after)| (*after).to_owned())
}

fn blocks<'a>(body: &'a Body, kind: &'a str) -> impl Iterator<Item = &'a Block> {
    body.blocks().filter(move |block| block.identifier.as_str() == kind)
}

fn label(block: &Block, index: usize) -> &str {
    block.labels.get(index).expect("a block has its labels").as_str()
}

fn attribute<'a>(body: &'a Body, name: &str) -> Option<&'a Expression> {
    body.attributes().find(|attribute| attribute.key.as_str() == name).map(|attribute| &attribute.expr)
}

fn evaluated(expression: &Expression, context: &Context<'_>) -> Value {
    let value = expression.evaluate(context).unwrap_or_else(|error| panic!("{expression}: {error}"));
    serde_json::to_value(value).expect("a value is JSON")
}

fn of_json(value: Value) -> hcl::Value {
    serde_json::from_value(value).expect("JSON is a value")
}

/// The functions of Terraform's that the files use.
fn functions() -> Context<'static> {
    fn concat(lists: FuncArgs) -> Result<hcl::Value, String> {
        let lists = lists.variadic_args().flat_map(|list| list.as_array().cloned().unwrap_or_default());
        Ok(hcl::Value::Array(lists.collect()))
    }
    fn contains(arguments: FuncArgs) -> Result<hcl::Value, String> {
        let list = arguments[0].as_array().ok_or("contains takes a list")?;
        Ok(hcl::Value::Bool(list.contains(&arguments[1])))
    }
    let mut context = Context::new();
    context.declare_func("concat", FuncDef::builder().variadic_param(ParamType::Any).build(concat));
    let parameters = [ParamType::Any, ParamType::Any];
    context.declare_func("contains", FuncDef::builder().params(parameters).build(contains));
    context
}
