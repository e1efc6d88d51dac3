use cognito_client::passkey::WebAuthnCredentialDescription;
use leptos::prelude::*;

use super::namesakes::place_among_namesakes;
use crate::{
    account::Account,
    components::{self, Ago, Modal, Page, Paged, PagedList, Question, Section, Submission, aria_busy},
    forms::is_blank,
    pages::step_up::StepUp,
    platform::passkey,
    platform::passkey_question::{NoPasskey, PasskeyQuestion},
    text::{account, devices, security as text},
};

/// The passkeys of the account.
#[component]
pub fn PasskeysSection() -> impl IntoView {
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
                done.set(Some(text::PASSKEY_ADDED.to_owned()));
                paged.reload();
                None
            }
            Err(NoPasskey::NotGiven(error)) => Some(text::not_made(error).to_owned()),
            Err(NoPasskey::Refused(error)) => Some(text::not_registered(&error)),
        });
    };
    let add = move |_| {
        done.set(None);
        step_up.run(add_now);
    };
    let (modal, deleting) = (Modal::default(), Submission::default());
    let asked = RwSignal::new(None::<WebAuthnCredentialDescription>);
    let ask = Callback::new(move |passkey: WebAuthnCredentialDescription| {
        done.set(None);
        step_up.run(move || {
            asked.set(Some(passkey));
            modal.open();
        });
    });
    let delete = move |()| {
        let Some(passkey) = asked.get_untracked() else { return };
        deleting.send(account.delete_passkey(passkey.clone()), move |deleted| match deleted {
            Ok(()) => {
                modal.close();
                done.set(Some(text::passkey_deleted(name(&passkey))));
                paged.remove(|other| other.credential_id == passkey.credential_id);
                None
            }
            Err(error) => Some(text::passkeys_refusal(&error)),
        });
    };
    let title = move || asked.with(|asked| asked.as_ref().map(|passkey| text::delete_passkey_title(name(passkey))));
    let button = move || {
        view! {
            <button type="button" class="second" aria-busy=aria_busy(adding.is_busy()) on:click=add>
                {text::ADD_PASSKEY}
                <span class="spinner" aria-hidden="true"></span>
            </button>
        }
        .into_any()
    };
    let nothing = move || view! { <p class="hint">{text::NO_PASSKEYS_HERE}</p> }.into_any();
    view! {
        <Section
            id="passkeys"
            title=account::PASSKEYS_TITLE
            intro=Signal::stored(text::PASSKEYS_INTRO.to_owned())
            done
            refusal=adding.refusal()
        >
            <PagedList
                paged
                label=account::PASSKEYS_TITLE
                empty=text::NO_PASSKEYS
                key=|passkey| passkey.credential_id.clone()
                row=Callback::new(move |passkey| view! { <Row passkey paged ask /> }.into_any())
            />
            {if passkey::is_supported() { button() } else { nothing() }}
            <Question
                modal
                title=Signal::derive(move || title().unwrap_or_default())
                intro=Signal::stored(text::DELETE_PASSKEY_INTRO.to_owned())
                label=text::DELETE_PASSKEY
                is_busy=deleting.is_busy()
                refusal=deleting.refusal()
                on_answer=Callback::new(delete)
            />
        </Section>
    }
}

#[component]
fn Row(
    passkey: WebAuthnCredentialDescription,
    paged: Paged<WebAuthnCredentialDescription>,
    ask: Callback<WebAuthnCredentialDescription>,
) -> impl IntoView {
    let place = match passkey.authenticator_attachment.as_deref() {
        Some("platform") => Some(text::ON_DEVICE),
        Some("cross-platform") => Some(text::SECURITY_KEY),
        _ => None,
    };
    let (created_at, used_at) = (passkey.created_at, Account::expect().passkey_used_at(&passkey));
    let name = name(&passkey).to_owned();
    let label = {
        let (id, name) = (passkey.credential_id.clone(), name.clone());
        let place =
            Memo::new(move |_| place_among_namesakes(&paged.items(), self::name, |other| other.credential_id == id));
        move || devices::label(text::DELETE_PASSKEY, &name, place.get())
    };
    view! {
        <div class="row">
            <div>
                <p class="row-title">{components::name(&name)}</p>
                <p class="hint">
                    {created_at.map(|at| view! { <span>{text::PASSKEY_CREATED} " " <Ago at /></span> })}
                    {used_at.map(|at| view! { <span>{text::PASSKEY_USED} " " <Ago at /></span> })}
                    {place.map(|place| view! { <span>{place}</span> })}
                </p>
            </div>
            <div class="row-actions">
                <button type="button" class="quiet" aria-label=label on:click=move |_| ask.run(passkey.clone())>
                    {text::DELETE_PASSKEY}
                </button>
            </div>
        </div>
    }
}

/// The name that Cognito made of the authenticator's.
fn name(passkey: &WebAuthnCredentialDescription) -> &str {
    passkey.friendly_credential_name.as_deref().filter(|name| !is_blank(name)).unwrap_or(text::UNNAMED_PASSKEY)
}
