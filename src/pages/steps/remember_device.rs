use leptos::prelude::*;

use super::Answering;
use crate::{
    components::{Alert, Card, aria_busy},
    sign_in::SignIn,
    text::{self, Screen},
};

/// Signed in already: whether this device may do without the second factor from now on.
#[component]
pub(super) fn RememberDevice() -> impl IntoView {
    let sign_in = SignIn::expect();
    let answering = Answering::new(Screen::RememberDevice);
    let answer = move |is_remembered| answering.send(sign_in.remember_device(is_remembered));
    view! {
        <Card title=text::REMEMBER_DEVICE_TITLE intro=text::REMEMBER_DEVICE_INTRO>
            <Alert message=answering.submission.refusal() />
            <button
                type="button"
                class="main"
                aria-busy=aria_busy(answering.submission.is_busy())
                on:click=move |_| answer(true)
            >
                {text::REMEMBER_DEVICE}
                <span class="spinner" aria-hidden="true"></span>
            </button>
            <button type="button" class="second" on:click=move |_| answer(false)>
                {text::DO_NOT_REMEMBER_DEVICE}
            </button>
            <p class="links">
                <button type="button" class="quiet" on:click=move |_| sign_in.skip_device()>
                    {text::DECIDE_LATER}
                </button>
            </p>
        </Card>
    }
}
