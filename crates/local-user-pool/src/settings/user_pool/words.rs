//! What messages say: the pool's templates, or Cognito's own words.
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-message-customizations.html>

use serde_json::Value;

use super::UserPool;
use crate::vocabulary::{Medium, MessageKind};

/// Stands for the code, or the temporary password.
pub(crate) const CODE: &str = "{####}";
/// Stands for the user name in an invitation.
pub(crate) const USERNAME: &str = "{username}";

/// A message before anything is filled in. An SMS has no subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Words {
    pub(crate) subject: String,
    pub(crate) body: String,
}

impl UserPool {
    /// What a message of that kind says.
    pub(crate) fn words(&self, kind: MessageKind, medium: Medium) -> Words {
        let invitation = &self.admin_create_user_config.invite_message_template;
        let template = &self.verification_message_template;
        let none = &Value::Null;
        let (subjects, bodies, subject, body) = match (kind, medium) {
            (MessageKind::TemporaryPassword, Medium::Email) => (
                [&invitation["EmailSubject"], none],
                [&invitation["EmailMessage"], none],
                "Your temporary password",
                "Your username is {username} and temporary password is {####}.",
            ),
            (MessageKind::TemporaryPassword, Medium::Sms) => (
                [none, none],
                [&invitation["SMSMessage"], none],
                "",
                "Your username is {username} and temporary password is {####}.",
            ),
            (MessageKind::MfaCode | MessageKind::SignInCode, Medium::Email) => {
                ([none, none], [none, none], "Your authentication code", "Your authentication code is {####}.")
            }
            (MessageKind::MfaCode | MessageKind::SignInCode, Medium::Sms) => {
                ([none, none], [&self.sms_authentication_message, none], "", "Your authentication code is {####}.")
            }
            (MessageKind::SignUpCode, Medium::Email) if self.confirms_by_link() => (
                [&template["EmailSubjectByLink"], none],
                [&template["EmailMessageByLink"], none],
                "Your verification link",
                "Please click the link below to verify your email address. {##Verify Email##}",
            ),
            (_, Medium::Email) => (
                [&template["EmailSubject"], &self.email_verification_subject],
                [&template["EmailMessage"], &self.email_verification_message],
                "Your verification code",
                "Your confirmation code is {####}",
            ),
            (_, Medium::Sms) => (
                [none, none],
                [&template["SmsMessage"], &self.sms_verification_message],
                "",
                "Your confirmation code is {####}",
            ),
        };
        let first =
            |given: [&Value; 2], default: &str| given.into_iter().find_map(Value::as_str).unwrap_or(default).to_owned();
        Words { subject: first(subjects, subject), body: first(bodies, body) }
    }

    /// Whether mails to new users have a link in place of the code.
    pub(crate) fn confirms_by_link(&self) -> bool {
        self.verification_message_template["DefaultEmailOption"] == "CONFIRM_WITH_LINK"
    }

    /// Which template has no place for what it is to tell, in one sentence.
    pub(super) fn words_problem(&self) -> Option<String> {
        let template = &self.verification_message_template;
        let members = [
            ("smsVerificationMessage", &self.sms_verification_message, CODE),
            ("smsAuthenticationMessage", &self.sms_authentication_message, CODE),
            ("emailVerificationMessage", &self.email_verification_message, CODE),
            ("verificationMessageTemplate.smsMessage", &template["SmsMessage"], CODE),
            ("verificationMessageTemplate.emailMessage", &template["EmailMessage"], CODE),
            ("verificationMessageTemplate.emailMessageByLink", &template["EmailMessageByLink"], "{##"),
        ];
        let has_link = |text: &str| {
            text.split_once("{##").is_some_and(|(_, rest)| rest.contains("##}") && !rest.starts_with("##}"))
        };
        let has = |text: &str, part: &str| if part == CODE { text.contains(CODE) } else { has_link(text) };
        let lacks = |value: &Value, part: &str| value.as_str().is_some_and(|text| !has(text, part));
        let broken = members.into_iter().find(|(_, value, part)| lacks(value, part));
        broken.map(|(path, _, part)| {
            let part = if part == CODE { CODE } else { "{##…##}" };
            format!(
                "1 validation error detected: Value at '{path}' failed to satisfy constraint: Member must have the \
                 placeholder {part}"
            )
        })
    }
}

impl Words {
    /// Puts everything in its place. In a mail the link is one that can be clicked.
    pub(crate) fn filled(&self, code: &str, username: &str, link: Option<&str>) -> Self {
        let fill = |text: &str| {
            let text = text.replace(CODE, code).replace(USERNAME, username);
            match (link, text.split_once("{##")) {
                (Some(link), Some((before, rest))) if rest.contains("##}") => {
                    let (label, after) = rest.split_once("##}").unwrap_or((rest, ""));
                    format!("{before}<a href=\"{}\">{label}</a>{after}", link.replace('&', "&amp;"))
                }
                _ => text,
            }
        };
        Self { subject: fill(&self.subject), body: fill(&self.body) }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn places_are_filled() {
        let cases = [
            ("code", "Code {####}!", "Code 123456!"),
            ("both", "{username}: {####}", "ann: 123456"),
            ("link", "Go {##here & now##}.", "Go <a href=\"http://x/?a=1&amp;b=2\">here & now</a>."),
            ("no end of a link", "Go {##here", "Go {##here"),
            ("nothing to fill", "Hello", "Hello"),
        ];
        for (name, body, expected) in cases {
            let words = Words { subject: String::new(), body: body.to_owned() };
            assert_eq!(words.filled("123456", "ann", Some("http://x/?a=1&b=2")).body, expected, "{name}");
        }
    }

    #[test]
    fn whose_words() {
        let pool = UserPool {
            verification_message_template: json!({ "EmailMessage": "T {####}", "EmailSubjectByLink": "Link" }),
            email_verification_message: json!("Old {####}"),
            email_verification_subject: json!("Old"),
            sms_verification_message: json!("SMS {####}"),
            ..UserPool::default()
        };
        let by_link = UserPool {
            verification_message_template: json!({ "DefaultEmailOption": "CONFIRM_WITH_LINK", "EmailMessageByLink": "{##a##}" }),
            ..UserPool::default()
        };
        let cases = [
            ("template before the older member", &pool, MessageKind::SignUpCode, Medium::Email, ("Old", "T {####}")),
            ("older member", &pool, MessageKind::PasswordResetCode, Medium::Sms, ("", "SMS {####}")),
            ("its own words", &pool, MessageKind::MfaCode, Medium::Sms, ("", "Your authentication code is {####}.")),
            ("link", &by_link, MessageKind::SignUpCode, Medium::Email, ("Your verification link", "{##a##}")),
            (
                "no link for a password",
                &by_link,
                MessageKind::PasswordResetCode,
                Medium::Email,
                ("Your verification code", "Your confirmation code is {####}"),
            ),
        ];
        for (name, pool, kind, medium, (subject, body)) in cases {
            let words = pool.words(kind, medium);
            assert_eq!((words.subject.as_str(), words.body.as_str()), (subject, body), "{name}");
        }
    }
}
