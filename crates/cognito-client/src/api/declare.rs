//! How operations, their parts and their enumerations are written down: each member once, with its name on the wire.

/// What is sent. What serde derives would count the members first.
macro_rules! sent {
    ($name:ident $(<$borrow:lifetime>)? { $($wire:literal $member:ident)+ }) => {
        impl serde::Serialize for $name $(<$borrow>)? {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut members = serializer.serialize_map(None)?;
                $(
                    if !crate::api::Member::is_absent(&self.$member) {
                        serde::ser::SerializeMap::serialize_entry(&mut members, $wire, &self.$member)?;
                    }
                )+
                serde::ser::SerializeMap::end(members)
            }
        }
    };
}

/// Requests. What needs no `Option` is required.
macro_rules! operations {
    ($service:ident: $(
        $(#[$doc:meta])*
        $name:ident => $response:ident {
            $($(#[$member_doc:meta])* $wire:literal $member:ident: $type:ty,)+
        }
    )+) => {$(
        $(#[$doc])*
        ///
        #[doc = concat!("API reference: [", stringify!($name), "]")]
        ///
        #[doc = concat!("[", stringify!($name), "]: ", reference!($service), "API_", stringify!($name), ".html")]
        #[derive(Clone, Debug, Default)]
        pub struct $name<'a> {
            $($(#[$member_doc])* pub $member: $type,)+
        }

        sent! { $name<'_> { $($wire $member)+ } }

        impl crate::api::Structure for $name<'_> {
            const MEMBERS: &'static [&'static str] = &[$($wire),+];
        }

        impl crate::api::Operation for $name<'_> {
            const NAME: &'static str = stringify!($name);
            type Service = crate::api::$service;
            type Response = $response;
        }
    )+};
}

/// Where a service's operations are described.
macro_rules! reference {
    (UserPools) => {
        "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/"
    };
    (IdentityPools) => {
        "https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/"
    };
}

/// Parts of requests.
macro_rules! request_parts {
    ($(
        $(#[$meta:meta])*
        $name:ident $(<$borrow:lifetime>)? {
            $($(#[$member_doc:meta])* $wire:literal $member:ident: $type:ty,)+
        }
    )+) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
        pub struct $name $(<$borrow>)? {
            $(
                $(#[$member_doc])*
                #[serde(rename = $wire, skip_serializing_if = "crate::api::Member::is_absent")]
                pub $member: $type,
            )+
        }

        impl $(<$borrow>)? crate::api::Structure for $name $(<$borrow>)? {
            const MEMBERS: &'static [&'static str] = &[$($wire),+];
        }
    )+};
}

/// Answers and their parts. What is no `Option`, no `Vec`, no `bool` and no map is required: only what nothing could be done
/// without.
macro_rules! answers {
    ($(
        $(#[$meta:meta])*
        $name:ident {
            $($(#[$member_meta:meta])* $wire:literal $member:ident: $type:ty,)+
        }
    )+) => {$(
        readable! {
            $(#[$meta])*
            pub struct $name {
                $($(#[$member_meta])* $wire $member: $type,)+
            }
        }

        readable_by_serde! { $name }

        impl crate::api::Structure for $name {
            const MEMBERS: &'static [&'static str] = &[$($wire),+];
        }
    )+};
}

/// For programs that keep answers.
macro_rules! readable_by_serde {
    ($name:ident) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::reading::deserialize(deserializer)
            }
        }
    };
}

/// Values that Cognito may add to. The default is none of them, which Cognito refuses.
macro_rules! enumerations {
    ($(
        $(#[$doc:meta])*
        $name:ident {
            $($(#[$value_doc:meta])* $value:ident = $wire:literal,)+
        }
    )+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum $name {
            $(
                $(#[$value_doc])*
                #[doc = concat!("(`", $wire, "`)")]
                $value,
            )+
            /// One that this crate does not know.
            Other(String),
        }

        impl $name {
            /// The name on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    Self::Other(name) => name,
                    known => Self::NAMES.iter().find(|(_, value)| value == known).map_or("", |(name, _)| *name),
                }
            }

            // A table is less code than a `match` on texts.
            const NAMES: &'static [(&'static str, Self)] = &[$(($wire, Self::$value)),+];
        }

        impl From<String> for $name {
            fn from(name: String) -> Self {
                let known = Self::NAMES.iter().find(|(known, _)| *known == name);
                known.map_or_else(|| Self::Other(name), |(_, value)| value.clone())
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::Other(String::new())
            }
        }

        impl crate::reading::Readable for $name {
            fn read(value: serde_json::Value) -> Option<Self> {
                <String as crate::reading::Readable>::read(value).map(Self::from)
            }
        }

        readable_by_serde! { $name }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl crate::api::Member for $name {}
    )+};
}
