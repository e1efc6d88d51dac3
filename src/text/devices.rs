//! Remembered devices.

use cognito_client::{Error, ErrorCode};

pub use super::sentences::account::devices::{
    DO_NOT_REMEMBER, FORGET, FORGET_DEVICE, FORGET_INTRO, FORGET_OWN_INTRO, INTRO, LAST_USED, NONE, NOT_REMEMBERED,
    REMEMBER, REMEMBERED, THIS_DEVICE, UNNAMED, do_not_remember_named, forget_named, remember_named,
};
use super::{
    Screen, refusal,
    sentences::account::{devices, sessions},
};
use crate::language::Sentence;

/// A device by its browser and system, as far as a user agent tells them; other names stay as they are.
///
/// The order matters: browsers also name those that they want to be taken for
/// ([Browser detection using the user agent](https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/Browser_detection_using_the_user_agent)).
pub fn name(user_agent: &str) -> Sentence {
    let first = |table: &[(&str, &'static str)]| {
        table.iter().find(|(part, _)| user_agent.contains(part)).map(|(_, name)| *name)
    };
    if !user_agent.starts_with("Mozilla/") {
        return Sentence::of(user_agent.to_owned());
    }
    match (first(&BROWSERS), first(&SYSTEMS)) {
        (Some(browser), Some(system)) => devices::browser_on_system(browser, system),
        (Some(name), None) | (None, Some(name)) => Sentence::of(name.to_owned()),
        (None, None) => Sentence::of(user_agent.to_owned()),
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

pub fn from_address(ip: &str) -> Sentence {
    sessions::from_ip(ip)
}

pub fn forget_title(name: &Sentence) -> Sentence {
    devices::forget_title(name.apart())
}

pub fn forgotten(name: &Sentence) -> Sentence {
    devices::forgotten(name.apart())
}

pub fn is_remembered(name: &Sentence, is_remembered: bool) -> Sentence {
    let name = name.apart();
    if is_remembered { devices::is_remembered(name) } else { devices::is_not_remembered(name) }
}

/// Why devices cannot be listed or changed.
pub fn problem(error: &Error) -> Sentence {
    match error.code() {
        Some(ErrorCode::InvalidUserPoolConfiguration | ErrorCode::OperationNotEnabled) => devices::NOT_TRACKED,
        Some(ErrorCode::ResourceNotFound) => devices::ALREADY_FORGOTTEN,
        _ => refusal(Screen::Devices, error),
    }
}
