use crate::{
    account::Account,
    later::later,
    life::Life,
    routes::AppRoute,
    settings::{Flow, Settings},
    signals::RwSignal,
    text::security,
    ui::{Child, View, button, element, link, live, of_class, when},
};

/// Leads to the first passkey, where there can be one: where people pick how they sign in. Whoever declines is not asked again.
pub fn passkey_offer() -> View {
    let settings = Settings::expect();
    if settings.flow != Flow::UserAuth || !settings.has_first_factor("WEB_AUTHN") {
        return View::nothing();
    }
    let drawn = RwSignal::new(None);
    Life::begin().call(draw_offer(), move |fetched| drawn.set(fetched.ok()));
    live(move || drawn.get().map(|draw: fn() -> View| draw()).into_child())
}

later! {
    in challenges:
    fn draw_offer() -> fn() -> View {
        offer
    }
}

fn offer() -> View {
    let account = Account::expect();
    let is_offered = RwSignal::new(false);
    Life::begin().call(account.wants_first_passkey(), move |is_wanted| is_offered.set(is_wanted));
    let decline = move || {
        account.decline_passkey();
        is_offered.set(false);
    };
    let offer = move || {
        let ways = element("p").child(link(AppRoute::Security, security::ADD_PASSKEY)).child(button(
            "quiet",
            security::NO_PASSKEY_OFFER,
            decline,
        ));
        of_class("aside", "offer")
            .attribute("aria-label", security::ADD_PASSKEY)
            .child(element("p").text(security::PASSKEY_OFFER))
            .child(ways)
            .into_child()
    };
    when(move || is_offered.get(), offer)
}
