//! A field of its own in the sign-up form, which no setting describes: people choose one of three pictures.

use leptos::prelude::*;
use leptos_cognito::components::OwnAttributes;

const ATTRIBUTE: &str = "picture";
/// What the account keeps of each, and its name.
const PICTURES: [(&str, &str); 3] = [("fox.svg", "Fox"), ("owl.svg", "Owl"), ("turtle.svg", "Turtle")];
/// The first of them gets the focus when none is chosen.
const FIRST: &str = "picture-0";

pub fn field(attributes: OwnAttributes) -> impl IntoView {
    let is_chosen = RwSignal::new(false);
    attributes.refuse(ATTRIBUTE, FIRST);
    let choice = move |(place, (file, label))| {
        let choose = move |_| {
            is_chosen.set(true);
            attributes.set(ATTRIBUTE, file);
        };
        let id = format!("picture-{place}");
        view! {
            <div class="check">
                <input type="radio" name="picture" id=id.clone() on:change=choose />
                <label for=id>{label}</label>
            </div>
        }
    };
    let message = move || (attributes.is_tried() && !is_chosen.get()).then_some("Choose a picture.");
    view! {
        <div class="field" role="radiogroup" aria-labelledby="picture" aria-describedby="picture-message">
            <p id="picture">"Your picture"</p>
            {PICTURES.into_iter().enumerate().map(choice).collect_view()}
            <p class="message" id="picture-message" aria-live="polite">{message}</p>
        </div>
    }
}
