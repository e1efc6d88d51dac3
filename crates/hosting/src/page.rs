//! The settings in an index.html: the app's source, or what is built of it.

use std::ops::Range;

use anyhow::{Context as _, Result, bail};
use pool_settings::SettingsDocument;

use crate::html;

const ID: &str = "cognito-settings";
/// The build fills it in; it is no setting.
const LANGUAGES: &str = "cognito-languages";
const END: &str = "</script>";

/// The settings that are there; none are as empty ones.
///
/// # Errors
/// When they are no such document: whoever wrote them would miss them.
pub fn settings(page: &str) -> Result<SettingsDocument> {
    let text = place(page)?.map(|place| page[place].trim()).unwrap_or_default();
    if text.is_empty() {
        return Ok(SettingsDocument::default());
    }
    serde_json::from_str(text).with_context(|| format!("the element {ID} has no settings that are known"))
}

/// The page with that JSON as its settings.
///
/// # Errors
/// When the page has no head to put them into.
pub fn with_settings(page: &str, json: &str) -> Result<String> {
    // Nothing in it ends the element, or begins a comment.
    let json = json.replace('<', "\\u003c");
    if let Some(place) = place(page)? {
        return Ok(format!("{}\n{json}\n{}", &page[..place.start], &page[place.end..]));
    }
    let head = page.find("</head>").context("the page has no </head>")?;
    Ok(format!("{}<script type=\"application/json\" id=\"{ID}\">\n{json}\n{END}\n{}", &page[..head], &page[head..]))
}

/// The names of the app's meta tags for settings that are filled in.
pub fn filled_in_tags(page: &str) -> Vec<String> {
    let tags = html::tags(page, "meta").into_iter();
    let filled_in = tags.filter(|tag| tag.attribute("content").is_some_and(|content| !content.is_empty()));
    let names = filled_in.filter_map(|tag| tag.attribute("name").map(ToOwned::to_owned));
    names.filter(|name| name.starts_with("cognito-") && name != LANGUAGES).collect()
}

/// Where the element's text stands.
fn place(page: &str) -> Result<Option<Range<usize>>> {
    let tags = html::tags(page, "script");
    let Some(tag) = tags.iter().find(|tag| tag.attribute("id") == Some(ID)) else { return Ok(None) };
    let start = tag.span.end;
    let Some(length) = page[start..].find(END) else { bail!("the element {ID} has no end") };
    Ok(Some(start..start + length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_replaced_or_put_at_the_end_of_the_head() {
        let element = |text: &str| format!("<script type=\"application/json\" id=\"cognito-settings\">{text}</script>");
        for (name, page) in [
            ("empty", format!("<head>{}<title>a</title></head>", element(""))),
            ("filled in", format!("<head>{}</head>", element("{ \"mfa\": \"ON\" }"))),
            (
                "unquoted by a minifier",
                "<head><script id='cognito-settings' type='application/json'></script></head>".to_owned(),
            ),
            ("without", "<head><title>a</title></head>".to_owned()),
            ("in a comment", format!("<head><!-- {} --></head>", element(""))),
        ] {
            let written = with_settings(&page, "{ \"mfa\": \"OFF\" }").unwrap();
            assert_eq!(settings(&written).unwrap().mfa, Some(pool_settings::Mfa::Off), "{name}: {written}");
            assert_eq!(with_settings(&written, "{ \"mfa\": \"OFF\" }").unwrap(), written, "{name}: twice is as once");
        }
        assert!(with_settings("<p>", "{}").is_err());
        assert!(settings(&element("{ \"mfa\": ")).is_err());
        assert!(settings(&element("{ \"unknown\": 1 }")).is_err());
    }

    #[test]
    fn tags_that_win_are_named() {
        let page = r#"<meta name="cognito-client-id" content="" /><meta name="cognito-endpoint" content="http://localhost" />
            <meta name="cognito-languages" content="lang/" /><meta name="viewport" content="width=device-width" />"#;
        assert_eq!(filled_in_tags(page), ["cognito-endpoint"]);
    }
}
