//! The sentences of the account area.

pub const NAVIGATION: &str = "Your account";
pub const HOME: &str = "Home";
pub const PROFILE_TITLE: &str = "Profile";
pub const PROFILE_INTRO: &str = "What this account knows of you.";
pub const SECURITY_TITLE: &str = "Security";
pub const SECURITY_INTRO: &str = "How you sign in, and where you are signed in.";

pub const DETAILS_TITLE: &str = "Your details";
pub const DELETE_ACCOUNT_TITLE: &str = "Delete account";
pub const PASSWORD_TITLE: &str = "Password";
pub const TWO_STEP_TITLE: &str = "Two-step verification";
pub const PASSKEYS_TITLE: &str = "Passkeys";
pub const DEVICES_TITLE: &str = "Devices";
pub const SESSIONS_TITLE: &str = "Sessions";
pub const SESSION_DETAILS_TITLE: &str = "Session details";

pub const DELETE_ACCOUNT_INTRO: &str = "Everything in it goes with it, and nobody can bring it back.";
pub const DELETE_ACCOUNT: &str = "Delete my account";
pub const DELETE_FOR_GOOD: &str = "Delete it for good";
/// What is typed to confirm that, where there is no e-mail.
pub const DELETE: &str = "DELETE";

pub fn type_to_delete(phrase: &str) -> String {
    format!("Type {} to confirm", super::isolated(phrase))
}
