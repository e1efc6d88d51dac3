//! The Content Security Policy of the app (<https://www.w3.org/TR/CSP3/>).

use anyhow::{Context as _, Result, bail};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest as _, Sha256};

use crate::{called::Called, html::tags};

/// What the app may call while its page names no pool: any https host, and this machine, as the app itself has it.
const ANYWHERE: &str = "https: http://localhost:* http://127.0.0.1:*";
/// The one policy by which the app writes HTML (src/ui/trusted.js).
const TRUSTED_TYPES: &str = "leptos-cognito";

/// What a page may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// What it may call.
    pub called: Called,
    /// CSP's hashes of its inline scripts. `cargo xtask build` leaves none; Trunk alone writes one.
    inline: Vec<String>,
}

impl Policy {
    /// The policy of a built index.html.
    ///
    /// # Errors
    /// When its settings cannot be understood.
    pub fn of(html: &str) -> Result<Self> {
        let called = Called::by(html)?;
        let mut inline = Vec::new();
        for tag in tags(html, "script") {
            let is_data = tag.attribute("type").is_some_and(|kind| kind == "application/json");
            if tag.attribute("src").is_none() && !is_data {
                let rest = &html[tag.span.end..];
                let text = &rest[..rest.find("</script>").context("a script of index.html has no end")?];
                // As parsers read it.
                let text = text.replace("\r\n", "\n");
                inline.push(format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text))));
            }
        }
        Ok(Self { called, inline })
    }

    /// The header's value.
    pub fn header(&self) -> String {
        self.directives() + "; frame-ancestors 'none'"
    }

    /// The value of a meta tag, in which browsers pass `frame-ancestors` over
    /// (<https://html.spec.whatwg.org/multipage/semantics.html#attr-meta-http-equiv-content-security-policy>).
    pub fn meta(&self) -> String {
        self.directives()
    }

    fn directives(&self) -> String {
        let called = match &self.called {
            Called::Origins(origins) => origins.join(" "),
            Called::Unknown => ANYWHERE.to_owned(),
        };
        let inline: String = self.inline.iter().map(|hash| format!(" {hash}")).collect();
        format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{inline}; style-src 'self'; img-src 'self'; \
             font-src 'self'; connect-src 'self' {called}; object-src 'none'; base-uri 'self'; form-action 'none'; \
             require-trusted-types-for 'script'; trusted-types {TRUSTED_TYPES}"
        )
    }
}

/// The page with that policy in a meta tag, for hosts that send no headers; in place of the one that is there.
///
/// # Errors
/// When the page has no place for it.
pub fn with_meta_policy(html: &str, policy: &Policy) -> Result<String> {
    let content = policy.meta();
    if content.contains('"') {
        bail!("a policy with a quotation mark: {content}");
    }
    let written = format!(r#"<meta http-equiv="Content-Security-Policy" content="{content}">"#);
    let metas = tags(html, "meta");
    let is_policy = |kind: &str| kind.eq_ignore_ascii_case("content-security-policy");
    let mut with_policy = html.to_owned();
    if let Some(tag) = metas.iter().find(|tag| tag.attribute("http-equiv").is_some_and(is_policy)) {
        with_policy.replace_range(tag.span.clone(), &written);
    } else {
        // Before anything that it is about. Browsers want the encoding within the first kilobyte.
        let charset = metas.iter().find(|tag| tag.attribute("charset").is_some());
        let head = tags(html, "head").first().map(|tag| tag.span.end);
        let place = charset.map(|tag| tag.span.end).or(head).context("the page has no <head>")?;
        with_policy.insert_str(place, &written);
    }
    Ok(with_policy)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<html><head><meta charset="utf-8"><title>Sign in</title></head><body></body></html>"#;

    #[test]
    fn only_what_the_settings_name_is_called() {
        let of = |called| Policy { called, inline: Vec::new() }.header();
        let origins = ["https://a.example", "https://b.example"].map(str::to_owned).to_vec();
        assert!(of(Called::Origins(origins)).contains("; connect-src 'self' https://a.example https://b.example; "));
        let unknown = of(Called::Unknown);
        assert!(unknown.contains("; connect-src 'self' https: http://localhost:* http://127.0.0.1:*; "), "{unknown}");
        assert!(unknown.starts_with("default-src 'none'; ") && unknown.ends_with("; frame-ancestors 'none'"));
    }

    #[test]
    fn an_inline_script_is_let_through_by_its_hash_and_data_is_none() {
        let page = PAGE.replace(
            "<title>",
            "<script type=\"application/json\" id=\"cognito-settings\"></script><script type=\"module\">alert(1)</script>\
             <script src=\"a.js\"></script><title>",
        );
        // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
        let hash = "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='";
        let policy = Policy::of(&page).unwrap().header();
        assert!(policy.contains(&format!("; script-src 'self' 'wasm-unsafe-eval' {hash}; ")), "{policy}");
    }

    #[test]
    fn a_page_has_one_policy_before_all_that_it_is_about() {
        let policy = Policy::of(PAGE).unwrap();
        let once = with_meta_policy(PAGE, &policy).unwrap();
        assert!(
            once.contains(r#"<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src"#)
        );
        assert!(!once.contains("frame-ancestors"), "browsers complain of it in a meta tag");
        assert_eq!(with_meta_policy(&once, &policy).unwrap(), once);
        let narrower = Policy { called: Called::Origins(vec!["https://a.example".to_owned()]), ..policy };
        let changed = with_meta_policy(&once, &narrower).unwrap();
        assert!(changed.contains("https://a.example") && !changed.contains("localhost"), "{changed}");
        assert!(with_meta_policy("<p>", &narrower).is_err());
    }
}
