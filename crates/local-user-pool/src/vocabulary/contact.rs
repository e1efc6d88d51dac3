//! Where messages can go.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::message::Medium;

/// An attribute that messages can be sent to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Contact {
    Email,
    PhoneNumber,
}

impl Contact {
    pub(crate) const ALL: [Self; 2] = [Self::Email, Self::PhoneNumber];

    /// The one with that wire name.
    pub(crate) fn named(attribute: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|contact| contact.attribute() == attribute)
    }

    /// The attribute's wire name.
    pub(crate) fn attribute(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::PhoneNumber => "phone_number",
        }
    }

    /// Wire name of the attribute that says whether it is verified.
    pub(crate) fn verified_attribute(self) -> &'static str {
        match self {
            Self::Email => "email_verified",
            Self::PhoneNumber => "phone_number_verified",
        }
    }

    pub(crate) fn medium(self) -> Medium {
        match self {
            Self::Email => Medium::Email,
            Self::PhoneNumber => Medium::Sms,
        }
    }

    /// CodeDeliveryDetails for a message to that address or number.
    pub(crate) fn delivery(self, to: &str) -> Value {
        json!({
            "Destination": masked(to),
            "DeliveryMedium": self.medium().name(),
            "AttributeName": self.attribute(),
        })
    }
}

/// "j***@e***", "+*******0123": what CodeDeliveryDetails shows of an address or number.
pub(crate) fn masked(to: &str) -> String {
    let first = |part: &str| part.chars().next().map_or_else(String::new, String::from);
    match (to.split_once('@'), to.strip_prefix('+')) {
        (Some((local, domain)), _) => format!("{}***@{}***", first(local), first(domain)),
        (None, Some(digits)) => {
            let last: String = digits.chars().skip(digits.chars().count().saturating_sub(4)).collect();
            format!("+*******{last}")
        }
        (None, None) => "***".to_owned(),
    }
}
