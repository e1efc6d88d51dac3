//! For programs that read and write by serde what this crate reads and writes by itself: the same JSON, behind the feature
//! `serde`. It goes by way of serde_json's `Value`, so the names of members stand in one place.

/// Serialize, Deserialize or both for a type that is [`Writable`](crate::json::Writable),
/// [`Readable`](crate::json::Readable) or both.
#[cfg(feature = "serde")]
macro_rules! by_serde {
    (Serialize $name:ident $(<$borrow:lifetime>)?) => {
        impl $(<$borrow>)? serde::Serialize for $name $(<$borrow>)? {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                crate::by_serde::serialize(self, serializer)
            }
        }
    };
    (Deserialize $name:ident) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::by_serde::deserialize(deserializer)
            }
        }
    };
    ($name:ident) => {
        by_serde! { Serialize $name }
        by_serde! { Deserialize $name }
    };
}

#[cfg(not(feature = "serde"))]
macro_rules! by_serde {
    ($($nothing:tt)*) => {};
}

#[cfg(feature = "serde")]
pub(crate) use self::bridge::{deserialize, serialize};

#[cfg(feature = "serde")]
mod bridge {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};
    use serde_json::Value;

    use crate::json::{Json, Readable, Writable};

    pub(crate) fn serialize<S: Serializer>(value: &impl Writable, serializer: S) -> Result<S::Ok, S::Error> {
        let value: Value = serde_json::from_str(&value.to_json()).map_err(ser::Error::custom)?;
        value.serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>, R: Readable>(deserializer: D) -> Result<R, D::Error> {
        let json = Json::parse(&Value::deserialize(deserializer)?.to_string());
        json.and_then(R::read).ok_or_else(|| de::Error::custom("a member is missing or of another type"))
    }
}
