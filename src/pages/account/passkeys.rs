use std::sync::Arc;

use cognito_client::passkey::WebAuthnCredentialDescription;
use leptos::prelude::*;

use super::namesakes::place_among_namesakes;
use crate::{
    account::Account,
    components::{self, Asking, Detail, Page, Paged, PagedList, Section, Submission},
    forms::is_blank,
    language::Sentence,
    pages::step_up::StepUp,
    platform::passkey,
    platform::passkey_question::{NoPasskey, PasskeyQuestion},
    signals::{Memo, RwSignal},
    text::{account, security as text},
    ui::{Child, View, busy_button, button, of_class},
};

/// The passkeys of the account.
#[component]
pub fn PasskeysSection() -> View {
    let (account, step_up) = (Account::expect(), StepUp::expect());
    let paged = Paged::new(
        move |page| account.passkeys(page),
        |read| match read {
            Ok((items, next)) => Ok(Page { items, next }),
            Err(error) => Err(text::passkeys_refusal(&error)),
        },
    );
    let (done, adding, question) = (RwSignal::new(None), Submission::default(), PasskeyQuestion::begin());
    let add_now = move || {
        adding.send(account.add_passkey(question), move |added| match added {
            Ok(()) => {
                done.set(Some(text::PASSKEY_ADDED));
                paged.reload();
                None
            }
            Err(NoPasskey::NotGiven(error)) => Some(text::not_made(error)),
            Err(NoPasskey::Refused(error)) => Some(text::not_registered(&error)),
        });
    };
    let add = move || {
        done.set(None);
        step_up.run(add_now);
    };
    let (asking, deleting) = (Asking::default(), Submission::default());
    let delete = move |passkey: Arc<WebAuthnCredentialDescription>| {
        deleting.send(account.delete_passkey((*passkey).clone()), move |deleted| match deleted {
            Ok(()) => {
                asking.modal.close();
                done.set(Some(text::passkey_deleted(&name(&passkey))));
                paged.remove(|other| other.credential_id == passkey.credential_id);
                None
            }
            Err(error) => Some(text::passkeys_refusal(&error)),
        });
    };
    let ask = Callback::new(move |passkey: Arc<WebAuthnCredentialDescription>| {
        done.set(None);
        step_up.run(move || {
            let title = text::delete_passkey_title(&name(&passkey));
            asking.ask(title, text::DELETE_PASSKEY_INTRO, move || delete(passkey.clone()));
        });
    });
    let add_button = if passkey::is_supported() {
        busy_button("second", text::ADD_PASSKEY, adding.is_busy(), add)
    } else {
        of_class("p", "hint").text(text::NO_PASSKEYS_HERE)
    };
    let section = view! {
        <Section
            id="passkeys"
            title=account::PASSKEYS_TITLE
            intro=text::PASSKEYS_INTRO
            done
            refusal=adding.refusal()
        >
            <PagedList
                paged
                label=account::PASSKEYS_TITLE
                empty=text::NO_PASSKEYS
                key=|passkey| passkey.credential_id.clone()
                row=Callback::new(move |passkey| view! { <Row passkey paged ask /> }.into_child())
            />
            {add_button.into_child()}
            {asking.question(text::DELETE_PASSKEY, deleting.is_busy(), deleting.refusal())}
        </Section>
    };
    section.into_child()
}

#[component]
fn Row(
    passkey: WebAuthnCredentialDescription,
    paged: Paged<WebAuthnCredentialDescription>,
    ask: Callback<Arc<WebAuthnCredentialDescription>>,
) -> View {
    let kind = match passkey.authenticator_attachment.as_deref() {
        Some("platform") => Some(text::ON_DEVICE),
        Some("cross-platform") => Some(text::SECURITY_KEY),
        _ => None,
    };
    let used_at = Account::expect().passkey_used_at(&passkey);
    let passkey = Arc::new(passkey);
    let label = {
        let (this, named) = (passkey.clone(), name(&passkey));
        let place = Memo::new(move |_| {
            let named = |other: WebAuthnCredentialDescription| (other.credential_id.clone(), name(&other).words());
            place_among_namesakes(&paged.items().into_iter().map(named).collect::<Vec<_>>(), &this.credential_id)
        });
        move || Some(text::delete_passkey_named(account::named(&named, place.get())).words())
    };
    let created = passkey.created_at.map(|at| Detail::At(text::PASSKEY_CREATED, at));
    let used = used_at.map(|at| Detail::At(text::PASSKEY_USED, at));
    let kind = kind.map(|kind| Detail::Words(kind.into()));
    let called = name(&passkey);
    let row = components::Row {
        title: components::live_name(move || called.words()),
        tags: Vec::new(),
        details: [created, used, kind].into_iter().flatten().collect(),
        actions: vec![
            button("quiet", text::DELETE_PASSKEY, move || ask.run(passkey.clone())).attribute("aria-label", label),
        ],
    };
    row.draw().into_child()
}

/// The name that Cognito made of the authenticator's.
fn name(passkey: &WebAuthnCredentialDescription) -> Sentence {
    let name = passkey.friendly_credential_name.as_deref().filter(|name| !is_blank(name));
    name.map_or(text::UNNAMED_PASSKEY, |name| Sentence::of(name.to_owned()))
}
