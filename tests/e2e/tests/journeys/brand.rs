//! The brands of examples/brands, over the app as it is built for everybody.

use e2e::{Config, DEMO_EMAIL, DEMO_PASSWORD, Setup, Step, journey, journey_with, look_at};
use thirtyfour::prelude::*;

/// Signs in under that brand, and looks at what people see.
async fn sign_in_under(brand: &'static str, name: &'static str) {
    let setup = Setup::new(Config::default()).with_brand(brand);
    journey_with(&format!("brand-{brand}"), setup, async |person| {
        person.open("/").await?;
        person.see_heading("Sign in").await?;
        assert_eq!(person.driver.title().await?, format!("Sign in – {name}"));
        look_at(person, &format!("brand-{brand}")).await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.see_heading("Hi Demo!").await?;
        assert_eq!(person.driver.title().await?, format!("Welcome – {name}"));
        person.follow("Your account").await?;
        person.see_heading("Profile").await?;
        person.see("Privacy").await?;
        look_at(person, &format!("brand-{brand}-account")).await
    })
    .await;
}

#[tokio::test]
async fn a_bank() {
    sign_in_under("bank", "Bank").await;
}

#[tokio::test]
async fn a_game() {
    sign_in_under("game", "Game").await;
}

#[tokio::test]
async fn a_town_council() {
    sign_in_under("council", "Town council").await;
}

#[tokio::test]
async fn the_scheme_that_somebody_presses_for_is_there_at_the_next_visit() {
    let setup = Setup::new(Config::default()).with_brand("game");
    journey_with("brand-scheme", setup, async |person| {
        let sees = async |scheme: &str| -> Step {
            let shown = person.driver.execute("return getComputedStyle(document.documentElement).colorScheme", vec![]);
            assert_eq!(shown.await?.json().as_str(), Some(scheme));
            Ok(())
        };
        person.open("/").await?;
        person.see_heading("Sign in").await?;
        sees("dark").await?;
        person.press("Dark mode").await?;
        sees("light").await?;
        look_at(person, "brand-game-light").await?;
        person.open("/signup").await?;
        person.see_heading("Create your account").await?;
        sees("light").await?;
        person.press("Dark mode").await?;
        sees("dark").await
    })
    .await;
}

#[tokio::test]
async fn what_stands_around_the_card_is_in_the_language_of_the_card() {
    let setup = Setup::new(Config::default()).with_brand("game");
    journey_with("brand-language", setup, async |person| {
        person.open("/?lang=de").await?;
        person.see_heading("Anmelden").await?;
        person.see("Nutzungsbedingungen").await?;
        person.button("Dunkelmodus").await?;
        let list = person.driver.query(By::Css(".languages select")).first().await?;
        list.find(By::Css("option[value=ja]")).await?.click().await?;
        person.button("ダークモード").await.map(|_| ())
    })
    .await;
}

#[tokio::test]
async fn who_has_no_brand_fetches_none() {
    journey("brand-none", async |person| {
        person.open("/").await?;
        person.see_heading("Sign in").await?;
        person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
        person.see_heading("Hi Demo!").await?;
        let fetched = "return performance.getEntriesByType('resource').map(({ name }) => name).join(' ')";
        let fetched = person.driver.execute(fetched, vec![]).await?.json().as_str().unwrap_or_default().to_owned();
        assert!(fetched.contains("style-") && !fetched.contains("brand"), "{fetched}");
        Ok(())
    })
    .await;
}
