//! Files that people have of their user pool.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pool_settings::{File, configure};

// Two files, with a line of `---` between them.
fuzz_target!(|bytes: &[u8]| {
    let middle = bytes.windows(5).position(|window| window == b"\n---\n");
    let parts = match middle {
        Some(at) => vec![&bytes[..at], &bytes[at + 5..]],
        None => vec![bytes],
    };
    let files: Vec<_> = parts.into_iter().map(|bytes| File { name: "file", bytes }).collect();
    if let Ok(configured) = configure(&files) {
        let written = serde_json::to_string(&configured.document).expect("settings are JSON");
        let again: pool_settings::SettingsDocument = serde_json::from_str(&written).expect("settings are read again");
        assert_eq!(again, configured.document);
    }
});
