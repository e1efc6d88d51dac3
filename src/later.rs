//! How a part of the app is made one that is fetched when it is wanted.
//!
//! `cargo xtask build` turns on the feature `split`: what only [`later`] functions use is then a wasm file of its own for
//! each chunk that they name, and one that is shared. Without the feature it is part of the app, and here at once.

use cognito_client::{Error, transport::TransportError};

use crate::{life::in_background, sign_in_store, stale_tab};

pub use leptos::wasm_split::SplitLoaderError as NotFetched;

/// To a person it is all one whether the service or a part of the app is out of reach, unless a reload brings that part.
pub fn out_of_reach(_: NotFetched) -> Error {
    in_background(async {
        stale_tab::heal().await;
    });
    Error::Transport(TransportError::failed("a part of the app was not fetched"))
}

/// A part of the app, as soon as it is here; `None` if it is out of reach. Does not end if a reload is about to bring it.
pub(crate) async fn fetched<T>(part: impl Future<Output = Result<T, NotFetched>>) -> Option<T> {
    match part.await {
        Ok(part) => {
            sign_in_store::forget_reload();
            Some(part)
        }
        Err(_) if stale_tab::heal().await => std::future::pending().await,
        Err(_) => None,
    }
}

/// Makes a function part of what is fetched later, in the chunk that it names. Who calls it waits until that is here, or
/// cannot be fetched. A call that comes after a failed one tries again.
macro_rules! later {
    (
        in $chunk:ident:
        $(#[$attribute:meta])* $visibility:vis fn $name:ident($($argument:ident: $type:ty),*) -> $output:ty $body:block
    ) => {
        $(#[$attribute])*
        #[cfg(feature = "split")]
        #[leptos::wasm_split::wasm_split($chunk, wasm_split_path = ::leptos::wasm_split, fallible)]
        $visibility fn $name($($argument: $type),*) -> Result<$output, $crate::later::NotFetched> {
            Ok($body)
        }

        $(#[$attribute])*
        #[cfg(not(feature = "split"))]
        $visibility async fn $name($($argument: $type),*) -> Result<$output, $crate::later::NotFetched> {
            Ok($body)
        }
    };
}
pub(crate) use later;
