use cognito_client::sign_in::{CodeKind, FirstFactor};
use leptos::prelude::*;

use super::{Answering, StepCard};
use crate::{
    components::{Alert, Choice, ChoiceList, Icon},
    sign_in::SignIn,
    text::{self, Screen},
    ui::{Child, View},
};

/// How to sign in.
#[component]
pub(super) fn SelectFactor(username: String, options: Vec<FirstFactor>, last_used: Option<FirstFactor>) -> View {
    let sign_in = SignIn::expect();
    let answering = Answering::new(Screen::Choose);
    let choices = options.into_iter().map(|value| {
        let (icon, label, hint) = match value {
            FirstFactor::Password | FirstFactor::PasswordSrp => {
                (Icon::Password, text::BY_PASSWORD, text::BY_PASSWORD_HINT)
            }
            FirstFactor::EmailOtp => (Icon::Mail, text::BY_EMAIL, text::BY_EMAIL_HINT),
            FirstFactor::SmsOtp => (Icon::Message, text::BY_SMS, text::BY_SMS_HINT),
            _ => (Icon::Passkey, text::BY_PASSKEY, text::BY_PASSKEY_HINT),
        };
        Choice { value, icon, label, hint }
    });
    let choices: Vec<_> = choices.collect();
    let card = view! {
        <StepCard title=text::SELECT_FACTOR_TITLE intro=text::signing_in_as(&username)>
            <Alert message=answering.submission.refusal() />
            <ChoiceList
                choices
                last_used
                is_busy=answering.submission.is_busy()
                on_choose=Callback::new(move |factor| answering.send(sign_in.select_factor(factor)))
            />
        </StepCard>
    };
    card.into_child()
}

/// Where the code of the second factor comes from.
#[component]
pub(super) fn SelectMfa(options: Vec<CodeKind>) -> View {
    let sign_in = SignIn::expect();
    let answering = Answering::new(Screen::Choose);
    let card = view! {
        <StepCard title=text::SELECT_MFA_TITLE intro=text::SELECT_MFA_INTRO>
            <Alert message=answering.submission.refusal() />
            <ChoiceList
                choices=options.into_iter().map(code_choice).collect()
                last_used=None
                is_busy=answering.submission.is_busy()
                on_choose=Callback::new(move |kind| answering.send(sign_in.select_mfa(kind)))
            />
        </StepCard>
    };
    card.into_child()
}

pub(super) fn code_choice(value: CodeKind) -> Choice<CodeKind> {
    let (icon, label, hint) = match value {
        CodeKind::Sms => (Icon::Message, text::BY_SMS, text::BY_SMS_HINT),
        CodeKind::Email => (Icon::Mail, text::BY_EMAIL, text::BY_EMAIL_HINT),
        _ => (Icon::App, text::BY_APP, text::BY_APP_HINT),
    };
    Choice { value, icon, label, hint }
}
