use std::time::Duration;

use cognito_client::{identity::CREDENTIALS_MARGIN, json::Json, timestamp::Timestamp};
use leptos::prelude::*;

use super::linked::providers;
use crate::{
    components::{self, CopyButton, Loaded, Reading, Section, ago, local_time},
    platform,
    session::{CurrentSession, TokenDetails},
    signals::{Effect, Memo, RwSignal, Signal},
    text::{account, session_details as text},
    ui::{Child, ChildrenFn, Element, View, Words, element, live, of_class},
};

/// The claims that people look for first; the others follow by name.
const FIRST: [&str; 9] =
    ["exp", "auth_time", "iat", "cognito:groups", "name", "email", "phone_number", "cognito:username", "sub"];

/// What the tokens say, for developers and support.
#[component]
pub fn SessionDetailsSection() -> View {
    let session = CurrentSession::expect();
    let details = Memo::new(move |_| session.token_details());
    let now = every_second();
    let claims = move || {
        let claims = details.get().map(|details| {
            let row = |(name, value): (String, Json)| claim(text::claim(&name), shown(&details, &name, &value, now));
            let copied = format!("{:#}", Json::Object(details.claims.as_object().clone()));
            let copy = view! { <CopyButton text=copied label=text::COPY /> };
            vec![
                of_class("dl", "claims").child(ordered(&details).into_iter().map(row).collect::<Vec<_>>()),
                of_class("p", "copy").child(copy),
            ]
        });
        claims.into_child()
    };
    let credentials = session.has_identity_pool().then(|| view! { <AwsCredentials details now /> });
    let section = view! {
        <Section id="session-details" title=account::SESSION_DETAILS_TITLE intro=text::INTRO>
            {live(claims)}
            {credentials.into_child()}
        </Section>
    };
    section.into_child()
}

fn claim(name: impl Into<Words>, value: View) -> Element {
    of_class("div", "claim").child(element("dt").text(name)).child(element("dd").child(value))
}

/// How long the identity pool's credentials last. They are renewed before that.
#[component]
fn AwsCredentials(details: Memo<Option<TokenDetails>>, now: Signal<Timestamp>) -> View {
    let session = CurrentSession::expect();
    let reading = Reading::new(
        move || session.aws_credentials(),
        |read| read.map(|credentials| credentials.expiration).map_err(|error| text::aws_problem(&error)),
    );
    let expiration = Memo::new(move |_| {
        let at = reading.value().get()?;
        details.get().map(|details| details.local(at.as_seconds()))
    });
    let is_due = Memo::new(move |_| expiration.get().is_some_and(|at| now.get().plus(CREDENTIALS_MARGIN) >= at));
    Effect::new(move |_| {
        if is_due.get() {
            reading.reload();
        }
    });
    let expiry = move || {
        let claims = expiration.get().map(|at| of_class("dl", "claims").child(claim(text::EXPIRES, ending(at, now))));
        claims.into_child()
    };
    let loaded = view! { <Loaded progress=reading.progress() children=ChildrenFn::of(move || live(expiry)) /> };
    (element("h3").text(text::AWS_TITLE).into_child(), loaded.into_child()).into_child()
}

fn ordered(details: &TokenDetails) -> Vec<(String, Json)> {
    let mut claims: Vec<(String, Json)> = details.claims.as_object().clone().into_iter().collect();
    let place = |name: &str| FIRST.iter().position(|first| *first == name).unwrap_or(FIRST.len());
    claims.sort_by_key(|(name, _)| (place(name), name.clone()));
    claims
}

/// A claim as people read it: times by this place's clock, lists as such.
fn shown(details: &TokenDetails, name: &str, value: &Json, now: Signal<Timestamp>) -> View {
    let time = || details.claims.seconds(name).map(|seconds| details.local(seconds));
    let names = || Some(providers(value.clone())).filter(|names| !names.is_empty());
    let known = match name {
        "exp" => time().map(|at| ending(at, now)),
        "iat" | "auth_time" => {
            time().map(|at| (local_time(at).into_child(), " · ".into_child(), ago(at).into_child()).into_child())
        }
        "identities" => names().map(|names| components::name(&names)),
        _ => None,
    };
    known.unwrap_or_else(|| match value {
        Json::Array(list) => components::name(&list.iter().map(plain).collect::<Vec<_>>().join(", ")),
        Json::Bool(is_so) => Words::from(if *is_so { text::YES } else { text::NO }).into_child(),
        value => components::name(&plain(value)),
    })
}

fn plain(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Bool(is_so) => (if *is_so { text::YES } else { text::NO }).words(),
        Json::Array(_) | Json::Object(_) | Json::Number(_) | Json::Null => value.to_string(),
    }
}

/// A time to come, counted down. Not a live region: it would never be silent.
fn ending(at: Timestamp, now: Signal<Timestamp>) -> View {
    let left = move || match at.as_seconds().saturating_sub(now.get().as_seconds()) {
        0 => Some(text::EXPIRED.words()),
        seconds => Some(text::remaining(seconds).words()),
    };
    let time = element("time").attribute("datetime", platform::iso_time(at)).text(local_time(at));
    (time.into_child(), " · ".into_child(), element("span").text(left).into_child()).into_child()
}

fn every_second() -> Signal<Timestamp> {
    let now = RwSignal::new(platform::now());
    let timer = set_interval_with_handle(move || now.set(platform::now()), Duration::from_secs(1)).ok();
    on_cleanup(move || {
        if let Some(timer) = timer {
            timer.clear();
        }
    });
    now.into()
}
