//! Messages to users: in whose words, and by which way. CustomMessage finds the words, and a custom sender takes the place
//! of the inbox.
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-message.html>
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-sender-triggers.html>
//!
//! A message is written while the pool is at hand, and sent when it is not: functions take their time.

use std::collections::BTreeMap;

use serde_json::json;

use crate::{
    error::ServiceError,
    pool::{Pool, inbox::Message, user::User},
    service::Service,
    settings::{
        Trigger,
        words::{CODE, USERNAME, Words},
    },
    timestamp,
    triggers::{Answer, Asker, unrecognizable},
    vocabulary::{Contact, Medium, MessageKind},
};

/// Stands for the link in the words of CustomMessage.
const LINK: &str = "{##Click Here##}";
/// Longer words are no message (<https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html>).
const LONGEST_SMS: usize = 140;
const LONGEST_MAIL: usize = 20_000;
const LONGEST_SUBJECT: usize = 140;

/// What has led to a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Occasion {
    SignUp,
    ResendCode,
    ForgotPassword,
    UpdateUserAttribute,
    VerifyUserAttribute,
    AdminCreateUser,
    /// A code as second factor.
    Mfa,
    /// A code in place of a password.
    SignIn,
}

/// What is told, and to where.
pub(crate) struct Letter<'a> {
    pub(crate) occasion: Occasion,
    pub(crate) contact: Contact,
    /// Where the user has another address or number, or none.
    pub(crate) to: Option<&'a str>,
    /// Digits, or a temporary password.
    pub(crate) code: &'a str,
    /// ClientMetadata.
    pub(crate) metadata: BTreeMap<String, String>,
}

/// A message that is ready to be sent.
pub(crate) struct Outgoing {
    asker: Asker,
    occasion: Occasion,
    words: Words,
    message: Message,
    /// What the user signs in with, for an invitation.
    name: String,
    metadata: BTreeMap<String, String>,
}

impl Occasion {
    /// The triggerSource's part after the trigger.
    fn source(self) -> &'static str {
        match self {
            Self::SignUp => "SignUp",
            Self::ResendCode => "ResendCode",
            Self::ForgotPassword => "ForgotPassword",
            Self::UpdateUserAttribute => "UpdateUserAttribute",
            Self::VerifyUserAttribute => "VerifyUserAttribute",
            Self::AdminCreateUser => "AdminCreateUser",
            Self::Mfa | Self::SignIn => "Authentication",
        }
    }

    fn kind(self) -> MessageKind {
        match self {
            Self::SignUp | Self::ResendCode => MessageKind::SignUpCode,
            Self::ForgotPassword => MessageKind::PasswordResetCode,
            Self::UpdateUserAttribute | Self::VerifyUserAttribute => MessageKind::AttributeVerificationCode,
            Self::AdminCreateUser => MessageKind::TemporaryPassword,
            Self::Mfa => MessageKind::MfaCode,
            Self::SignIn => MessageKind::SignInCode,
        }
    }
}

impl Outgoing {
    /// Writes a letter to a user whom the pool has or will have. A mail to a new user has the link as well that does the
    /// same as its code.
    pub(crate) fn new(service: &Service, pool: &Pool, client_id: &str, user: &User, letter: Letter<'_>) -> Self {
        let Letter { occasion, contact, to, code, metadata } = letter;
        let (settings, kind, medium) = (pool.settings(), occasion.kind(), contact.medium());
        let named = settings.username_attributes.iter().find_map(|attribute| user.attribute(attribute));
        let has_link = kind == MessageKind::SignUpCode && medium == Medium::Email;
        let link = || {
            let query = form_urlencoded::Serializer::new(String::new())
                .extend_pairs([
                    ("client_id", client_id),
                    ("user_name", user.username.as_str()),
                    ("confirmation_code", code),
                ])
                .finish();
            format!("{}/confirmUser?{query}", service.base_url)
        };
        Self {
            asker: Asker::for_user(pool, client_id, user),
            occasion,
            words: settings.words(kind, medium),
            message: Message {
                to: to.or(user.contact(contact)).unwrap_or_default().to_owned(),
                medium,
                username: user.username.clone(),
                kind,
                code: code.to_owned(),
                link: has_link.then(link),
                subject: None,
                body: String::new(),
                at: timestamp::iso8601(service.clock.now()),
            },
            name: named.unwrap_or(&user.username).to_owned(),
            metadata,
        }
    }

    /// The address or number.
    pub(crate) fn to(&self) -> &str {
        &self.message.to
    }
}

/// Sends a message.
///
/// # Errors
/// What a function has against it. What the message is about stays as it is.
pub(crate) fn send(service: &Service, outgoing: Outgoing) -> Result<(), ServiceError> {
    if sent_by_function(&outgoing)? {
        return Ok(());
    }
    let words = custom_words(&outgoing)?;
    let Outgoing { asker, words: own, mut message, name, .. } = outgoing;
    let words = words.unwrap_or(own).filled(&message.code, &name, message.link.as_deref());
    message.subject = Some(words.subject).filter(|_| message.medium == Medium::Email);
    message.body = words.body;
    service.change_pool(asker.pool_id(), |pool| {
        pool.data.inbox.push(message.clone());
        Ok(())
    })
}

/// Hands the message to the custom sender, if there is one. Cognito's code is encrypted with a key of KMS, which is not here:
/// this one is in clear.
fn sent_by_function(outgoing: &Outgoing) -> Result<bool, ServiceError> {
    let (trigger, name, kind) = match outgoing.message.medium {
        Medium::Email => (Trigger::CustomEmailSender, "CustomEmailSender", "customEmailSenderRequestV1"),
        Medium::Sms => (Trigger::CustomSMSSender, "CustomSMSSender", "customSMSSenderRequestV1"),
    };
    let request = outgoing.asker.request([
        ("type", json!(kind)),
        ("code", json!(outgoing.message.code)),
        ("clientMetadata", json!(outgoing.metadata)),
    ]);
    outgoing.asker.tell(trigger, &format!("{name}_{}", outgoing.occasion.source()), request)
}

/// What CustomMessage wants to be said; `None` where it leaves that to the pool, or leaves out what is to be told.
fn custom_words(outgoing: &Outgoing) -> Result<Option<Words>, ServiceError> {
    let is_invitation = outgoing.occasion == Occasion::AdminCreateUser;
    let request = outgoing.asker.request([
        ("codeParameter", json!(CODE)),
        ("linkParameter", json!(LINK)),
        ("usernameParameter", json!(is_invitation.then_some(USERNAME))),
        ("clientMetadata", json!(outgoing.metadata)),
    ]);
    let response = json!({ "smsMessage": null, "emailMessage": null, "emailSubject": null });
    let source = format!("CustomMessage_{}", outgoing.occasion.source());
    let Some(answer) = outgoing.asker.ask(Trigger::CustomMessage, &source, request, response)? else {
        return Ok(None);
    };
    let body = match outgoing.message.medium {
        Medium::Email => limited(&answer, "emailMessage", LONGEST_MAIL)?,
        Medium::Sms => limited(&answer, "smsMessage", LONGEST_SMS)?,
    };
    let subject = limited(&answer, "emailSubject", LONGEST_SUBJECT)?.unwrap_or(&outgoing.words.subject);
    let tells = |body: &&str| {
        let has_code = body.contains(CODE) || outgoing.message.link.is_some() && body.contains("{##");
        has_code && (!is_invitation || body.contains(USERNAME))
    };
    Ok(body.filter(tells).map(|body| Words { subject: subject.to_owned(), body: body.to_owned() }))
}

fn limited<'a>(answer: &'a Answer, name: &str, longest: usize) -> Result<Option<&'a str>, ServiceError> {
    match answer.text(name)? {
        Some(text) if text.chars().count() > longest => Err(unrecognizable()),
        Some("") => Ok(None),
        text => Ok(text),
    }
}
