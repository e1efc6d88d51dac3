use leptos::prelude::*;

use crate::{
    forms::calling_code,
    platform::intl::{self, Named},
    signals::{Memo, Signal},
    text,
    ui::{Child, View, of_class},
};

/// The country that a telephone number belongs to, as far as it is typed.
#[component]
pub fn PhoneCountry(number: Signal<String>) -> View {
    // Only what is another country is said again.
    let code = Memo::new(move |_| calling_code(&number.get()));
    let country = move || {
        let names = code.get()?.countries.into_iter().filter_map(|country| intl::name_of(Named::Region, country));
        text::any_of(names.collect())
    };
    of_class("p", "hint").attribute("aria-live", "polite").text(country).into_child()
}
