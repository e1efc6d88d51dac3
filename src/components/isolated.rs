use leptos::prelude::*;

use crate::text;

/// A sentence, with each name in it apart.
pub fn sentence(sentence: &str) -> Vec<AnyView> {
    let part = |(is_name, part): (bool, &str)| {
        let part = part.to_owned();
        if is_name { view! { <bdi>{part}</bdi> }.into_any() } else { part.into_any() }
    };
    text::parts(sentence).map(part).collect()
}

/// What somebody else has written, by itself.
pub fn name(name: &str) -> AnyView {
    view! { <bdi>{text::without_isolates(name)}</bdi> }.into_any()
}
