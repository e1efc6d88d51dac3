//! Vercel (<https://vercel.com/docs/project-configuration>).

use anyhow::Result;
use serde_json::{Value, json};

use crate::{
    headers::{self, CACHED_FOR_GOOD},
    site::Site,
};

pub(crate) const FILE: &str = "vercel.json";

pub(crate) fn settings(site: &Site) -> Result<String> {
    let base = &site.base;
    let of = |(name, value): (&str, String)| json!({ "key": name, "value": value });
    let all: Vec<Value> = headers::headers(&site.policy).into_iter().map(of).collect();
    let mut rules = vec![json!({ "source": format!("{base}(.*)"), "headers": all })];
    for path in site.kept() {
        let cached = of(("Cache-Control", CACHED_FOR_GOOD.to_owned()));
        rules.push(json!({ "source": path.replace("/*", "/(.*)"), "headers": [cached] }));
    }
    let page = format!("{base}index.html");
    // Files go first; one that is not there is none, and no page in its place. Nothing below /.well-known/ can be rewritten
    // (<https://vercel.com/docs/rewrites>).
    let rewrites = [json!({ "source": format!("{base}((?!.*\\.).*)"), "destination": page })];
    let settings =
        json!({ "$schema": "https://openapi.vercel.sh/vercel.json", "headers": rules, "rewrites": rewrites });
    Ok(serde_json::to_string_pretty(&settings)? + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::tests::example;

    #[test]
    fn every_answer_has_the_headers_and_addresses_give_the_page() {
        let settings: Value = serde_json::from_str(&settings(&example("/auth/")).unwrap()).unwrap();
        let rules = settings["headers"].as_array().unwrap();
        assert_eq!(rules[0]["source"], "/auth/(.*)");
        assert_eq!(rules[0]["headers"][0]["key"], "Content-Security-Policy");
        let last = rules.last().unwrap();
        assert_eq!(last["source"], "/auth/lang-00112233445566bb/(.*)");
        assert_eq!(last["headers"][0]["value"], CACHED_FOR_GOOD);
        assert_eq!(settings["rewrites"][0]["destination"], "/auth/index.html");
    }
}
