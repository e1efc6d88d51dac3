use std::time::Duration;

use leptos::{leptos_dom::helpers::debounce, prelude::*};

use crate::{
    life::Life,
    signals::{Effect, RwSignal, Signal},
    strength::Strength,
    text::security as text,
    ui::{Child, Children, View, element, of_class},
};

/// So long nothing is typed before the password is judged: nobody is told of each letter.
const PAUSE: Duration = Duration::from_millis(250);

/// The field of a new password, its `children`, with a line below that says how easily it is guessed. Nothing is asked of
/// `estimate` before the field has the focus; there is no line until it answers, and none if it cannot.
#[component]
pub fn PasswordStrength<F: Future<Output = Option<Strength>> + 'static>(
    #[prop(into)] password: Signal<String>,
    /// Words that somebody who knows the person would try.
    #[prop(into)]
    known: Signal<Vec<String>>,
    estimate: impl Fn(String, Vec<String>) -> F + Copy + 'static,
    children: Children,
) -> View {
    let (life, strength) = (Life::begin(), RwSignal::new(None::<Strength>));
    let is_wanted = StoredValue::new(false);
    let judge = move |judged: String| {
        let estimated = estimate(judged.clone(), known.get_untracked());
        life.call(estimated, move |estimated| {
            // Somebody may have typed on meanwhile.
            let is_current = password.with_untracked(|password| *password == judged);
            if is_current && !judged.is_empty() {
                strength.set(estimated);
            }
        });
    };
    let begin = move |_| {
        if !is_wanted.get_value() {
            is_wanted.set_value(true);
            judge(password.get_untracked());
        }
    };
    let mut judge_later = debounce(PAUSE, judge);
    Effect::new(move |_| {
        let password = password.get();
        if password.is_empty() {
            strength.set(None);
        } else if is_wanted.get_value() {
            judge_later(password);
        }
    });
    let class = move || match strength.get() {
        None => "strength",
        Some(Strength::Weak) => "strength weak",
        Some(Strength::Fair) => "strength fair",
        Some(Strength::Good) => "strength good",
        Some(Strength::Strong) => "strength strong",
    };
    let segments = of_class("div", "segments").attribute("aria-hidden", "true");
    let said = move || strength.get().map(|strength| text::strength(strength).words());
    let judged = element("div")
        .attribute("class", move || Some(class().to_owned()))
        .child(segments.html("<span></span><span></span><span></span><span></span>"))
        .child(of_class("p", "hint").attribute("role", "status").text(said));
    element("div").on("focusin", begin).child(children.draw()).child(judged).into_child()
}
