use cognito_client::{
    claims::LinkedIdentity,
    json::{Json, Readable},
};

/// The names of those who vouch for a person, of what Cognito calls `identities`
/// ([Linking federated users](https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-identity-federation-consolidate-users.html)).
pub fn providers(identities: Json) -> String {
    let identities = Vec::<LinkedIdentity>::read(identities).unwrap_or_default();
    let names: Vec<_> = identities.into_iter().map(|identity| identity.provider_name).collect();
    names.join(", ")
}
