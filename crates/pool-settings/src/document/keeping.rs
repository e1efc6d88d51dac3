//! Settings that are written anew over others: what only the owner can say stays.

use super::{Field, Provider, SettingsDocument};

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
            let listed = std::mem::take(&mut managed_login.providers);
            let (providers, is_kept) = providers(listed, &before.providers);
            managed_login.providers = providers;
            if is_kept {
                kept.push("your own words in providers");
            }
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

/// The providers that are listed anew, in the order that they had before, with what no pool says of them and with those that no
/// file tells of; and whether there was any of that. The domain's own page is listed by itself only where there is nothing else:
/// beside others, or with words, it is the owner's.
fn providers(mut listed: Vec<Provider>, before: &[Provider]) -> (Vec<Provider>, bool) {
    let (mut providers, mut is_kept) = (Vec::new(), false);
    let is_beside_others = before.len() > 1;
    for before in before {
        if let Some(place) = listed.iter().position(|listed| listed.is_also(before)) {
            let mut provider = listed.remove(place);
            is_kept |= provider.keep(before);
            providers.push(provider);
        } else if before.identifier.is_some() || before.is_own_page() && (is_beside_others || before.has_words()) {
            providers.push(before.clone());
            is_kept = true;
        }
    }
    // The domain's own page is listed only where it has no other name to go by.
    listed.retain(|provider| !provider.is_own_page() || providers.is_empty());
    providers.extend(listed);
    (providers, is_kept)
}

/// Stands for the domain's own page.
const OWN_PAGE: &str = "COGNITO";

impl Provider {
    fn is_own_page(&self) -> bool {
        self.name.as_deref() == Some(OWN_PAGE)
    }

    /// The app client lists names: one that is called by one of its IdpIdentifiers is known by its domains alone.
    fn is_also(&self, before: &Self) -> bool {
        match &before.identifier {
            Some(identifier) => self.domains.iter().any(|domain| domain.eq_ignore_ascii_case(identifier)),
            None => self.name == before.name,
        }
    }

    fn has_words(&self) -> bool {
        self.label.is_some() || self.mark.is_some()
    }

    /// Takes over what no pool says of a provider; whether there was something.
    fn keep(&mut self, before: &Self) -> bool {
        let own = self.clone();
        self.label.clone_from(&before.label);
        self.mark.clone_from(&before.mark);
        if self.domains.is_empty() {
            self.domains.clone_from(&before.domains);
        }
        *self != own
    }
}

#[cfg(test)]
mod tests {
    use crate::document::{Brand, ManagedLogin, SchemeSwitch, SignUp, SignUpPassword, Text};

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

    #[test]
    fn providers_keep_their_order_and_those_that_no_file_tells_of() {
        let named = |name: &str| Provider { name: Some(name.to_owned()), ..Provider::default() };
        let labelled =
            |provider: Provider, label: &str| Provider { label: Some(Text::One(label.to_owned())), ..provider };
        let identified = |name: &str| Provider { identifier: Some(name.to_owned()), ..Provider::default() };
        let of_domain = |provider: Provider, domain: &str| Provider { domains: vec![domain.to_owned()], ..provider };
        let staff = || labelled(identified("staff.example.com"), "Staff");
        let cases = [
            ("one by its identifier alone", vec![staff()], vec![named("Google")], vec![staff(), named("Google")], true),
            (
                "the same by its name",
                vec![staff()],
                vec![of_domain(named("Directory"), "staff.example.com")],
                vec![of_domain(labelled(named("Directory"), "Staff"), "staff.example.com")],
                true,
            ),
            (
                "the domain's own page beside others",
                vec![named("Google"), labelled(named("COGNITO"), "Another way")],
                vec![named("Google")],
                vec![named("Google"), labelled(named("COGNITO"), "Another way")],
                true,
            ),
            (
                "the domain's own page, where there is another now",
                vec![staff()],
                vec![named("COGNITO")],
                vec![staff()],
                true,
            ),
            (
                "the domain's own page, as it was listed by itself",
                vec![named("COGNITO")],
                vec![named("Google")],
                vec![named("Google")],
                false,
            ),
            (
                "another order, and one that the app client has no longer",
                vec![named("Facebook"), named("Google"), named("Corporate")],
                vec![named("Corporate"), named("Google")],
                vec![named("Google"), named("Corporate")],
                false,
            ),
            (
                "domains of the owner's",
                vec![of_domain(named("Google"), "example.com")],
                vec![named("Google")],
                vec![of_domain(named("Google"), "example.com")],
                true,
            ),
            (
                "domains of the pool's",
                vec![of_domain(named("Google"), "example.com")],
                vec![of_domain(named("Google"), "example.org")],
                vec![of_domain(named("Google"), "example.org")],
                false,
            ),
        ];
        for (name, before, listed, expected, is_kept) in cases {
            let document = |providers| SettingsDocument {
                managed_login: Some(ManagedLogin { providers, ..ManagedLogin::default() }),
                ..SettingsDocument::default()
            };
            let (written, kept) = document(listed).keeping(&document(before));
            assert_eq!(written, document(expected), "{name}");
            assert_eq!(!kept.is_empty(), is_kept, "{name}: {kept:?}");
        }
    }
}
