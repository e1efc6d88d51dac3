//! Where a person is signed in.

use cognito_client::Error;

pub use super::sentences::account::sessions::{
    BEGAN, END, END_INTRO, END_NOW, END_OTHERS, END_SEVERAL_INTRO, EVERYWHERE, INTRO, LAST_ACTIVE, NONE, NOT_TRACKED,
    SINGLE_SIGN_ON, THIS_SESSION, UNKNOWN_DEVICE, end_named,
};
use super::{
    Screen,
    account::as_number,
    refusal,
    sentences::account::{self, sessions},
};
use crate::language::Sentence;

/// Where a session was last used from: its address, and what that may say of the place.
pub fn from(ip: Option<&str>, [city, country]: [Option<&str>; 2]) -> Option<Sentence> {
    let known = |part: &&str| !part.is_empty();
    let place = match (city.filter(known), country.filter(known)) {
        (Some(city), Some(country)) => Some(sessions::place(city, country)),
        (only, other) => only.or(other).map(|only| Sentence::of(only.to_owned())),
    };
    match (ip, place) {
        (Some(ip), None) => Some(sessions::from_ip(ip)),
        (Some(ip), Some(place)) => Some(sessions::from_ip_in_place(ip, place)),
        (None, place) => place.map(sessions::from_place),
    }
}

pub fn end_title(name: &Sentence) -> Sentence {
    sessions::end_title(name.apart())
}

pub fn end_several_title(count: usize) -> Sentence {
    account::end_several_title(as_number(count))
}

/// `name` is that of the only one.
pub fn ended(name: &Sentence, count: usize) -> Sentence {
    if count == 1 { sessions::ended(name.apart()) } else { account::others_ended(as_number(count)) }
}

/// Not all that were asked for.
pub fn not_ended(ended: usize, count: usize, why: Sentence) -> Sentence {
    if count == 1 { why } else { account::not_ended(as_number(count), as_number(ended), why) }
}

pub fn problem(error: &Error) -> Sentence {
    refusal(Screen::Sessions, error)
}
