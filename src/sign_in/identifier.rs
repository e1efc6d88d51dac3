//! Who somebody says they are, as the service is told.

use cognito_client::ids::Username;

use super::SignIn;
use crate::{
    forms::{Field, Identifier, Problem},
    later::{later, out_of_reach},
    text::{self, NotSignedIn},
};

impl SignIn {
    /// The name that stands for it. What telephone numbers there are is fetched for one.
    ///
    /// # Errors
    /// What to tell.
    pub(super) async fn name_of(self, identifier: Identifier) -> Result<Username, NotSignedIn> {
        match identifier {
            Identifier::Email(name) | Identifier::Username(name) => Ok(Username::new(name)),
            Identifier::Telnum(_) => match resolve_later(identifier, self.settings().country()).await {
                Ok(Ok(name)) => Ok(name),
                Ok(Err(problem)) => {
                    let sentence = text::problem(Field::Telnum, problem).to_owned();
                    Err(NotSignedIn { sentence, is_of_password: false })
                }
                Err(not_fetched) => {
                    out_of_reach(not_fetched);
                    Err(text::out_of_reach())
                }
            },
        }
    }
}

later! {
    in sign_up:
    fn resolve_later(identifier: Identifier, country: String) -> Result<Username, Problem> {
        identifier.resolve(&country)
    }
}
