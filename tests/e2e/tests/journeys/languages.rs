//! Other languages than English.

use e2e::{DEMO_EMAIL, DEMO_PASSWORD, Journey, Step, journey};
use thirtyfour::prelude::*;

const EMAIL: &str = "new@example.com";

/// What the page says of its own language.
async fn language(person: &Journey) -> Step<(String, String)> {
    let root = person.driver.find(By::Css("html")).await?;
    let of = async |name: &str| root.attr(name).await.map(Option::unwrap_or_default);
    Ok((of("lang").await?, of("dir").await?))
}

#[tokio::test]
async fn a_german_visitor_signs_in_by_german_labels() {
    journey("german-sign-in", async |person| {
        person.open("/?lang=de-AT").await?;
        person.see_heading("Anmelden").await?;
        assert_eq!(language(person).await?, ("de".to_owned(), "ltr".to_owned()));
        person.fill("E-Mail-Adresse", DEMO_EMAIL).await?;
        person.fill("Passwort", DEMO_PASSWORD).await?;
        person.press("Anmelden").await?;
        person.arrive_at("/welcome").await?;
        // It is remembered.
        person.open("/welcome").await?;
        person.until("German", async || Ok(language(person).await?.0 == "de")).await
    })
    .await;
}

#[tokio::test]
async fn arabic_runs_from_right_to_left() {
    journey("arabic", async |person| {
        person.open("/?lang=ar").await?;
        let is_arabic = async || Ok(language(person).await? == ("ar".to_owned(), "rtl".to_owned()));
        person.until("Arabic, from right to left", is_arabic).await
    })
    .await;
}

#[tokio::test]
async fn who_changes_the_language_keeps_what_was_typed() {
    journey("language-changed", async |person| {
        person.open("/").await?;
        person.fill("Email", "someone@example.com").await?;
        let list = person.driver.query(By::Css(".languages select")).first().await?;
        let field = person.field("Email").await?;
        list.find(By::Css("option[value=de]")).await?.click().await?;
        person.see_heading("Anmelden").await?;
        assert_eq!(field.value().await?.as_deref(), Some("someone@example.com"), "the field is the same");
        assert_eq!(language(person).await?.0, "de");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_fetched_is_read_in_english() {
    journey("language-out-of-reach", async |person| {
        person.block(&["*/lang*"]).await?;
        person.open("/?lang=de").await?;
        person.see_heading("Sign in").await?;
        assert_eq!(language(person).await?.0, "en");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_german_visitor_makes_an_account_by_german_labels() {
    journey("german-sign-up", async |person| {
        person.open("/signup?lang=de").await?;
        person.see_heading("Konto erstellen").await?;
        for (label, value) in [("Name", "Ada"), ("Telefonnummer", "+49 30 901820"), ("E-Mail-Adresse", EMAIL)] {
            person.fill(label, value).await?;
        }
        person.fill("Passwort", "Secret-2026").await?;
        person.press("Konto erstellen").await?;
        person.arrive_at("/confirm").await?;
        assert_eq!(language(person).await?.0, "de", "the page after it too");
        let (code, _) = person.newest_mail(EMAIL);
        // The last digit sends it.
        person.refill("Bestätigungscode", &code).await?;
        person.arrive_at("/welcome").await?;
        assert_eq!(language(person).await?.0, "de");
        Ok(())
    })
    .await;
}

/// What stands on the page without the brackets of the language that nobody speaks; names, and what the service has said, are
/// apart (`<bdi>`), and what other programs read is code.
const PLAIN: &str = "const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT); \
                     const plain = []; \
                     while (walk.nextNode()) { \
                       const { data, parentElement } = walk.currentNode; \
                       const text = data.trim(); \
                       const isApart = parentElement.closest('select, bdi, code, time, script, style'); \
                       const isOurs = /[a-z]{3}/i.test(text); \
                       if (text && isOurs && !isApart && !/^\\[|\\]$/.test(text)) plain.push(text); \
                     } \
                     return plain";

async fn sees_no_english(person: &Journey, place: &str) -> Step {
    // Every page has one, when it is there.
    person.until("a heading", async || Ok(!person.driver.find_all(By::Css("main h1")).await?.is_empty())).await?;
    let plain: Vec<String> = person.driver.execute(PLAIN, Vec::new()).await?.convert()?;
    assert_eq!(plain, [""; 0], "{place}");
    Ok(())
}

#[tokio::test]
async fn no_sentence_is_left_in_english() {
    journey("pseudo-language", async |person| {
        for path in ["/", "/signup", "/confirm", "/forgot-password", "/nowhere"] {
            person.open(&format!("{path}?lang=en-XA")).await?;
            sees_no_english(person, path).await?;
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn no_sentence_of_an_account_is_left_in_english() {
    journey("pseudo-language-account", async |person| {
        person.open("/").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.arrive_at("/welcome").await?;
        for path in ["/welcome", "/account", "/account/security"] {
            person.open(&format!("{path}?lang=en-XA")).await?;
            person
                .until("it is read", async || Ok(person.driver.find_all(By::Css("[aria-busy=true]")).await?.is_empty()))
                .await?;
            sees_no_english(person, path).await?;
        }
        Ok(())
    })
    .await;
}
