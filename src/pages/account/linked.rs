use serde_json::Value;

/// The names of those who vouch for a person, of what Cognito calls `identities`
/// ([Linking federated users](https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-identity-federation-consolidate-users.html)).
pub fn providers(identities: &Value) -> String {
    let identities = identities.as_array().map(Vec::as_slice).unwrap_or_default();
    let names: Vec<&str> = identities.iter().filter_map(|identity| identity["providerName"].as_str()).collect();
    names.join(", ")
}
