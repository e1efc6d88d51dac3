//! Pages that are left while an answer is on its way to them. The pool has done by then what it was asked for; the app goes
//! on, and has nothing to say in the console.

use e2e::{
    DEMO_EMAIL, DEMO_PASSWORD, DEMO_PHONE, Journey, MessageKind, Setup, Step, VirtualAuthenticator, journey_with,
};
use serde_json::json;

use crate::{account_devices, choice};

const NEW_PASSWORD: &str = "Another-Passw0rd-2026";
const LONG_AGO: std::time::Duration = std::time::Duration::from_secs(6 * 60);

/// How a page is left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Way {
    Link,
    Back,
    /// By the session, which ends in another tab.
    OtherTab,
}

/// What a signed-in person does.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Change {
    // Of /account.
    SetAttribute,
    SetEmail,
    RemoveAttribute,
    SendCode,
    SendCodeAgain,
    VerifyAttribute,
    DeleteAccount,
    // Of /account/security.
    Password,
    EndOtherSessions,
    EndSession,
    BeginApp,
    FinishApp,
    TurnOn,
    TurnOff,
    AddPasskey,
    FinishPasskey,
    DeletePasskey,
    RememberDevice,
    ForgetDevice,
    Confirm,
    /// What the page shows.
    Read,
}

impl Change {
    fn setup(self) -> Setup {
        match self {
            Self::AddPasskey | Self::FinishPasskey | Self::DeletePasskey => choice::pool(),
            Self::RememberDevice | Self::ForgetDevice => account_devices::pool(),
            _ => Setup::of_demo_user(
                r#"
                [UserPool]
                AutoVerifiedAttributes = ["email", "phone_number"]
                MfaConfiguration = "OPTIONAL"
                SmsMfa = true
                SoftwareTokenMfa = true
                EmailMfa = true
                [[UserPool.AccountRecoverySetting.RecoveryMechanisms]]
                Priority = 1
                Name = "admin_only"
                "#,
                &format!("phone_number = \"{DEMO_PHONE}\"\nattributes = {{ website = \"https://example.com\" }}"),
            ),
        }
    }

    /// The operation whose answer is on its way as the page is left.
    fn operation(self) -> &'static str {
        match self {
            Self::SetAttribute | Self::SetEmail => "UpdateUserAttributes",
            Self::RemoveAttribute => "DeleteUserAttributes",
            Self::SendCode | Self::SendCodeAgain => "GetUserAttributeVerificationCode",
            Self::VerifyAttribute => "VerifyUserAttribute",
            Self::DeleteAccount => "DeleteUser",
            Self::Password => "ChangePassword",
            Self::EndOtherSessions | Self::EndSession => "RevokeUserSession",
            Self::BeginApp => "AssociateSoftwareToken",
            Self::FinishApp => "VerifySoftwareToken",
            Self::TurnOn | Self::TurnOff => "SetUserMFAPreference",
            Self::AddPasskey => "StartWebAuthnRegistration",
            Self::FinishPasskey => "CompleteWebAuthnRegistration",
            Self::DeletePasskey => "DeleteWebAuthnCredential",
            Self::RememberDevice => "UpdateDeviceStatus",
            Self::ForgetDevice => "ForgetDevice",
            Self::Confirm => "RespondToAuthChallenge",
            Self::Read => "GetUser",
        }
    }

    fn is_of_profile(self) -> bool {
        use Change::*;
        matches!(
            self,
            SetAttribute | SetEmail | RemoveAttribute | SendCode | SendCodeAgain | VerifyAttribute | DeleteAccount
        )
    }

    /// A dialog is above the page: its links cannot be followed.
    fn is_in_dialog(self) -> bool {
        use Change::*;
        matches!(self, EndSession | TurnOff | DeletePasskey | ForgetDevice | Confirm)
    }

    /// What has happened before.
    async fn prepare(self, person: &Journey) -> Step {
        match self {
            Self::EndOtherSessions | Self::EndSession => {
                person.sign_in_elsewhere(DEMO_EMAIL, DEMO_PASSWORD).await;
            }
            Self::SendCode | Self::SendCodeAgain | Self::VerifyAttribute => {
                let attributes = json!([{ "Name": "phone_number_verified", "Value": "false" }]);
                let body = json!({
                    "UserPoolId": person.user_pool_id(), "Username": DEMO_EMAIL, "UserAttributes": attributes,
                });
                person.ask_pool_well("AdminUpdateUserAttributes", body).await;
            }
            Self::RememberDevice | Self::ForgetDevice => {
                account_devices::add_device(person, "Kitchen tablet").await;
            }
            _ => {}
        }
        Ok(())
    }

    async fn sign_in(self, person: &Journey) -> Step {
        match self.flow() {
            Flow::Choice => {
                choice::begin(person, DEMO_EMAIL).await?;
                person.press("Password").await?;
                person.fill("Password", DEMO_PASSWORD).await?;
                person.press("Sign in").await?;
            }
            Flow::Password => person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?,
            Flow::Device => {
                person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
                person.see_heading("Remember this device?").await?;
                person.press("Not now").await?;
            }
        }
        person.arrive_at("/welcome").await
    }

    fn flow(self) -> Flow {
        match self {
            Self::AddPasskey | Self::FinishPasskey | Self::DeletePasskey => Flow::Choice,
            Self::RememberDevice | Self::ForgetDevice => Flow::Device,
            _ => Flow::Password,
        }
    }

    /// Does all that comes before the answer that is held back.
    async fn begin(self, person: &Journey, held: impl AsyncFn() -> Step) -> Step {
        match self {
            Self::SetAttribute | Self::SetEmail => {
                let (label, value) = if self == Self::SetEmail {
                    ("Email", "other@example.com")
                } else {
                    ("Website", "https://a.example")
                };
                person.press(&format!("Edit {label}")).await?;
                person.refill(label, value).await?;
                held().await?;
                person.press("Save").await
            }
            Self::RemoveAttribute => {
                person.see("Website").await?;
                held().await?;
                person.press("Remove Website").await
            }
            Self::SendCode => {
                person.see("Not verified").await?;
                held().await?;
                person.press("Verify Phone number").await
            }
            Self::SendCodeAgain | Self::VerifyAttribute => {
                person.press("Verify Phone number").await?;
                person.see_focus_on("Confirmation code").await?;
                held().await?;
                if self == Self::SendCodeAgain {
                    return person.press("Send a new code").await;
                }
                person.keys(person.newest_code(MessageKind::AttributeVerificationCode, DEMO_PHONE)).await
            }
            Self::DeleteAccount => {
                person.press("Delete my account").await?;
                person.fill(&format!("Type {DEMO_EMAIL} to confirm"), DEMO_EMAIL).await?;
                held().await?;
                person.press("Delete permanently").await
            }
            Self::Password => {
                person.fill("Current password", DEMO_PASSWORD).await?;
                person.fill("New password", NEW_PASSWORD).await?;
                held().await?;
                person.press("Change password").await
            }
            Self::EndOtherSessions => {
                person.fill("Current password", DEMO_PASSWORD).await?;
                person.fill("New password", NEW_PASSWORD).await?;
                person.press("Change password").await?;
                person.button("End all other sessions").await?;
                held().await?;
                person.press("End all other sessions").await
            }
            Self::EndSession => {
                person.press("End Unknown device").await?;
                held().await?;
                person.press("End now").await
            }
            Self::BeginApp => {
                held().await?;
                person.press("Turn on: Authenticator app").await
            }
            Self::FinishApp => {
                person.press("Turn on: Authenticator app").await?;
                let key = person.key().await?.replace(' ', "");
                held().await?;
                person.fill("Code", person.app_code(&key)).await
            }
            Self::TurnOn | Self::TurnOff => {
                if self == Self::TurnOn {
                    held().await?;
                }
                person.press("Turn on: Code by text message").await?;
                if self == Self::TurnOff {
                    person.press("Turn off: Code by text message").await?;
                    held().await?;
                    person.press_in_dialog("Turn off").await?;
                }
                Ok(())
            }
            Self::AddPasskey | Self::FinishPasskey => {
                person.see("You have no passkeys yet.").await?;
                held().await?;
                person.press("Add a passkey").await
            }
            Self::DeletePasskey => {
                let entries = async || person.entries("Passkeys").await;
                person.until("the passkey in the list", async || Ok(entries().await?.len() == 1)).await?;
                let name = entries().await?[0].lines().next().unwrap_or_default().to_owned();
                person.press(&format!("Delete {name}")).await?;
                held().await?;
                person.press_in_dialog("Delete").await
            }
            Self::RememberDevice => {
                person.button("Remember Kitchen tablet").await?;
                held().await?;
                person.press("Remember Kitchen tablet").await
            }
            Self::ForgetDevice => {
                person.press("Forget Kitchen tablet").await?;
                held().await?;
                person.press("Forget this device").await
            }
            Self::Confirm => {
                person.let_time_pass(LONG_AGO).await?;
                person.press("Turn on: Authenticator app").await?;
                person.see_focus_on("Password").await?;
                person.keys(DEMO_PASSWORD).await?;
                held().await?;
                person.press("Continue").await
            }
            // Read by the page that comes next.
            Self::Read => {
                person.follow("Profile").await?;
                person.see_heading("Profile").await?;
                held().await?;
                person.follow("Security").await?;
                person.see_heading("Security").await
            }
        }
    }
}

#[derive(PartialEq)]
enum Flow {
    Password,
    Choice,
    Device,
}

/// Leaves the page of a change by each way.
async fn leave(change: Change) {
    for way in [Way::Link, Way::Back, Way::OtherTab] {
        if way == Way::Link && change.is_in_dialog() {
            continue;
        }
        journey_with(&format!("left-early-{change:?}-{way:?}"), change.setup(), async |person| {
            change.prepare(person).await?;
            person.open("/").await?;
            person.see_heading("Sign in").await?;
            let mut authenticator = None;
            if change.flow() == Flow::Choice {
                let plugged_in = VirtualAuthenticator::plug_in(person).await?;
                if change == Change::DeletePasskey {
                    plugged_in.register(person, DEMO_EMAIL, DEMO_PASSWORD).await?;
                }
                authenticator = Some(plugged_in);
            }
            change.sign_in(person).await?;
            person.follow("Your account").await?;
            person.see_heading("Profile").await?;
            if !change.is_of_profile() {
                person.follow("Security").await?;
                person.see_heading("Security").await?;
            }
            change.begin(person, async || person.hold_answers(change.operation()).await).await?;
            person.see_held_answer().await?;
            if let Some(authenticator) = authenticator.filter(|_| change == Change::FinishPasskey) {
                // The login page would offer the new passkey, and this authenticator answer at once.
                authenticator.set_recognized(person, false).await?;
            }
            let (other_page, before) =
                if change.is_of_profile() { ("Security", "You're signed in.") } else { ("Profile", "Your details") };
            match way {
                // Those pages are of nobody who is deleted, which they may have found out by now.
                Way::Link if change == Change::DeleteAccount => person.follow(other_page).await?,
                Way::Back if change == Change::DeleteAccount => person.driver.back().await?,
                Way::Link => {
                    person.follow(other_page).await?;
                    person.see_heading(other_page).await?;
                }
                Way::Back => {
                    person.driver.back().await?;
                    person.see(before).await?;
                }
                Way::OtherTab => {
                    let (here, _) = person.open_in_new_tab("/welcome").await?;
                    person.sign_out().await?;
                    person.sees_empty_console().await?;
                    person.driver.close_window().await?;
                    person.go_to(&here).await?;
                    person.see_heading("Sign in").await?;
                }
            }
            person.let_answers_come().await?;
            if way == Way::OtherTab || change == Change::DeleteAccount {
                person.see_heading("Sign in").await?;
                person.follow("Create account").await?;
                person.see_heading("Create your account").await?;
            } else {
                for page in ["Profile", "Security"] {
                    if way == Way::Back && change.is_of_profile() && page == "Profile" {
                        person.follow("Your account").await?;
                    } else {
                        person.follow(page).await?;
                    }
                    person.see_heading(page).await?;
                }
                person.sign_out().await?;
            }
            person.sees_empty_console().await
        })
        .await;
    }
}

macro_rules! journeys {
    ($($name:ident: $change:ident),+ $(,)?) => {
        $(
            #[tokio::test]
            async fn $name() {
                leave(Change::$change).await;
            }
        )+
    };
}

journeys! {
    an_attribute_that_is_set: SetAttribute,
    an_e_mail_that_is_set: SetEmail,
    an_attribute_that_is_removed: RemoveAttribute,
    a_code_that_is_sent: SendCode,
    a_code_that_is_sent_again: SendCodeAgain,
    an_attribute_that_is_verified: VerifyAttribute,
    an_account_that_is_deleted: DeleteAccount,
    a_password_that_is_changed: Password,
    other_sessions_that_are_ended: EndOtherSessions,
    a_session_that_is_ended: EndSession,
    an_app_that_is_begun: BeginApp,
    an_app_that_is_finished: FinishApp,
    a_factor_that_is_turned_on: TurnOn,
    a_factor_that_is_turned_off: TurnOff,
    a_passkey_that_is_begun: AddPasskey,
    a_passkey_that_is_finished: FinishPasskey,
    a_passkey_that_is_deleted: DeletePasskey,
    a_device_that_is_remembered: RememberDevice,
    a_device_that_is_forgotten: ForgetDevice,
    a_person_who_is_confirmed: Confirm,
    a_page_that_is_read: Read,
}
