use std::sync::Arc;

use cognito_client::{device::Device, timestamp::Timestamp};
use leptos::prelude::*;

use super::namesakes::place_among_namesakes;
use crate::{
    account::{Account, Devices},
    components::{self, Asking, Detail, Page, Paged, PagedList, Section, Submission},
    forms::is_blank,
    language::Sentence,
    pages::step_up::StepUp,
    signals::{Memo, RwSignal},
    text::{account, devices as text},
    ui::{Child, View, button},
};

/// The browsers and apps that the pool knows this person by.
#[component]
pub fn DevicesSection() -> View {
    let account = Account::expect();
    let devices =
        Paged::new(move |page| account.devices(page), |read| read.map(page_of).map_err(|error| text::problem(&error)));
    let (done, refusal) = (RwSignal::new(None), RwSignal::new(None));
    let (asking, forgetting) = (Asking::default(), Submission::default());
    let list = List { account, devices, done, refusal, asking, forgetting };
    let section = view! {
        <Section id="devices" title=account::DEVICES_TITLE intro=text::INTRO done refusal>
            <PagedList
                paged=devices
                label=account::DEVICES_TITLE
                empty=text::NONE
                key=|device: &KnownDevice| device.key.clone()
                row=Callback::new(move |device| view! { <Row device list /> }.into_child())
            />
            {asking.question(text::FORGET_DEVICE, forgetting.is_busy(), refusal.into())}
        </Section>
    };
    section.into_child()
}

/// What can be read of a device.
#[derive(Clone, Debug)]
struct KnownDevice {
    key: String,
    name: Sentence,
    ip: Option<String>,
    last_used: Option<Timestamp>,
    is_remembered: bool,
    /// Whether it is this browser.
    is_own: bool,
}

impl KnownDevice {
    /// What has no key cannot be named, and so not managed.
    fn new(device: &Device, is_own: bool) -> Option<Self> {
        let attribute = |name: &str| device.attribute(name).filter(|value| !value.is_empty());
        Some(Self {
            key: device.device_key.clone()?,
            name: attribute("device_name").filter(|name| !is_blank(name)).map_or(text::UNNAMED, text::name),
            ip: attribute("last_ip_used").map(ToOwned::to_owned),
            last_used: device.device_last_authenticated_date,
            is_remembered: attribute("dev:device_remembered_status") == Some("remembered"),
            is_own,
        })
    }
}

/// This browser is the first of the first page.
fn page_of(devices: Devices) -> Page<KnownDevice> {
    let Devices { own, others, next } = devices;
    let others = others.iter().filter_map(|device| KnownDevice::new(device, false));
    let own = own.iter().filter_map(|device| KnownDevice::new(device, true));
    Page { items: own.chain(others).collect(), next }
}

/// What the rows have in common.
#[derive(Clone, Copy)]
struct List {
    account: Account,
    devices: Paged<KnownDevice>,
    done: RwSignal<Option<Sentence>>,
    refusal: RwSignal<Option<Sentence>>,
    /// Whether one is to be forgotten.
    asking: Asking,
    forgetting: Submission,
}

impl List {
    /// What was said of the last change is not about the next.
    fn clear(self) {
        self.done.set(None);
        self.refusal.set(None);
    }

    fn ask_to_forget(self, device: Arc<KnownDevice>) {
        let intro = if device.is_own { text::FORGET_OWN_INTRO } else { text::FORGET_INTRO };
        self.asking.ask(text::forget_title(&device.name), intro, move || self.forget(device.clone()));
    }

    fn forget(self, device: Arc<KnownDevice>) {
        let Self { account, devices, done, refusal, asking, forgetting } = self;
        self.clear();
        forgetting.send(account.forget_device(device.key.clone()), move |forgotten| {
            match forgotten {
                Ok(()) => {
                    asking.modal.close();
                    done.set(Some(text::forgotten(&device.name)));
                    devices.remove(|other| other.key == device.key);
                }
                Err(error) => refusal.set(Some(text::problem(&error))),
            }
            None
        });
    }

    fn set_remembered(self, device: Arc<KnownDevice>, is_remembered: RwSignal<bool>, submission: Submission) {
        let account = self.account;
        let wanted = !is_remembered.get_untracked();
        submission.send(account.set_remembered(device.key.clone(), wanted), move |set| {
            match set {
                Ok(()) => {
                    is_remembered.set(wanted);
                    self.done.set(Some(text::is_remembered(&device.name, wanted)));
                }
                Err(error) => self.refusal.set(Some(text::problem(&error))),
            }
            None
        });
    }
}

#[component]
fn Row(device: KnownDevice, list: List) -> View {
    let step_up = StepUp::expect();
    let device = Arc::new(device);
    let is_remembered = RwSignal::new(device.is_remembered);
    let submission = Submission::default();
    let toggle = {
        let device = device.clone();
        move || {
            let device = device.clone();
            list.clear();
            step_up.run(move || list.set_remembered(device, is_remembered, submission));
        }
    };
    let forget = {
        let device = device.clone();
        move || {
            let device = device.clone();
            list.clear();
            step_up.run(move || list.ask_to_forget(device));
        }
    };
    let action = move || if is_remembered.get() { text::DO_NOT_REMEMBER } else { text::REMEMBER };
    let state = move || if is_remembered.get() { text::REMEMBERED } else { text::NOT_REMEMBERED };
    let place = {
        let device = device.clone();
        Memo::new(move |_| {
            let names: Vec<_> = list.devices.items().into_iter().map(|other| (other.key, other.name.words())).collect();
            place_among_namesakes(&names, &device.key)
        })
    };
    let named = device.clone();
    let toggle_name = move || {
        let name = account::named(&named.name, place.get());
        let is_remembered = is_remembered.get();
        let said = if is_remembered { text::do_not_remember_named(name) } else { text::remember_named(name) };
        Some(said.words())
    };
    let named = device.clone();
    let forget_name = move || Some(text::forget_named(account::named(&named.name, place.get())).words());
    let mut details = vec![Detail::Words((move || Some(state().words())).into())];
    details.extend(device.last_used.map(|at| Detail::At(text::LAST_USED, at)));
    details.extend(device.ip.as_deref().map(|ip| Detail::Words(text::from_address(ip).into())));
    let called = device.name.clone();
    let row = components::Row {
        title: components::live_name(move || called.words()),
        tags: device.is_own.then_some(text::THIS_DEVICE).into_iter().collect(),
        details,
        actions: vec![
            button("quiet", move || Some(action().words()), toggle)
                .attribute("aria-label", toggle_name)
                .flag("aria-busy", submission.is_busy()),
            button("quiet", text::FORGET, forget).attribute("aria-label", forget_name),
        ],
    };
    row.draw().into_child()
}
