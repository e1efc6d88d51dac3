use leptos::prelude::*;

use super::one_moment::one_moment;
use crate::{
    account::Account,
    life::Life,
    session::CurrentSession,
    settings::Settings,
    signals::{Effect, Memo, RwSignal, use_context},
    ui::{ChildrenFn, View, live},
};

/// What stands in the place of a page that may not be shown yet. Components know no pages: where the chunks are, they are given.
#[derive(Clone, Copy)]
pub struct InPlace {
    /// Asks for the consent to the terms.
    pub consent: fn() -> View,
    /// Says what the owner has to mend.
    pub misconfigured: fn() -> View,
    /// Who has accepted the terms on this page: where the app client may not read the attribute, nothing else tells.
    pub accepted: RwSignal<Option<String>>,
}

impl InPlace {
    /// From now on, who is signed in has accepted the terms.
    pub fn note_accepted(self, session: CurrentSession) {
        self.accepted.set(username(session));
    }

    fn has_accepted(self, session: CurrentSession) -> bool {
        let accepted = self.accepted.get_untracked();
        accepted.is_some() && accepted == username(session)
    }
}

fn username(session: CurrentSession) -> Option<String> {
    session.current().map(|session| session.username().as_str().to_owned())
}

/// What is known of whether somebody has accepted the terms as they are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Acceptance {
    Unknown,
    Accepted,
    Missing,
}

/// Shows its children to who has accepted the terms of now; asks anyone else for that first. Where nobody can be asked whether
/// they have, they are let in: the terms are no lock.
pub(super) fn consented(children: ChildrenFn) -> View {
    let settings = Settings::expect();
    let Some(in_place) = use_context::<InPlace>().filter(|_| settings.asks_consent()) else { return children.draw() };
    let Ok(consent) = settings.consent_field() else { return (in_place.misconfigured)() };
    let (name, version) = (consent.asked.name, consent.asked.ticked);
    let (account, session, life) = (Account::expect(), CurrentSession::expect(), Life::begin());
    let acceptance = RwSignal::new(Acceptance::Unknown);
    Effect::new(move |_| {
        // Asked anew when an attribute has changed.
        session.user_changes();
        // An id token that is older than the attribute says less, and nothing wrong: who has accepted has.
        if untrack(|| session.claim(&name)).as_ref() == Some(&version) {
            return acceptance.set(Acceptance::Accepted);
        }
        let (name, version) = (name.clone(), version.clone());
        life.call(account.user(), move |read| {
            let is_missing = read.is_ok_and(|user| user.attribute(&name) != Some(&version));
            let is_missing = is_missing && !in_place.has_accepted(session);
            acceptance.set(if is_missing { Acceptance::Missing } else { Acceptance::Accepted });
        });
    });
    let acceptance = Memo::new(move |_| acceptance.get());
    live(move || match acceptance.get() {
        Acceptance::Unknown => one_moment(),
        Acceptance::Accepted => children.draw(),
        Acceptance::Missing => (in_place.consent)(),
    })
}
