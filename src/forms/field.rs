//! The fields of forms, and what can be wrong with each.

/// A field, by its input's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Name,
    Telnum,
    Email,
    /// A user name.
    Username,
    /// Whichever of several names people sign in by.
    Identifier,
    Password,
    RepeatedPassword,
    CurrentPassword,
    NewPassword,
    Code,
    /// What a custom challenge asks.
    Answer,
    /// One of the attributes that an account still lacks, by its place among them.
    Attribute(u8),
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    Required,
    Malformed,
    /// A code of unknown length that has something else in it.
    NotDigits,
    TooLong,
    /// A telephone number without its country.
    NoCountryCode,
    /// A telephone number that its country does not have.
    Impossible,
    /// Refused by the service.
    Wrong,
    /// A new password that begins or ends with a blank.
    OuterBlank,
    /// A password that breaks one of the pool's [rules](PasswordPolicy::rules).
    Weak,
    /// Not the password that was typed before.
    Different,
    TooShort,
    /// Not of the form that the owner wants.
    Unfit,
    /// Less than the least, or more than the most.
    OutOfRange,
}

/// Every problem of a form, in the order of its fields.
pub type Problems = Vec<(Field, Problem)>;

impl Field {
    pub const fn name(self) -> &'static str {
        /// No form has more.
        const ATTRIBUTES: [&str; 40] = [
            "attribute-1",
            "attribute-2",
            "attribute-3",
            "attribute-4",
            "attribute-5",
            "attribute-6",
            "attribute-7",
            "attribute-8",
            "attribute-9",
            "attribute-10",
            "attribute-11",
            "attribute-12",
            "attribute-13",
            "attribute-14",
            "attribute-15",
            "attribute-16",
            "attribute-17",
            "attribute-18",
            "attribute-19",
            "attribute-20",
            "attribute-21",
            "attribute-22",
            "attribute-23",
            "attribute-24",
            "attribute-25",
            "attribute-26",
            "attribute-27",
            "attribute-28",
            "attribute-29",
            "attribute-30",
            "attribute-31",
            "attribute-32",
            "attribute-33",
            "attribute-34",
            "attribute-35",
            "attribute-36",
            "attribute-37",
            "attribute-38",
            "attribute-39",
            "attribute-40",
        ];
        match self {
            Self::Name => "name",
            Self::Telnum => "telnum",
            Self::Email => "email",
            Self::Username => "username",
            Self::Identifier => "identifier",
            Self::Password => "password",
            Self::RepeatedPassword => "repeated-password",
            Self::CurrentPassword => "current-password",
            Self::NewPassword => "new-password",
            Self::Code => "code",
            Self::Answer => "answer",
            Self::Attribute(place) => {
                let place = place as usize;
                ATTRIBUTES[if place < ATTRIBUTES.len() { place } else { ATTRIBUTES.len() - 1 }]
            }
        }
    }
}
