//! Settings that are written anew over others: what only the owner can say stays.

use super::{Field, Profile, ProfileField, Provider, STANDARD, SettingsDocument, SignUp, Username};

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
        if let Some(before) = &before.sign_up
            && self.keep_sign_up(before)
        {
            kept.push("your own words in signUp");
        }
        if let Some(before) = &before.profile {
            let profile = self.profile.get_or_insert_default();
            let listed = profile.clone();
            profile.fields = merged(std::mem::take(&mut profile.fields), &before.fields);
            if *profile != listed {
                kept.push("your own words in profile");
            }
        }
        self.ask_once(before);
        self.sign_up = self.sign_up.filter(|sign_up| *sign_up != SignUp::default());
        self.profile = self.profile.filter(|profile| *profile != Profile::default());
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

    /// Takes over what no pool says of sign-up; whether there was something.
    fn keep_sign_up(&mut self, before: &SignUp) -> bool {
        let has_usernames = self.username_attributes.as_ref().is_none_or(Vec::is_empty);
        let sign_up = self.sign_up.get_or_insert_default();
        let written = sign_up.clone();
        sign_up.password = sign_up.password.or(before.password);
        sign_up.repeat_password = sign_up.repeat_password.or(before.repeat_password);
        sign_up.fields = merged(std::mem::take(&mut sign_up.fields), &before.fields);
        if before.username == Some(Username::Generated) && has_usernames {
            sign_up.username = before.username;
            sign_up.fields.retain(|field| field.name != "username");
        }
        *sign_up != written
    }

    /// What has a checkbox of its own is no field besides: in the profile only if it was one before, and there nobody writes
    /// down a version of the terms.
    fn ask_once(&mut self, before: &Self) {
        let consent = self.terms.as_ref().and_then(|terms| Some(&terms.consent.as_ref()?.attribute));
        let marketing = self.marketing.as_ref().map(|marketing| &marketing.attribute);
        let is_asked = |name: &String| [consent, marketing].contains(&Some(name));
        if let Some(sign_up) = &mut self.sign_up {
            sign_up.fields.retain(|field| !is_asked(&field.name));
        }
        let shown_before = before.profile.iter().flat_map(|profile| &profile.fields);
        let names: Vec<&String> = shown_before.map(|shown| &shown.field.name).collect();
        if let Some(profile) = &mut self.profile {
            profile.fields.retain(|shown| !is_asked(&shown.field.name) || names.contains(&&shown.field.name));
            for shown in profile.fields.iter_mut().filter(|shown| consent == Some(&shown.field.name)) {
                shown.editable = Some(false);
            }
        }
    }
}

/// A pool says of these whether it asks for them; of the other standard attributes, the owner may.
const CONTACTS: [&str; 2] = ["email", "phone_number"];

/// The fields that are listed anew, in the order that they had before, with what no pool says of them and with those that only
/// the owner asks for. Where no file says anything of fields, they are those from before.
fn merged<F: Kept>(mut listed: Vec<F>, before: &[F]) -> Vec<F> {
    if listed.is_empty() {
        return before.to_vec();
    }
    let mut fields = Vec::new();
    for before in before {
        if let Some(place) = listed.iter().position(|listed| listed.name() == before.name()) {
            let mut field = listed.remove(place);
            field.keep(before);
            fields.push(field);
        } else if STANDARD.contains(&before.name()) && !CONTACTS.contains(&before.name()) {
            fields.push(before.clone());
        }
    }
    let place = fields.iter().position(|field| field.name() == "password").unwrap_or(fields.len());
    fields.splice(place..place, listed);
    fields
}

trait Kept: Clone {
    fn name(&self) -> &str;

    /// Takes over what no pool says of it.
    fn keep(&mut self, before: &Self);
}

impl Kept for Field {
    fn name(&self) -> &str {
        &self.name
    }

    fn keep(&mut self, before: &Self) {
        self.label.clone_from(&before.label);
        self.hint.clone_from(&before.hint);
        self.kind = before.kind.or(self.kind);
        self.default.clone_from(&before.default);
        self.pattern.clone_from(&before.pattern);
        self.choices.clone_from(&before.choices);
        self.autocomplete.clone_from(&before.autocomplete);
        // The pool's limits are for good, and the owner's are narrower.
        self.min_length = self.min_length.or(before.min_length);
        self.max_length = self.max_length.or(before.max_length);
        self.min = self.min.take().or_else(|| before.min.clone());
        self.max = self.max.take().or_else(|| before.max.clone());
    }
}

impl Kept for ProfileField {
    fn name(&self) -> &str {
        &self.field.name
    }

    fn keep(&mut self, before: &Self) {
        self.field.keep(&before.field);
        self.editable = self.editable.or(before.editable.filter(|is_editable| !is_editable));
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
    use crate::document::{Bound, Brand, Consent, ManagedLogin, SchemeSwitch, SignUpPassword, Terms, Text};

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
    fn what_the_owner_asks_for_stays() {
        let field = |name: &str| Field { name: name.to_owned(), ..Field::default() };
        let fields = |names: &[&str]| names.iter().map(|name| field(name)).collect::<Vec<_>>();
        let shown = |name: &str, editable| ProfileField { field: field(name), editable };
        let day = Field { min: Some(Bound::Day("1900-01-01".to_owned())), ..field("birthdate") };
        let consent = Consent { version: "2".to_owned(), attribute: "custom:terms".to_owned(), label: None };
        let before = SettingsDocument {
            terms: Some(Terms { consent: Some(consent), ..Terms::default() }),
            sign_up: Some(SignUp {
                username: Some(Username::Generated),
                repeat_password: Some(true),
                fields: [vec![field("email"), field("nickname"), day.clone()], fields(&["custom:gone", "password"])]
                    .concat(),
                ..SignUp::default()
            }),
            profile: Some(Profile { fields: vec![shown("nickname", None), shown("email", Some(false))] }),
            ..SettingsDocument::default()
        };
        let new = SettingsDocument {
            sign_up: Some(SignUp {
                username: Some(Username::Chosen),
                fields: fields(&["username", "birthdate", "email", "custom:new", "custom:terms", "password"]),
                ..SignUp::default()
            }),
            profile: Some(Profile {
                fields: ["email", "custom:new", "custom:terms"].map(|name| shown(name, None)).into(),
            }),
            ..SettingsDocument::default()
        };
        let (written, _) = new.keeping(&before);
        let sign_up = written.sign_up.unwrap();
        assert_eq!(sign_up.username, Some(Username::Generated));
        let expected = vec![field("email"), field("nickname"), day, field("custom:new"), field("password")];
        assert_eq!(sign_up.fields, expected);
        let expected = vec![shown("nickname", None), shown("email", Some(false)), shown("custom:new", None)];
        assert_eq!(written.profile.unwrap().fields, expected);
        // Files that tell of no attributes leave the forms as they are.
        let (written, kept) = SettingsDocument::default().keeping(&before);
        assert_eq!(written, before);
        assert_eq!(kept, ["terms", "your own words in signUp", "your own words in profile"]);
    }

    #[test]
    fn cookies_that_end_with_the_browser_stay_so() {
        for text in [r#"{"cookies":{"expires":null}}"#, r#"{"cookies":{"expires":30}}"#, r#"{"cookies":{}}"#] {
            let before: SettingsDocument = serde_json::from_str(text).unwrap();
            let (written, _) = SettingsDocument::default().keeping(&before);
            assert_eq!(serde_json::to_string(&written).unwrap(), text);
        }
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
