//! What each pool starts with.

use serde::Deserialize;

use super::Config;
use crate::{
    config_error::ConfigError,
    new_user::NewUser,
    settings::{Group, IdentityProvider, OAuthFlow, ResourceServer, UserPool, UserPoolClient, is_standard_scope},
};

/// `[[pools]]`: a pool with everything in it. The first one's members stand at the top of the file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PoolConfig {
    /// `[pools.UserPool]`.
    #[serde(rename = "UserPool")]
    pub user_pool: UserPool,
    /// `[[pools.UserPoolClients]]`.
    #[serde(rename = "UserPoolClients")]
    pub clients: Vec<UserPoolClient>,
    /// `[[pools.IdentityProviders]]`.
    #[serde(rename = "IdentityProviders")]
    pub identity_providers: Vec<IdentityProvider>,
    /// `[[pools.Groups]]`.
    #[serde(rename = "Groups")]
    pub groups: Vec<Group>,
    /// `[[pools.ResourceServers]]`.
    #[serde(rename = "ResourceServers")]
    pub resource_servers: Vec<ResourceServer>,
    /// `[[pools.users]]`.
    pub users: Vec<NewUser>,
}

impl Config {
    /// Every pool, the first one first.
    pub fn pools(&self) -> Vec<PoolConfig> {
        let mut clients = vec![self.client.clone()];
        clients.extend(self.clients.iter().cloned());
        let first = PoolConfig {
            user_pool: self.user_pool.clone(),
            clients,
            identity_providers: self.identity_providers.clone(),
            groups: self.groups.clone(),
            resource_servers: self.resource_servers.clone(),
            users: self.users.clone(),
        };
        std::iter::once(first).chain(self.pools.iter().cloned()).collect()
    }
}

impl PoolConfig {
    /// What is wrong with it.
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let problem = self
            .user_pool
            .problem()
            .or_else(|| self.clients.iter().find_map(UserPoolClient::problem))
            .or_else(|| self.clients.iter().find_map(UserPoolClient::flow_problem))
            .or_else(|| self.identity_providers.iter().find_map(IdentityProvider::problem))
            .or_else(|| self.groups.iter().find_map(Group::problem))
            .or_else(|| self.resource_servers.iter().find_map(ResourceServer::problem))
            .or_else(|| self.clients.iter().find_map(|client| self.unknown_of(client)));
        problem.map_or(Ok(()), |problem| Err(ConfigError::new(problem)))
    }

    /// What a client names that is not there.
    fn unknown_of(&self, client: &UserPoolClient) -> Option<String> {
        let knows_provider = |name: &String| {
            name == "COGNITO" || self.identity_providers.iter().any(|provider| provider.provider_name == *name)
        };
        if let Some(name) = client.supported_identity_providers.iter().find(|name| !knows_provider(name)) {
            return Some(format!("SupportedIdentityProviders has {name:?}, but there is no such provider"));
        }
        // Only a program's scopes are nothing but names of resource servers.
        let is_program = client.allowed_oauth_flows.contains(&OAuthFlow::ClientCredentials);
        let knows_scope = |scope: &String| {
            is_standard_scope(scope)
                || self.resource_servers.iter().any(|server| server.full_scopes().any(|own| own == *scope))
        };
        let unknown = client.allowed_oauth_scopes.iter().find(|scope| !knows_scope(scope));
        unknown
            .filter(|scope| is_program || scope.contains('/'))
            .map(|scope| format!("AllowedOAuthScopes has {scope:?}, but no resource server has it"))
    }
}
