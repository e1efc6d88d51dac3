use core::{error::Error, fmt};
#[cfg(not(target_arch = "wasm32"))]
use std::sync::Arc;

/// Why a connection failed. `Display` is for logs. Two of them are equal if they say the same.
#[derive(Clone, Debug)]
pub struct ConnectionError {
    pub(super) why: String,
    /// A browser tells no more than a sentence.
    #[cfg(not(target_arch = "wasm32"))]
    source: Option<Arc<dyn Error + Send + Sync>>,
}

impl ConnectionError {
    pub(super) fn new(why: impl Into<String>) -> Self {
        Self {
            why: why.into(),
            #[cfg(not(target_arch = "wasm32"))]
            source: None,
        }
    }

    /// Says what the last of its causes says: those before it only say that something went wrong.
    pub(super) fn caused_by(source: impl Error + Send + Sync + 'static) -> Self {
        let mut why = source.to_string();
        let mut cause = source.source();
        while let Some(next) = cause {
            why = next.to_string();
            cause = next.source();
        }
        Self {
            why,
            #[cfg(not(target_arch = "wasm32"))]
            source: Some(Arc::new(source)),
        }
    }
}

impl PartialEq for ConnectionError {
    fn eq(&self, other: &Self) -> bool {
        self.why == other.why
    }
}

impl Eq for ConnectionError {}

impl fmt::Display for ConnectionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.why)
    }
}

impl Error for ConnectionError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        #[cfg(not(target_arch = "wasm32"))]
        if let Some(source) = &self.source {
            return Some(source.as_ref());
        }
        None
    }
}
