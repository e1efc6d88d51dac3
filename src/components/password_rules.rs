use leptos::prelude::*;

use crate::{
    forms::{PasswordPolicy, PasswordRule},
    signals::{Memo, Signal},
    text,
    ui::{Child, Element, View, element, of_class},
};

/// What the pool asks of a password, ticked off while it is typed.
#[component]
pub fn PasswordRules(#[prop(into)] password: Signal<String>, policy: PasswordPolicy) -> View {
    let rules: Vec<_> = policy.rules().map(|rule| self::rule(rule, password)).collect();
    of_class("div", "rules")
        .attribute("aria-live", "polite")
        .attribute("aria-relevant", "additions text")
        .child(element("p").attribute("id", "password-rules").text(text::PASSWORD_RULES))
        .child(element("ul").attribute("aria-labelledby", "password-rules").child(rules))
        .into_child()
}

fn rule(rule: PasswordRule, password: Signal<String>) -> Element {
    let is_met = Memo::new(move |_| password.with(|password| rule.is_met_by(password)));
    let spoken = move || is_met.get().then(|| format!(" {}", text::RULE_MET.words()));
    element("li")
        .attribute("class", move || is_met.get().then(|| "met".to_owned()))
        .text(text::password_rule(rule))
        .child(of_class("span", "visually-hidden").text(spoken))
}
