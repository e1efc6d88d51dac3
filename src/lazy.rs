//! What a first visit to `/` does without: parts of the app that are fetched when they are wanted.
//!
//! `cargo xtask build` turns on the feature `split`: what only [`later`] functions use is then a wasm file of its own for
//! each chunk that they name, and one that is shared. Without the feature it is part of the app, and here at once.

use cognito_client::{Error, transport::TransportError};
use leptos::task::spawn_local;

use crate::stale_tab;

pub use leptos::wasm_split::SplitLoaderError as NotFetched;

/// To a person it is all one whether the service or a part of the app is out of reach, unless a reload brings that part.
pub fn out_of_reach(_: NotFetched) -> Error {
    spawn_local(async {
        stale_tab::heal().await;
    });
    Error::Transport(TransportError::Failed("a part of the app was not fetched".to_owned()))
}

/// Makes a function part of what is fetched later, in the chunk `later` if it does not begin with `in another:`. Who calls
/// it waits until that is here, or cannot be fetched. A call that comes after a failed one tries again.
macro_rules! later {
    (
        in $chunk:ident:
        $(#[$attribute:meta])* $visibility:vis fn $name:ident($($argument:ident: $type:ty),*) -> $output:ty $body:block
    ) => {
        $(#[$attribute])*
        #[cfg(feature = "split")]
        #[leptos::wasm_split::wasm_split($chunk, wasm_split_path = ::leptos::wasm_split, fallible)]
        $visibility fn $name($($argument: $type),*) -> Result<$output, $crate::lazy::NotFetched> {
            Ok($body)
        }

        $(#[$attribute])*
        #[cfg(not(feature = "split"))]
        $visibility async fn $name($($argument: $type),*) -> Result<$output, $crate::lazy::NotFetched> {
            Ok($body)
        }
    };
    ($($function:tt)*) => {
        $crate::lazy::later! { in later: $($function)* }
    };
}
pub(crate) use later;
