use std::time::Duration;

use leptos::{leptos_dom::helpers::debounce, prelude::*, task::spawn_local};

use crate::{strength::Strength, text::security as text};

/// So long nothing is typed before the password is judged: nobody is told of each letter.
const PAUSE: Duration = Duration::from_millis(250);

/// The field of a new password, its `children`, with a line below that says how easily it is guessed. Nothing is asked of
/// `estimate` before the field has the focus; there is no line until it answers, and none if it cannot.
#[component]
pub fn PasswordStrength(
    #[prop(into)] password: Signal<String>,
    /// Words that somebody who knows the person would try.
    #[prop(into)]
    known: Signal<Vec<String>>,
    estimate: impl AsyncFn(String, Vec<String>) -> Option<Strength> + Copy + 'static,
    children: Children,
) -> impl IntoView {
    let strength = RwSignal::new(None::<Strength>);
    let is_wanted = StoredValue::new(false);
    let judge = move |judged: String| {
        spawn_local(async move {
            let Some(known) = known.try_get_untracked() else { return };
            let estimated = estimate(judged.clone(), known).await;
            // Somebody may have typed on meanwhile.
            let is_current = password.try_with_untracked(|password| *password == judged) == Some(true);
            if is_current && !judged.is_empty() {
                strength.try_set(estimated);
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
    view! {
        <div on:focusin=begin>
            {children()} <div class=class>
                <div class="segments" aria-hidden="true">
                    <span></span>
                    <span></span>
                    <span></span>
                    <span></span>
                </div>
                <p class="hint" role="status">{move || strength.get().map(text::strength)}</p>
            </div>
        </div>
    }
}
