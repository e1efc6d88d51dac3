//! How operations, their parts and their enumerations are written down: each member once, with its name on the wire.

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

        writable! { $name<'a> { $($wire $member)+ } }
        by_serde! { Serialize $name<'a> }

        impl crate::api::sealed::Sealed for $name<'_> {}

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
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct $name $(<$borrow>)? {
            $($(#[$member_doc])* pub $member: $type,)+
        }

        writable! { $name $(<$borrow>)? { $($wire $member)+ } }
        by_serde! { Serialize $name $(<$borrow>)? }

        impl $(<$borrow>)? crate::api::sealed::Sealed for $name $(<$borrow>)? {}

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
            #[non_exhaustive]
            pub struct $name {
                $($(#[$member_meta])* $wire $member: $type,)+
            }
        }

        by_serde! { Deserialize $name }

        impl crate::api::sealed::Sealed for $name {}

        impl crate::api::Structure for $name {
            const MEMBERS: &'static [&'static str] = &[$($wire),+];
        }
    )+};
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
            Other(crate::unknown::UnknownName),
        }

        impl $name {
            /// The name on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    Self::Other(name) => name.as_str(),
                    known => Self::NAMES.iter().find(|(_, value)| value == known).map_or("", |(name, _)| *name),
                }
            }

            // A table is less code than a `match` on texts.
            const NAMES: &'static [(&'static str, Self)] = &[$(($wire, Self::$value)),+];
        }

        impl From<String> for $name {
            fn from(name: String) -> Self {
                let known = Self::NAMES.iter().find(|(known, _)| *known == name);
                known.map_or_else(|| Self::Other(crate::unknown::UnknownName::new(name)), |(_, value)| value.clone())
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::Other(crate::unknown::UnknownName::NONE)
            }
        }

        impl crate::json::Readable for $name {
            fn read(value: crate::json::Json) -> Option<Self> {
                <String as crate::json::Readable>::read(value).map(Self::from)
            }
        }

        impl crate::json::Writable for $name {
            fn write(&self, json: &mut String) {
                self.as_str().write(json);
            }
        }

        by_serde! { $name }
    )+};
}
