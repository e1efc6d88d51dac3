mod app_setup;

use cognito_client::{
    account::User,
    mfa::{EmailMfaSettings, MfaPreference, SmsMfaSettings, SoftwareTokenMfaSettings, WebAuthnMfaSettings},
    secrets::SecretCode,
};
use leptos::prelude::*;

use self::app_setup::AppSetup;
use super::user_data::UserData;
use crate::{
    account::Account,
    components::{Asking, Loaded, Section, Submission, drawn_row},
    language::Sentence,
    pages::step_up::StepUp,
    routes::AppRoute,
    settings::{Flow, Settings},
    signals::{RwSignal, Signal},
    text::{self, account, security},
    ui::{Child, ChildrenFn, Element, View, button, element, link, live, of_class},
};

/// Something that a sign-in asks for besides the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Factor {
    App,
    Email,
    Sms,
    /// In place of both.
    Passkey,
}

impl Factor {
    /// As Cognito lists it of a user.
    const fn name(self) -> &'static str {
        match self {
            Self::App => "SOFTWARE_TOKEN_MFA",
            Self::Email => "EMAIL_OTP",
            Self::Sms => "SMS_MFA",
            Self::Passkey => "WEB_AUTHN_MFA",
        }
    }

    const fn label(self) -> Sentence {
        match self {
            Self::App => text::BY_APP,
            Self::Email => text::BY_EMAIL,
            Self::Sms => text::BY_SMS,
            Self::Passkey => security::PASSKEY_FACTOR,
        }
    }

    const fn hint(self) -> Sentence {
        match self {
            Self::App => text::BY_APP_HINT,
            Self::Email => text::BY_EMAIL_HINT,
            Self::Sms => text::BY_SMS_HINT,
            Self::Passkey => security::PASSKEY_FACTOR_HINT,
        }
    }

    fn is_on(self, user: &User) -> bool {
        user.user_mfa_setting_list.iter().any(|name| name == self.name())
    }

    fn is_preferred(self, user: &User) -> bool {
        user.preferred_mfa_setting.as_deref() == Some(self.name())
    }

    /// What the account lacks for it.
    fn lacks(self, user: &User) -> Option<Sentence> {
        let is_verified = |name| user.attribute(name) == Some("true");
        match self {
            Self::Email if !is_verified("email_verified") => Some(security::VERIFY_EMAIL_FIRST),
            Self::Sms if !is_verified("phone_number_verified") => Some(security::VERIFY_PHONE_FIRST),
            _ => None,
        }
    }

    /// What turns it on or off, and leaves the others as they are.
    fn preference(self, is_on: bool, is_preferred: bool) -> MfaPreference {
        let (enabled, preferred_mfa) = (Some(is_on), Some(is_preferred));
        let mut preference = MfaPreference::default();
        match self {
            Self::App => preference.app = Some(SoftwareTokenMfaSettings { enabled, preferred_mfa }),
            Self::Email => preference.email = Some(EmailMfaSettings { enabled, preferred_mfa }),
            Self::Sms => preference.sms = Some(SmsMfaSettings { enabled, preferred_mfa }),
            Self::Passkey => preference.passkey = Some(WebAuthnMfaSettings { enabled }),
        }
        preference
    }
}

/// What to do with a factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    TurnOn,
    TurnOff,
    Prefer,
    /// A key for another authenticator app, in place of the one that is set up.
    ReplaceApp,
}

/// Second factors.
#[component]
pub fn TwoStepSection() -> View {
    let (account, step_up, user_data) = (Account::expect(), StepUp::expect(), UserData::expect());
    let settings = Settings::expect();
    let flow = settings.flow;
    let (done, changing) = (RwSignal::new(None), Submission::default());
    let setup = RwSignal::new(None::<(SecretCode, SecretCode)>);
    let asking = Asking::default();
    let apply = move |factor: Factor, change: Change| {
        let turns_on = change != Change::TurnOff;
        let Some(user) = untrack(|| user_data.user()) else { return };
        let is_preferred = match change {
            Change::Prefer => true,
            Change::TurnOn => user.preferred_mfa_setting.is_none(),
            Change::TurnOff | Change::ReplaceApp => false,
        };
        changing.send(account.set_mfa_preference(factor.preference(turns_on, is_preferred)), move |set| {
            if let Err(error) = set {
                return Some(security::factor_refusal(&error, turns_on));
            }
            asking.modal.close();
            let sentence = match change {
                Change::TurnOff => security::turned_off(factor.label()),
                Change::Prefer => security::preferred(factor.label()),
                Change::TurnOn | Change::ReplaceApp => security::turned_on(factor.label()),
            };
            done.set(Some(sentence));
            user_data.reading().reload();
            None
        });
    };
    let begin_setup = move || {
        changing.send(account.begin_app_setup(), move |begun| match begun {
            Ok(key) => {
                setup.set(Some(key));
                None
            }
            Err(error) => Some(security::factor_refusal(&error, true)),
        });
    };
    let change = Callback::new(move |(factor, change): (Factor, Change)| {
        done.set(None);
        step_up.run(move || match (factor, change) {
            (Factor::App, Change::TurnOn | Change::ReplaceApp) => begin_setup(),
            (_, Change::TurnOff) => {
                let title = security::turn_off_title(factor.label());
                asking.ask(title, security::TURN_OFF_INTRO, move || apply(factor, Change::TurnOff));
            }
            _ => apply(factor, change),
        });
    });
    let end_setup = Callback::new(move |()| setup.set(None));
    let on_set_up = Callback::new(move |()| {
        setup.set(None);
        if user_data.user().is_some_and(|user| Factor::App.is_on(&user)) {
            done.set(Some(security::turned_on(Factor::App.label())));
        } else {
            apply(Factor::App, Change::TurnOn);
        }
    });
    let rows = move || {
        let rows = user_data.user().map(|user| {
            let is_any_on = [Factor::App, Factor::Email, Factor::Sms].iter().any(|factor| factor.is_on(&user));
            let shown = |factor: &Factor| match factor {
                Factor::Passkey => is_any_on && flow == Flow::UserAuth,
                // What is on already can be turned off, whatever the owner says.
                other => settings.has_second_factor(other.name()) || other.is_on(&user),
            };
            let factors = [Factor::App, Factor::Email, Factor::Sms, Factor::Passkey].into_iter().filter(shown);
            factors.map(|factor| row(factor, &user, change)).collect::<Vec<_>>()
        });
        rows.into_child()
    };
    let list =
        move || of_class("ul", "rows").attribute("aria-label", account::TWO_STEP_TITLE).child(live(rows)).into_child();
    let app_setup = move || {
        let key = setup.get();
        key.map(|(key, uri)| view! { <AppSetup key uri on_done=on_set_up on_cancel=end_setup /> }).into_child()
    };
    let refusal = Signal::derive(move || if asking.modal.is_open() { None } else { changing.refusal().get() });
    let section = view! {
        <Section
            id="two-step"
            title=account::TWO_STEP_TITLE
            intro=security::TWO_STEP_INTRO
            done
            refusal
        >
            <Loaded progress=user_data.reading().progress() children=ChildrenFn::of(list) />
            {live(app_setup)}
            {asking.question(security::TURN_OFF, changing.is_busy(), changing.refusal())}
        </Section>
    };
    section.into_child()
}

fn row(factor: Factor, user: &User, change: Callback<(Factor, Change)>) -> Element {
    let (is_on, is_preferred, lacks) = (factor.is_on(user), factor.is_preferred(user), factor.lacks(user));
    let action = |what: Change| {
        let (label, named) = match what {
            Change::TurnOn => (security::TURN_ON, security::turn_on_named(factor.label())),
            Change::TurnOff => (security::TURN_OFF, security::turn_off_named(factor.label())),
            Change::Prefer => (security::PREFER, security::prefer_named(factor.label())),
            Change::ReplaceApp => (security::ANOTHER_APP, security::another_app_named(factor.label())),
        };
        button("quiet", label, move || change.run((factor, what))).attribute("aria-label", named)
    };
    let actions = match (is_on, &lacks) {
        (true, _) => [
            (factor == Factor::App).then(|| action(Change::ReplaceApp)),
            (!is_preferred && factor != Factor::Passkey).then(|| action(Change::Prefer)),
            Some(action(Change::TurnOff)),
        ],
        (false, None) => [Some(action(Change::TurnOn)), None, None],
        (false, Some(_)) => [Some(link(AppRoute::Account, security::GO_TO_PROFILE)), None, None],
    };
    let tag = |tag: Sentence| of_class("span", "tag").text(tag);
    let mut title = of_class("p", "row-title").text(factor.label());
    if is_on {
        title = title.text(" ").child(tag(security::ON));
    }
    if is_preferred {
        title = title.text(" ").child(tag(security::PREFERRED));
    }
    let hint = of_class("p", "hint").text(lacks.filter(|_| !is_on).unwrap_or_else(|| factor.hint()));
    element("li").child(drawn_row(title, hint, actions.into_iter().flatten().collect()))
}
