use leptos::prelude::*;

use crate::{
    components::one_moment,
    life::Life,
    navigation::Navigation,
    routes::AppRoute,
    session::{CurrentSession, SessionState},
    sign_in::SignIn,
    signals::Effect,
    ui::View,
};

/// Where a site sends people who sign out there: signs out here, and leads back.
#[component]
pub fn SignOut() -> View {
    let (session, sign_in) = (CurrentSession::expect(), SignIn::expect());
    let (life, navigation) = (Life::begin(), Navigation::expect());
    let lead_back = move || navigation.on_to(sign_in.take_way_back().unwrap_or(AppRoute::Login));
    Effect::new(move |has_begun: Option<bool>| {
        let state = session.state();
        if has_begun == Some(true) {
            return true;
        }
        match state {
            SessionState::Restoring => false,
            SessionState::SignedIn(_) => {
                // Whoever leaves this page takes with them what is on its way to the service.
                life.call(session.signing_out(), move |()| {
                    // Or else the browser is on its way to the user pool's domain.
                    if !session.is_restoring() {
                        lead_back();
                    }
                });
                true
            }
            SessionState::SignedOut => {
                lead_back();
                true
            }
        }
    });
    one_moment()
}
