//! The main journeys behind the servers that people use, with the files that are written for them. Any violation of a policy
//! fails a journey.

use std::collections::BTreeMap;

use e2e::{
    Config, DEMO_EMAIL, DEMO_PASSWORD, Engine, HOSTS, Host, Journey, Setup, Step, VirtualAuthenticator, journey_with,
};

const EMAIL: &str = "new@example.com";
const PASSWORD: &str = "Secret-2026";

async fn signed_in(person: &Journey) -> Step {
    person.open("/").await?;
    person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
    person.arrive_at("/welcome").await?;
    person.see_heading("Hi Demo!").await
}

fn named(journey: &str, host: Host) -> String {
    format!("{journey}-{host:?}").to_lowercase()
}

#[tokio::test]
async fn people_sign_up_and_out_and_in() {
    for host in HOSTS {
        journey_with(&named("host-sign-up", host), Setup::new(Config::default()).behind(host), async |person| {
            person.open("/").await?;
            person.follow("Create account").await?;
            person.arrive_at("/signup").await?;
            person.sign_up(EMAIL, PASSWORD).await?;
            person.arrive_at("/confirm").await?;
            let (code, _) = person.newest_mail(EMAIL);
            person.refill("Confirmation code", &code).await?;
            person.arrive_at("/welcome").await?;
            person.see_heading("Hi New User!").await?;
            person.driver.refresh().await?;
            person.see_heading("Hi New User!").await?;
            person.sign_out().await?;
            person.sign_in(EMAIL, PASSWORD).await?;
            person.see_heading("Hi New User!").await
        })
        .await;
    }
}

#[tokio::test]
async fn challenges_are_answered() {
    for host in HOSTS {
        let pool = "[UserPool]\nMfaConfiguration = 'OPTIONAL'\nSmsMfa = true";
        let setup = Setup::of_demo_user(pool, "phone_number = '+12025550123'\nmfa = ['SMS_MFA']").behind(host);
        journey_with(&named("host-challenge", host), setup, async |person| {
            person.open("/").await?;
            person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
            person.see_heading("Check your phone").await?;
            person.answer_text_message("+12025550123").await?;
            person.arrive_at("/welcome").await
        })
        .await;
    }
}

#[tokio::test]
async fn a_passkey_signs_in() {
    for host in HOSTS {
        journey_with(&named("host-passkey", host), crate::choice::pool().behind(host), async |person| {
            person.open("/").await?;
            let authenticator = VirtualAuthenticator::plug_in(person).await?;
            authenticator.register(person, DEMO_EMAIL, DEMO_PASSWORD).await?;
            crate::choice::begin(person, DEMO_EMAIL).await?;
            person.press("Passkey").await?;
            person.arrive_at("/welcome").await
        })
        .await;
    }
}

#[tokio::test]
async fn an_account_is_managed() {
    for host in HOSTS {
        journey_with(&named("host-account", host), Setup::new(Config::default()).behind(host), async |person| {
            signed_in(person).await?;
            person.follow("Your account").await?;
            person.see_heading("Profile").await?;
            person.press("Edit Name").await?;
            person.refill("Name", "Demo the Second").await?;
            person.press("Save").await?;
            person.see_status("Name saved.").await?;
            // An address that only the app knows.
            person.open("/account/security").await?;
            person.see_heading("Security").await?;
            // The judge of passwords is a module of its own, with a wasm file.
            person.fill("New password", "quilt anvil marmot tidal").await?;
            person.see_status("Strong: very hard to guess").await
        })
        .await;
    }
}

#[tokio::test]
async fn a_language_a_brand_and_managed_login_hold_to_the_policy() {
    for host in HOSTS {
        let pool = include_str!("../../../../crates/local-user-pool/pools/managed-login.toml");
        let brand = r##"{ "brand": { "tokens": { "light": { "accent": "#0d5c48" }, "dark": { "accent": "#6fd3b5" } }, "schemeSwitch": true } }"##;
        let setup = Setup::of_pool(pool).with_domain().with_meta("cognito-providers", "Google").with_settings(brand);
        journey_with(&named("host-managed-login", host), setup.behind(host), async |person| {
            person.open("/?lang=de").await?;
            person.see_heading("Anmelden").await?;
            person.open("/?lang=en").await?;
            person.see_heading("Sign in").await?;
            person.press("Continue with Google").await?;
            person.answer_provider("Google", ["first", "first@example.com", "First"]).await?;
            person.arrive_at("/welcome").await
        })
        .await;
    }
}

#[tokio::test]
async fn the_app_is_below_a_path() {
    for host in HOSTS {
        let setup = Setup::new(Config::default()).below("/auth/").behind(host);
        journey_with(&named("host-below", host), setup, async |person| {
            person.open("/account/security").await?;
            person.arrive_at("/").await?;
            person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
            person.arrive_at("/account/security").await?;
            person.see_heading("Security").await
        })
        .await;
    }
}

/// The status and the headers of an answer.
async fn answered(person: &Journey, path: &str) -> (u16, BTreeMap<String, String>) {
    let client = reqwest::Client::builder().no_gzip().no_brotli().build().expect("a client");
    let request = client.get(format!("{}{path}", person.app_url)).header("accept-encoding", "br, gzip");
    let answer = request.send().await.expect("the host answers");
    let text = |value: &reqwest::header::HeaderValue| value.to_str().expect("a text").to_owned();
    let headers = answer.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value)));
    (answer.status().as_u16(), headers.collect())
}

#[tokio::test]
async fn each_answer_has_its_headers() {
    for host in HOSTS {
        journey_with(&named("host-headers", host), Setup::new(Config::default()).behind(host), async |person| {
            person.open("/").await?;
            person.see_heading("Sign in").await?;
            let script = "return document.querySelector('script[type=module][src]').getAttribute('src')";
            let script: String = person.driver.execute(script, Vec::new()).await?.convert()?;
            let script = format!("/{script}");
            let gone = script.replace(".js", "0.js").replacen("/app-", "/app-0", 1);
            let kept = "public, max-age=31536000, immutable";
            for (path, status, cache, encoding) in [
                ("/", 200, Some("no-cache"), None),
                ("/welcome", 200, Some("no-cache"), None),
                ("/.well-known/change-password", 200, Some("no-cache"), None),
                ("/.well-known/other.txt", 404, None, None),
                (script.as_str(), 200, Some(kept), Some("br")),
                (gone.as_str(), 404, None, None),
                ("/app-0011223344556677.js", 404, None, None),
                ("/chunk-account-0011223344556677.wasm", 404, None, None),
                ("/_headers", 404, None, None),
                ("/vercel.json", 404, None, None),
            ] {
                let (answered, headers) = answered(person, path).await;
                assert_eq!(answered, status, "{host:?} {path}");
                let policy = &headers["content-security-policy"];
                assert!(policy.contains("frame-ancestors 'none'"), "{host:?} {path}: {policy}");
                assert!(policy.contains(person.pool_url().trim_end_matches('/')), "{host:?} {path}: {policy}");
                for (name, value) in [
                    ("strict-transport-security", "max-age=63072000; includeSubDomains"),
                    ("x-content-type-options", "nosniff"),
                    ("referrer-policy", "no-referrer"),
                    ("cross-origin-opener-policy", "same-origin"),
                    ("cross-origin-resource-policy", "same-origin"),
                ] {
                    assert_eq!(headers.get(name).map(String::as_str), Some(value), "{host:?} {path} {name}");
                }
                assert!(headers["permissions-policy"].contains("publickey-credentials-get=(self)"), "{host:?} {path}");
                if let Some(cache) = cache {
                    assert_eq!(headers.get("cache-control").map(String::as_str), Some(cache), "{host:?} {path}");
                } else {
                    let kept_for_good = headers.get("cache-control").is_some_and(|cache| cache.contains("immutable"));
                    assert!(!kept_for_good, "{host:?} {path}: nobody keeps what is not there");
                }
                if let Some(encoding) = encoding {
                    assert_eq!(headers.get("content-encoding").map(String::as_str), Some(encoding), "{host:?} {path}");
                }
            }
            Ok(())
        })
        .await;
    }
}

#[tokio::test]
async fn tabs_that_are_open_get_the_newer_deployment() {
    for host in HOSTS {
        journey_with(&named("host-stale-tab", host), Setup::new(Config::default()).behind(host), async |person| {
            person.open("/").await?;
            person.see_heading("Sign in").await?;
            person.mark().await?;
            // What the page was to fetch next is gone.
            person.deploy_anew();
            person.follow("Create account").await?;
            person.see_heading("Create your account").await?;
            assert!(!person.is_marked().await?, "the page was reloaded");
            signed_in(person).await?;
            person.mark().await?;
            person.deploy_anew();
            person.follow("Your account").await?;
            person.see_heading("Profile").await?;
            assert!(!person.is_marked().await?, "the page was reloaded");
            // And the session of the older deployment goes on.
            assert_eq!(person.pool().requests("InitiateAuth"), 1);
            Ok(())
        })
        .await;
    }
}

#[tokio::test]
async fn a_page_out_of_a_cache_is_asked_for_anew() {
    for host in HOSTS {
        journey_with(&named("host-cached-page", host), Setup::new(Config::default()).behind(host), async |person| {
            person.open("/").await?;
            person.see_heading("Sign in").await?;
            let script = "return document.querySelector('script[type=module][src]').getAttribute('src')";
            let before: String = person.driver.execute(script, Vec::new()).await?.convert()?;
            person.deploy_anew();
            // As people come, with all that the browser has kept.
            person.open("/").await?;
            person.see_heading("Sign in").await?;
            let after: String = person.driver.execute(script, Vec::new()).await?.convert()?;
            assert_ne!(before, after, "the newer page names another script");
            person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
            person.see_heading("Hi Demo!").await
        })
        .await;
    }
}

#[tokio::test]
async fn a_file_that_was_tampered_with_is_not_run() {
    for host in HOSTS {
        let setup = Setup::new(Config::default()).behind(host);
        e2e::journey_that_stops_with(&named("host-tampered", host), setup, async |person| {
            person.tamper_with("chunk-sign_up-");
            person.open("/").await?;
            person.see_heading("Sign in").await?;
            person.follow("Create account").await?;
            person.see_heading("This page didn't load").await?;
            // Others say so to developers alone, and not to the page, which is all that is heard of them.
            if Engine::of_run() == Engine::Chromium {
                let log = person.console().await?;
                assert!(log.iter().any(|entry| entry.contains("integrity")), "the browser says why: {log:?}");
            }
            Ok(())
        })
        .await;
    }
}
