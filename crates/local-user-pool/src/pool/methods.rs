//! By which methods someone has proven who they are, and which level that is: the claims `amr` and `acr`.
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-step-up-authentication.html>

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::settings::{AcrConfiguration, AcrLevel};

/// What a proof adds to `amr`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Method {
    /// A password.
    Pwd,
    /// A code of an authenticator app.
    Otp,
    /// A code by SMS.
    Sms,
    /// A code by e-mail.
    EmailOtp,
    /// A passkey that a platform keeps.
    Swk,
    /// A passkey that is a thing of its own.
    Hwk,
    /// An identity provider's word.
    Fed,
}

/// Methods in the order in which they were proven, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Methods(Vec<Method>);

impl Methods {
    pub(crate) fn has(&self, method: Method) -> bool {
        self.0.contains(&method)
    }

    /// With one more.
    pub(crate) fn with(&self, method: Method) -> Self {
        let mut methods = self.clone();
        methods.extend([method]);
        methods
    }

    /// The highest level that they satisfy.
    pub(crate) fn level(&self) -> Option<AcrLevel> {
        let (password, by_message) = (self.has(Method::Pwd), self.has(Method::Sms) || self.has(Method::EmailOtp));
        if password && self.has(Method::Otp) {
            Some(AcrLevel::Level4)
        } else if self.has(Method::Swk) || self.has(Method::Hwk) || password && by_message {
            Some(AcrLevel::Level3)
        } else if by_message {
            Some(AcrLevel::Level2)
        } else if password {
            Some(AcrLevel::Level1)
        } else {
            None
        }
    }

    /// Writes `acr` and `amr`, where there is something to tell.
    pub(crate) fn tell(&self, levels: &AcrConfiguration, claims: &mut Value) {
        if let Some(level) = self.level() {
            claims["acr"] = json!(levels.name(level));
        }
        if !self.0.is_empty() {
            let mut amr = json!(self);
            if let Value::Array(entries) = &mut amr
                && entries.len() > 1
            {
                entries.push(json!("mfa"));
            }
            claims["amr"] = amr;
        }
    }
}

impl Extend<Method> for Methods {
    fn extend<I: IntoIterator<Item = Method>>(&mut self, methods: I) {
        for method in methods {
            if !self.has(method) {
                self.0.push(method);
            }
        }
    }
}

impl FromIterator<Method> for Methods {
    fn from_iter<I: IntoIterator<Item = Method>>(methods: I) -> Self {
        let mut all = Self::default();
        all.extend(methods);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_and_claims() {
        use Method::{EmailOtp, Fed, Hwk, Otp, Pwd, Sms, Swk};
        let cases: [(&[Method], Option<u8>, &[&str]); 10] = [
            (&[], None, &[]),
            (&[Pwd], Some(1), &["pwd"]),
            (&[Sms], Some(2), &["sms"]),
            (&[EmailOtp], Some(2), &["email_otp"]),
            (&[Swk], Some(3), &["swk"]),
            (&[Hwk], Some(3), &["hwk"]),
            (&[Pwd, EmailOtp], Some(3), &["pwd", "email_otp", "mfa"]),
            (&[Pwd, Otp], Some(4), &["pwd", "otp", "mfa"]),
            (&[Pwd, Sms, Pwd, Otp], Some(4), &["pwd", "sms", "otp", "mfa"]),
            (&[Fed], None, &["fed"]),
        ];
        for (methods, level, amr) in cases {
            let mut claims = json!({});
            methods.iter().copied().collect::<Methods>().tell(&AcrConfiguration::default(), &mut claims);
            assert_eq!(claims["acr"], json!(level.map(|level| format!("urn:cognito:loa:{level}"))), "{amr:?}");
            let expected = if amr.is_empty() { Value::Null } else { json!(amr) };
            assert_eq!(claims["amr"], expected);
        }
    }
}
