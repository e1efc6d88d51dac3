//! Settings that are written anew over others: what only the owner can say stays.

use super::{Field, SettingsDocument};

impl SettingsDocument {
    /// These settings with what the others have beyond them, and the names of that.
    pub fn keeping(mut self, before: &Self) -> (Self, Vec<&'static str>) {
        let mut kept = Vec::new();
        // A member that is written anew is not kept.
        macro_rules! keep {
            ($($name:literal $($member:ident).+),+ $(,)?) => {$(
                if self.$($member).+ == Default::default() && before.$($member).+ != Default::default() {
                    self.$($member).+.clone_from(&before.$($member).+);
                    kept.push($name);
                }
            )+};
        }
        keep!(
            "$schema" schema,
            "endpoint" endpoint,
            "plainPassword" plain_password,
            "country" country,
            "terms" terms,
            "marketing" marketing,
            "clientMetadata" client_metadata,
            "validationData" validation_data,
            "analyticsEndpointId" analytics_endpoint_id,
            "tokenStore" token_store,
            "keepSignedIn" keep_signed_in,
            "languages" languages,
            "brand" brand,
            "addresses" addresses,
        );
        if self.cookies.is_none() && self.token_store == before.token_store && before.cookies.is_some() {
            self.cookies.clone_from(&before.cookies);
            kept.push("cookies");
        }
        if let (Some(sign_up), Some(before)) = (&mut self.sign_up, &before.sign_up) {
            let owned = (sign_up.password, sign_up.repeat_password);
            sign_up.password = sign_up.password.or(before.password);
            sign_up.repeat_password = sign_up.repeat_password.or(before.repeat_password);
            let mut is_kept = owned != (sign_up.password, sign_up.repeat_password);
            for field in &mut sign_up.fields {
                if let Some(before) = before.fields.iter().find(|before| before.name == field.name) {
                    is_kept |= field.keep(before);
                }
            }
            if is_kept {
                kept.push("your own words in signUp");
            }
        }
        if let (Some(profile), Some(before)) = (&mut self.profile, &before.profile) {
            let mut is_kept = false;
            for shown in &mut profile.fields {
                if let Some(before) = before.fields.iter().find(|before| before.field.name == shown.field.name) {
                    is_kept |= shown.field.keep(&before.field);
                }
            }
            if is_kept {
                kept.push("your own words in profile");
            }
        }
        if let (Some(managed_login), Some(before)) = (&mut self.managed_login, &before.managed_login) {
            for provider in &mut managed_login.providers {
                let same = before.providers.iter().find(|before| before.name == provider.name);
                if let Some(before) = same.filter(|before| before.label.is_some() || before.mark.is_some()) {
                    provider.label.clone_from(&before.label);
                    provider.mark.clone_from(&before.mark);
                    kept.push("labels and marks of providers");
                }
            }
            kept.dedup();
        }
        (self, kept)
    }
}

impl Field {
    /// Takes over what no pool says of a field; whether there was something.
    fn keep(&mut self, before: &Self) -> bool {
        let own = self.clone();
        self.label.clone_from(&before.label);
        self.hint.clone_from(&before.hint);
        self.kind = before.kind.or(self.kind);
        self.default.clone_from(&before.default);
        self.pattern.clone_from(&before.pattern);
        self.choices.clone_from(&before.choices);
        self.autocomplete.clone_from(&before.autocomplete);
        *self != own
    }
}

#[cfg(test)]
mod tests {
    use crate::document::{Brand, SchemeSwitch, SignUp, SignUpPassword, Text};

    use super::*;

    #[test]
    fn the_owners_words_stay_and_the_pools_are_new() {
        let field = |required: bool, label: Option<&str>| Field {
            name: "email".to_owned(),
            required: Some(required),
            label: label.map(|label| Text::One(label.to_owned())),
            ..Field::default()
        };
        let sign_up = |field: Field, password| SignUp { fields: vec![field], password, ..SignUp::default() };
        let before = SettingsDocument {
            client_id: Some("old".to_owned()),
            mfa_types: Some(Vec::new()),
            brand: Some(Brand { scheme_switch: Some(SchemeSwitch::Flag(true)), ..Brand::default() }),
            sign_up: Some(sign_up(field(false, Some("Work email")), Some(SignUpPassword::Required))),
            ..SettingsDocument::default()
        };
        let new = SettingsDocument {
            client_id: Some("new".to_owned()),
            sign_up: Some(sign_up(field(true, None), None)),
            ..SettingsDocument::default()
        };
        let (written, kept) = new.keeping(&before);
        assert_eq!(written.client_id.as_deref(), Some("new"));
        assert_eq!(written.mfa_types, None, "what a pool says is not kept");
        assert_eq!(written.brand, before.brand);
        let expected = sign_up(field(true, Some("Work email")), Some(SignUpPassword::Required));
        assert_eq!(written.sign_up, Some(expected));
        assert_eq!(kept, ["brand", "your own words in signUp"]);
    }
}
