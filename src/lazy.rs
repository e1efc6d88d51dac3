//! What a first visit to `/` does without: a part of the app that is fetched when it is wanted.
//!
//! `cargo xtask build` turns on the feature `split`: what only [`later`] functions use is then a wasm file of its own.
//! Without the feature it is part of the app, and here at once.

use cognito_client::{Error, transport::TransportError};

pub use leptos::wasm_split::SplitLoaderError as NotFetched;

/// To a person it is all one whether the service or a part of the app is out of reach.
pub fn out_of_reach(_: NotFetched) -> Error {
    Error::Transport(TransportError::Failed("a part of the app was not fetched".to_owned()))
}

/// Makes a function part of what is fetched later: who calls it waits until that is here, or cannot be fetched. A call
/// that comes after a failed one tries again.
macro_rules! later {
    ($(#[$attribute:meta])* $visibility:vis fn $name:ident($($argument:ident: $type:ty),*) -> $output:ty $body:block) => {
        $(#[$attribute])*
        #[cfg(feature = "split")]
        #[leptos::wasm_split::wasm_split(later, wasm_split_path = ::leptos::wasm_split, fallible)]
        $visibility fn $name($($argument: $type),*) -> Result<$output, $crate::lazy::NotFetched> {
            Ok($body)
        }

        $(#[$attribute])*
        #[cfg(not(feature = "split"))]
        $visibility async fn $name($($argument: $type),*) -> Result<$output, $crate::lazy::NotFetched> {
            Ok($body)
        }
    };
}
pub(crate) use later;
