//! Which language is shown to whom.

use leptos_cognito::language::matching;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn people_read_what_is_nearest_to_what_they_want() {
    let offered = ["en", "de", "es", "es-419", "pt-BR", "pt-PT", "nb", "zh-Hans", "zh-Hant", "he", "id", "hr"];
    let cases = [
        ("de", Some("de")),
        ("DE", Some("de")),
        ("de-AT", Some("de")),
        ("de_CH", Some("de")),
        ("en-GB", Some("en")),
        ("es", Some("es")),
        ("es-ES", Some("es")),
        ("es-MX", Some("es-419")),
        ("es-AR", Some("es-419")),
        ("es-US", Some("es-419")),
        ("pt", Some("pt-BR")),
        ("pt-BR", Some("pt-BR")),
        ("pt-PT", Some("pt-PT")),
        ("pt-AO", Some("pt-PT")),
        ("no", Some("nb")),
        ("nn-NO", Some("nb")),
        ("zh", Some("zh-Hans")),
        ("zh-CN", Some("zh-Hans")),
        ("zh-SG", Some("zh-Hans")),
        ("zh-TW", Some("zh-Hant")),
        ("zh-HK", Some("zh-Hant")),
        ("zh-MO", Some("zh-Hant")),
        ("zh-Hans-HK", Some("zh-Hans")),
        ("iw", Some("he")),
        ("in", Some("id")),
        ("fr", None),
        ("sr", None),
        ("tl", None),
        ("not a tag", None),
        ("", None),
    ];
    let all = || offered.map(str::to_owned).to_vec();
    for (wanted, found) in cases {
        assert_eq!(matching(vec![wanted.to_owned()], all()).as_deref(), found, "{wanted:?}");
    }
    let several = ["fr", "sr", "pt-AO", "de"].map(str::to_owned).to_vec();
    assert_eq!(matching(several, all()).as_deref(), Some("pt-PT"), "the first that is there");
}
