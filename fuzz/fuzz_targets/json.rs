//! JSON is read as serde_json reads it, and written so that it is read again.
#![no_main]

use cognito_client::json::{Json, Writable, read};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|text: &str| {
    let ours: Option<Json> = read(text);
    let theirs: Result<Value, _> = serde_json::from_str(text);
    match (&ours, &theirs) {
        (Some(json), Ok(value)) => {
            let written: Value = serde_json::from_str(&json.to_json()).expect("what is written is JSON");
            assert_eq!(written.to_string(), value.to_string());
            assert_eq!(read(&json.to_json()).as_ref(), Some(json), "what is written is read again");
        }
        // Numbers that no f64 holds are numbers all the same, and both have a limit to how deep a text goes.
        (Some(_), Err(error)) => assert!(is_about_size(&error.to_string()), "only we read it: {error}"),
        (None, Ok(_)) => panic!("only serde_json reads it"),
        (None, Err(_)) => {}
    }
});

fn is_about_size(error: &str) -> bool {
    error.contains("number out of range") || error.contains("recursion limit")
}
