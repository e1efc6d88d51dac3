//! Remembered devices.

use cognito_client::{Error, ErrorCode};

use super::{Screen, isolated, refusal};

pub const INTRO: &str = "Where you signed in. A remembered device is not asked for a code.";
pub const NONE: &str =
    "No device is known yet. One appears here after you sign in with it, if this app remembers devices.";
pub const NOT_TRACKED: &str = "This app doesn't remember devices.";
pub const THIS_DEVICE: &str = "This device";
pub const REMEMBERED: &str = "Remembered";
pub const NOT_REMEMBERED: &str = "Not remembered";
pub const LAST_USED: &str = "Last used";
pub const UNNAMED: &str = "A device without a name";
pub const REMEMBER: &str = "Remember";
pub const DO_NOT_REMEMBER: &str = "Don't remember";
pub const FORGET: &str = "Forget";
pub const FORGET_DEVICE: &str = "Forget this device";
pub const FORGET_INTRO: &str = "It goes from this list, and needs a code the next time you sign in with it. Where you are signed in on it, you stay so.";
pub const FORGET_OWN_INTRO: &str =
    "It goes from this list, and you need a code the next time you sign in here. You stay signed in.";

/// A device by its browser and system, as far as a user agent tells them; other names stay as they are.
///
/// The order matters: browsers also name those that they want to be taken for
/// ([Browser detection using the user agent](https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/Browser_detection_using_the_user_agent)).
pub fn name(user_agent: &str) -> String {
    let first = |table: &[(&str, &'static str)]| {
        table.iter().find(|(part, _)| user_agent.contains(part)).map(|(_, name)| *name)
    };
    if !user_agent.starts_with("Mozilla/") {
        return user_agent.to_owned();
    }
    match (first(&BROWSERS), first(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => user_agent.to_owned(),
    }
}

const BROWSERS: [(&str, &str); 14] = [
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("YaBrowser/", "Yandex Browser"),
    ("DuckDuckGo/", "DuckDuckGo"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("Gecko/", "Firefox"),
];

const SYSTEMS: [(&str, &str); 8] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
    ("FreeBSD", "FreeBSD"),
];

pub fn from_address(ip: &str) -> String {
    format!("from {ip}")
}

/// What a button does with which entry of a list; `place` is which of how many of that name.
pub fn label(action: &str, name: &str, place: Option<(usize, usize)>) -> String {
    match place {
        None => format!("{action} {name}"),
        Some((place, count)) => format!("{action} {name}, {place} of {count}"),
    }
}

pub fn forget_title(name: &str) -> String {
    format!("Forget {}?", isolated(name))
}

pub fn forgotten(name: &str) -> String {
    format!("{} is forgotten.", isolated(name))
}

pub fn is_remembered(name: &str, is_remembered: bool) -> String {
    let what = if is_remembered { "is remembered now. It needs no code." } else { "is not remembered any more." };
    format!("{} {what}", isolated(name))
}

/// Why devices cannot be listed or changed.
pub fn problem(error: &Error) -> String {
    match error.code() {
        Some(ErrorCode::InvalidUserPoolConfiguration | ErrorCode::OperationNotEnabled) => NOT_TRACKED.to_owned(),
        Some(ErrorCode::ResourceNotFound) => "This device is forgotten already.".to_owned(),
        _ => refusal(Screen::Devices, error),
    }
}
