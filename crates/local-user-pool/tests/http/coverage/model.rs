//! Cognito's service models, as model/ has them.

use std::{collections::BTreeMap, fs, path::Path};

use serde::Deserialize;
use serde_json::Value;

pub const USER_POOLS: &str = "cognito-idp";
pub const IDENTITY_POOLS: &str = "cognito-identity";

#[derive(Deserialize)]
pub struct Model {
    pub source: String,
    pub target: String,
    pub operations: BTreeMap<String, Operation>,
    pub shapes: BTreeMap<String, Shape>,
}

#[derive(Deserialize)]
pub struct Operation {
    pub input: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Shape {
    #[serde(rename = "type")]
    pub kind: String,
    pub min: Option<i64>,
    pub max: Option<i64>,
    pub pattern: String,
    #[serde(rename = "enum")]
    pub values: Vec<String>,
    pub members: BTreeMap<String, String>,
    pub required: Vec<String>,
    pub member: String,
    pub key: String,
    pub value: String,
    pub document: bool,
}

impl Model {
    pub fn read(service: &str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("model/{service}.json"));
        serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
    }

    /// Of the request of an operation.
    pub fn input(&self, operation: &str) -> &Shape {
        &self.shapes[&self.operations[operation].input]
    }

    /// Paths of all members that have no members: "Policies.PasswordPolicy.MinimumLength".
    pub fn leaves(&self, operation: &str) -> Vec<String> {
        let mut paths = Vec::new();
        self.walk(self.input(operation), "", None, &mut paths);
        paths
    }

    /// Those of them that a request has.
    pub fn leaves_of(&self, operation: &str, request: &Value) -> Vec<String> {
        let mut paths = Vec::new();
        self.walk(self.input(operation), "", Some(request), &mut paths);
        paths
    }

    fn walk(&self, shape: &Shape, path: &str, value: Option<&Value>, paths: &mut Vec<String>) {
        let each = |inner: &str, values: Vec<&Value>, paths: &mut Vec<String>| match value {
            None => self.walk(&self.shapes[inner], path, None, paths),
            Some(_) if values.is_empty() => paths.push(path.to_owned()),
            Some(_) => values.into_iter().for_each(|value| self.walk(&self.shapes[inner], path, Some(value), paths)),
        };
        match shape.kind.as_str() {
            "structure" if !shape.document => {
                for (name, inner) in &shape.members {
                    let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                    match value.map(|value| value.get(name)) {
                        Some(None) => {}
                        Some(value) => self.walk(&self.shapes[inner], &path, value, paths),
                        None => self.walk(&self.shapes[inner], &path, None, paths),
                    }
                }
            }
            "list" => {
                let values = value.and_then(Value::as_array).into_iter().flatten().collect();
                each(&shape.member, values, paths);
            }
            "map" => {
                let values = value.and_then(Value::as_object).into_iter().flat_map(|map| map.values()).collect();
                each(&shape.value, values, paths);
            }
            _ => paths.push(path.to_owned()),
        }
    }
}
