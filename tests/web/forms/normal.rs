use leptos_cognito::forms::{is_blank, narrow, normalized};
use wasm_bindgen_test::wasm_bindgen_test;

/// Every character of a Unicode property, as the browser knows it.
fn characters_of(property: &str) -> Vec<char> {
    let list = format!(
        "Array.from({{ length: 0x1100 }}, (_, block) => String.fromCodePoint(...Array.from({{ length: 256 }},
            (_, at) => 256 * block + at).filter(code => code < 0xd800 || code > 0xdfff))).join('')
            .match(/\\p{{{property}}}/gu).join('')"
    );
    let found: Vec<char> = js_sys::eval(&list).expect("a script").as_string().expect("a text").chars().collect();
    assert!(!found.is_empty(), "{property} has characters");
    found
}

#[wasm_bindgen_test]
fn every_digit_of_unicode_is_an_ascii_digit() {
    // Digits come in tens, from zero on.
    let digits = characters_of("Nd");
    assert_eq!(digits.len() % 10, 0, "whole tens");
    for ten in digits.chunks(10) {
        let typed: String = ten.iter().collect();
        assert_eq!(normalized(&typed), "0123456789", "{:x}", u32::from(ten[0]));
    }
}

#[wasm_bindgen_test]
fn every_space_and_dash_of_unicode_counts_as_one_and_what_formats_goes() {
    for (property, expected) in [("Zs", "a b"), ("White_Space", "a b"), ("Pd", "a-b"), ("Cf", "ab")] {
        for character in characters_of(property) {
            let typed = format!("a{character}b");
            assert_eq!(normalized(&typed), expected, "{property}: {:x}", u32::from(character));
        }
    }
    assert_eq!(normalized("1\u{2212}2"), "1-2", "the minus of mathematics");
    assert_eq!(normalized("a\u{0}b\u{1b}\u{7f}"), "ab", "what controls goes too");
}

#[wasm_bindgen_test]
fn anything_else_stays() {
    for text in ["", "Grüße", "Zoë O’Brien", "阿达·洛芙莱斯", "محمد", "राम", "😀", "a_b~c", "½ ² ⅷ"]
    {
        assert_eq!(normalized(text), text, "{text:?}");
        assert_eq!(normalized(&normalized(text)), normalized(text), "{text:?}, twice");
    }
    assert_eq!(narrow("ａ＠ｂ．ｃ＋～！"), "a@b.c+~!", "as wide as the characters of East Asia");
    assert_eq!(normalized("Ｔａｒｏ"), "Ｔａｒｏ", "in a name that is a matter of taste");
}

#[wasm_bindgen_test]
fn what_cannot_be_seen_is_blank() {
    for (text, expected) in [
        ("", true),
        (" \t\n\u{a0}\u{3000}\u{2003}", true),
        ("\u{200b}\u{200d}\u{feff}\u{ad}", true),
        ("\u{202e}\u{2066}", true),
        ("\u{3164}", true),
        ("\u{2800}\u{ffa0}\u{115f}", true),
        ("\u{fe0f}\u{34f}", true),
        ("-", false),
        ("\u{200b}x", false),
        ("\u{202e}ß", false),
    ] {
        assert_eq!(is_blank(text), expected, "{text:?}");
    }
}
