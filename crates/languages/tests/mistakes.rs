//! Each kind of mistake is named with its place.

use std::{collections::BTreeMap, path::Path};

use languages::{Languages, categories};

const ENGLISH: &str = r#"name = "English"
[first_visit]
greeting = "Hi {name}!"
title = "Sign in"

[first_visit.wait]
one = "Wait {count} second."
other = "Wait {count} seconds."
"#;

const GERMAN: &str = r#"name = "Deutsch"
[first_visit]
greeting = "Hallo {name}!"
title = "Anmelden"

[first_visit.wait]
one = "Warten Sie eine Sekunde."
other = "Warten Sie {count} Sekunden."
"#;

fn read(files: &[(&str, &str)]) -> Result<Languages, Vec<String>> {
    let files: BTreeMap<_, _> = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    Languages::parse(&files).map_err(|mistakes| mistakes.iter().map(ToString::to_string).collect())
}

fn mistakes_in(german: &str) -> Vec<String> {
    read(&[("en.toml", ENGLISH), ("de.toml", german)]).err().unwrap_or_default()
}

#[test]
fn a_language_without_mistakes_is_read() {
    let languages = read(&[("en.toml", ENGLISH), ("de.toml", GERMAN)]).expect("there is nothing wrong");
    assert_eq!(languages.tags(), ["en", "de"]);
}

#[test]
fn each_kind_of_mistake_is_named_with_its_place() {
    let cases = [
        ("a missing sentence", ("title = \"Anmelden\"\n", ""), "lang/de.toml: first_visit.title is missing"),
        ("an unknown one", ("title", "titel"), "lang/de.toml:4: first_visit.titel is not in English"),
        ("a missing placeholder", ("{name}", "du"), "lang/de.toml:3: first_visit.greeting lacks {name}"),
        (
            "an unknown placeholder",
            ("Anmelden", "Anmelden {name}"),
            "lang/de.toml:4: first_visit.title has {name}, which English has not",
        ),
        (
            "a brace",
            ("Anmelden", "Anmelden {"),
            "lang/de.toml:4: first_visit.title: a brace that is no placeholder such as {name}",
        ),
        (
            "a missing form",
            ("one = \"Warten Sie eine Sekunde.\"\n", ""),
            "lang/de.toml:6: first_visit.wait lacks the form \"one\" for numbers",
        ),
        (
            "a form that the language has not",
            ("one =", "few = \"x\"\none ="),
            "lang/de.toml:6: first_visit.wait has a form \"few\" that the language has not",
        ),
        ("no number", ("{count}", "einige"), "lang/de.toml:6: first_visit.wait lacks {count} in the form \"other\""),
        (
            "forms for what has no number",
            ("title = \"Anmelden\"", "title = { one = \"A\", other = \"B\" }"),
            "lang/de.toml:4: first_visit.title is one sentence, without forms for numbers",
        ),
        (
            "an empty sentence",
            ("\"Anmelden\"", "\"\""),
            "lang/de.toml:4: first_visit.title is empty, or begins or ends with a space",
        ),
        ("no text", ("\"Anmelden\"", "1"), "lang/de.toml:4: first_visit.title is neither a text nor a table"),
        ("no key", ("title", "Title"), "lang/de.toml:4: \"Title\" is no key: a key is made of a-z, 0-9 and _"),
        (
            "no table",
            ("\n[first_visit]\n", "\nalone = \"x\"\n[first_visit]\n"),
            "lang/de.toml:2: alone stands in no table: a table is a part of the app",
        ),
    ];
    let no_name = "lang/de.toml: name is missing, or not one line: what the language is called by those who speak it";
    let names =
        [("no name", "name = \"Deutsch\"", ""), ("an empty name", "Deutsch", " "), ("two lines", "tsch", "\\ntsch")];
    let nameless = names.map(|(case, before, after)| (case, (before, after), no_name));
    for (name, (before, after), mistake) in cases.into_iter().chain(nameless) {
        assert!(GERMAN.contains(before), "{name}");
        let found = mistakes_in(&GERMAN.replacen(before, after, 1));
        assert!(found.contains(&mistake.to_owned()), "{name}: {found:?}");
    }
}

#[test]
fn what_is_no_toml_is_named_with_its_line() {
    let found = mistakes_in("[first_visit]\ntitle = \"Anmelden\n");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("lang/de.toml:2: "), "{found:?}");
}

#[test]
fn a_key_that_stands_twice_is_a_mistake() {
    let found = mistakes_in(&GERMAN.replace("title = ", "title = \"A\"\ntitle = "));
    assert!(found.len() == 1 && found[0].starts_with("lang/de.toml:5: "), "{found:?}");
}

#[test]
fn two_files_of_one_language_are_a_mistake() {
    let files = [("en.toml", ENGLISH), ("de-AT.toml", GERMAN), ("de-at.toml", GERMAN)];
    assert_eq!(read(&files).unwrap_err(), ["lang/de-at.toml: is of the same language as de-AT.toml"]);
}

#[test]
fn a_language_whose_forms_are_not_known_is_a_mistake() {
    let found = read(&[("en.toml", ENGLISH), ("xx.toml", GERMAN)]).unwrap_err();
    assert_eq!(found, ["lang/xx.toml:6: the plural categories of xx are not known; crates/languages has them"]);
}

#[test]
fn without_english_there_is_nothing() {
    let found = read(&[("de.toml", GERMAN)]).unwrap_err();
    assert!(found[0].starts_with("lang/en.toml: "), "{found:?}");
}

#[test]
fn packs_have_the_order_of_the_keys() {
    let languages = read(&[("en.toml", ENGLISH), ("de.toml", GERMAN)]).expect("there is nothing wrong");
    let packs: BTreeMap<_, _> = languages.packs().into_iter().collect();
    let german = "[\"Hallo {name}!\",\n\"Anmelden\",\n{\"one\":\"Warten Sie eine Sekunde.\",\"other\":\"Warten Sie {count} Sekunden.\"}]\n";
    assert_eq!(packs["de/first_visit.json"], german);
    assert_eq!(packs["keys.json"], "{\"first_visit\":[\"greeting\",\"title\",\"wait\"]}\n");
    assert!(packs["en-XA/first_visit.json"].starts_with("[\"[Hî {name}! ~~~~]\""), "{packs:?}");
}

#[test]
fn who_cannot_run_the_app_is_told_so_in_every_language() {
    for (table, path) in [("no_script", "no-script.html"), ("old_browser", "old-browser.html")] {
        let with = |words: &str, needed: &str| format!("{words}\n[{table}]\nneeded = \"{needed}\"\n");
        let (english, german) = (with(ENGLISH, "Turn it on <here>."), with(GERMAN, "Schalten Sie es ein."));
        let languages = read(&[("en.toml", &english), ("de.toml", &german)]).expect("there is nothing wrong");
        let packs: BTreeMap<_, _> = languages.packs().into_iter().collect();
        let page = &packs[path];
        for line in [
            "<p lang=\"en\" dir=\"auto\"><a href=\"../\">Turn it on &lt;here>.</a></p>",
            "<p lang=\"de\" dir=\"auto\"><a href=\"../\">Schalten Sie es ein.</a></p>",
        ] {
            assert!(page.lines().any(|found| found == line), "{line}\n{page}");
        }
        assert!(!packs.contains_key(&format!("de/{table}.json")), "the app downloads nothing of that");
        assert_eq!(packs["keys.json"].matches("needed").count(), 0, "nobody can write another one");
    }
}

#[test]
fn english_is_a_module() {
    let languages = read(&[("en.toml", ENGLISH), ("de.toml", GERMAN)]).expect("there is nothing wrong");
    let lines =
        ["TAGS: &str = \"en de\"", "NAMES: &str = \"English\\nDeutsch\"", "PARTS: [&str; 1] = [\"first_visit\"]"];
    assert_eq!(languages.names(), lines.map(|line| format!("const {line};\n")).concat());
    let module = languages.rust();
    for line in [
        "pub const TITLE: Sentence = Sentence::fixed(Key { part: 0, place: 1 }, \"Sign in\");",
        "pub fn greeting(name: impl Into<Arg>) -> Sentence { Sentence::filled(Key { part: 0, place: 0 }, \"Hi {name}!\", vec![(\"name\", name.into())]) }",
        "pub fn wait(count: u32) -> Sentence { Sentence::counted(Key { part: 0, place: 2 }, [\"Wait {count} second.\", \"Wait {count} seconds.\"], count, vec![]) }",
    ] {
        assert!(module.lines().any(|found| found == line), "{line}\n{module}");
    }
}

#[test]
fn the_languages_of_the_app_are_without_mistakes() {
    let languages = Languages::read(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../lang")));
    let languages = languages.unwrap_or_else(|mistakes| {
        let lines: Vec<_> = mistakes.iter().map(ToString::to_string).collect();
        panic!("{}", lines.join("\n"))
    });
    assert!(languages.tags().iter().all(|tag| categories(tag).is_some()));
}
