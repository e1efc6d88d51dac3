//! From the configuration to pools.

use crate::{
    config::PoolConfig,
    pool::PoolDocument,
    settings::{Group, IdentityProvider, UserPool, UserPoolClient},
};

/// Brings a pool to what the configuration says: where both know something, the configuration counts.
pub(crate) fn seed(document: &mut PoolDocument, config: &PoolConfig, now: u64) {
    document.settings = UserPool {
        creation_date: match document.settings.creation_date {
            0 => now,
            before => before,
        },
        last_modified_date: now,
        ..config.user_pool.clone()
    };
    document.settings.lambda_config.complete();
    for client in &config.clients {
        let client = UserPoolClient { creation_date: now, last_modified_date: now, ..client.clone() };
        document.clients.insert(client.client_id.clone(), client);
    }
    for provider in &config.identity_providers {
        let provider = IdentityProvider { creation_date: now, last_modified_date: now, ..provider.clone() };
        document.identity_providers.insert(provider.provider_name.clone(), provider);
    }
    for group in &config.groups {
        let group = Group { creation_date: now, last_modified_date: now, ..group.clone() };
        document.groups.insert(group.group_name.clone(), group);
    }
    for server in &config.resource_servers {
        document.resource_servers.insert(server.identifier.clone(), server.clone());
    }
}
