use leptos::prelude::*;
use leptos_cognito::{
    components::{Choice, ChoiceList, Icon},
    signals::RwSignal,
    text,
};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::web::page::{Page, press_at_once, settled};

fn choices() -> [Choice<u8>; 3] {
    [
        Choice { value: 1, icon: Icon::Password, label: "Password".into(), hint: "As always".into() },
        Choice { value: 2, icon: Icon::Mail, label: "E-mail code".into(), hint: "To your address".into() },
        Choice { value: 3, icon: Icon::Passkey, label: "Passkey".into(), hint: "With your face or finger".into() },
    ]
}

struct Offer {
    page: Page,
    is_busy: RwSignal<bool>,
    chosen: RwSignal<Vec<u8>>,
}

async fn offer(last_used: Option<u8>) -> Offer {
    let (is_busy, chosen) = (RwSignal::new(false), RwSignal::new(Vec::new()));
    let page = Page::open(move || {
        let choose = Callback::new(move |value| {
            chosen.update(|chosen| chosen.push(value));
            is_busy.set(true);
        });
        view! { <ChoiceList choices=choices().to_vec() last_used is_busy=is_busy.into() on_choose=choose /> }
    })
    .await;
    Offer { page, is_busy, chosen }
}

/// The list as it is read, a line for each part of a choice.
fn read(page: &Page) -> Vec<String> {
    page.by_role("listitem").iter().map(|item| item.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[wasm_bindgen_test]
async fn what_was_used_last_comes_first_and_is_marked() {
    let mark = text::LAST_USED.english();
    let (password, mail, passkey) =
        ("Password As always", "E-mail code To your address", "Passkey With your face or finger");
    for (case, last_used, expected) in [
        ("nothing", None, [password.to_owned(), mail.to_owned(), passkey.to_owned()]),
        ("the first", Some(1), [format!("Password {mark} As always"), mail.to_owned(), passkey.to_owned()]),
        (
            "the last",
            Some(3),
            [format!("Passkey {mark} With your face or finger"), password.to_owned(), mail.to_owned()],
        ),
        ("no longer offered", Some(9), [password.to_owned(), mail.to_owned(), passkey.to_owned()]),
    ] {
        assert_eq!(read(&offer(last_used).await.page), expected, "{case}");
    }
}

#[wasm_bindgen_test]
async fn one_choice_is_made_at_a_time() {
    let offer = offer(None).await;
    let button = |index: usize| offer.page.button(&choices()[index].label.words());
    press_at_once(&button(1));
    press_at_once(&button(2));
    settled().await;
    assert_eq!(offer.chosen.get_untracked(), [2], "a second press while the first is on its way");
    let busy: Vec<_> = (0..3).map(|index| button(index).get_attribute("aria-busy")).collect();
    assert_eq!(busy, [None, Some("true".to_owned()), None], "the one that was chosen is busy");
    offer.is_busy.set(false);
    settled().await;
    press_at_once(&button(2));
    assert_eq!(offer.chosen.get_untracked(), [2, 3], "another, after the answer");
}
