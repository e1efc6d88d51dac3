//! Steps of a sign-in, and of what leads to one, that are left while an answer is on its way to them.

use e2e::{
    Config, DEMO_EMAIL, DEMO_PASSWORD, Journey, MessageKind, Setup, Step, VirtualAuthenticator, WordHandlers,
    journey_with,
};
use serde_json::json;

use crate::{
    account_devices,
    challenges::{Asked, Challenge, EMAIL, PASSWORD, PLAIN_EMAIL},
    choice,
    left_early::Way,
};

const NEW_PASSWORD: &str = "Another-Passw0rd-2026";
const NEW_EMAIL: &str = "new@example.com";

/// What is under way, without a challenge.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Call {
    Begin,
    Password,
    RememberDevice,
    ChooseAgain,
    ResendSignInCode,
    SignUp,
    Confirm,
    Resend,
    ForgotPassword,
    ResetPassword,
}

impl Call {
    fn setup(self) -> Setup {
        match self {
            Self::RememberDevice => account_devices::pool(),
            Self::ChooseAgain | Self::ResendSignInCode => choice::pool(),
            _ => Config::default().into(),
        }
    }

    fn operation(self) -> &'static str {
        match self {
            Self::Begin | Self::ChooseAgain | Self::ResendSignInCode => "InitiateAuth",
            Self::Password => "RespondToAuthChallenge",
            Self::RememberDevice => "UpdateDeviceStatus",
            Self::SignUp => "SignUp",
            Self::Confirm => "ConfirmSignUp",
            Self::Resend => "ResendConfirmationCode",
            Self::ForgotPassword => "ForgotPassword",
            Self::ResetPassword => "ConfirmForgotPassword",
        }
    }

    /// Whether its page is for those alone who are not signed in.
    fn follows_other_tabs(self) -> bool {
        !matches!(self, Self::RememberDevice | Self::Confirm | Self::Resend)
    }

    /// Does all that comes before the answer that is held back.
    async fn begin(self, person: &Journey) -> Step {
        let held = async || person.hold_answers(self.operation()).await;
        match self {
            Self::Begin | Self::Password => {
                held().await?;
                person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await
            }
            Self::RememberDevice => {
                person.sign_in(DEMO_EMAIL, DEMO_PASSWORD).await?;
                person.see_heading("Remember this device?").await?;
                held().await?;
                person.press("Remember this device").await
            }
            Self::ChooseAgain => {
                choice::begin(person, DEMO_EMAIL).await?;
                person.press("Password").await?;
                person.see_heading("Enter your password").await?;
                held().await?;
                person.press("Choose another way").await
            }
            Self::ResendSignInCode => {
                choice::begin(person, DEMO_EMAIL).await?;
                person.press("Code by email").await?;
                person.see_heading("Check your email").await?;
                held().await?;
                person.press("Send a new code").await
            }
            Self::SignUp => {
                person.follow("Create account").await?;
                person.see_heading("Create your account").await?;
                person.fill("Name", "New User").await?;
                person.fill("Phone number", "+1 202 555 0123").await?;
                person.fill("Email", NEW_EMAIL).await?;
                person.fill("Password", NEW_PASSWORD).await?;
                held().await?;
                person.press("Create account").await
            }
            Self::Confirm | Self::Resend => {
                person.follow("Create account").await?;
                person.see_heading("Create your account").await?;
                person.fill("Name", "New User").await?;
                person.fill("Phone number", "+1 202 555 0123").await?;
                person.fill("Email", NEW_EMAIL).await?;
                person.fill("Password", NEW_PASSWORD).await?;
                person.press("Create account").await?;
                person.arrive_at("/confirm").await?;
                person.field("Confirmation code").await?;
                held().await?;
                if self == Self::Resend {
                    return person.press("Send a new code").await;
                }
                person.fill("Confirmation code", person.newest_mail(NEW_EMAIL).0).await
            }
            Self::ForgotPassword | Self::ResetPassword => {
                person.follow("Forgot your password?").await?;
                person.see_heading("Reset your password").await?;
                person.fill("Email", DEMO_EMAIL).await?;
                if self == Self::ForgotPassword {
                    held().await?;
                    return person.press("Send code").await;
                }
                person.press("Send code").await?;
                person.see_heading("Set a new password").await?;
                person.fill("Code", person.newest_code(MessageKind::PasswordResetCode, DEMO_EMAIL)).await?;
                person.fill("New password", NEW_PASSWORD).await?;
                held().await?;
                person.press("Change password").await
            }
        }
    }
}

/// The page by which there is a way back inside of the app.
async fn come_by_another_page(person: &Journey) -> Step {
    person.open("/signup").await?;
    person.see_heading("Create your account").await?;
    person.follow("Sign in").await?;
    person.see_heading("Sign in").await
}

/// Leaves what is shown: by a link or button of it, by the button "back", or because of another tab, where that user signs
/// in and out, which the page `follows` or not.
async fn leave(person: &Journey, way: Way, user: (&str, &str), follows: bool) -> Step {
    match way {
        Way::Link => {
            let leave = "const ways = [...document.querySelectorAll('main a, main button.quiet')]; \
                         const names = ['Start over', 'Create account', 'Back to sign-in', 'Sign in', 'Not now']; \
                         names.flatMap(name => ways.filter(way => way.innerText.trim() === name))[0].click()";
            person.driver.execute(leave, Vec::new()).await.map(|_| ())
        }
        Way::Back => person.driver.back().await,
        Way::OtherTab => {
            let tokens = person.sign_in_elsewhere(user.0, user.1).await;
            let known = person.ask_pool_well("GetUser", json!({ "AccessToken": tokens["AccessToken"] })).await;
            let (here, there) = person.open_in_new_tab("/signup").await?;
            let store = "const [client, name, tokens] = arguments; \
                         const prefix = `CognitoIdentityServiceProvider.${client}`; \
                         for (const [key, token] of Object.entries(tokens)) \
                           localStorage.setItem(`${prefix}.${name}.${key}`, token); \
                         localStorage.setItem(`${prefix}.${name}.clockDrift`, '0'); \
                         localStorage.setItem(`${prefix}.LastAuthUser`, name)";
            let stored = json!({
                "idToken": tokens["IdToken"], "accessToken": tokens["AccessToken"], "refreshToken": tokens["RefreshToken"],
            });
            let arguments = vec![json!(person.client_id()), known["Username"].clone(), stored];
            person.driver.execute(store, arguments).await?;
            if follows {
                person.go_to(&here).await?;
                person.see("You're signed in.").await?;
                // Tokens that another program has put there are renewed first. A session that ends while that is under way
                // is another matter.
                person.until("renewed tokens", async || Ok(person.stored("clockDriftOf").await?.is_some())).await?;
                person.go_to(&there).await?;
                person.until("those here too", async || Ok(person.stored("clockDriftOf").await?.is_some())).await?;
            }
            person.driver.execute("localStorage.clear()", Vec::new()).await?;
            // A tab that is closed may take with it what it has just written.
            person.go_to(&here).await?;
            person.until("that here too", async || Ok(person.stored("LastAuthUser").await?.is_none())).await?;
            person.go_to(&there).await?;
            person.driver.close_window().await?;
            person.go_to(&here).await?;
            if follows { person.see_heading("Sign in").await } else { Ok(()) }
        }
    }
}

/// Goes somewhere else without a reload, and sees that the app follows.
async fn sees_app_work(person: &Journey) -> Step {
    let go = "history.pushState({}, '', arguments[0]); dispatchEvent(new PopStateEvent('popstate', { state: {} }))";
    person.driver.execute(go, vec![json!(format!("{}/forgot-password", person.base))]).await?;
    person
        .until("a page of the app", async || {
            let text = person.text().await?;
            Ok(["Reset your password", "You need to change your password", "You're signed in."]
                .iter()
                .any(|sentence| text.contains(sentence)))
        })
        .await?;
    person.sees_empty_console().await
}

async fn leave_call(call: Call) {
    for way in [Way::Link, Way::Back, Way::OtherTab] {
        journey_with(&format!("left-{call:?}-{way:?}"), call.setup(), async |person| {
            come_by_another_page(person).await?;
            call.begin(person).await?;
            person.see_held_answer().await?;
            // The pool has it by now, although its answer is on the way.
            let password = if call == Call::ResetPassword { NEW_PASSWORD } else { DEMO_PASSWORD };
            leave(person, way, (DEMO_EMAIL, password), call.follows_other_tabs()).await?;
            person.let_answers_come().await?;
            sees_app_work(person).await
        })
        .await;
    }
}

async fn leave_challenge(challenge: Challenge) {
    for way in [Way::Link, Way::Back, Way::OtherTab] {
        // Nobody comes into those pools without a second factor.
        if way == Way::OtherTab && matches!(challenge, Challenge::SetUpApp | Challenge::SetUpEmail) {
            continue;
        }
        let words = WordHandlers::start(&["one", "two"]).await;
        journey_with(&format!("left-{challenge:?}-{way:?}"), challenge.setup(&words), async |person| {
            come_by_another_page(person).await?;
            let authenticator = VirtualAuthenticator::plug_in(person).await?;
            if challenge == Challenge::Passkey {
                authenticator.register(person, EMAIL, PASSWORD).await?;
                authenticator.set_recognized(person, false).await?;
            }
            let asked = Asked { person, challenge, authenticator };
            asked.come().await?;
            person
                .hold_answers(if challenge == Challenge::SetUpApp {
                    "AssociateSoftwareToken"
                } else {
                    "RespondToAuthChallenge"
                })
                .await?;
            asked.answer_late().await?;
            person.see_held_answer().await?;
            leave(person, way, (PLAIN_EMAIL, PASSWORD), true).await?;
            person.let_answers_come().await?;
            sees_app_work(person).await
        })
        .await;
    }
}

macro_rules! journeys {
    ($leave:ident, $kind:ident: $($name:ident: $case:ident),+ $(,)?) => {
        $(
            #[tokio::test]
            async fn $name() {
                $leave($kind::$case).await;
            }
        )+
    };
}

journeys! {
    leave_call, Call:
    a_sign_in_that_is_begun: Begin,
    a_password_that_is_proved: Password,
    a_device_that_is_remembered: RememberDevice,
    another_way_that_is_asked_for: ChooseAgain,
    a_code_that_is_sent_again: ResendSignInCode,
    an_account_that_is_made: SignUp,
    an_account_that_is_confirmed: Confirm,
    a_confirmation_code_that_is_sent_again: Resend,
    a_password_that_is_forgotten: ForgotPassword,
    a_password_that_is_reset: ResetPassword,
}

journeys! {
    leave_challenge, Challenge:
    sms_mfa: SmsMfa,
    email_mfa: EmailMfa,
    app_mfa: AppMfa,
    select_mfa: SelectMfa,
    set_up_app: SetUpApp,
    set_up_email: SetUpEmail,
    new_password: NewPassword,
    custom: Custom,
    custom_after_password: CustomAfterPassword,
    select_factor: SelectFactor,
    email_code: EmailCode,
    sms_code: SmsCode,
    password: Password,
    passkey: Passkey,
}
