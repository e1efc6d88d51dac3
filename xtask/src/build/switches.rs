//! How the release build is compiled smaller than it is by stable Rust: with unstable features of the pinned version, as it
//! has them. `trunk build --release` does without, and is larger.

use std::process::Command;

/// Compiled anew, for size: the standard library that comes with the compiler is made for speed, and unwinds.
const STANDARD_LIBRARY: &str = "std,panic_abort";
/// For the browser. A panic traps at once, without a message, which nobody would read (src/stopped.js sees the trap).
const FLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort";

/// Has `command`, which is cargo or calls it, compile for the browser as small as it can be.
pub(crate) fn set(command: &mut Command) {
    command.env("RUSTC_BOOTSTRAP", "1");
    command.env("CARGO_UNSTABLE_BUILD_STD", STANDARD_LIBRARY);
    command.env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size");
    // Cargo adds these to those of .cargo/config.toml, unless one of the other two is set.
    command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", FLAGS);
    command.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
}
