//! Triggers: what a user pool asks functions about.
//!
//! The event of Lambda's documentation goes to the function, as JSON; the answer is the same event with `response` filled
//! in. A function is a handler with a URL, or a Lambda function by its ARN: `triggers` of the configuration gives the ARN a
//! URL, else it is called at `lambda_endpoint`. A handler refuses with a status of 4xx and `{"errorMessage": …}`.
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html>
//!
//! URLs in a pool's settings are on one's own machine; whoever may change these could otherwise have passwords and codes
//! sent anywhere. `trigger_hosts` of the configuration names other hosts.

mod invocation;
pub(crate) mod sign_up;

use std::{collections::BTreeMap, sync::Arc};

use serde_json::{Map, Value, json};

use crate::{
    error::ServiceError,
    pool::{Pool, membership::Memberships, user::User},
    request::is_arn,
    rules::Rules,
    settings::{LambdaConfig, LambdaVersion, Trigger},
};
use invocation::{Destination, PATIENCE};

/// callerContext.clientId of an event that no client caused.
pub(crate) const NO_CLIENT: &str = "CLIENT_ID_NOT_APPLICABLE";

/// Asks the handlers of one pool about one user, for one client. A copy: no lock is held while a handler thinks.
pub(crate) struct Asker {
    rules: Arc<Rules>,
    functions: LambdaConfig,
    pool_id: String,
    client_id: String,
    username: String,
    /// userAttributes of a request.
    user_attributes: Value,
    /// userNotFound of a request, where it has one.
    user_not_found: Option<bool>,
    /// The user's own.
    pub(crate) memberships: Memberships,
}

/// `response` of an answered event.
pub(crate) struct Answer(Map<String, Value>);

impl Rules {
    /// Where a function is.
    ///
    /// # Errors
    /// In one sentence, why it cannot be called.
    fn destination(&self, trigger: Trigger, function: &str) -> Result<Destination, String> {
        if is_arn(function) {
            let failed = |problem: &str| format!("{trigger:?} invocation failed due to error {problem}.");
            return match (self.triggers.get(function), &self.lambda_endpoint) {
                (Some(url), _) => Ok(Destination::Url(url.clone())),
                (None, Some(endpoint)) => {
                    Ok(Destination::Lambda { endpoint: endpoint.clone(), arn: function.to_owned() })
                }
                (None, None) => {
                    Err(failed(&format!("{function} has no address: start with --trigger or --lambda-endpoint")))
                }
            };
        }
        // The state file may have it from a run with another configuration.
        match self.trigger_problem(&LambdaConfig::from([(trigger, function.to_owned())])) {
            Some(problem) => Err(problem),
            None => Ok(Destination::Url(function.to_owned())),
        }
    }
}

impl Asker {
    /// For the sign-in of a user, or of someone by that name who does not exist.
    pub(crate) fn for_sign_in(pool: &Pool, client_id: &str, username: &str, user: Option<&User>) -> Self {
        Self {
            memberships: user.map(|user| pool.memberships(user)).unwrap_or_default(),
            user_attributes: user.map_or_else(|| json!({}), user_attributes),
            user_not_found: Some(user.is_none()),
            ..Self::about(pool, client_id, username)
        }
    }

    /// For a user whom the pool has or will have.
    pub(crate) fn for_user(pool: &Pool, client_id: &str, user: &User) -> Self {
        Self {
            user_attributes: user_attributes(user),
            memberships: pool.memberships(user),
            ..Self::about(pool, client_id, &user.username)
        }
    }

    /// For a name that the pool does not know.
    pub(crate) fn about(pool: &Pool, client_id: &str, username: &str) -> Self {
        Self {
            rules: Arc::clone(&pool.rules),
            functions: pool.settings().lambda_config.clone(),
            pool_id: pool.settings().id.clone(),
            client_id: client_id.to_owned(),
            username: username.to_owned(),
            user_attributes: json!({}),
            user_not_found: None,
            memberships: Memberships::default(),
        }
    }

    /// `request` of an event: these members, and the user.
    pub(crate) fn request<const COUNT: usize>(&self, members: [(&str, Value); COUNT]) -> Value {
        let mut request = json!({ "userAttributes": self.user_attributes });
        if let Some(user_not_found) = self.user_not_found {
            request["userNotFound"] = json!(user_not_found);
        }
        for (name, value) in members {
            request[name] = value;
        }
        request
    }

    /// The pool that it asks for.
    pub(crate) fn pool_id(&self) -> &str {
        &self.pool_id
    }

    /// The version of PreTokenGeneration's event.
    pub(crate) fn pre_token_generation_version(&self) -> LambdaVersion {
        self.functions.pre_token_generation_version()
    }

    /// Asks the function of `trigger`; `None` when there is none. `source` is the event's triggerSource, `response` has
    /// the members that the function may set.
    ///
    /// # Errors
    /// UserLambdaValidationException when the function refuses, UnexpectedLambdaException when it cannot be asked,
    /// InvalidLambdaResponseException for an answer that is no such event.
    pub(crate) fn ask(
        &self,
        trigger: Trigger,
        source: &str,
        request: Value,
        response: Value,
    ) -> Result<Option<Answer>, ServiceError> {
        match self.invoke(trigger, source, request, response)? {
            None => Ok(None),
            Some(Value::Object(mut event)) => match event.remove("response") {
                Some(Value::Object(response)) => Ok(Some(Answer(response))),
                _ => Err(unrecognizable()),
            },
            Some(_) => Err(unrecognizable()),
        }
    }

    /// Tells the function of `trigger`, whatever it says; gives whether there is one.
    ///
    /// # Errors
    /// As [`Asker::ask`].
    pub(crate) fn tell(&self, trigger: Trigger, source: &str, request: Value) -> Result<bool, ServiceError> {
        Ok(self.invoke(trigger, source, request, json!({}))?.is_some())
    }

    fn invoke(
        &self,
        trigger: Trigger,
        source: &str,
        request: Value,
        response: Value,
    ) -> Result<Option<Value>, ServiceError> {
        let Some(function) = self.functions.function(trigger) else { return Ok(None) };
        let unexpected = |problem| ServiceError::new("UnexpectedLambdaException", problem);
        let destination = self.rules.destination(trigger, function).map_err(unexpected)?;
        let version = match trigger {
            Trigger::PreTokenGeneration => self.pre_token_generation_version(),
            _ => LambdaVersion::V1,
        };
        let event = json!({
            "version": version.number(),
            "triggerSource": source,
            "region": self.pool_id.split_once('_').map_or("", |(region, _)| region),
            "userPoolId": self.pool_id,
            "userName": self.username,
            "callerContext": { "awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": self.client_id },
            "request": request,
            "response": response,
        });
        invocation::invoke(trigger, &destination, &event, PATIENCE).map(Some)
    }
}

/// userAttributes of a request.
fn user_attributes(user: &User) -> Value {
    let mut attributes = json!(user.attributes);
    attributes["sub"] = json!(user.sub);
    attributes["cognito:user_status"] = json!(user.status.name());
    attributes
}

impl Answer {
    /// A boolean member; not set means no.
    pub(crate) fn flag(&self, name: &str) -> Result<bool, ServiceError> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(_) => Err(unrecognizable()),
        }
    }

    /// A text member, if it is set.
    pub(crate) fn text(&self, name: &str) -> Result<Option<&str>, ServiceError> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(unrecognizable()),
        }
    }

    /// A member that is a map of texts; not set means empty.
    pub(crate) fn map(&self, name: &str) -> Result<BTreeMap<String, String>, ServiceError> {
        let entries = match self.0.get(name) {
            None | Some(Value::Null) => return Ok(BTreeMap::new()),
            Some(Value::Object(entries)) => entries,
            Some(_) => return Err(unrecognizable()),
        };
        entries
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| Ok((key.clone(), value.as_str().ok_or_else(unrecognizable)?.to_owned())))
            .collect()
    }

    /// Any member.
    pub(crate) fn value(&self, name: &str) -> &Value {
        self.0.get(name).unwrap_or(&Value::Null)
    }
}

/// Cognito's sentence for an answer it cannot use.
pub(crate) fn unrecognizable() -> ServiceError {
    ServiceError::new("InvalidLambdaResponseException", "Unrecognizable lambda output")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_triggers_may_be() {
        let rules = |hosts: &[&str]| {
            let trigger_hosts = hosts.iter().map(|&host| host.to_owned()).collect();
            crate::config::Config { trigger_hosts, ..Default::default() }.rules("")
        };
        let cases = [
            ("http://localhost:9231/", true, true),
            ("http://LOCALHOST/", true, true),
            ("http://127.0.0.1:9231/path", true, true),
            ("http://[::1]:9231/", true, true),
            ("http://handlers.example/", false, true),
            ("http://handlers.example:8080/x", false, true),
            ("http://evil.example/", false, false),
            ("http://app.localhost/", false, false),
            ("http://localhost.evil.example/", false, false),
            ("http://localhost@evil.example/", false, false),
            ("http://localhost\\@evil.example/", false, false),
            ("http://evil.example/#localhost", false, false),
            ("http://169.254.169.254/latest/meta-data", false, false),
            ("http://0.0.0.0/", false, false),
            ("no address", false, false),
        ];
        for (url, without, with) in cases {
            let problem =
                |rules: &Rules| rules.trigger_problem(&LambdaConfig::from([(Trigger::PreSignUp, url.to_owned())]));
            assert_eq!(problem(&rules(&[])).is_none(), without, "{url}");
            assert_eq!(problem(&rules(&["Handlers.example"])).is_none(), with, "{url}, with a named host");
        }
    }

    #[test]
    fn where_functions_are() {
        let arn = "arn:aws:lambda:us-east-1:123456789012:function:before";
        let rules = |lambda_endpoint: Option<&str>, triggers: &[(&str, &str)]| {
            let owned = |(arn, url): &(&str, &str)| ((*arn).to_owned(), (*url).to_owned());
            let triggers = triggers.iter().map(owned).collect();
            let lambda_endpoint = lambda_endpoint.map(str::to_owned);
            crate::config::Config { lambda_endpoint, triggers, ..Default::default() }.rules("")
        };
        let at = |rules: &Rules, function: &str| rules.destination(Trigger::PreSignUp, function);
        let url = |url: &str| Ok(Destination::Url(url.to_owned()));
        let endpoint = Some("http://lambda.example:4566");
        let lambda = Destination::Lambda { endpoint: "http://lambda.example:4566".to_owned(), arn: arn.to_owned() };
        assert_eq!(at(&rules(endpoint, &[]), arn), Ok(lambda));
        assert_eq!(at(&rules(endpoint, &[(arn, "https://handler.example/")]), arn), url("https://handler.example/"));
        assert_eq!(at(&rules(endpoint, &[]), "http://localhost:1/"), url("http://localhost:1/"));
        assert!(at(&rules(None, &[]), arn).unwrap_err().contains("has no address"));
        assert!(at(&rules(endpoint, &[]), "http://handler.example/").is_err(), "not the owner's word");
    }

    #[test]
    fn members_of_an_answer() {
        let Value::Object(members) =
            json!({ "yes": true, "text": "t", "map": { "a": "b", "gone": null }, "list": [1] })
        else {
            panic!("an object")
        };
        let answer = Answer(members);
        assert_eq!((answer.flag("yes"), answer.flag("missing")), (Ok(true), Ok(false)));
        assert_eq!((answer.text("text"), answer.text("missing")), (Ok(Some("t")), Ok(None)));
        assert_eq!(answer.map("map"), Ok(BTreeMap::from([("a".to_owned(), "b".to_owned())])));
        for name in ["list", "text"] {
            assert_eq!(answer.flag(name), Err(unrecognizable()), "{name}");
            assert_eq!(answer.map(name), Err(unrecognizable()), "{name}");
        }
        assert_eq!(answer.text("yes"), Err(unrecognizable()));
    }
}
