//! What the pool knows of the signed-in user, read once for a page and shared by its sections.

use cognito_client::account::User;

use crate::{
    account::Account,
    components::Reading,
    session::CurrentSession,
    signals::{Effect, expect_context, provide_context},
    text::{self, Screen},
};

/// The context of a page's sections.
#[derive(Clone, Copy)]
pub struct UserData(Reading<User>);

impl UserData {
    /// Begins to read; the page's sections find it.
    pub fn provide() {
        let (account, session) = (Account::expect(), CurrentSession::expect());
        let reading =
            Reading::new(move || account.user(), |read| read.map_err(|error| text::refusal(Screen::Welcome, &error)));
        Effect::new(move |before: Option<u32>| {
            let changes = session.user_changes();
            if before.is_some_and(|before| before != changes) {
                reading.reload();
            }
            changes
        });
        provide_context(Self(reading));
    }

    pub fn expect() -> Self {
        expect_context()
    }

    /// For [`Loaded`](crate::components::Loaded), and to read again after a change.
    pub fn reading(self) -> Reading<User> {
        self.0
    }

    /// The user, as soon as it is here.
    pub fn user(self) -> Option<User> {
        self.0.value().get()
    }
}
