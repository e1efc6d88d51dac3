//! How a page looks and whether everyone can use it: a picture for people, axe-core for the rules.

use serde_json::{Value, json};

use crate::{
    browser::Engine,
    journey::{Journey, Step, artifact, failure},
};

/// What axe checks: WCAG 2.2 up to AA, and what it calls best practice.
const RULES: [&str; 7] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "wcag22a"];
/// Width and height; the last is the narrowest that the app serves.
const SIZES: [(u32, u32); 3] = [(1280, 900), (360, 740), (320, 568)];

/// Takes pictures of the page in light and dark, wide and narrow, into target/e2e. It must fit the narrowest width.
///
/// # Errors
/// If it does not.
pub async fn take_pictures(journey: &Journey, name: &str) -> Step {
    look(journey, name, async |_| Ok(())).await
}

/// Takes the pictures, and lets axe-core look for violations in each of them.
///
/// # Errors
/// Every violation, by its rule and where it is.
pub async fn look_at(journey: &Journey, name: &str) -> Step {
    look(journey, name, async |page: &str| check(journey, page).await).await
}

async fn look(journey: &Journey, name: &str, check: impl AsyncFn(&str) -> Step) -> Step {
    if Engine::of_run() != Engine::Chromium {
        // Its driver sets neither the scheme nor the size of a page.
        fits(journey, name).await?;
        return check(&format!("{name}, as it is")).await;
    }
    for scheme in ["light", "dark"] {
        let feature = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        journey.devtools("Emulation.setEmulatedMedia", feature).await?;
        for (width, height) in SIZES {
            resize(journey, width, height).await?;
            // A page is pictured whole; a dialog as it stands in the window.
            let whole = "return document.querySelector('dialog[open]') ? 0 : document.documentElement.scrollHeight";
            let whole = journey.driver.execute(whole, Vec::new()).await?.json().as_u64().unwrap_or(0);
            resize(journey, width, height.max(u32::try_from(whole).unwrap_or(height))).await?;
            journey.driver.screenshot(&artifact(&format!("{name}-{scheme}-{width}.png"))).await?;
            let page = format!("{name}, {scheme}, {width} px");
            fits(journey, &page).await?;
            check(&page).await?;
        }
    }
    journey.devtools("Emulation.clearDeviceMetricsOverride", json!({})).await.map(|_| ())
}

/// Fails if the page has to be moved sideways.
async fn fits(journey: &Journey, page: &str) -> Step {
    let overflow = "return document.documentElement.scrollWidth > document.documentElement.clientWidth";
    match journey.driver.execute(overflow, Vec::new()).await?.json() {
        Value::Bool(true) => Err(failure(format!("{page}: it is wider than the window"))),
        _ => Ok(()),
    }
}

async fn resize(journey: &Journey, width: u32, height: u32) -> Step {
    let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
    journey.devtools("Emulation.setDeviceMetricsOverride", metrics).await.map(|_| ())
}

async fn check(journey: &Journey, page: &str) -> Step {
    if journey.driver.execute("return 'axe' in window", Vec::new()).await?.json() != &Value::Bool(true) {
        let axe = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/node_modules/axe-core/axe.min.js"))
            .expect("axe-core is installed: run `cargo xtask test e2e`");
        journey.driver.execute(axe, Vec::new()).await?;
    }
    // Animations end first: axe reads colours as they are at that moment.
    let run = "const [tags, done] = arguments; \
               Promise.all(document.getAnimations().map(animation => animation.finished.catch(() => {}))) \
                 .then(() => axe.run({ runOnly: tags })) \
                 .then(({ violations, passes }) => done({ violations, passes: passes.length }), \
                       error => done({ failed: String(error) }))";
    let result = journey.driver.execute_async(run, vec![json!(RULES)]).await?.json().clone();
    let violations = result["violations"].as_array().ok_or_else(|| failure(format!("axe failed: {result}")))?;
    if result["passes"].as_u64().unwrap_or(0) == 0 {
        return Err(failure(format!("{page}: axe checked nothing")));
    }
    if !violations.is_empty() {
        let found: Vec<String> = violations
            .iter()
            .map(|violation| format!("{}: {} {}", violation["id"], violation["help"], violation["nodes"][0]["html"]))
            .collect();
        return Err(failure(format!("{page}: {}", found.join("; "))));
    }
    Ok(())
}
