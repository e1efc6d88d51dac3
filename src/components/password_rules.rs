use leptos::prelude::*;

use crate::{
    forms::{PasswordPolicy, PasswordRule},
    text,
};

/// What the pool asks of a password, ticked off while it is typed.
#[component]
pub fn PasswordRules(#[prop(into)] password: Signal<String>, policy: PasswordPolicy) -> impl IntoView {
    view! {
        <div class="rules" aria-live="polite" aria-relevant="additions text">
            <p id="password-rules">{text::PASSWORD_RULES}</p>
            <ul aria-labelledby="password-rules">
                {policy.rules().map(|rule| view! { <Rule rule password /> }).collect_view()}
            </ul>
        </div>
    }
}

#[component]
fn Rule(rule: PasswordRule, password: Signal<String>) -> impl IntoView {
    let is_met = Memo::new(move |_| password.with(|password| rule.is_met_by(password)));
    let spoken = Signal::derive(move || is_met.get().then_some(text::RULE_MET));
    view! {
        <li class:met=is_met>
            {text::password_rule(rule)}
            <span class="visually-hidden">{spoken}</span>
        </li>
    }
}
