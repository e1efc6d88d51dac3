//! Whether the app has a user pool of the owner's, so that `cargo xtask dev` starts none.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::page::INDEX;
use crate::settings_file;

/// Where the owner's user pool is named.
///
/// # Errors
/// When index.html or `.env` cannot be understood.
pub(super) fn named_in(root: &Path) -> Result<Option<&'static str>> {
    let page = fs::read_to_string(root.join(INDEX)).with_context(|| format!("cannot read {INDEX}"))?;
    Ok(if is_named_by_page(&page)? {
        Some(INDEX)
    } else if is_named_by_file(&settings_file::entries(root)?) {
        Some(settings_file::NAME)
    } else {
        None
    })
}

fn is_named_by_page(page: &str) -> Result<bool> {
    let in_document = hosting::page::settings(page)?.user_pool_id.is_some();
    Ok(in_document || hosting::page::filled_in_tags(page).iter().any(|name| name == "cognito-user-pool-id"))
}

/// What .env.example says is the local user pool itself: it has that endpoint.
fn is_named_by_file(entries: &[(String, String)]) -> bool {
    let value = |name: &str| entries.iter().find(|(of, _)| of == name).map_or("", |(_, value)| value);
    let is_here =
        |endpoint: &str| ["http://localhost", "http://127.0.0.1"].iter().any(|here| endpoint.starts_with(here));
    !value("COGNITO_USER_POOL_ID").is_empty() && !is_here(value("COGNITO_ENDPOINT"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_names_a_pool_by_its_document_or_its_tag() {
        let page = |tag: &str, document: &str| {
            let tag = format!("<meta name=\"cognito-user-pool-id\" content=\"{tag}\" />");
            format!("<head>{tag}<script type=\"application/json\" id=\"cognito-settings\">{document}</script></head>")
        };
        assert!(!is_named_by_page(&page("", "")).unwrap());
        assert!(!is_named_by_page(&page("", r#"{ "addresses": { "home": "/app" } }"#)).unwrap());
        assert!(is_named_by_page(&page("", r#"{ "userPoolId": "eu-west-1_Example01" }"#)).unwrap());
        assert!(is_named_by_page(&page("eu-west-1_Example01", "")).unwrap());
        assert!(is_named_by_page(&page("", "{ no JSON")).is_err());
    }

    #[test]
    fn a_file_names_a_pool_unless_it_is_the_local_one() {
        let entries = |text: &[(&str, &str)]| -> Vec<(String, String)> {
            text.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        let pool = ("COGNITO_USER_POOL_ID", "eu-west-1_Example01");
        assert!(!is_named_by_file(&[]));
        assert!(!is_named_by_file(&entries(&[("COGNITO_KEEP_SIGNED_IN", "ask")])));
        assert!(!is_named_by_file(&entries(&[pool, ("COGNITO_ENDPOINT", "http://localhost:9230/")])));
        assert!(is_named_by_file(&entries(&[pool])));
        assert!(is_named_by_file(&entries(&[pool, ("COGNITO_ENDPOINT", "https://proxy.example.com/")])));
    }
}
