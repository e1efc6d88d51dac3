//! The sentences of the account area.

pub const NAVIGATION: &str = "Your account";
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
