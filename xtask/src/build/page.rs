//! dist/index.html, before and after the finish step.
//!
//! Each shape that Trunk writes is either found or an error: a page that was finished by halves would not start, or
//! start without what protects it.

use std::ops::Range;

use anyhow::{Context as _, Result, bail};
use hosting::html::{Tag, tags};

/// What Trunk's page names.
#[derive(Debug, PartialEq)]
pub(crate) struct TrunkPage {
    /// The stylesheets, in order, as paths inside dist/.
    pub(crate) stylesheets: Vec<String>,
    /// wasm-bindgen's JavaScript, as a path inside dist/.
    pub(crate) glue: String,
    /// The app, as a path inside dist/.
    pub(crate) wasm: String,
    /// What shows the login form before the app is there, as a path inside dist/.
    pub(crate) prerendered: String,
}

/// What the finished page names.
pub(crate) struct Finished {
    /// The one stylesheet.
    pub(crate) style: Asset,
    /// What shows the login form before the app is there.
    pub(crate) prerendered: Asset,
    /// Initializer and glue in one file.
    pub(crate) script: Asset,
    /// The path of the app inside dist/. The script that fetches it gives its `integrity`: at a preload of this kind browsers
    /// pass one over, and say so in the console.
    pub(crate) wasm: String,
}

/// A file that the page names together with its hash.
pub(crate) struct Asset {
    /// Its path inside dist/.
    pub(crate) path: String,
    /// Its `integrity` attribute.
    pub(crate) integrity: String,
}

impl TrunkPage {
    /// # Errors
    /// When the page is not as Trunk writes it.
    pub(crate) fn parse(html: &str) -> Result<Self> {
        let shape = Shape::find(html)?;
        let initializer = &html[shape.initializer.clone()];
        Ok(Self {
            stylesheets: shape.stylesheets.iter().map(|tag| inside_of(tag, "href")).collect::<Result<_>>()?,
            glue: quoted_after(initializer, " from ").context("the inline script imports no JavaScript")?,
            wasm: inside_of(&shape.preload, "href")?,
            prerendered: inside_of(&shape.prerendered, "src")?,
        })
    }
}

/// Trunk's `html` with its inline script, preloads and stylesheets replaced by the finished ones. It names all files
/// relative to its `<base>`, by which one build serves any path.
///
/// # Errors
/// As for [`TrunkPage::parse`].
pub(crate) fn finish(html: &str, finished: &Finished) -> Result<String> {
    let Finished { style, prerendered, script, wasm } = finished;
    let shape = Shape::find(html)?;
    let stylesheet = format!(r#"<link rel="stylesheet" href="{}" integrity="{}">"#, style.path, style.integrity);
    let preload = format!(r#"<link rel="preload" href="{wasm}" as="fetch" type="application/wasm" crossorigin>"#);
    let script = format!(r#"<script type="module" src="{}" integrity="{}"></script>"#, script.path, script.integrity);
    let prerendered = format!(r#"<script src="{}" integrity="{}">"#, prerendered.path, prerendered.integrity);
    let mut edits: Vec<(Range<usize>, &str)> =
        vec![(shape.initializer, &script), (shape.preload.span, &preload), (shape.prerendered.span, &prerendered)];
    edits.extend(shape.module_preloads.into_iter().map(|tag| (tag.span, "")));
    for (index, tag) in shape.stylesheets.into_iter().enumerate() {
        edits.push((tag.span, if index == 0 { &stylesheet } else { "" }));
    }
    edits.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    let mut html = html.to_owned();
    for (span, replacement) in edits {
        html.replace_range(span, replacement);
    }
    if html.contains("TrunkApplicationStarted") {
        bail!("dist/index.html still has a script of Trunk's");
    }
    if tags(&html, "base").iter().all(|tag| tag.attribute("href").is_none()) {
        bail!("dist/index.html has no <base href>, by which it finds its files");
    }
    Ok(relative(&html))
}

/// `html` with the files that its links name, as `icon.svg` for `/icon.svg`.
fn relative(html: &str) -> String {
    let mut relative = html.to_owned();
    let own = |tag: &Tag<'_>| tag.attribute("href").and_then(inside).is_some();
    for tag in tags(html, "link").into_iter().filter(own).rev() {
        let shorter = html[tag.span.clone()].replacen("href=\"/", "href=\"", 1);
        relative.replace_range(tag.span, &shorter);
    }
    relative
}

/// `html` with the settings of the build, by name, beside those of the page: for what shows the login form.
///
/// # Errors
/// When the page has no meta tag for one of them.
pub(crate) fn note_settings(html: &str, settings: &[(&str, String)]) -> Result<String> {
    let mut noted = html.to_owned();
    for (name, value) in settings {
        let metas = tags(&noted, "meta");
        let meta = metas.iter().find(|tag| tag.attribute("name") == Some(name));
        let start = meta.with_context(|| format!("index.html has no <meta name=\"{name}\">"))?.span.start;
        let value = value.replace('&', "&amp;").replace('"', "&quot;");
        noted.insert_str(start + "<meta".len(), &format!(r#" data-build="{value}""#));
    }
    Ok(noted)
}

/// `html` with the path of the words of other languages, from its `<base>`, and of the pages that are beside them.
///
/// # Errors
/// When the page has no meta tag for it.
pub(crate) fn note_languages(html: &str, path: &str) -> Result<String> {
    let metas = tags(html, "meta");
    let meta = metas.iter().find(|tag| tag.attribute("name") == Some("cognito-languages"));
    let span = meta.context("index.html has no <meta name=\"cognito-languages\">")?.span.clone();
    let mut noted = html.to_owned();
    noted.replace_range(span, &format!(r#"<meta name="cognito-languages" content="{path}">"#));
    Ok(noted.replace("url=lang/", &format!("url={path}")).replace("href=\"lang/", &format!("href=\"{path}")))
}

struct Shape<'a> {
    stylesheets: Vec<Tag<'a>>,
    module_preloads: Vec<Tag<'a>>,
    preload: Tag<'a>,
    /// The one script that is no module.
    prerendered: Tag<'a>,
    /// The inline script, from `<script` to `</script>`.
    initializer: Range<usize>,
}

impl<'a> Shape<'a> {
    fn find(html: &'a str) -> Result<Self> {
        let links = tags(html, "link");
        let of = |rel: &str| links.iter().filter(|tag| tag.is_rel(rel)).cloned().collect::<Vec<_>>();
        let stylesheets = of("stylesheet");
        if stylesheets.is_empty() {
            bail!("dist/index.html has no <link rel=\"stylesheet\">");
        }
        let mut preloads = of("preload");
        preloads.retain(|tag| tag.attribute("as") == Some("fetch"));
        let [preload] = preloads.as_slice() else {
            bail!("dist/index.html has {} <link rel=\"preload\" as=\"fetch\">, not one", preloads.len());
        };
        let scripts = tags(html, "script");
        let mut classic = scripts.clone();
        classic.retain(|tag| tag.attribute("type").is_none() && tag.attribute("src").is_some());
        let [prerendered] = classic.as_slice() else {
            bail!("dist/index.html has {} scripts that are no modules, not one", classic.len());
        };
        let inline: Vec<Range<usize>> = scripts
            .into_iter()
            .filter(|tag| tag.attribute("type") == Some("module") && tag.attribute("src").is_none())
            .filter_map(|tag| {
                let end = tag.span.end + html[tag.span.end..].find("</script>")? + "</script>".len();
                html[tag.span.clone().start..end].contains("TrunkApplicationStarted").then_some(tag.span.start..end)
            })
            .collect();
        let [initializer] = inline.as_slice() else {
            bail!("dist/index.html has {} inline scripts that start the app, not one", inline.len());
        };
        Ok(Self {
            stylesheets,
            module_preloads: of("modulepreload"),
            preload: preload.clone(),
            prerendered: prerendered.clone(),
            initializer: initializer.clone(),
        })
    }
}

fn inside_of(tag: &Tag<'_>, attribute: &str) -> Result<String> {
    let address = tag.attribute(attribute).with_context(|| format!("a tag of dist/index.html has no {attribute}"))?;
    inside(address).with_context(|| format!("{address} is not a path from /"))
}

fn quoted_after(text: &str, word: &str) -> Option<String> {
    let (_, rest) = text.split_once(word)?;
    let quote = rest.chars().next().filter(|quote| ['"', '\''].contains(quote))?;
    inside(rest[1..].split(quote).next()?)
}

fn inside(address: &str) -> Option<String> {
    address.strip_prefix('/').filter(|path| !path.is_empty() && !path.starts_with('/')).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    // What Trunk 0.21.14 makes of a small page.
    const TRUNK: &str = r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><base href="/">
<link rel="icon" href="/icon-0a.svg"/>
<link rel="stylesheet" href="/tokens-1a.css" integrity="sha384-t"/>
<link rel="stylesheet" href="/main-1b.css" integrity="sha384-m"/>

<script type="module">
import init, * as bindings from '/app-2c.js';
const wasm = await init({ module_or_path: '/app-2c_bg.wasm' });


window.wasmBindings = bindings;


dispatchEvent(new CustomEvent("TrunkApplicationStarted", {detail: {wasm}}));

</script>
<link rel="modulepreload" href="/app-2c.js" crossorigin="anonymous" integrity="sha384-j"><link rel="preload" href="/app-2c_bg.wasm" crossorigin="anonymous" integrity="sha384-w" as="fetch" type="application/wasm"></head>
<body><script src="/prerendered-6f.js" integrity="sha384-p"></script></body></html>"#;

    fn finished() -> Finished {
        let asset = |path: &str| Asset { path: path.into(), integrity: format!("sha384-{path}") };
        Finished {
            style: asset("style-3.css"),
            prerendered: asset("prerendered-6.js"),
            script: asset("app-4.js"),
            wasm: "app-5.wasm".into(),
        }
    }

    #[test]
    fn trunks_page_is_understood() {
        let expected = TrunkPage {
            stylesheets: vec!["tokens-1a.css".into(), "main-1b.css".into()],
            glue: "app-2c.js".into(),
            wasm: "app-2c_bg.wasm".into(),
            prerendered: "prerendered-6f.js".into(),
        };
        assert_eq!(TrunkPage::parse(TRUNK).unwrap(), expected);
    }

    #[test]
    fn the_finished_page_names_the_finished_files_and_no_others() {
        let page = finish(TRUNK, &finished()).unwrap();
        let compact: Vec<_> = page.lines().filter(|line| !line.is_empty()).collect();
        let expected = [
            r#"<!doctype html><html lang="en"><head><meta charset="utf-8"><base href="/">"#,
            r#"<link rel="icon" href="icon-0a.svg"/>"#,
            r#"<link rel="stylesheet" href="style-3.css" integrity="sha384-style-3.css">"#,
            r#"<script type="module" src="app-4.js" integrity="sha384-app-4.js"></script>"#,
            r#"<link rel="preload" href="app-5.wasm" as="fetch" type="application/wasm" crossorigin></head>"#,
            r#"<body><script src="prerendered-6.js" integrity="sha384-prerendered-6.js"></script></body></html>"#,
        ];
        assert_eq!(compact, expected);
    }

    #[test]
    fn a_page_that_could_not_find_its_files_is_an_error() {
        assert!(finish(&TRUNK.replace("<base href=\"/\">", ""), &finished()).is_err());
    }

    #[test]
    fn a_page_of_another_shape_is_an_error() {
        let cases = [
            ("no stylesheet", TRUNK.replace(r#"rel="stylesheet""#, r#"rel="other""#)),
            ("no wasm", TRUNK.replace(r#"as="fetch""#, "")),
            ("no initializer", TRUNK.replace("TrunkApplicationStarted", "Started")),
            (
                "two initializers",
                TRUNK.replace("<body>", r#"<script type="module">"TrunkApplicationStarted"</script>"#),
            ),
            ("nothing that shows the login form", TRUNK.replace("prerendered-6f.js\"", "other.js\" type=\"module\"")),
            ("not served from /", TRUNK.replace("'/app-2c.js'", "'./app-2c.js'")),
        ];
        for (name, html) in cases {
            assert!(TrunkPage::parse(&html).is_err(), "{name}");
        }
    }

    #[test]
    fn settings_of_the_build_stand_beside_those_of_the_page() {
        let page = r#"<meta name="a" content=""/><meta name="b" content="of the page" />"#;
        let noted = note_settings(page, &[("b", "of the \"build\" & more".to_owned())]).unwrap();
        let expected = r#"<meta name="a" content=""/><meta data-build="of the &quot;build&quot; &amp; more" name="b" content="of the page" />"#;
        assert_eq!(noted, expected);
        assert!(note_settings(page, &[("c", "1".to_owned())]).is_err());
    }

    #[test]
    fn the_page_names_where_the_languages_are() {
        let page = r#"<meta name="a" content=""/><meta name="cognito-languages" content="lang/"/><meta http-equiv="refresh" content="0; url=lang/a.html"/><a href="lang/b.html">"#;
        let noted = note_languages(page, "lang-1a/").unwrap();
        let expected = r#"<meta name="a" content=""/><meta name="cognito-languages" content="lang-1a/"><meta http-equiv="refresh" content="0; url=lang-1a/a.html"/><a href="lang-1a/b.html">"#;
        assert_eq!(noted, expected);
        assert!(note_languages("<meta name=\"a\"/>", "lang-1a/").is_err());
    }
}
