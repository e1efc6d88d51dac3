readable! {
    /// What stands in the place of an answer.
    pub(crate) struct Refusal {
        "__type" kind: Option<String>,
        "message" message: Option<String>,
        /// The other spelling; an answer may have both.
        "Message" capital_message: Option<String>,
    }
}
