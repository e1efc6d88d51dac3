use cognito_client::{device::Device, timestamp::Timestamp};
use leptos::prelude::*;

use super::namesakes::place_among_namesakes;
use crate::{
    account::{Account, Devices},
    components::{self, Ago, Modal, Page, Paged, PagedList, Question, Section, Submission, aria_busy},
    forms::is_blank,
    pages::step_up::StepUp,
    text::{account, devices as text},
};

/// The browsers and apps that the pool knows this person by.
#[component]
pub fn DevicesSection() -> impl IntoView {
    let account = Account::expect();
    let devices =
        Paged::new(move |page| account.devices(page), |read| read.map(page_of).map_err(|error| text::problem(&error)));
    let (done, refusal) = (RwSignal::new(None), RwSignal::new(None));
    let (modal, asked, forgetting) = (Modal::default(), RwSignal::new(None::<KnownDevice>), Submission::default());
    let list = List { done, refusal, modal, asked };
    let forget = move |()| {
        let Some(device) = asked.get_untracked() else { return };
        list.clear();
        forgetting.send(account.forget_device(device.key.clone()), move |forgotten| {
            match forgotten {
                Ok(()) => {
                    modal.close();
                    done.set(Some(text::forgotten(&device.name)));
                    devices.remove(|other| other.key == device.key);
                }
                Err(error) => refusal.set(Some(text::problem(&error))),
            }
            None
        });
    };
    let title = move || asked.get().map(|device| text::forget_title(&device.name)).unwrap_or_default();
    let intro = move || {
        let is_own = asked.get().is_some_and(|device| device.is_own);
        if is_own { text::FORGET_OWN_INTRO } else { text::FORGET_INTRO }.to_owned()
    };
    let row = move |device: KnownDevice| view! { <Row device devices list /> }.into_any();
    view! {
        <Section id="devices" title=account::DEVICES_TITLE intro=text::INTRO done refusal>
            <PagedList
                paged=devices
                label=account::DEVICES_TITLE
                empty=text::NONE
                key=|device: &KnownDevice| device.key.clone()
                row=Callback::new(row)
            />
            <Question
                modal
                title=Signal::derive(title)
                intro=Signal::derive(intro)
                label=text::FORGET_DEVICE
                is_busy=forgetting.is_busy()
                refusal=refusal.into()
                on_answer=Callback::new(forget)
            />
        </Section>
    }
}

/// What can be read of a device.
#[derive(Clone, Debug)]
struct KnownDevice {
    key: String,
    name: String,
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
            name: attribute("device_name")
                .filter(|name| !is_blank(name))
                .map_or_else(|| text::UNNAMED.to_owned(), text::name),
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
    done: RwSignal<Option<String>>,
    refusal: RwSignal<Option<String>>,
    modal: Modal,
    /// Which one is about to be forgotten.
    asked: RwSignal<Option<KnownDevice>>,
}

impl List {
    /// What was said of the last change is not about the next.
    fn clear(self) {
        self.done.set(None);
        self.refusal.set(None);
    }
}

#[component]
fn Row(device: KnownDevice, devices: Paged<KnownDevice>, list: List) -> impl IntoView {
    let (account, step_up) = (Account::expect(), StepUp::expect());
    let device = StoredValue::new(device);
    let KnownDevice { name, ip, last_used, is_remembered, is_own, .. } = device.get_value();
    let is_remembered = RwSignal::new(is_remembered);
    let submission = Submission::default();
    let toggle_now = move || {
        let KnownDevice { key, name, .. } = device.get_value();
        let wanted = !is_remembered.get_untracked();
        submission.send(account.set_remembered(key, wanted), move |set| {
            match set {
                Ok(()) => {
                    is_remembered.set(wanted);
                    list.done.set(Some(text::is_remembered(&name, wanted)));
                }
                Err(error) => list.refusal.set(Some(text::problem(&error))),
            }
            None
        });
    };
    let toggle = move |_| {
        list.clear();
        step_up.run(toggle_now);
    };
    let forget = move |_| {
        list.clear();
        step_up.run(move || {
            list.asked.set(Some(device.get_value()));
            list.modal.open();
        });
    };
    let action = move || if is_remembered.get() { text::DO_NOT_REMEMBER } else { text::REMEMBER };
    let place = Memo::new(move |_| {
        let key = device.with_value(|device| device.key.clone());
        place_among_namesakes(&devices.items(), |other| &other.name, |other| other.key == key)
    });
    let label = move |action| device.with_value(|device| text::label(action, &device.name, place.get()));
    view! {
        <div class="row">
            <div>
                <p class="row-title">
                    {components::name(&name)}
                    {is_own.then(|| view! { " " <span class="tag">{text::THIS_DEVICE}</span> })}
                </p>
                <p class="hint">
                    <span>{move || if is_remembered.get() { text::REMEMBERED } else { text::NOT_REMEMBERED }}</span>
                    {last_used.map(|at| view! { <span>{text::LAST_USED} " " <Ago at /></span> })}
                    {ip.map(|ip| view! { <span>{text::from_address(&ip)}</span> })}
                </p>
            </div>
            <div class="row-actions">
                <button
                    type="button"
                    class="quiet"
                    aria-label=move || label(action())
                    aria-busy=aria_busy(submission.is_busy())
                    on:click=toggle
                >
                    {action}
                </button>
                <button type="button" class="quiet" aria-label=move || label(text::FORGET) on:click=forget>
                    {text::FORGET}
                </button>
            </div>
        </div>
    }
}
