//! The path that the app is below: `/auth` of `https://example.com/auth/account`. The page says so in its `<base href>`, by
//! which it finds its files too; one that has none is at the root. Everywhere else, pages go by what comes after that path.

use leptos::prelude::{document, window};
use web_sys::Url;

/// That path, without a slash at the end: empty at the root.
pub fn base() -> String {
    let path = || {
        let href = document().query_selector("base[href]").ok()??.get_attribute("href")?;
        let origin = window().location().origin().ok()?;
        let base = Url::new_with_base(&href, &origin).ok()?;
        // Files may come from another host, and pages do not.
        (base.origin() == origin).then(|| base.pathname())
    };
    let mut base = path().unwrap_or_default();
    base.truncate(base.rfind('/').unwrap_or_default());
    base
}

/// The whole path of what is `path` below the app's.
pub fn address(path: &str) -> String {
    base() + path
}

/// What a whole path is below the app's; none for what is not below that.
pub fn below(path: &str) -> Option<String> {
    let rest = path.strip_prefix(&base())?;
    (rest.is_empty() || rest.starts_with('/')).then(|| rest.to_owned())
}
