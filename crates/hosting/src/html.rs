//! The few shapes of HTML that the commands read: opening tags of known names, as Trunk, people and minifiers write them.

use std::ops::Range;

/// One opening tag.
#[derive(Clone, Debug)]
pub struct Tag<'a> {
    /// Where it stands, from `<` to `>`.
    pub span: Range<usize>,
    text: &'a str,
}

impl Tag<'_> {
    /// The value of the attribute `name`, if the tag has it.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let mut rest = self.text.strip_suffix('>')?.trim_start_matches(|letter: char| !letter.is_ascii_whitespace());
        loop {
            rest = rest.trim_start_matches(|letter: char| letter.is_ascii_whitespace() || letter == '/');
            let length = rest.find(|letter: char| letter.is_ascii_whitespace() || "=/".contains(letter));
            let (key, after) = rest.split_at(length.unwrap_or(rest.len()));
            if key.is_empty() {
                return None;
            }
            rest = after;
            let Some(value) = after.trim_start().strip_prefix('=').map(str::trim_start) else { continue };
            let quote = value.chars().next().filter(|quote| ['"', '\''].contains(quote));
            let (value, after) = match quote {
                Some(quote) => value[1..].split_once(quote)?,
                None => value.split_at(value.find(|letter: char| letter.is_ascii_whitespace()).unwrap_or(value.len())),
            };
            if key.eq_ignore_ascii_case(name) {
                return Some(value);
            }
            rest = after;
        }
    }

    /// Whether the tag is a `<link>` of this relation.
    pub fn is_rel(&self, rel: &str) -> bool {
        self.attribute("rel").is_some_and(|value| value.split_whitespace().any(|word| word == rel))
    }
}

/// All opening tags called `name`, in order; comments have none.
pub fn tags<'a>(html: &'a str, name: &str) -> Vec<Tag<'a>> {
    let mut found = Vec::new();
    let mut position = 0;
    while let Some(start) = html[position..].find('<').map(|offset| position + offset) {
        let rest = &html[start..];
        let length = match rest.strip_prefix("<!--") {
            Some(comment) => comment.find("-->").map(|end| end + "<!---->".len()),
            None => tag_length(rest),
        };
        let Some(length) = length else { break };
        let text = &rest[..length];
        let called = text[1..].split(|letter: char| !letter.is_ascii_alphanumeric()).next();
        if called.is_some_and(|called| called.eq_ignore_ascii_case(name)) {
            found.push(Tag { span: start..start + length, text });
        }
        position = start + length;
    }
    found
}

/// How long the tag at the start of `text` is; a `>` inside an attribute's value does not end it.
fn tag_length(text: &str) -> Option<usize> {
    let mut quote = None;
    for (index, letter) in text.char_indices() {
        match quote {
            Some(open) if letter == open => quote = None,
            Some(_) => {}
            None if letter == '>' => return Some(index + 1),
            // An apostrophe in running text after a stray `<` would swallow the rest: a quote follows an equals sign.
            None if ['"', '\''].contains(&letter) && text[..index].trim_end().ends_with('=') => quote = Some(letter),
            None => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_by_their_whole_name() {
        let html =
            r#"<link data-href="/no.css" rel="preload stylesheet" href='/a.css' crossorigin integrity="sha384-a=="/>"#;
        let links = tags(html, "link");
        assert_eq!(links.len(), 1);
        assert_eq!(links[0].attribute("href"), Some("/a.css"));
        assert_eq!(links[0].attribute("integrity"), Some("sha384-a=="));
        assert_eq!(links[0].attribute("crossorigin"), None);
        assert!(links[0].is_rel("stylesheet") && !links[0].is_rel("style"));
    }

    #[test]
    fn attributes_are_read_without_quotes_and_with_blanks() {
        for (html, expected) in [
            ("<base href=/auth/>", "/auth/"),
            ("<base href=/auth/ />", "/auth/"),
            ("<base href = \"/auth/\" >", "/auth/"),
            ("<base target=_self HREF='/auth/'/>", "/auth/"),
            ("<base data-x href=\n\"/a>b/\">", "/a>b/"),
            ("<base href=\"\">", ""),
        ] {
            let bases = tags(html, "base");
            assert_eq!(bases.len(), 1, "{html}");
            assert_eq!(bases[0].attribute("href"), Some(expected), "{html}");
        }
        assert_eq!(tags("<base =x>", "base")[0].attribute("href"), None);
        assert_eq!(tags("<base href=\"open>", "base").len(), 0);
    }

    #[test]
    fn comments_and_other_names_are_passed_over() {
        let html =
            r#"<!-- <link href="/commented.css"> --><linked href="/other"><meta content="a > b"><link href="/a.css">"#;
        let found: Vec<_> = tags(html, "link").iter().map(|tag| tag.attribute("href").map(str::to_owned)).collect();
        assert_eq!(found, [Some("/a.css".to_owned())]);
        assert_eq!(&html[tags(html, "meta")[0].span.clone()], r#"<meta content="a > b">"#);
    }
}
