use leptos::prelude::*;

use super::{Answering, StepCard};
use crate::{
    components::{Alert, FieldState, Form, TextField, problems_in},
    forms::{Field, Problem},
    language::Sentence,
    sign_in::SignIn,
    signals::Signal,
    text::{self, Screen},
    ui::{Child, View},
};

/// A question of the pool's owner.
#[component]
pub(super) fn AnswerQuestion(prompt: Option<String>, is_asked_again: bool) -> View {
    let sign_in = SignIn::expect();
    let answer = FieldState::new(Field::Answer);
    let answering = Answering::new(Screen::Custom);
    let parse = move || {
        let answer = answer.get();
        if answer.is_empty() { Err(vec![(Field::Answer, Problem::Required)]) } else { Ok(answer) }
    };
    let problems = problems_in(parse);
    let send = move || {
        answering.send(sign_in.answer_custom(parse()?));
        Ok(())
    };
    let intro = prompt.map_or(text::CUSTOM_INTRO, Sentence::of);
    let card = view! {
        <StepCard title=text::CUSTOM_TITLE intro>
            <Alert message=Signal::stored(is_asked_again.then_some(text::ASKED_AGAIN)) />
            <Alert message=answering.submission.refusal() />
            <Form fields=vec![answer] submission=answering.submission on_submit=Box::new(send) label=text::CONTINUE>
                <TextField state=answer problems label=text::ANSWER kind="text" autocomplete="one-time-code" />
            </Form>
        </StepCard>
    };
    card.into_child()
}
