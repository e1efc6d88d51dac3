//! Everything that a pool can ask while somebody signs in: how to get there, how to answer it wrong and right, and three
//! things that may happen to each of them.

use std::time::Duration;

use e2e::{Journey, MessageKind, Setup, Step, VirtualAuthenticator, WordHandlers, journey_with};

pub const PASSWORD: &str = "Demo-Passw0rd";
const NEW_PASSWORD: &str = "Another-Passw0rd-2026";
const PHONE: &str = "+12025550123";
const SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
pub const EMAIL: &str = "user@example.com";
/// Has no second factor.
pub const PLAIN_EMAIL: &str = "plain@example.com";
const SECOND_EMAIL: &str = "second@example.com";

const WRONG_CODE: &str = "That code isn't right. Check it and try again.";
const EXPIRED: &str = "Signing in took too long. Please start over.";
/// Longer than AuthSessionValidity, and well within the tolerance for clocks.
const TOO_LONG: Duration = Duration::from_secs(185);

const SECOND_FACTORS: &str = r#"
[UserPool]
UsernameAttributes = []
MfaConfiguration = "OPTIONAL"
SmsMfa = true
SoftwareTokenMfa = true
EmailMfa = true
"#;
/// Forgotten passwords are reset by SMS: an e-mail could be no second factor otherwise.
const SET_UP: &str = r#"
[UserPool]
UsernameAttributes = []
MfaConfiguration = "ON"
SoftwareTokenMfa = true
EmailMfa = true
[[UserPool.AccountRecoverySetting.RecoveryMechanisms]]
Priority = 1
Name = "verified_phone_number"
"#;
const NEW_PASSWORD_REQUIRED: &str = r#"
[UserPool]
UsernameAttributes = []
[UserPool.Policies.PasswordPolicy]
MinimumLength = 13
[[UserPool.Schema]]
Name = "name"
Required = true
"#;
const FIRST_FACTORS: &str = r#"
[UserPool]
UsernameAttributes = []
[UserPool.Policies.SignInPolicy]
AllowedFirstAuthFactors = ["PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"]
[UserPool.WebAuthnConfiguration]
RelyingPartyId = "localhost"
"#;

/// What is asked, and of whom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Challenge {
    SmsMfa,
    EmailMfa,
    AppMfa,
    SelectMfa,
    SetUpApp,
    SetUpEmail,
    NewPassword,
    Custom,
    CustomAfterPassword,
    SelectFactor,
    EmailCode,
    SmsCode,
    Password,
    Passkey,
}

/// A person before that challenge.
pub struct Asked<'a> {
    pub person: &'a Journey,
    pub challenge: Challenge,
    pub authenticator: VirtualAuthenticator,
}

impl Challenge {
    pub fn setup(self, words: &WordHandlers) -> Setup {
        let pool = match self {
            Self::SmsMfa | Self::EmailMfa | Self::AppMfa | Self::SelectMfa => SECOND_FACTORS,
            Self::SetUpApp | Self::SetUpEmail => SET_UP,
            Self::NewPassword => NEW_PASSWORD_REQUIRED,
            _ => FIRST_FACTORS,
        };
        let user = match self {
            Self::SmsMfa => r#"mfa = ["SMS_MFA"]"#,
            Self::EmailMfa => r#"mfa = ["EMAIL_OTP"]"#,
            Self::AppMfa => {
                r#"mfa = ["SOFTWARE_TOKEN_MFA"]
            totp_secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP""#
            }
            Self::SelectMfa => {
                r#"mfa = ["SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"]
            totp_secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP""#
            }
            Self::NewPassword => r#"status = "FORCE_CHANGE_PASSWORD""#,
            _ => "",
        };
        let contacts = match self {
            Self::SetUpApp | Self::SetUpEmail => String::new(),
            _ => format!("email = \"{EMAIL}\"\nphone_number = \"{PHONE}\""),
        };
        let mut setup = Setup::of_pool(&format!(
            r#"
            {pool}
            [[users]]
            username = "{EMAIL}"
            {contacts}
            password = "{PASSWORD}"
            {user}
            [[users]]
            username = "{PLAIN_EMAIL}"
            password = "{PASSWORD}"
            "#
        ));
        let flow = match self {
            Self::Custom => "CUSTOM_AUTH",
            Self::CustomAfterPassword => "CUSTOM_AUTH_WITH_SRP",
            Self::SelectFactor | Self::EmailCode | Self::SmsCode | Self::Password | Self::Passkey => "USER_AUTH",
            _ => "USER_SRP_AUTH",
        };
        if matches!(self, Self::Custom | Self::CustomAfterPassword) {
            words.register(&mut setup);
        }
        setup.with_flow(flow)
    }

    fn heading(self) -> &'static str {
        match self {
            Self::SmsMfa | Self::SmsCode => "Check your phone",
            Self::EmailMfa | Self::EmailCode => "Check your email",
            Self::AppMfa => "Open your authenticator app",
            Self::SelectMfa => "Confirm it's you",
            Self::SetUpApp | Self::SetUpEmail => "Set up two-step verification",
            Self::NewPassword => "Choose a new password",
            Self::Custom | Self::CustomAfterPassword => "One more question",
            Self::SelectFactor => "How do you want to sign in?",
            Self::Password => "Enter your password",
            Self::Passkey => "Use your passkey",
        }
    }

    fn heading_after_reload(self) -> &'static str {
        match self {
            // The pool's question is still how to sign in.
            Self::Password => Self::SelectFactor.heading(),
            _ => self.heading(),
        }
    }
}

impl Asked<'_> {
    /// Signs in until the challenge comes.
    async fn arrive(&self) -> Step {
        self.person.open("/").await?;
        self.come().await
    }

    /// Signs in on the page that is open until the challenge comes.
    pub async fn come(&self) -> Step {
        let Self { person, challenge, .. } = self;
        person.see_heading("Sign in").await?;
        person.fill("Email", EMAIL).await?;
        let choice = match challenge {
            Challenge::SelectFactor => Some(None),
            Challenge::EmailCode => Some(Some("Code by email")),
            Challenge::SmsCode => Some(Some("Code by text message")),
            Challenge::Password => Some(Some("Password")),
            Challenge::Passkey => Some(Some("Passkey")),
            _ => None,
        };
        match choice {
            Some(choice) => {
                person.press("Continue").await?;
                person.see_heading("How do you want to sign in?").await?;
                if let Some(choice) = choice {
                    person.press(choice).await?;
                }
            }
            None if *challenge == Challenge::Custom => person.press("Continue").await?,
            None => {
                person.fill("Password", PASSWORD).await?;
                person.press("Sign in").await?;
            }
        }
        person.see_heading(challenge.heading()).await
    }

    /// Gives an answer that is refused, and sees why.
    async fn answer_wrong(&self) -> Step {
        let Self { person, challenge, authenticator } = self;
        match challenge {
            Challenge::SelectMfa => {
                person.press("Code by text message").await?;
                person.see_heading("Check your phone").await?;
                self.enter(&wrong(&self.sent(MessageKind::MfaCode))).await?;
                person.see_alert(WRONG_CODE).await
            }
            Challenge::SetUpApp => {
                person.press("Authenticator app").await?;
                person.see_heading("Set up your authenticator app").await?;
                self.enter(&wrong(&person.app_code(&self.shown_secret().await?))).await?;
                person.see_alert(WRONG_CODE).await
            }
            Challenge::SetUpEmail => {
                person.press("Code by email").await?;
                person.see_heading("Get codes by email").await?;
                person.fill("Email", SECOND_EMAIL).await?;
                person.press("Send code").await?;
                person.see_heading("Check your email").await?;
                person.see("Enter the code we sent to s***@e***.").await?;
                self.enter(&wrong(&person.newest_code(MessageKind::MfaCode, SECOND_EMAIL))).await?;
                person.see_alert(WRONG_CODE).await
            }
            Challenge::NewPassword => {
                person.fill("New password", "Secret-2026").await?;
                person.fill("Name", "New Name").await?;
                person.press("Continue").await?;
                person.see_alert("The password is too short. Use more characters.").await
            }
            // What a wrong answer leads to is the handler's business: here, to the same question.
            Challenge::Custom | Challenge::CustomAfterPassword => {
                person.see("What is word 1?").await?;
                person.fill("Answer", "wrong").await?;
                person.press("Continue").await?;
                person.see("Please check your answer, and try once more.").await?;
                person.see("What is word 1?").await
            }
            Challenge::SelectFactor | Challenge::Password => {
                person.press("Password").await?;
                person.fill("Password", "Wrong-Passw0rd").await?;
                person.press("Sign in").await?;
                person.see_alert("Your sign-in details don't match. Check them and try again.").await
            }
            Challenge::Passkey => {
                authenticator.set_recognized(person, false).await?;
                person.press("Use passkey").await?;
                person.see("No passkey was used: you canceled, or there is none for this account here.").await
            }
            Challenge::SmsMfa | Challenge::EmailMfa | Challenge::AppMfa | Challenge::EmailCode | Challenge::SmsCode => {
                self.enter(&wrong(&self.code())).await?;
                person.see_alert(WRONG_CODE).await
            }
        }
    }

    /// Answers right, after a wrong answer.
    async fn answer_right(&self) -> Step {
        let Self { person, challenge, authenticator } = self;
        match challenge {
            Challenge::SelectMfa => self.enter(&self.sent(MessageKind::MfaCode)).await,
            Challenge::SetUpApp => self.enter(&person.app_code(&self.shown_secret().await?)).await,
            Challenge::SetUpEmail => self.enter(&person.newest_code(MessageKind::MfaCode, SECOND_EMAIL)).await,
            Challenge::NewPassword => {
                person.refill("New password", NEW_PASSWORD).await?;
                person.press("Continue").await
            }
            Challenge::Custom | Challenge::CustomAfterPassword => {
                for word in ["one", "two"] {
                    person.fill("Answer", word).await?;
                    person.press("Continue").await?;
                    if word == "one" {
                        person.see("What is word 2?").await?;
                    }
                }
                Ok(())
            }
            Challenge::SelectFactor | Challenge::Password => {
                person.refill("Password", PASSWORD).await?;
                person.press("Sign in").await
            }
            Challenge::Passkey => {
                authenticator.set_recognized(person, true).await?;
                person.press("Use passkey").await
            }
            Challenge::SmsMfa | Challenge::EmailMfa | Challenge::AppMfa | Challenge::EmailCode | Challenge::SmsCode => {
                self.enter(&self.code()).await
            }
        }
    }

    /// Answers at once: too late, or while nobody waits for it any more.
    pub async fn answer_late(&self) -> Step {
        let Self { person, challenge, authenticator } = self;
        match challenge {
            Challenge::SelectMfa | Challenge::SetUpApp => person.press("Authenticator app").await,
            Challenge::SelectFactor => person.press("Code by email").await,
            Challenge::SetUpEmail => {
                person.press("Code by email").await?;
                person.fill("Email", SECOND_EMAIL).await?;
                person.press("Send code").await
            }
            Challenge::NewPassword => {
                person.fill("New password", NEW_PASSWORD).await?;
                person.fill("Name", "New Name").await?;
                person.press("Continue").await
            }
            Challenge::Custom | Challenge::CustomAfterPassword => {
                person.fill("Answer", "one").await?;
                person.press("Continue").await
            }
            Challenge::Password => {
                person.fill("Password", PASSWORD).await?;
                person.press("Sign in").await
            }
            Challenge::Passkey => {
                authenticator.set_recognized(person, true).await?;
                person.press("Use passkey").await
            }
            Challenge::SmsMfa | Challenge::EmailMfa | Challenge::AppMfa | Challenge::EmailCode | Challenge::SmsCode => {
                self.enter(&self.code()).await
            }
        }
    }

    /// The right code of now.
    fn code(&self) -> String {
        match self.challenge {
            Challenge::AppMfa => self.person.app_code(SECRET),
            Challenge::EmailCode | Challenge::SmsCode => self.sent(MessageKind::SignInCode),
            _ => self.sent(MessageKind::MfaCode),
        }
    }

    fn sent(&self, kind: MessageKind) -> String {
        let is_email = matches!(self.challenge, Challenge::EmailMfa | Challenge::EmailCode);
        self.person.newest_code(kind, if is_email { EMAIL } else { PHONE })
    }

    async fn enter(&self, code: &str) -> Step {
        self.person.refill("Code", code).await?;
        // The form sends itself where the code is as long as codes can be there.
        match self.challenge {
            Challenge::EmailMfa | Challenge::SetUpEmail => self.person.press("Continue").await,
            _ => Ok(()),
        }
    }

    async fn shown_secret(&self) -> Step<String> {
        Ok(self.person.key().await?.replace(' ', ""))
    }
}

/// Another code of the same length.
fn wrong(code: &str) -> String {
    let last = if code.ends_with('7') { '3' } else { '7' };
    format!("{}{last}", &code[..code.len() - 1])
}

/// Too late; then, anew, a reload in the middle, a wrong answer and a right one.
async fn run(challenge: Challenge) {
    let words = WordHandlers::start(&["one", "two"]).await;
    journey_with(&format!("challenge-{challenge:?}"), challenge.setup(&words), async |person| {
        person.open("/").await?;
        person.see_heading("Sign in").await?;
        let authenticator = VirtualAuthenticator::plug_in(person).await?;
        if challenge == Challenge::Passkey {
            authenticator.register(person, EMAIL, PASSWORD).await?;
            authenticator.set_recognized(person, false).await?;
        }
        let asked = Asked { person, challenge, authenticator };
        asked.arrive().await?;
        person.keeps_nothing_of(&[("the password", PASSWORD)]).await?;
        person.pool().advance(TOO_LONG);
        asked.answer_late().await?;
        if challenge == Challenge::Password {
            // What was typed is enough to begin anew.
            person.arrive_at("/welcome").await?;
            person.press("Sign out").await?;
        } else {
            person.see(EXPIRED).await?;
        }
        person.see_heading("Sign in").await?;
        assert_eq!(person.session_storage().await?, [], "nothing is left of what is over");

        asked.authenticator.set_recognized(person, challenge != Challenge::Passkey).await?;
        asked.arrive().await?;
        person.driver.refresh().await?;
        person.see_heading(challenge.heading_after_reload()).await?;
        asked.answer_wrong().await?;
        person.keeps_nothing_of(&[("the password", PASSWORD)]).await?;
        asked.answer_right().await?;
        person.arrive_at("/welcome").await?;
        let secrets = [("the password", PASSWORD), ("the new password", NEW_PASSWORD), ("the app's key", SECRET)];
        person.keeps_nothing_of(&secrets).await?;
        let mut left = person.session_storage().await?;
        // By that the tab knows whom to forget at a sign-out.
        left.retain(|(key, _)| !key.ends_with(".lastUser"));
        assert_eq!(left, [], "nothing is left of what is done");
        Ok(())
    })
    .await;
}

macro_rules! journeys {
    ($($name:ident: $challenge:ident),+ $(,)?) => {
        $(
            #[tokio::test]
            async fn $name() {
                run(Challenge::$challenge).await;
            }
        )+
    };
}

journeys! {
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
