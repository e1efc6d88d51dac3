//! docs/coverage.md: what is done of Cognito's service models, held to the program by calling it.

mod model;
mod page;
mod round_trips;

use std::{collections::BTreeMap, env, fs, path::Path};

use serde::Deserialize;
use serde_json::json;

use crate::client::Client;
pub(crate) use model::{IDENTITY_POOLS, Model, USER_POOLS};

/// model/coverage.toml.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Coverage {
    #[serde(rename = "cognito-idp")]
    user_pools: State,
    #[serde(rename = "cognito-identity")]
    identity_pools: State,
    /// By the operation that sets them.
    settings: BTreeMap<String, State>,
}

/// Of operations, or of the settings of one.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct State {
    stored: Vec<String>,
    /// Why, by name.
    refused: BTreeMap<String, String>,
}

impl Coverage {
    fn read() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("model/coverage.toml");
        toml::from_str(&fs::read_to_string(path).unwrap()).unwrap()
    }

    /// With the model of each service.
    fn services(&self) -> [(Model, &State); 2] {
        [(Model::read(USER_POOLS), &self.user_pools), (Model::read(IDENTITY_POOLS), &self.identity_pools)]
    }
}

#[tokio::test]
async fn an_operation_is_there_unless_the_table_refuses_it() {
    let client = Client::start().await;
    for (model, state) in Coverage::read().services() {
        let names = state.stored.iter().chain(state.refused.keys());
        for name in names {
            assert!(model.operations.contains_key(name), "coverage.toml names {name}, which Cognito does not have");
        }
        for name in model.operations.keys() {
            let target = format!("{}.{name}", model.target);
            let answer = client.call_target(&target, "", json!({})).await;
            let refusal = answer.err().filter(|(code, _)| code == "UnknownOperationException");
            assert_eq!(refusal.is_some(), state.refused.contains_key(name), "{name} against coverage.toml");
            if let Some((_, message)) = refusal {
                assert!(message.starts_with(&format!("{name} is an operation of Amazon Cognito")), "{message}");
            }
        }
    }
    let (code, message) = client.call("MakeCoffee", json!({})).await.unwrap_err();
    assert_eq!((code.as_str(), message.as_str()), ("UnknownOperationException", ""), "not one of Cognito's");
}

#[test]
fn the_page_is_what_the_table_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/coverage.md");
    let page = page::of(&Coverage::read());
    if env::var_os("WRITE_COVERAGE").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "docs/coverage.md is out of date: model/coverage.toml says how to write it");
}
