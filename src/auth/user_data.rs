//! What the pool knows of the signed-in user, read once for a page and shared by its sections.

use cognito_client::{Error, account::User};
use leptos::{prelude::*, task::spawn_local};

use super::Auth;

/// The context of a page's sections.
#[derive(Clone, Copy)]
pub struct UserData {
    auth: Auth,
    read: RwSignal<Option<Result<User, Error>>>,
}

impl UserData {
    /// Begins to read; the page's sections find it.
    pub fn provide() -> Self {
        let user_data = Self { auth: Auth::expect(), read: RwSignal::new(None) };
        provide_context(user_data);
        user_data.reload();
        user_data
    }

    pub fn expect() -> Self {
        expect_context()
    }

    /// What was read, or why it could not be; none while it is read for the first time.
    pub fn get(self) -> Option<Result<User, Error>> {
        self.read.get()
    }

    /// The user, as soon as it is here.
    pub fn user(self) -> Option<User> {
        self.read.with(|read| read.as_ref()?.as_ref().ok().cloned())
    }

    /// Reads again, after a change or a failure. What was read stays until the new is here.
    pub fn reload(self) {
        if self.read.with_untracked(|read| matches!(read, Some(Err(_)))) {
            self.read.set(None);
        }
        spawn_local(self.read_again());
    }

    /// Reads again; done when it is here.
    pub async fn read_again(self) {
        let read = self.auth.user().await;
        self.read.try_set(Some(read));
    }
}
