use leptos::prelude::*;

use super::Answering;
use crate::{
    components::{Alert, Card},
    sign_in::SignIn,
    text::{self, Screen},
    ui::{Child, View, busy_button, button, of_class},
};

/// Signed in already: whether this device may do without the second factor from now on.
#[component]
pub(super) fn RememberDevice() -> View {
    let sign_in = SignIn::expect();
    let answering = Answering::new(Screen::RememberDevice);
    let answer = move |is_remembered| answering.send(sign_in.remember_device(is_remembered));
    let is_busy = answering.submission.is_busy();
    let later = button("quiet", text::DECIDE_LATER, move || sign_in.skip_device());
    let card = view! {
        <Card title=text::REMEMBER_DEVICE_TITLE intro=text::REMEMBER_DEVICE_INTRO>
            <Alert message=answering.submission.refusal() />
            {busy_button("main", text::REMEMBER_DEVICE, is_busy, move || answer(true)).into_child()}
            {button("second", text::DO_NOT_REMEMBER_DEVICE, move || answer(false)).into_child()}
            {of_class("p", "links").child(later).into_child()}
        </Card>
    };
    card.into_child()
}
