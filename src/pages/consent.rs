use std::sync::Arc;

use cognito_client::sign_up::Attribute;
use leptos::prelude::*;

use super::sign_up::links_of;
use crate::{
    account::Account,
    chunk::{LazyPage, lazy},
    components::{Alert, AttributeField, Card, FieldState, Form, InPlace, Submission, problems_in},
    forms::EDITED,
    session::CurrentSession,
    settings::Settings,
    signals::use_context,
    text::{self, Screen, fields},
    ui::{Child, View, button, of_class},
};

/// Asks for the consent to the terms, in place of a page.
#[component]
pub fn Consent() -> View {
    let settings = Settings::expect();
    let (account, session) = (Account::expect(), CurrentSession::expect());
    let (Ok(setting), Ok(terms)) = (settings.consent_field(), settings.terms_links()) else {
        // The owner has to mend them first.
        return lazy(LazyPage::Misconfigured);
    };
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
    let (submission, in_place) = (Submission::default(), use_context::<InPlace>());
    let accept = move || {
        submission.send(account.set_attribute(parse()?), move |set| match set {
            Ok(_) => {
                if let Some(in_place) = in_place {
                    in_place.note_accepted(session);
                }
                // What stands in the page's place goes by that.
                session.note_user_change();
                None
            }
            Err(error) => Some(text::refusal(Screen::Verify, &error)),
        });
        Ok(())
    };
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
    card.into_child()
}
