//! The client's own reader and writer of JSON beside serde_json: they take the same texts and make the same of them.

use cognito_client::json::Json;
use proptest::{prelude::*, sample::Index};
use serde_json::{Number, Value};

/// Whether both say the same. Ours keeps a number as it is written; what serde_json makes of it is what it would be there.
fn is_same(ours: &Json, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Json::Null, Value::Null) => true,
        (Json::Bool(ours), Value::Bool(theirs)) => ours == theirs,
        (Json::Number(ours), Value::Number(theirs)) => {
            serde_json::from_str::<Number>(ours.as_str()).is_ok_and(|ours| ours == *theirs)
        }
        (Json::String(ours), Value::String(theirs)) => ours == theirs,
        (Json::Array(ours), Value::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| is_same(ours, theirs))
        }
        (Json::Object(ours), Value::Object(theirs)) => {
            let pairs = ours.iter().zip(theirs);
            ours.len() == theirs.len()
                && pairs.into_iter().all(|((name, ours), (other, theirs))| name == other && is_same(ours, theirs))
        }
        _ => false,
    }
}

/// Whether both readers make the same of a text. One thing is different on purpose: a number that no float can hold is a
/// number to ours.
fn is_read_alike(text: &str) -> bool {
    match (Json::parse(text), serde_json::from_str::<Value>(text)) {
        (Some(ours), Ok(theirs)) => is_same(&ours, &theirs),
        (None, Ok(_)) => false,
        (Some(_), Err(error)) => error.to_string().starts_with("number out of range"),
        (None, Err(_)) => true,
    }
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any_string().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(any_string(), inner, 0..6).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

/// Control characters, marks and characters of several bytes among others.
fn any_string() -> impl Strategy<Value = String> {
    prop_oneof!["[\\x00-\\x23\\\\/\u{7f}é€😀\u{2028}]{0,8}", any::<String>()]
}

/// What JSON is made of, and what looks like it.
fn any_piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        " ",
        "\t",
        "\n",
        "\r",
        "\\",
        "\\\"",
        "\\/",
        "\\b",
        "\\f",
        "\\n",
        "\\r",
        "\\t",
        "\\x",
        "\\u",
        "\\u00e9",
        "\\u0000",
        "\\uD83D",
        "\\ude00",
        "\\uD83D\\uDE00",
        "\\u+123",
        "\\u12",
        "null",
        "true",
        "false",
        "nul",
        "True",
        "NaN",
        "Infinity",
        "\"a\"",
        "\"a\":1",
        "0",
        "1",
        "-",
        "+",
        ".",
        "e",
        "E",
        "-0",
        "3600.0",
        "01",
        "1.5e3",
        "1E-2",
        "1e400",
        "-1e400",
        "1e-400",
        "18446744073709551616",
        "\u{b}",
        "\u{c}",
        "\u{1f}",
        "\u{7f}",
        "\u{a0}",
        "\u{feff}",
        "é",
        "😀",
        "//",
        "'",
    ])
}

/// Puts a piece in the place of up to `width` characters.
fn change(text: &mut String, place: Index, width: usize, piece: &str) {
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let first = place.index(ends.len());
    let last = (first + width).min(ends.len() - 1);
    text.replace_range(ends[first]..ends[last], piece);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_value_is_read_alike(value in any_value()) {
        for text in [value.to_string(), format!("{value:#}"), format!(" \t\r\n{value}\n")] {
            prop_assert!(Json::parse(&text).is_some() && is_read_alike(&text), "{}", text);
        }
    }

    #[test]
    fn every_changed_text_is_read_alike(
        value in any_value(),
        changes in prop::collection::vec((any::<Index>(), 0..3_usize, any_piece()), 1..4),
    ) {
        let mut text = value.to_string();
        for (place, width, piece) in changes {
            change(&mut text, place, width, piece);
        }
        prop_assert!(is_read_alike(&text), "{}", text);
    }

    #[test]
    fn whatever_pieces_make_is_read_alike(pieces in prop::collection::vec(any_piece(), 0..10)) {
        let text = pieces.concat();
        for text in [&text, &format!("\"{text}\""), &format!("[{text}]"), &format!("{{\"a\":{text}}}")] {
            prop_assert!(is_read_alike(text), "{}", text);
        }
    }

    #[test]
    fn what_is_written_is_the_same(value in any_value()) {
        let ours = Json::parse(&value.to_string()).expect("JSON");
        prop_assert_eq!(ours.to_string(), value.to_string());
        prop_assert_eq!(format!("{ours:#}"), format!("{value:#}"));
    }

    #[test]
    fn what_is_whole_is_the_same(whole in any::<u64>(), small in 0_f64..9e15, large in 2e19_f64..f64::MAX) {
        for (text, expected) in [
            (whole.to_string(), whole),
            (Value::from(small).to_string(), small as u64),
            (Value::from(large).to_string(), u64::MAX),
        ] {
            let Some(Json::Number(number)) = Json::parse(&text) else { panic!("{text} is a number") };
            prop_assert_eq!(number.whole(), Some(expected), "{}", text);
        }
    }
}

#[test]
fn nesting_ends_where_it_does_for_serde_json() {
    for depth in [1, 126, 127, 128, 129, 100_000] {
        for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":[", "]}]"), ("[", "")] {
            for inside in ["0", ""] {
                let text = [&open.repeat(depth), inside, &close.repeat(depth)].concat();
                assert!(is_read_alike(&text), "{depth} times {open}");
            }
        }
    }
    let deepest = ["[".repeat(127), "]".repeat(127)].concat();
    assert!(Json::parse(&deepest).is_some() && Json::parse(&format!("[{deepest}]")).is_none());
}

#[test]
fn texts_at_the_edge_are_read_alike() {
    for text in [
        "",
        " ",
        "\u{feff}1",
        "1\u{feff}",
        "\u{a0}1",
        "1 1",
        "{} {}",
        "[1,]",
        "[,1]",
        "[,]",
        "{\"a\":1,}",
        "{,}",
        "{\"a\"}",
        "{a:1}",
        "{1:1}",
        "{\"a\" : 1 , \"b\" : [ ] }",
        "[ ]",
        "{ }",
        "// a\n1",
        "'a'",
        "\"\t\"",
        "\"\u{7f}\"",
        "\"\u{2028}\"",
        r#"{"a":1,"b":2,"a":[3]}"#,
        r#"{"a":1,"\u0061":null}"#,
        r#""\ud83d\ude00""#,
        r#""\uD83D\uDE00""#,
        r#""\ud83d""#,
        r#""\ude00""#,
        r#""\ud83d\ud83d""#,
        r#""\ude00\ud83d""#,
        r#""\ud83d\n""#,
        r#""\ud83dA""#,
        r#""\u12""#,
        r#""\u 123""#,
        r#""\u+123""#,
        r#""\uffff""#,
        r#""\u0000""#,
        r#""\x41""#,
        r#""\"#,
        r#"""#,
        "-",
        "+1",
        "1.",
        ".1",
        "1.e1",
        "1e",
        "1e+",
        "01",
        "-01",
        "00",
        "-0",
        "-0.0",
        "0e0",
        "0E-0",
        "0x1",
        "1_0",
        "1e308",
        "1e309",
        "-1e309",
        "1e-999",
        "123456789012345678901234567890",
        "3600.0",
        "36e2",
        "nul",
        "nulll",
        "True",
        "NaN",
        "Infinity",
        "-Infinity",
    ] {
        for text in [text.to_owned(), format!("[{text}]"), format!("{{\"a\":{text}}}"), format!("{text}\u{0}")] {
            assert!(is_read_alike(&text), "{text}");
        }
    }
}
