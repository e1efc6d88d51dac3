//! Where a person is signed in.

use cognito_client::Error;

use super::{Screen, isolated, refusal};

pub const INTRO: &str = "Where you are signed in right now. End those that you don't know or no longer use.";
pub const NONE: &str = "No sessions are listed.";
pub const NOT_TRACKED: &str = "This app doesn't list sessions. You can still sign out everywhere.";
pub const THIS_SESSION: &str = "This session";
pub const UNKNOWN_DEVICE: &str = "Unknown device";
pub const SINGLE_SIGN_ON: &str = "Sign-in page of this app's owner";
pub const LAST_ACTIVE: &str = "Last active";
pub const BEGAN: &str = "Signed in";
pub const END: &str = "End";
pub const END_NOW: &str = "End now";
pub const END_INTRO: &str = "Whoever uses it has to sign in again.";
pub const END_SEVERAL_INTRO: &str = "Whoever uses them has to sign in again.";
pub const END_OTHERS: &str = "End all other sessions";
pub const EVERYWHERE: &str = "To end this session as well, sign out everywhere on the start page.";

/// Where a session was last used from: its address, and what that may say of the place.
pub fn from(ip: Option<&str>, place: [Option<&str>; 2]) -> Option<String> {
    let known = |part: &Option<&str>| part.is_some_and(|part| !part.is_empty());
    let place = place.into_iter().filter(known).flatten().collect::<Vec<_>>().join(", ");
    match ip {
        Some(ip) if place.is_empty() => Some(format!("from {ip}")),
        Some(ip) => Some(format!("from {ip} ({place})")),
        None if place.is_empty() => None,
        None => Some(format!("from {place}")),
    }
}

pub fn end_title(name: &str) -> String {
    format!("End the session of {}?", isolated(name))
}

pub fn end_several_title(count: usize) -> String {
    format!("End {count} other sessions?")
}

/// `name` is that of the only one.
pub fn ended(name: &str, count: usize) -> String {
    if count == 1 {
        format!("The session of {} has ended.", isolated(name))
    } else {
        format!("{count} other sessions have ended.")
    }
}

/// Not all that were asked for.
pub fn not_ended(ended: usize, count: usize, why: &str) -> String {
    if count == 1 { why.to_owned() } else { format!("{ended} of {count} other sessions have ended. {why}") }
}

pub fn problem(error: &Error) -> String {
    refusal(Screen::Sessions, error)
}
