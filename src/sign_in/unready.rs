//! Accounts whose owner cannot sign in yet: they are made, confirmed, or given a new password.

use cognito_client::{
    Error, ErrorCode,
    ids::Username,
    password,
    refusal::Refusal,
    secrets::{ChallengeSession, ConfirmationCode, Password},
    sign_up::{self, Attribute},
};

use super::{SignIn, SignInOutcome};
use crate::{settings::Flow, text::Notice};

/// How a sign-up ended, when it did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignUpOutcome {
    Confirmed,
    NeedsConfirmation,
}

/// An account whose owner cannot sign in yet: in memory only, so that nothing is asked twice.
#[derive(Clone, Debug)]
pub(super) struct UnreadyAccount {
    pub(super) username: Username,
    pub(super) password: Option<Password>,
    /// Whether a new password is needed, and not a confirmation.
    pub(super) needs_reset: bool,
    /// Where its code went, as far as that is known.
    pub(super) code: Option<SentCode>,
}

/// Where the code went that confirms an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentCode {
    pub is_by_text_message: bool,
    /// As the person typed it.
    pub destination: String,
}

impl SignIn {
    /// The e-mail of who cannot sign in yet, as it is now.
    pub fn unready_username(self) -> Option<String> {
        self.parts().unready.borrow().as_ref().map(|account| account.username.as_str().to_owned())
    }

    /// Whether that is for want of a new password.
    pub fn needs_reset(self) -> bool {
        self.parts().unready.borrow().as_ref().is_some_and(|account| account.needs_reset)
    }

    /// Where the code went that confirms it, as far as that is known.
    pub fn sent_code(self) -> Option<SentCode> {
        self.parts().unready.borrow().as_ref()?.code.clone()
    }

    /// Where the code went of an account that was made just now under that generated name.
    pub(super) fn contact_of_new(self, username: &Username) -> Option<String> {
        let is_generated = self.settings().generates_usernames();
        let unready = self.parts().unready.borrow();
        let account = unready.as_ref().filter(|account| is_generated && account.username == *username)?;
        account.code.as_ref().map(|code| code.destination.clone())
    }

    /// Makes an account; the pool may let it have no password. It looks the same if there is one already of that email or
    /// telephone number; a user name that is taken has to be told, so that the person picks another.
    ///
    /// # Errors
    /// The refusal; there is no account then.
    pub async fn sign_up(
        self,
        username: Username,
        password: Option<Password>,
        attributes: Vec<Attribute>,
    ) -> Result<SignUpOutcome, Error> {
        let made = sign_up::sign_up(self.session().client(), &username, password.as_ref(), &attributes).await;
        let (is_confirmed, delivery) = match made {
            Ok(account) => (account.is_confirmed, account.code_delivery),
            Err(error) => match error.code() {
                // The account was made before the limit on mails was met.
                Some(ErrorCode::LimitExceeded) => (false, None),
                // Who has an account already is nobody else's business: the page of the code says how to go on.
                Some(ErrorCode::UsernameExists) if !self.settings().identifiers.username => (false, None),
                _ => return Err(error),
            },
        };
        let verified = self.settings().document.root().texts("autoVerifiedAttributes");
        let told = delivery.and_then(|delivery| delivery.attribute_name);
        let code = sent_code(&verified, told.as_deref(), &attributes);
        self.note_unready(UnreadyAccount { username: username.clone(), password, needs_reset: false, code });
        if is_confirmed {
            self.enter_confirmed(username, None).await;
            return Ok(SignUpOutcome::Confirmed);
        }
        Ok(SignUpOutcome::NeedsConfirmation)
    }

    /// Confirms an account, and signs in where that needs nothing more to be typed.
    ///
    /// # Errors
    /// The refusal.
    pub async fn confirm_sign_up(self, username: Username, code: ConfirmationCode) -> Result<(), Error> {
        let attempt = self.attempt();
        match sign_up::confirm_sign_up(self.session().client(), &username, &code).await {
            // Somebody has begun to sign in otherwise while this was on its way, or has done so.
            Ok(_) if self.is_over(attempt) || self.session().is_signed_in() => {
                self.parts().unready.take();
            }
            Ok(session) => self.enter_confirmed(username, session).await,
            // The link in the mail was followed meanwhile, which is told to nobody but who knows the password.
            Err(error) if Refusal::of(&error) == Refusal::AlreadyConfirmed => {
                let begun = self.begin_confirmed(username, None).await;
                return if begun { Ok(()) } else { Err(error) };
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Sends a code for a new password; gives where it went. It looks the same for an account that gets none, and for none at
    /// all.
    ///
    /// # Errors
    /// The refusal.
    pub async fn forgot_password(self, username: Username) -> Result<Option<String>, Error> {
        let sent = password::forgot_password(self.session().client(), &username).await;
        let destination = match sent {
            Ok(delivery) => delivery.and_then(|delivery| delivery.destination),
            Err(error) if Refusal::of(&error).tells_of_user() => None,
            Err(error) => return Err(error),
        };
        Ok(destination.or_else(|| masked(username.as_str())))
    }

    /// Sets a new password with that code. Nobody is signed in by it: the login page says that it is done.
    ///
    /// # Errors
    /// The refusal.
    pub async fn reset_password(
        self,
        username: Username,
        code: ConfirmationCode,
        password: Password,
    ) -> Result<(), Error> {
        password::confirm_forgot_password(self.session().client(), &username, &code, &password).await?;
        self.parts().unready.take();
        self.start_over(Some(Notice::PasswordChanged));
        Ok(())
    }

    /// Sends a new code; it looks the same if there is nothing to be confirmed.
    ///
    /// # Errors
    /// The refusal.
    pub async fn resend_confirmation_code(self, username: Username) -> Result<(), Error> {
        match sign_up::resend_confirmation_code(self.session().client(), &username).await {
            Err(error) if !Refusal::of(&error).tells_of_user() => Err(error),
            _ => Ok(()),
        }
    }

    /// Someone who never confirmed that account is about to.
    pub fn will_confirm(self, username: Username) {
        self.note_unready(UnreadyAccount { username, password: None, needs_reset: false, code: None });
    }

    pub(super) fn note_unready(self, account: UnreadyAccount) {
        if !self.session().keeping().has_ended() {
            self.parts().unready.replace(Some(account));
        }
    }

    /// Signs in with what is known of an account that was just confirmed. Where that fails, the person signs in by hand.
    async fn enter_confirmed(self, username: Username, session: Option<ChallengeSession>) {
        if !self.begin_confirmed(username, session).await {
            self.parts().unready.take();
            self.tell(Some(Notice::Confirmed));
        }
    }

    /// Gives whether that sign-in goes on; the account is not ready until then.
    async fn begin_confirmed(self, username: Username, session: Option<ChallengeSession>) -> bool {
        let password = self.parts().unready.borrow().clone().filter(|account| account.username == username);
        let password = password.and_then(|account| account.password);
        let begun = match (session, password) {
            (Some(session), _) if self.settings().flow == Flow::UserAuth => {
                self.begin_after_sign_up(username, session).await.ok()
            }
            (_, Some(password)) => self.begin_by_settings(username, Some(password)).await.ok(),
            _ => None,
        };
        let goes_on = matches!(begun, Some(SignInOutcome::SignedIn | SignInOutcome::Asked));
        if goes_on {
            self.parts().unready.take();
        }
        goes_on
    }
}

/// Where a code goes: to the attribute that the service names, or else to the one that the pool verifies, by text message if
/// it verifies both
/// ([Verifying contact information](https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html)).
/// What the owner tells goes first: then it looks the same for an account that was there before.
fn sent_code(verified: &[String], told: Option<&str>, attributes: &[Attribute]) -> Option<SentCode> {
    let of = |name: &str| attributes.iter().find(|attribute| attribute.name == name);
    let is_verified = |name: &&&str| verified.iter().any(|verified| verified == **name);
    let by_settings = ["phone_number", "email"].iter().filter(is_verified).find_map(|name| of(name));
    let attribute = by_settings.or_else(|| told.and_then(of)).or_else(|| of("email")).or_else(|| of("phone_number"))?;
    let is_by_text_message = attribute.name == "phone_number";
    Some(SentCode { is_by_text_message, destination: attribute.value.clone() })
}

/// An address as Cognito shows where it sends a code, for one that it sends none to: "n***@e***".
fn masked(address: &str) -> Option<String> {
    let (local, domain) = address.split_once('@')?;
    Some(format!("{}***@{}***", local.chars().next()?, domain.chars().next()?))
}
