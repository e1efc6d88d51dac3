//! What may come first.

use crate::{
    pool::{Pool, user::User},
    random,
    settings::FirstFactor,
    vocabulary::Contact,
};

/// What may come first, as AvailableChallenges has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    Password,
    PasswordSrp,
    EmailOtp,
    SmsOtp,
    WebAuthn,
}

impl Choice {
    pub(super) const ALL: [Self; 5] = [Self::Password, Self::PasswordSrp, Self::EmailOtp, Self::SmsOtp, Self::WebAuthn];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Password => "PASSWORD",
            Self::PasswordSrp => "PASSWORD_SRP",
            Self::EmailOtp => "EMAIL_OTP",
            Self::SmsOtp => "SMS_OTP",
            Self::WebAuthn => "WEB_AUTHN",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.name() == name)
    }

    /// What SignInPolicy calls it.
    pub(super) fn factor(self) -> FirstFactor {
        match self {
            Self::Password | Self::PasswordSrp => FirstFactor::Password,
            Self::EmailOtp => FirstFactor::EmailOtp,
            Self::SmsOtp => FirstFactor::SmsOtp,
            Self::WebAuthn => FirstFactor::WebAuthn,
        }
    }

    pub(super) fn is_ready(self, user: &User) -> bool {
        match self {
            Self::Password | Self::PasswordSrp => user.password.is_some(),
            Self::EmailOtp => user.verified_contact(Contact::Email).is_some(),
            Self::SmsOtp => user.verified_contact(Contact::PhoneNumber).is_some(),
            Self::WebAuthn => !user.web_authn_credentials.is_empty(),
        }
    }

    /// Whether someone who does not exist seems to have it: always the same for the same name.
    pub(super) fn is_simulated(self, pool: &Pool, typed_name: &str) -> bool {
        let is_phone_number = typed_name.starts_with('+');
        match self {
            Self::Password | Self::PasswordSrp => true,
            Self::EmailOtp => !is_phone_number,
            Self::SmsOtp | Self::WebAuthn => {
                let digest = random::derived(&pool.data.secret, self.name(), &typed_name.to_lowercase());
                (self == Self::SmsOtp && is_phone_number) || digest[0].is_multiple_of(2)
            }
        }
    }
}
