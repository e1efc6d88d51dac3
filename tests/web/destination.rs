//! Where people may be led, of addresses that anybody may write.

use leptos_cognito::destination::allowed;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Url;

const OWN: &str = "https://example.com";
const PORT: &str = "https://shop.example.com:8443";
const LOCAL: &str = "http://localhost:3000";
const ORIGINS: [&str; 3] = [OWN, PORT, LOCAL];

#[wasm_bindgen_test]
fn people_are_led_to_origins_that_are_known() {
    for (given, expected) in [
        ("/", "https://example.com/"),
        ("/orders/7?page=2&back=/a//b#top", "https://example.com/orders/7?page=2&back=/a//b#top"),
        ("/caf%C3%A9/my%20page?q=100%", "https://example.com/caf%C3%A9/my%20page?q=100%"),
        ("/a/../b", "https://example.com/b"),
        ("/@evil.example", "https://example.com/@evil.example"),
        ("/.well-known/x", "https://example.com/.well-known/x"),
        ("https://example.com", "https://example.com/"),
        ("https://example.com/x", "https://example.com/x"),
        ("https://example.com?x=https://evil.example", "https://example.com/?x=https://evil.example"),
        ("https://shop.example.com:8443/cart", "https://shop.example.com:8443/cart"),
        ("http://localhost:3000/#/cart", "http://localhost:3000/#/cart"),
    ] {
        assert_eq!(allowed(given, &ORIGINS).as_deref(), Some(expected), "{given}");
    }
}

#[wasm_bindgen_test]
fn people_are_led_nowhere_else() {
    for given in [
        "",
        "orders",
        "?x",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        " /orders",
        "/orders ",
        "/or ders",
        "\u{0}/orders",
        "/a\u{7f}",
        "/\u{2f}/evil.example",
        "/\u{ff0f}evil.example",
        "/a//b",
        "/..//evil.example",
        "/.//evil.example",
        "/%2fevil.example",
        "/%2Fevil.example",
        "/%5cevil.example",
        "/%5C/evil.example",
        "/%0d%0aset-cookie:x",
        "/%00",
        "/%7F",
        "/%",
        "/%1",
        "/%zz",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "blob:https://example.com/1",
        "file:///etc/passwd",
        "view-source:https://example.com/",
        "https:example.com",
        "https:/example.com",
        "https:///example.com",
        "https:\\\\example.com",
        "HTTPS://example.com/",
        "https://EXAMPLE.com/",
        "http://example.com/",
        "https://example.com.",
        "https://example.com./x",
        "https://example.com.evil.example/",
        "https://example.comevil.example/",
        "https://example.com:443/",
        "https://example.com:8443/",
        "https://example.com@evil.example/",
        "https://example.com:x@evil.example/",
        "https://user@example.com/",
        "https://evil.example/https://example.com/",
        "https://example.com\\@evil.example/",
        "https://example.com\t.evil.example/",
        "https://example.com//evil.example",
        "https://shop.example.com/",
        "https://shop.example.com:84430/",
        "https://ex\u{0430}mple.com/",
        "https://xn--exmple-4nf.com/",
        "https://exampl\u{65}\u{301}.com/",
        "https://example\u{3002}com/",
        "http://localhost:30000/",
        "http://127.0.0.1:3000/",
        "null",
        "about:blank",
    ] {
        assert_eq!(allowed(given, &ORIGINS), None, "{given:?}");
    }
    assert_eq!(allowed(&format!("/{}", "a".repeat(2000)), &ORIGINS), None, "too long");
    assert_eq!(allowed("/", &[]), None, "of no origin");
}

/// Pieces that addresses are made of, and that make them odd.
const PIECES: [&str; 64] = [
    "https:",
    "http:",
    "javascript:",
    "data:",
    "blob:",
    "HTTPS:",
    "//",
    "/",
    "\\",
    "/",
    "//",
    "\\\\",
    "example.com",
    "shop.example.com",
    "evil.example",
    "localhost",
    ":8443",
    ":3000",
    ":443",
    ":",
    "@",
    "user:x@",
    ".",
    "..",
    "%2e",
    "%2E%2e",
    "%2f",
    "%5c",
    "%00",
    "%0a",
    "%",
    "%e2%80%ae",
    "?",
    "#",
    "&x=",
    "=",
    "\t",
    "\n",
    "\r",
    " ",
    "\u{0}",
    "\u{a0}",
    "\u{202e}",
    "\u{ff0f}",
    "\u{3002}",
    "\u{430}",
    "xn--",
    "[::1]",
    "127.1",
    "0x7f.1",
    ";",
    ",",
    "~",
    "'",
    "\"",
    "<",
    ">",
    "|",
    "^",
    "orders",
    "a",
    "auth",
    OWN,
    PORT,
];

/// Always the same numbers.
struct Numbers(u32);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        // Marsaglia's xorshift.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0 as usize % end
    }
}

#[wasm_bindgen_test]
fn whatever_is_allowed_is_of_a_known_origin_however_it_is_read() {
    let mut numbers = Numbers(0x5eed);
    let mut taken = 0;
    for _ in 0..50_000 {
        let mut given = String::new();
        // Half of them begin well.
        if numbers.below(2) == 0 {
            given.push_str(["/", OWN, PORT, LOCAL][numbers.below(4)]);
        }
        for _ in 0..=numbers.below(7) {
            given.push_str(PIECES[numbers.below(PIECES.len())]);
        }
        let Some(address) = allowed(&given, &ORIGINS) else { continue };
        taken += 1;
        let again = Url::new(&address).expect("an address");
        assert!(ORIGINS.contains(&again.origin().as_str()), "{given:?} gives {address:?}");
        assert_eq!(again.href(), address, "{given:?} is written as the browser reads it");
        assert_eq!((again.username(), again.password()), (String::new(), String::new()), "{given:?}");
        assert!(address.starts_with("https://") || address.starts_with(LOCAL), "{given:?} gives {address:?}");
        // Whoever resolves what was given comes to the same.
        let resolved = Url::new_with_base(&given, "https://example.com/auth/signup").expect("an address");
        assert_eq!(resolved.href(), address, "{given:?}");
        // Nor does it change by being given again.
        assert_eq!(allowed(&address, &ORIGINS).as_deref(), Some(address.as_str()), "{given:?}");
    }
    assert!(taken > 500, "only {taken} were allowed: nothing much was tried");
}
