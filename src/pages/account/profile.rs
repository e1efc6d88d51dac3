use leptos::prelude::*;

use super::user_data::UserData;
use crate::{
    components::{Loaded, Section},
    text::{self, account},
};

/// What the user may see and change of themselves.
#[component]
pub fn ProfileSection() -> impl IntoView {
    let user_data = UserData::expect();
    let rows = move || {
        let attributes = user_data.user().map(|user| user.user_attributes).unwrap_or_default();
        let row = |attribute: cognito_client::account::Attribute| {
            view! {
                <li>{text::attribute(&attribute.name)} ": " {attribute.value}</li>
            }
        };
        view! { <ul>{attributes.into_iter().map(row).collect_view()}</ul> }
    };
    view! {
        <Section id="profile" title=account::DETAILS_TITLE>
            <Loaded progress=user_data.reading().progress()>{rows}</Loaded>
        </Section>
    }
}
