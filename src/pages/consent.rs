use std::sync::Arc;

use cognito_client::sign_up::Attribute;
use leptos::prelude::*;

use super::sign_up::links_of;
use crate::{
    account::Account,
    chunk::{LazyPage, lazy},
    components::{Alert, AttributeField, Card, FieldState, Form, Submission, one_moment, problems_in},
    forms::EDITED,
    life::Life,
    session::CurrentSession,
    settings::Settings,
    text::{self, Screen, fields},
    ui::{Child, button, live, of_class},
};

/// What is known of whether somebody has accepted the terms as they are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Acceptance {
    Unknown,
    Accepted,
    Missing,
}

/// Shows its children to who has accepted the terms of now; asks anyone else for that first. Where nobody can be asked whether
/// they have, they are let in: the terms are no lock.
#[component]
pub fn Consented(children: ChildrenFn) -> AnyView {
    let Some(consent) = Settings::expect().consent_field() else { return children() };
    let (account, session, life) = (Account::expect(), CurrentSession::expect(), Life::begin());
    let acceptance = RwSignal::new(Acceptance::Unknown);
    Effect::new(move |_| {
        // Asked anew when an attribute has changed.
        session.user_changes();
        let (name, version) = (consent.asked.name.clone(), consent.asked.ticked.clone());
        life.call(account.user(), move |read| {
            let is_missing = read.is_ok_and(|user| user.attribute(&name) != Some(&version));
            acceptance.set(if is_missing { Acceptance::Missing } else { Acceptance::Accepted });
        });
    });
    let acceptance = Memo::new(move |_| acceptance.get());
    live(move || match acceptance.get() {
        Acceptance::Unknown => one_moment(),
        Acceptance::Accepted => children(),
        Acceptance::Missing => lazy(LazyPage::Consent),
    })
}

/// Asks for the consent to the terms, in place of a page.
#[component]
pub fn Consent() -> AnyView {
    let settings = Settings::expect();
    let (account, session) = (Account::expect(), CurrentSession::expect());
    let Some(setting) = settings.consent_field() else { return ().into_any() };
    let accepted = FieldState::new(EDITED);
    let asked = setting.asked.clone();
    let parse = move || match asked.parse(&accepted.get(), "") {
        Ok(value) => Ok(Attribute { name: asked.name.clone(), value: value.unwrap_or_default() }),
        Err(problem) => Err(vec![(EDITED, problem)]),
    };
    let parse = Arc::new(parse);
    let problems = problems_in({
        let parse = parse.clone();
        move || parse()
    });
    let submission = Submission::default();
    let accept = move || {
        submission
            .send(account.set_attribute(parse()?), |set| set.err().map(|error| text::refusal(Screen::Verify, &error)));
        Ok(())
    };
    let terms = settings.terms_links().unwrap_or_default();
    let sign_out = button("quiet", text::SIGN_OUT, move || session.sign_out());
    let card = view! {
        <Card title=fields::CONSENT_TITLE intro=fields::CONSENT_INTRO>
            <Alert message=submission.refusal() />
            {links_of(&terms).into_child()}
            <Form fields=vec![accepted] submission on_submit=Box::new(accept) label=text::CONTINUE>
                <AttributeField state=accepted problems setting hint=None />
            </Form>
            {of_class("p", "links").child(sign_out).into_child()}
        </Card>
    };
    card.into_inner()
}
