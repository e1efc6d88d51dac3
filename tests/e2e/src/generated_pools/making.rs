//! Makes a generated pool by the API, and its settings of what it then says of itself.

use pool_settings::{File, SettingsDocument, configure};
use serde_json::{Value, json};

use super::GeneratedPool;

impl GeneratedPool {
    /// Makes the pool, its second factor and its client; gives the pool's id and the settings. `ask` gives the answer of an
    /// operation.
    pub async fn make(&self, ask: impl AsyncFn(&str, Value) -> Value) -> (String, SettingsDocument) {
        let created = ask("CreateUserPool", self.user_pool()).await;
        let id = created["UserPool"]["Id"].clone();
        let of_pool = |mut members: Value| {
            members["UserPoolId"] = id.clone();
            members
        };
        if let Some(mfa) = self.mfa() {
            ask("SetUserPoolMfaConfig", of_pool(mfa)).await;
        }
        let client = ask("CreateUserPoolClient", of_pool(self.client())).await;
        let client_id = &client["UserPoolClient"]["ClientId"];
        let answers = [
            ("user-pool.json", ask("DescribeUserPool", of_pool(json!({}))).await),
            ("client.json", ask("DescribeUserPoolClient", of_pool(json!({ "ClientId": client_id }))).await),
            ("mfa.json", ask("GetUserPoolMfaConfig", of_pool(json!({}))).await),
        ]
        .map(|(name, answer)| (name, answer.to_string()));
        let files: Vec<File<'_>> = answers.iter().map(|(name, text)| File { name, bytes: text.as_bytes() }).collect();
        let configured = configure(&files).expect("answers of the API are read");
        let unknown: Vec<&str> = configured.unknown.iter().map(|unknown| unknown.member.as_str()).collect();
        // The owner's own choice; there is none here.
        assert!(unknown.iter().all(|&member| member == "country"), "{self}: not known: {unknown:?}");
        (id.as_str().expect("an id").to_owned(), configured.document)
    }
}
