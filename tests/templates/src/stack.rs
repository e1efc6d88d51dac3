//! A template of CloudFormation, as it comes out for some parameters
//! (<https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html>).

use serde_json::{Map, Value, json};

use crate::Requests;

/// A template, and what its parameters are.
pub struct Stack {
    template: Value,
    parameters: Map<String, Value>,
}

impl Stack {
    /// The template's defaults, with these values in place of some.
    ///
    /// # Panics
    /// When there is no such parameter, or it has no such value.
    pub fn new(template: Value, chosen: Map<String, Value>) -> Self {
        let mut parameters = Map::new();
        for (name, declared) in template["Parameters"].as_object().into_iter().flatten() {
            if let Some(default) = declared.get("Default") {
                parameters.insert(name.clone(), default.clone());
            }
        }
        for (name, value) in chosen {
            let declared = &template["Parameters"][&name];
            assert!(declared.is_object(), "there is no parameter {name}");
            if let Some(allowed) = declared["AllowedValues"].as_array() {
                assert!(allowed.contains(&value), "{name} cannot be {value}: {allowed:?}");
            }
            parameters.insert(name, value);
        }
        Self { template, parameters }
    }

    /// The rules that these parameters break, in the template's words.
    pub fn broken_rules(&self) -> Vec<String> {
        let mut broken = Vec::new();
        for rule in self.template["Rules"].as_object().into_iter().flat_map(Map::values) {
            if self.holds(&rule["RuleCondition"]) {
                for assertion in rule["Assertions"].as_array().into_iter().flatten() {
                    if !self.holds(&assertion["Assert"]) {
                        broken.push(assertion["AssertDescription"].as_str().unwrap_or_default().to_owned());
                    }
                }
            }
        }
        broken
    }

    /// The properties of the one resource of that type, if it is there.
    ///
    /// # Panics
    /// When there are several.
    pub fn resource(&self, kind: &str) -> Option<Value> {
        let resources = self.template["Resources"].as_object().expect("a template has resources");
        let is_there = |resource: &&Value| match resource["Condition"].as_str() {
            Some(condition) => self.condition(condition),
            None => true,
        };
        let of_kind: Vec<&Value> =
            resources.values().filter(|resource| resource["Type"] == kind).filter(is_there).collect();
        assert!(of_kind.len() < 2, "there are {} of {kind}", of_kind.len());
        of_kind.first().and_then(|resource| self.value(&resource["Properties"]))
    }

    /// What making the pool and its client comes to.
    ///
    /// # Panics
    /// When they are not in the template.
    pub fn requests(&self) -> Requests {
        let mut pool = self.resource("AWS::Cognito::UserPool").expect("a template has a pool");
        let mut client = self.resource("AWS::Cognito::UserPoolClient").expect("a template has a client");
        let domain = self.resource("AWS::Cognito::UserPoolDomain");
        // CloudFormation's own names for what the API has elsewhere.
        let pool_members = pool.as_object_mut().expect("properties");
        if let Some(name) = pool_members.remove("UserPoolName") {
            pool_members.insert("PoolName".to_owned(), name);
        }
        let factors = pool_members.remove("EnabledMfas").unwrap_or_else(|| json!([]));
        let has = |factor: &str| factors.as_array().is_some_and(|factors| factors.contains(&json!(factor)));
        let mut mfa = Map::new();
        let required = pool_members.get("MfaConfiguration").cloned().unwrap_or_else(|| json!("OFF"));
        // The pool is made without: which factors there are is not known yet.
        pool_members.insert("MfaConfiguration".to_owned(), json!("OFF"));
        mfa.insert("MfaConfiguration".to_owned(), required);
        if has("SOFTWARE_TOKEN_MFA") {
            mfa.insert("SoftwareTokenMfaConfiguration".to_owned(), json!({ "Enabled": true }));
        }
        if has("SMS_MFA") {
            let texts = pool_members.get("SmsConfiguration").cloned().unwrap_or_default();
            mfa.insert("SmsMfaConfiguration".to_owned(), json!({ "SmsConfiguration": texts }));
        }
        if has("EMAIL_OTP") {
            mfa.insert("EmailMfaConfiguration".to_owned(), json!({}));
        }
        let party = pool_members.remove("WebAuthnRelyingPartyID");
        let verification = pool_members.remove("WebAuthnUserVerification");
        if let Some(party) = party {
            let web_authn = json!({ "RelyingPartyId": party, "UserVerification": verification });
            mfa.insert("WebAuthnConfiguration".to_owned(), web_authn);
        }
        client.as_object_mut().expect("properties").remove("UserPoolId");
        let domain = domain.and_then(|domain| domain["Domain"].as_str().map(str::to_owned));
        Requests { pool: typed(pool), mfa: Value::Object(mfa), client: typed(client), domain }
    }

    fn condition(&self, name: &str) -> bool {
        let condition = &self.template["Conditions"][name];
        assert!(condition.is_object(), "there is no condition {name}");
        self.holds(condition)
    }

    fn holds(&self, condition: &Value) -> bool {
        let Some((function, argument)) = function(condition) else { panic!("{condition} is no condition") };
        let all = || argument.as_array().into_iter().flatten();
        match function {
            "Condition" => self.condition(argument.as_str().expect("a name")),
            "Fn::Equals" => text(self.value(&argument[0])) == text(self.value(&argument[1])),
            "Fn::Not" => !self.holds(&argument[0]),
            "Fn::And" => all().all(|part| self.holds(part)),
            "Fn::Or" => all().any(|part| self.holds(part)),
            other => panic!("the condition {other} is not known here"),
        }
    }

    /// What it comes to; `None` for what is left out.
    fn value(&self, value: &Value) -> Option<Value> {
        if let Some((function, argument)) = function(value) {
            return self.computed(function, argument);
        }
        Some(match value {
            Value::Object(members) => Value::Object(
                members.iter().filter_map(|(name, value)| Some((name.clone(), self.value(value)?))).collect(),
            ),
            Value::Array(items) => Value::Array(items.iter().filter_map(|item| self.value(item)).collect()),
            plain => plain.clone(),
        })
    }

    fn computed(&self, function: &str, argument: &Value) -> Option<Value> {
        match function {
            "Ref" => match argument.as_str().expect("a name") {
                "AWS::NoValue" => None,
                "AWS::Region" => Some(json!("us-east-1")),
                "AWS::AccountId" => Some(json!("123456789012")),
                "AWS::Partition" => Some(json!("aws")),
                "AWS::StackName" => Some(json!("sign-in")),
                name => Some(self.parameters.get(name).cloned().unwrap_or_else(|| json!(format!("id-of-{name}")))),
            },
            "Fn::GetAtt" => Some(json!(format!("arn:aws:iam::123456789012:role/{}", argument[0].as_str()?))),
            "Fn::If" => {
                let is_so = self.condition(argument[0].as_str().expect("a condition's name"));
                self.value(&argument[if is_so { 1 } else { 2 }])
            }
            "Fn::Sub" => {
                let mut text = argument.as_str().expect("a text").to_owned();
                while let Some(start) = text.find("${") {
                    let end = start + text[start..].find('}').expect("a name ends");
                    let name = json!(text[start + 2..end]);
                    let value = self.computed("Ref", &name).and_then(|value| Some(value.as_str()?.to_owned()));
                    text.replace_range(start..=end, &value.unwrap_or_default());
                }
                Some(json!(text))
            }
            "Fn::Join" => {
                let parts = self.value(&argument[1])?;
                let parts: Vec<String> = parts.as_array()?.iter().map(|part| text(Some(part.clone()))).collect();
                Some(json!(parts.join(argument[0].as_str()?)))
            }
            other => panic!("the function {other} is not known here"),
        }
    }
}

fn function(value: &Value) -> Option<(&str, &Value)> {
    let members = value.as_object().filter(|members| members.len() == 1)?;
    let (name, argument) = members.iter().next()?;
    let is_function = name.starts_with("Fn::") || name == "Ref" || name == "Condition" && argument.is_string();
    is_function.then_some((name.as_str(), argument))
}

fn text(value: Option<Value>) -> String {
    match value {
        Some(Value::String(text)) => text,
        other => other.unwrap_or_default().to_string(),
    }
}

/// CloudFormation takes "true" for true and "8" for 8 where the API does not.
fn typed(value: Value) -> Value {
    const TEXTS: [&str; 2] = ["MinLength", "MaxLength"];
    match value {
        Value::Object(members) => Value::Object(
            members
                .into_iter()
                .map(|(name, value)| {
                    let value = if TEXTS.contains(&name.as_str()) { value } else { typed(value) };
                    (name, value)
                })
                .collect(),
        ),
        Value::Array(items) => Value::Array(items.into_iter().map(typed).collect()),
        Value::String(text) => match text.as_str() {
            "true" => json!(true),
            "false" => json!(false),
            number if number.parse::<u64>().is_ok() => json!(number.parse::<u64>().unwrap_or_default()),
            _ => Value::String(text),
        },
        other => other,
    }
}
