//! The scenes, as the gallery has them, and the page with a picture of each.

use std::{fmt::Write as _, fs, path::Path};

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::page::LOOKS;

/// What the app can be brought to show.
pub(crate) struct Scene {
    pub(crate) name: String,
    /// The address where it begins: a path, and maybe a query.
    at: String,
}

/// All of them, in their order.
///
/// # Errors
/// When the gallery has no list of them.
pub(crate) fn scenes(gallery: &Path) -> Result<Vec<Scene>> {
    let file = gallery.join("scenes.json");
    let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let list: Value = serde_json::from_str(&text)?;
    let scenes = list["scenes"].as_array().context("scenes.json has no scenes")?;
    let scene = |scene: &Value| {
        let text = |name: &str| scene[name].as_str().map(str::to_owned);
        Some(Scene { name: text("name")?, at: text("at")? })
    };
    scenes
        .iter()
        .map(|value| scene(value).with_context(|| format!("a scene without name or address: {value}")))
        .collect()
}

impl Scene {
    /// Its address in this language and brand.
    pub(crate) fn address(&self, url: &str, language: &str, brand: Option<&str>) -> String {
        let separator = if self.at.contains('?') { '&' } else { '?' };
        let brand = brand.map(|brand| format!("&brand={brand}")).unwrap_or_default();
        format!("{url}{}{separator}scene={}&lang={language}{brand}", self.at, self.name)
    }
}

/// What a picture's file is called.
pub(crate) fn file_name(scene: &str, language: &str, scheme: &str, width: u32) -> String {
    format!("{scene}-{language}-{scheme}-{width}.png")
}

/// A page with all pictures: a row for each scene.
pub(crate) fn contact_sheet(scenes: &[Scene], languages: &[String], problems: &[String]) -> String {
    let mut sheet = "<!doctype html><meta charset=\"utf-8\"><title>Gallery</title>\n\
        <style>body{font:14px system-ui;background:#888}section{display:flex;gap:8px;overflow-x:auto;padding:8px 0}\
        figure{margin:0;flex:none}img{block-size:360px;inline-size:auto}h2{position:sticky;inset-inline-start:0}</style>\n"
        .to_owned();
    for problem in problems {
        let problem = problem.replace('&', "&amp;").replace('<', "&lt;");
        writeln!(sheet, "<p>{problem}</p>").ok();
    }
    for Scene { name, .. } in scenes {
        writeln!(sheet, "<h2 id=\"{name}\">{name}</h2><section>").ok();
        for language in languages {
            for (scheme, width) in LOOKS {
                let file = file_name(name, language, scheme, width);
                let caption = format!("{language}, {scheme}, {width}");
                let picture = format!("<a href=\"{file}\"><img loading=\"lazy\" src=\"{file}\" alt=\"{caption}\"></a>");
                writeln!(sheet, "<figure>{picture}<figcaption>{caption}</figcaption></figure>").ok();
            }
        }
        sheet.push_str("</section>\n");
    }
    sheet
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_keeps_the_query_of_its_scene() {
        let scene = |at: &str| Scene { name: "one".to_owned(), at: at.to_owned() };
        assert_eq!(scene("/").address("http://localhost:1", "ar", None), "http://localhost:1/?scene=one&lang=ar");
        let branded = scene("/callback?code=a").address("http://localhost:1", "en", Some("bank"));
        assert_eq!(branded, "http://localhost:1/callback?code=a&scene=one&lang=en&brand=bank");
    }

    #[test]
    fn the_sheet_has_each_picture_once() {
        let scenes = ["one", "two"].map(|name| Scene { name: name.to_owned(), at: "/".to_owned() });
        let sheet = contact_sheet(&scenes, &["en".to_owned()], &["a < b".to_owned()]);
        assert_eq!(sheet.matches("<img").count(), scenes.len() * LOOKS.len());
        assert!(sheet.contains("src=\"two-en-dark-1280.png\"") && sheet.contains("a &lt; b"));
    }
}
