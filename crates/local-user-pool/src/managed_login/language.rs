//! The languages of the pages: `lang` in the address, which a cookie keeps.
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-managed-login.html#managed-login-localization>

use std::{collections::BTreeMap, sync::LazyLock};

use axum::response::Response;
use serde::Deserialize;

use super::call::{Call, with_cookie};

/// The parameter, and the cookie that keeps it for pages that are asked for without.
const LANG: &str = "lang";
/// Until when a browser remembers it.
const REMEMBERED_SECONDS: i64 = 365 * 24 * 3600;
/// Of a call that names no language that is here.
const DEFAULT: &str = "en";

/// What the pages say in one language. Nothing in it needs escaping.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub(super) sign_in: String,
    pub(super) sign_up: String,
    pub(super) user_name: String,
    pub(super) email: String,
    pub(super) phone_number: String,
    pub(super) email_or_phone_number: String,
    pub(super) password: String,
    pub(super) new_password: String,
    pub(super) r#continue: String,
    /// With `{provider}`.
    pub(super) continue_with: String,
    pub(super) forgot_password: String,
    pub(super) choose_password: String,
    pub(super) confirm_account: String,
    pub(super) confirmation_code: String,
    pub(super) code: String,
    pub(super) send_again: String,
    pub(super) email_me: String,
    pub(super) text_me: String,
    pub(super) use_passkey: String,
    pub(super) code_by_email: String,
    pub(super) code_by_sms: String,
    pub(super) code_of_app: String,
    pub(super) add_key: String,
}

/// By tag. A test reads the file: it is whole.
static LANGUAGES: LazyLock<BTreeMap<String, Words>> =
    LazyLock::new(|| toml::from_str(include_str!("words.toml")).unwrap_or_default());
static NO_WORDS: LazyLock<Words> = LazyLock::new(Words::default);

/// A language, and what the pages say in it.
#[derive(Clone, Copy)]
pub(super) struct Language {
    /// BCP 47, for `<html lang>`.
    pub(super) tag: &'static str,
    pub(super) words: &'static Words,
}

impl Default for Language {
    fn default() -> Self {
        Self::known(DEFAULT).unwrap_or(Self { tag: DEFAULT, words: &NO_WORDS })
    }
}

impl Language {
    fn known(tag: &str) -> Option<Self> {
        LANGUAGES.get_key_value(tag).map(|(tag, words)| Self { tag, words })
    }

    /// Of the address, else of the cookie, else English.
    pub(super) fn of(call: &Call) -> Self {
        let asked = call.query.get(LANG).and_then(Self::known);
        let kept = || call.cookie(LANG).and_then(Self::known);
        asked.or_else(kept).unwrap_or_default()
    }
}

/// The browser is to remember the language that its address named.
pub(super) fn remembered(call: &Call, response: Response) -> Response {
    match call.query.get(LANG).and_then(Language::known) {
        Some(language) if call.cookie(LANG) != Some(language.tag) => {
            with_cookie(response, LANG, language.tag, Some(REMEMBERED_SECONDS))
        }
        _ => response,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_is_whole() {
        let file: toml::Table = toml::from_str(include_str!("words.toml")).unwrap();
        let tags = ["de", "en", "es", "fr", "id", "it", "ja", "ko", "pt-BR", "zh-CN", "zh-TW"];
        assert_eq!(LANGUAGES.keys().collect::<Vec<_>>(), tags);
        for (tag, words) in &file {
            for (key, text) in words.as_table().unwrap() {
                let text = text.as_str().unwrap();
                assert!(!text.is_empty() && !text.contains(['<', '>', '&', '"', '\'']), "{tag}.{key}: {text}");
                let places = usize::from(key == "continue_with");
                assert_eq!(text.matches("{provider}").count(), places, "{tag}.{key}: {text}");
                assert_eq!(text.matches('{').count(), places, "{tag}.{key}: {text}");
            }
        }
    }

    #[test]
    fn the_address_comes_before_the_cookie() {
        let cases = [
            ("nothing", "", None, "en"),
            ("the address", "lang=de", None, "de"),
            ("the cookie", "", Some("fr"), "fr"),
            ("both", "lang=pt-BR", Some("fr"), "pt-BR"),
            ("one that is not here", "lang=xx", Some("fr"), "fr"),
            ("no tag", "lang=../de", Some("<script>"), "en"),
        ];
        for (name, query, cookie, expected) in cases {
            let mut headers = axum::http::HeaderMap::new();
            if let Some(cookie) = cookie {
                headers.insert("cookie", format!("{LANG}={cookie}").parse().unwrap());
            }
            assert_eq!(Language::of(&Call::read(query, &headers, b"")).tag, expected, "{name}");
        }
    }
}
