//! What developers read, in the browser's console, of the addresses that sites send people here with.

/// Of `redirect_to`.
pub const NO_WAY_BACK: &str = "redirect_to was ignored: it must be an address of this origin, or of one that addresses.origins of the settings lists.";
