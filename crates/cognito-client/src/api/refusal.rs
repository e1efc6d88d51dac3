use serde::Deserialize;

/// What stands in the place of an answer.
#[derive(Default, Deserialize)]
pub(crate) struct Refusal {
    #[serde(rename = "__type")]
    pub(crate) kind: Option<String>,
    pub(crate) message: Option<String>,
    /// The other spelling; an answer may have both.
    #[serde(rename = "Message")]
    pub(crate) capital_message: Option<String>,
}
