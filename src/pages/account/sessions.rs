use cognito_client::{
    timestamp::Timestamp,
    user_sessions::{SessionDescription, SessionType},
};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::namesakes::place_among_namesakes;
use crate::{
    account::{Account, Sessions},
    components::{self, Asking, Detail, Loaded, Reading, Section, Submission},
    forms::is_blank,
    language::Sentence,
    pages::step_up::StepUp,
    platform,
    signals::{Memo, RwSignal, Signal},
    text::{account, devices, sessions as text},
    ui::{Child, ChildrenFn, Entry, Place, View, button, each, element, of_class, when},
};

/// Begins to read where this person is signed in.
pub fn read_sessions() -> Reading<Listed> {
    let account = Account::expect();
    Reading::new(move || account.sessions(), |read| read.map(Listed::new).map_err(|error| text::problem(&error)))
}

/// Where this person is signed in.
#[component]
pub fn SessionsSection(reading: Reading<Listed>) -> View {
    let (account, step_up) = (Account::expect(), StepUp::expect());
    let sessions = move || reading.value().get().unwrap_or_default().sessions;
    let others = Memo::new(move |_| sessions().into_iter().filter(|session| !session.is_own).collect::<Vec<_>>());
    let (done, refusal) = (RwSignal::new(None), RwSignal::new(None));
    let (asking, ending) = (Asking::default(), Submission::default());
    let list = Place::new(None);
    let end = move |asked: Vec<KnownSession>| {
        refusal.set(None);
        let ids = asked.iter().map(|session| session.id.clone()).collect();
        ending.send(account.end_sessions(ids), move |(ended, refused)| {
            // A confirmation that it is still this person has made another session this one.
            reading.reload();
            match refused {
                None => {
                    asking.modal.close();
                    done.set(Some(text::ended(&asked[0].name, asked.len())));
                    // The button has gone; this stays.
                    if let Some(list) = list.get_untracked() {
                        platform::focus(list.unchecked_ref());
                    }
                }
                Some(error) => {
                    refusal.set(Some(text::not_ended(ended, asked.len(), text::problem(&error))));
                }
            }
            None
        });
    };
    let ask = Callback::new(move |sessions: Vec<KnownSession>| {
        done.set(None);
        refusal.set(None);
        step_up.run(move || {
            let (title, intro) = match sessions.as_slice() {
                [only] => (text::end_title(&only.name), text::END_INTRO),
                several => (text::end_several_title(several.len()), text::END_SEVERAL_INTRO),
            };
            asking.ask(title, intro, move || end(sessions.clone()));
        });
    });
    let empty = move || {
        reading.value().with(|listed| match listed {
            Some(Listed { is_tracked: false, .. }) => Some(text::NOT_TRACKED),
            Some(Listed { sessions, .. }) if sessions.is_empty() => Some(text::NONE),
            _ => None,
        })
    };
    let entry = move |session: KnownSession| Entry {
        key: session.id.clone(),
        draw: Box::new(move || {
            let row = view! { <Row session others ask /> };
            element("li").attribute("tabindex", "-1").child(row).into_child()
        }),
    };
    let content = move || {
        let rows = of_class("ul", "rows").attribute("tabindex", "-1").attribute("aria-label", account::SESSIONS_TITLE);
        let rows = rows.known_as(list).child(each(move || sessions().into_iter().map(entry).collect()));
        let end_others =
            move || button("second", text::END_OTHERS, move || ask.run(others.get_untracked())).into_child();
        let end_others = when(move || others.with(|others| others.len() > 1), end_others);
        (rows.into_child(), end_others).into_child()
    };
    let section = view! {
        <Section id="sessions" title=account::SESSIONS_TITLE intro=text::INTRO done refusal>
            <Loaded progress=reading.progress() empty=Signal::derive(empty) children=ChildrenFn::of(content) />
            {of_class("p", "hint").text(text::EVERYWHERE).into_child()}
            {asking.question(text::END_NOW, ending.is_busy(), refusal.into())}
        </Section>
    };
    section.into_child()
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listed {
    /// This one first, then those that were used last.
    sessions: Vec<KnownSession>,
    is_tracked: bool,
}

impl Listed {
    fn new(sessions: Sessions) -> Self {
        let Sessions::Listed(sessions) = sessions else { return Self::default() };
        let mut sessions: Vec<_> = sessions.iter().filter_map(KnownSession::new).collect();
        sessions.sort_by_key(|session| (!session.is_own, core::cmp::Reverse(session.last_active)));
        Self { sessions, is_tracked: true }
    }
}

/// What can be read of a session.
#[derive(Clone, Debug, PartialEq)]
struct KnownSession {
    id: String,
    name: Sentence,
    /// Address and place.
    from: Option<Sentence>,
    began: Option<Timestamp>,
    last_active: Option<Timestamp>,
    is_single_sign_on: bool,
    is_own: bool,
}

impl KnownSession {
    /// What has no id cannot be ended.
    fn new(session: &SessionDescription) -> Option<Self> {
        let device = session.device_type.as_deref().filter(|device| !is_blank(device) && *device != "unknown");
        let place = session.last_location.as_ref();
        let place = place.map(|place| [place.city.as_deref(), place.country.as_deref()]).unwrap_or_default();
        Some(Self {
            id: session.session_id.clone()?,
            name: device.map_or(text::UNKNOWN_DEVICE, devices::name),
            from: text::from(session.last_ip_address.as_deref(), place),
            began: session.create_date,
            last_active: session.last_active_date,
            is_single_sign_on: session.session_type == Some(SessionType::Sso),
            is_own: session.is_current_session,
        })
    }
}

#[component]
fn Row(session: KnownSession, others: Memo<Vec<KnownSession>>, ask: Callback<Vec<KnownSession>>) -> View {
    let label = {
        let (id, name) = (session.id.clone(), session.name.clone());
        let place = Memo::new(move |_| {
            let named = |other: &KnownSession| (other.id.clone(), other.name.words());
            place_among_namesakes(&others.with(|others| others.iter().map(named).collect::<Vec<_>>()), &id)
        });
        move || Some(text::end_named(account::named(&name, place.get())).words())
    };
    let details = [
        session.is_single_sign_on.then(|| Detail::Words(text::SINGLE_SIGN_ON.into())),
        session.last_active.map(|at| Detail::At(text::LAST_ACTIVE, at)),
        session.began.map(|at| Detail::At(text::BEGAN, at)),
        session.from.clone().map(Detail::Name),
    ];
    let (name, is_own) = (session.name.clone(), session.is_own);
    let title = components::live_name(move || name.words());
    let end = button("quiet", text::END, move || ask.run(vec![session.clone()])).attribute("aria-label", label);
    let row = components::Row {
        title,
        tags: is_own.then_some(text::THIS_SESSION).into_iter().collect(),
        details: details.into_iter().flatten().collect(),
        actions: if is_own { Vec::new() } else { vec![end] },
    };
    row.draw().into_child()
}
