//! Everything as it was: copies of what is kept, which tests make and come back to.

use std::sync::Arc;

use super::{Directory, Service};
use crate::{
    error::ServiceError,
    identity_pool::ServedIdentityPool,
    pool::{Pool, Served},
    store::{snapshots::Holders, unreadable},
};

impl Service {
    /// Keeps pools, users, tokens and messages as they are now, in the place of what was kept under that name.
    ///
    /// # Errors
    /// InternalErrorException when the state cannot be written.
    pub(crate) fn keep(&self, name: &str) -> Result<(), ServiceError> {
        // Tokens have the same keys when it is brought back.
        let pools = self.directory().pools();
        for pool in pools {
            self.change_pool(&pool.document.settings.id, Pool::make_keys)?;
        }
        self.store.keep(name).map_err(|_| unreadable())
    }

    /// Makes everything what was kept under that name. What is under way is over: challenges, passkeys being registered,
    /// browsers that have signed in.
    ///
    /// # Errors
    /// ResourceNotFoundException for a name under which nothing was kept; InternalErrorException when the state cannot be
    /// read or written.
    pub(crate) fn bring_back(&self, name: &str) -> Result<(), ServiceError> {
        let mut served = None;
        let is_there = self
            .store
            .bring_back(name, |holders| {
                served = directory(&holders).map(|directory| *self.directory_mut() = directory);
            })
            .map_err(|_| unreadable())?;
        if !is_there {
            return Err(unknown_snapshot(name));
        }
        self.in_memory.forget();
        served.ok_or_else(unreadable)
    }

    /// # Errors
    /// As for [`Service::bring_back`].
    pub(crate) fn forget_snapshot(&self, name: &str) -> Result<(), ServiceError> {
        match self.store.forget_snapshot(name).map_err(|_| unreadable())? {
            true => Ok(()),
            false => Err(unknown_snapshot(name)),
        }
    }

    /// Removes messages of the pools of which `is_named` says so, by what they say, as the store has it; gives how many.
    ///
    /// # Errors
    /// InternalErrorException when the state cannot be written.
    pub(crate) fn remove_messages(
        &self,
        is_named: impl Fn(&str) -> bool,
        is_meant: impl Fn(&str) -> bool,
    ) -> Result<usize, ServiceError> {
        let pools = self.directory().pools();
        let named = pools.iter().filter(|served| is_named(&served.document.settings.id));
        named
            .map(|served| self.store.remove_messages(served.row, &is_meant))
            .sum::<Result<_, _>>()
            .map_err(|_| unreadable())
    }
}

fn directory(holders: &Holders) -> Option<Directory> {
    let mut directory = Directory::default();
    for (row, body) in &holders.pools {
        directory.put(Arc::new(Served::new(*row, serde_json::from_str(body).ok()?)));
    }
    for (row, body) in &holders.identity_pools {
        let document = Arc::new(serde_json::from_str(body).ok()?);
        directory.put_identity_pool(Arc::new(ServedIdentityPool { row: *row, document }));
    }
    Some(directory)
}

fn unknown_snapshot(name: &str) -> ServiceError {
    ServiceError::new("ResourceNotFoundException", format!("There is no snapshot {name}."))
}
