use leptos::prelude::*;
use leptos_cognito::{
    components::{AttributeField, FieldState, problems_in},
    forms::{AttributeKind, EDITED},
    settings::FieldSetting,
    text::profile,
};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::web::page::Page;

async fn open(name: &'static str) -> Page {
    Page::open(move || {
        let state = FieldState::new(EDITED);
        let setting = FieldSetting::of(name);
        let asked = setting.asked.clone();
        let problems = problems_in(move || asked.parse(&state.get(), "").map_err(|problem| vec![(EDITED, problem)]));
        view! { <AttributeField state problems setting hint=profile::hint(AttributeKind::of(name), false) /> }
    })
    .await
}

#[wasm_bindgen_test]
async fn each_kind_has_the_input_that_fits() {
    for (name, label, kind) in [
        ("name", "Name", "text"),
        ("email", "Email", "email"),
        ("phone_number", "Phone number", "tel"),
        ("birthdate", "Date of birth", "date"),
        ("website", "Website", "url"),
        ("address", "Address", "textarea"),
        ("custom:team", "Team", "text"),
    ] {
        let page = open(name).await;
        assert_eq!(page.field(label).kind(), kind, "{name}");
    }
}

#[wasm_bindgen_test]
async fn a_time_zone_is_suggested_by_the_browser() {
    let page = open("zoneinfo").await;
    let list = page.find("datalist");
    assert!(list.query_selector("option[value='Europe/Berlin']").expect("a selector").is_some());
}

#[wasm_bindgen_test]
async fn a_telephone_number_names_its_country_and_is_grouped_when_it_is_left() {
    let page = open("phone_number").await;
    let field = page.field("Phone number");
    for (typed, country, grouped) in [
        ("+94771234567", "Sri Lanka", "+94 77 123 4567"),
        ("0049 151 123456", "Germany", "+49 151 123 456"),
        ("+12425551234", "Bahamas", "+1 242 555 1234"),
        ("+1 (202) 555-0123", "United States or Canada", "+1 202 555 0123"),
    ] {
        field.type_text(typed).await;
        page.see(country).await;
        field.leave().await;
        assert_eq!(field.value(), grouped, "{typed}");
    }
    field.type_text("0151 123456").await;
    field.leave().await;
    assert_eq!(field.value(), "0151123456", "without a country it stays as it is");
    page.see("Start with + and the country code").await;
}
