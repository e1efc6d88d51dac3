//! What was read, in the API's own words, each with the file that says it.

mod candidates;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub(crate) use self::candidates::{Candidates, Pick, words};

/// How much a file is worth where two disagree: what the service says of itself goes before what somebody told it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rank {
    /// Outputs of a stack: a name and a value.
    Output,
    /// What Amplify writes for its clients.
    Amplify,
    /// A whole resource in Terraform's state.
    State,
    /// An answer of the API.
    Answer,
}

/// Who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct By {
    pub(crate) file: String,
    pub(crate) rank: Rank,
}

/// A value, and who says so.
#[derive(Clone, Debug)]
pub(crate) struct Told<T> {
    pub(crate) value: T,
    pub(crate) by: By,
}

/// One thing that can be known.
#[derive(Clone, Debug)]
pub(crate) struct Fact<T> {
    told: Option<Told<T>>,
    others: Vec<Told<T>>,
}

/// A whole pool's worth of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    pub(crate) user_pools: Candidates,
    pub(crate) clients: Candidates,
    pub(crate) identity_pools: Candidates,
    pub(crate) domains: Candidates,
    pub(crate) region: Fact<String>,
    pub(crate) username_attributes: Fact<Vec<String>>,
    pub(crate) alias_attributes: Fact<Vec<String>>,
    pub(crate) case_sensitive: Fact<bool>,
    pub(crate) auto_verified: Fact<Vec<String>>,
    /// Names of the attributes that a sign-up must give, from files that say no more of attributes.
    pub(crate) required: Fact<Vec<String>>,
    pub(crate) schema: Fact<Vec<Attribute>>,
    pub(crate) password_policy: Fact<crate::document::PasswordPolicy>,
    pub(crate) first_factors: Fact<Vec<String>>,
    pub(crate) mfa: Fact<String>,
    pub(crate) mfa_types: Fact<Vec<String>>,
    pub(crate) relying_party: Fact<String>,
    pub(crate) admin_only: Fact<bool>,
    pub(crate) recovery: Fact<Vec<String>>,
    pub(crate) email_option: Fact<String>,
    pub(crate) has_pre_sign_up: Fact<bool>,
    /// As a configuration of Amplify has it.
    pub(crate) amplify_flow: Fact<String>,
    /// As the owner chose it for a stack.
    pub(crate) chosen_flow: Fact<String>,
    /// By the client's id; empty where a file does not say whose they are.
    pub(crate) of_clients: BTreeMap<String, ClientFacts>,
    /// Of the pool: type and identifiers by name.
    pub(crate) providers: BTreeMap<String, Fact<PoolProvider>>,
    pub(crate) cookies: Fact<Value>,
    /// Places in a script whose value is known only when it runs, with the file.
    pub(crate) expressions: Vec<(String, String)>,
}

/// What is known of one client.
#[derive(Clone, Debug, Default)]
pub(crate) struct ClientFacts {
    pub(crate) has_secret: Fact<bool>,
    pub(crate) auth_flows: Fact<Vec<String>>,
    pub(crate) existence_errors: Fact<String>,
    pub(crate) read_attributes: Fact<Vec<String>>,
    pub(crate) write_attributes: Fact<Vec<String>>,
    /// Names of those that it supports.
    pub(crate) providers: Fact<Vec<String>>,
    pub(crate) oauth_allowed: Fact<bool>,
    pub(crate) oauth_flows: Fact<Vec<String>>,
    pub(crate) scopes: Fact<Vec<String>>,
    pub(crate) callback_urls: Fact<Vec<String>>,
}

/// An identity provider of the pool.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(crate) struct PoolProvider {
    pub(crate) kind: String,
    /// `None` where the file lists providers without them.
    pub(crate) identifiers: Option<Vec<String>>,
}

/// SchemaAttributeType.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(crate) struct Attribute {
    pub(crate) name: String,
    pub(crate) attribute_data_type: String,
    pub(crate) developer_only_attribute: bool,
    pub(crate) mutable: Option<bool>,
    pub(crate) required: bool,
    pub(crate) string_attribute_constraints: Option<Limits>,
    pub(crate) number_attribute_constraints: Option<Limits>,
}

/// Both kinds of constraints; the API writes numbers as texts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(crate) struct Limits {
    pub(crate) min_length: Value,
    pub(crate) max_length: Value,
    pub(crate) min_value: Value,
    pub(crate) max_value: Value,
}

impl<T> Default for Fact<T> {
    fn default() -> Self {
        Self { told: None, others: Vec::new() }
    }
}

impl<T: PartialEq + Serialize> Fact<T> {
    /// Takes it in: the first of the highest rank is kept.
    pub(crate) fn tell(&mut self, value: T, by: &By) {
        let told = Told { value, by: by.clone() };
        match &mut self.told {
            None => self.told = Some(told),
            Some(before) if told.by.rank > before.by.rank => self.others.push(std::mem::replace(before, told)),
            Some(_) => self.others.push(told),
        }
    }

    /// Takes it in if there is something.
    pub(crate) fn tell_some(&mut self, value: Option<T>, by: &By) {
        if let Some(value) = value {
            self.tell(value, by);
        }
    }

    /// Takes it in place of all that was said.
    pub(crate) fn replace(&mut self, value: T, by: &By) {
        *self = Self { told: Some(Told { value, by: by.clone() }), others: Vec::new() };
    }

    pub(crate) fn get(&self) -> Option<&T> {
        self.told.as_ref().map(|told| &told.value)
    }

    pub(crate) fn file(&self) -> Option<&str> {
        self.told.as_ref().map(|told| told.by.file.as_str())
    }

    /// Those who say something else, as JSON; lists in another order are the same.
    pub(crate) fn contradictions(&self) -> Vec<(Value, &By)> {
        let Some(told) = &self.told else { return Vec::new() };
        let kept = in_order(json!(told.value));
        self.others
            .iter()
            .map(|other| (in_order(json!(other.value)), &other.by))
            .filter(|(value, _)| *value != kept)
            .collect()
    }
}

fn in_order(mut value: Value) -> Value {
    if let Value::Array(list) = &mut value {
        list.sort_by_key(ToString::to_string);
    }
    value
}
