//! What an owner may choose, in the words of each template.

use serde_json::{Map, Value, json};

/// Some choices, and what people then sign in by.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// For the message of a test.
    pub name: &'static str,
    /// By Terraform's names; the others are the same words, written otherwise.
    chosen: &'static [(&'static str, &'static str)],
    /// What is given at sign-up, and then signed in by.
    pub identifier: &'static str,
}

/// The defaults, and each way that a pool can be of another kind.
pub const CHOICES: [Choice; 10] = [
    Choice { name: "defaults", chosen: &[], identifier: "person@example.com" },
    Choice {
        name: "a link, user names, no second factor",
        chosen: &[
            ("sign_in_identifiers", "username"),
            ("verification", "link"),
            ("domain_prefix", "example-sign-in"),
            ("mfa", "OFF"),
        ],
        identifier: "person",
    },
    Choice {
        name: "user names with emails as aliases",
        chosen: &[("sign_in_identifiers", "username-or-email"), ("remember_devices", "ask")],
        identifier: "person",
    },
    Choice {
        name: "telephone numbers and text messages",
        chosen: &[("sign_in_identifiers", "phone_number"), ("sms_mfa", "true")],
        identifier: "+12025550123",
    },
    Choice {
        name: "either",
        chosen: &[("sign_in_identifiers", "email-or-phone"), ("refresh_token_days", "7")],
        identifier: "person@example.com",
    },
    Choice {
        name: "passkeys",
        chosen: &[("sign_in_flow", "USER_AUTH"), ("passkeys", "true"), ("relying_party_id", "localhost")],
        identifier: "person@example.com",
    },
    Choice { name: "a second factor for everybody", chosen: &[("mfa", "ON")], identifier: "person@example.com" },
    Choice {
        name: "emails as second factors",
        chosen: &[
            ("email_mfa", "true"),
            ("email_identity_arn", "arn:aws:ses:us-east-1:123456789012:identity/no-reply@example.com"),
            ("email_from", "no-reply@example.com"),
        ],
        identifier: "person@example.com",
    },
    Choice {
        name: "the smallest plan",
        chosen: &[("tier", "LITE"), ("sign_in_flow", "USER_PASSWORD_AUTH"), ("deletion_protection", "false")],
        identifier: "person@example.com",
    },
    Choice {
        name: "threat protection, custom challenges",
        chosen: &[("tier", "PLUS"), ("sign_in_flow", "CUSTOM_AUTH"), ("rotation_grace_seconds", "60")],
        identifier: "person@example.com",
    },
];

impl Choice {
    /// A choice in which people cannot make accounts.
    pub const CLOSED: Self =
        Self { name: "no sign-up", chosen: &[("self_sign_up", "false")], identifier: "person@example.com" };

    /// What is chosen for that variable of Terraform's.
    pub fn of(&self, variable: &str) -> Option<&'static str> {
        self.chosen.iter().find(|(name, _)| *name == variable).map(|(_, value)| *value)
    }

    /// CloudFormation's parameters.
    pub fn parameters(&self) -> Map<String, Value> {
        let chosen = self.chosen.iter().map(|(name, value)| match (*name, *value) {
            ("deletion_protection", "false") => ("DeletionProtection".to_owned(), json!("INACTIVE")),
            (name, value) => (pascal_case(name), json!(value)),
        });
        chosen.collect()
    }

    /// Terraform's variables.
    pub fn variables(&self) -> Map<String, Value> {
        let typed = |value: &str| serde_json::from_str(value).unwrap_or_else(|_| json!(value));
        self.chosen.iter().map(|(name, value)| ((*name).to_owned(), typed(value))).collect()
    }

    /// CDK's context: all of it is text, as on the command line.
    pub fn context(&self) -> Map<String, Value> {
        let camel_case = |name: &str| {
            let pascal = pascal_case(name);
            pascal[..1].to_lowercase() + &pascal[1..]
        };
        self.chosen.iter().map(|(name, value)| (camel_case(name), json!(value))).collect()
    }
}

/// `user_pool_id` → `UserPoolId`.
pub(crate) fn pascal_case(name: &str) -> String {
    name.split('_').map(|word| word[..1].to_uppercase() + &word[1..]).collect()
}
