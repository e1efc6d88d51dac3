use cognito_client::{
    timestamp::Timestamp,
    user_sessions::{SessionDescription, SessionType},
};
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

use super::namesakes::place_among_namesakes;
use crate::{
    account::{Account, Sessions},
    components::{self, Ago, Loaded, Modal, Question, Reading, Section, Submission},
    forms::is_blank,
    pages::step_up::StepUp,
    platform,
    text::{account, devices, sessions as text},
};

/// Begins to read where this person is signed in.
pub fn read_sessions() -> Reading<Listed> {
    let account = Account::expect();
    Reading::new(move || account.sessions(), |read| read.map(Listed::new).map_err(|error| text::problem(&error)))
}

/// Where this person is signed in.
#[component]
pub fn SessionsSection(reading: Reading<Listed>) -> impl IntoView {
    let (account, step_up) = (Account::expect(), StepUp::expect());
    let sessions = move || reading.value().get().unwrap_or_default().sessions;
    let others = Memo::new(move |_| sessions().into_iter().filter(|session| !session.is_own).collect::<Vec<_>>());
    let (done, refusal) = (RwSignal::new(None), RwSignal::new(None));
    let asked = RwSignal::new(Vec::<KnownSession>::new());
    let (modal, ending) = (Modal::default(), Submission::default());
    let list = NodeRef::<html::Ul>::new();
    let ask = Callback::new(move |sessions: Vec<KnownSession>| {
        done.set(None);
        refusal.set(None);
        step_up.run(move || {
            asked.set(sessions);
            modal.open();
        });
    });
    let end = move |()| {
        let asked = asked.get_untracked();
        refusal.set(None);
        let ids = asked.iter().map(|session| session.id.clone()).collect();
        ending.send(account.end_sessions(ids), move |(ended, refused)| {
            // A confirmation that it is still this person has made another session this one.
            reading.reload();
            match refused {
                None => {
                    modal.close();
                    done.set(Some(text::ended(&asked[0].name, asked.len())));
                    // The button has gone; this stays.
                    if let Some(list) = list.get_untracked() {
                        platform::focus(list.unchecked_ref());
                    }
                }
                Some(error) => {
                    refusal.set(Some(text::not_ended(ended, asked.len(), &text::problem(&error))));
                }
            }
            None
        });
    };
    let title = move || {
        asked.with(|asked| match asked.as_slice() {
            [only] => text::end_title(&only.name),
            several => text::end_several_title(several.len()),
        })
    };
    let intro = move || {
        let is_one = asked.with(|asked| asked.len() == 1);
        if is_one { text::END_INTRO } else { text::END_SEVERAL_INTRO }.to_owned()
    };
    let empty = move || {
        reading.value().with(|listed| match listed {
            Some(Listed { is_tracked: false, .. }) => Some(text::NOT_TRACKED),
            Some(Listed { sessions, .. }) if sessions.is_empty() => Some(text::NONE),
            _ => None,
        })
    };
    view! {
        <Section id="sessions" title=account::SESSIONS_TITLE intro=text::INTRO done refusal>
            <Loaded progress=reading.progress() empty=Signal::derive(empty)>
                <ul class="rows" tabindex="-1" aria-label=account::SESSIONS_TITLE node_ref=list>
                    <For each=sessions key=|session| session.id.clone() let:session>
                        <li tabindex="-1">
                            <Row session others ask />
                        </li>
                    </For>
                </ul>
                <Show when=move || others.with(|others| others.len() > 1)>
                    <button type="button" class="second" on:click=move |_| ask.run(others.get_untracked())>
                        {text::END_OTHERS}
                    </button>
                </Show>
            </Loaded>
            <p class="hint">{text::EVERYWHERE}</p>
            <Question
                modal
                title=Signal::derive(title)
                intro=Signal::derive(intro)
                label=text::END_NOW
                is_busy=ending.is_busy()
                refusal=refusal.into()
                on_answer=Callback::new(end)
            />
        </Section>
    }
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
    name: String,
    /// Address and place.
    from: Option<String>,
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
            name: device.map_or_else(|| text::UNKNOWN_DEVICE.to_owned(), devices::name),
            from: text::from(session.last_ip_address.as_deref(), place),
            began: session.create_date,
            last_active: session.last_active_date,
            is_single_sign_on: session.session_type == Some(SessionType::Sso),
            is_own: session.is_current_session,
        })
    }
}

#[component]
fn Row(session: KnownSession, others: Memo<Vec<KnownSession>>, ask: Callback<Vec<KnownSession>>) -> impl IntoView {
    let KnownSession { id, name, from, began, last_active, is_single_sign_on, is_own } = session.clone();
    let label = {
        let name = name.clone();
        let place = Memo::new(move |_| {
            others.with(|others| place_among_namesakes(others, |other| &other.name, |other| other.id == id))
        });
        move || devices::label(text::END, &name, place.get())
    };
    let end = move |_| ask.run(vec![session.clone()]);
    view! {
        <div class="row">
            <div>
                <p class="row-title">
                    {components::name(&name)} {is_own.then(|| view! { " " <span class="tag">{text::THIS_SESSION}</span> })}
                </p>
                <p class="hint">
                    {is_single_sign_on.then(|| view! { <span>{text::SINGLE_SIGN_ON}</span> })}
                    {last_active.map(|at| view! { <span>{text::LAST_ACTIVE} " " <Ago at /></span> })}
                    {began.map(|at| view! { <span>{text::BEGAN} " " <Ago at /></span> })}
                    {from.map(|from| view! { <span>{components::name(&from)}</span> })}
                </p>
            </div>
            {(!is_own)
                .then(|| {
                    view! {
                        <div class="row-actions">
                            <button type="button" class="quiet" aria-label=label on:click=end>
                                {text::END}
                            </button>
                        </div>
                    }
                })}
        </div>
    }
}
