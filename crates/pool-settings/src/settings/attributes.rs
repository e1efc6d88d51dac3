//! Attributes, as fields of sign-up and of the profile.

use serde_json::Value;

use super::{EMAIL, PHONE, Writing};
use crate::{
    document::{Bound, Field, Kind, Mfa, MfaType, Profile, ProfileField, STANDARD, SignUp},
    facts::{Attribute, ClientFacts, Facts},
};

const LOCALE: &str = "locale";
const UPDATED_AT: &str = "updated_at";
/// Cognito takes no longer values.
const LONGEST: u32 = 2048;

impl Writing {
    pub(super) fn attributes(&mut self, facts: &Facts, client: &ClientFacts) {
        let look = self.command("describe-user-pool");
        let Some(wanted) = self.wanted(facts) else {
            self.unknown("signUp.fields", "The page asks for name, telephone number, email and password.", look);
            return;
        };
        if facts.schema.get().is_none() {
            self.unknown("profile.fields", "The file tells of no custom attributes, nor of what can be changed.", look);
        }
        let writes = |name: &str| is_among(client.write_attributes.get(), name);
        let reads = |name: &str| is_among(client.read_attributes.get(), name);
        let locked: Vec<&str> =
            wanted.iter().filter(|one| one.is_required && !writes(&one.name)).map(|one| one.name.as_str()).collect();
        if !locked.is_empty() {
            self.warn(format!(
                "Nobody can sign up: the pool requires {}, and the app client's WriteAttributes do not have it.",
                locked.join(", ")
            ));
        }
        let mut fields = Vec::new();
        let contacts = facts.username_attributes.get().cloned().unwrap_or_default();
        let is_contact = |one: &&Wanted| contacts.contains(&one.name);
        // Of two, one field takes either, unless the pool wants one of them in any case.
        let takes_either = contacts.len() > 1 && !wanted.iter().filter(is_contact).any(|one| one.is_required);
        let has_username = facts.username_attributes.get().is_some_and(Vec::is_empty);
        if has_username || takes_either {
            fields.push(Field { name: "username".to_owned(), required: Some(true), ..Field::default() });
        }
        // One that people sign in by cannot be given before the account is confirmed:
        // https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
        let aliases = facts.alias_attributes.get().cloned().unwrap_or_default();
        let is_for_later = |name: &str| name == "preferred_username" && aliases.iter().any(|alias| alias == name);
        let is_asked =
            |one: &&Wanted| writes(&one.name) && !is_for_later(&one.name) && !(takes_either && is_contact(one));
        let asked = wanted.iter().filter(is_asked);
        fields.extend(asked.filter(|one| one.name != LOCALE).map(Wanted::field));
        // Nobody is asked: it is the language of the page.
        let has_locale = wanted.iter().any(|one| one.name == LOCALE)
            || facts.schema.get().into_iter().flatten().any(|one| one.name == LOCALE);
        if has_locale && writes(LOCALE) {
            fields.push(Field { name: LOCALE.to_owned(), kind: Some(Kind::Hidden), ..Field::default() });
        }
        fields.push(Field { name: "password".to_owned(), required: Some(true), ..Field::default() });
        let custom: Vec<&str> =
            fields.iter().map(|field| field.name.as_str()).filter(|name| name.contains(':')).collect();
        if !custom.is_empty() {
            self.configured.warnings.push(format!(
                "People fill in {} when they sign up, since the app client may write that. Take out of signUp.fields and \
                 WriteAttributes what they are not to set.",
                custom.join(", ")
            ));
        }
        self.configured.document.sign_up = Some(SignUp { fields, ..SignUp::default() });
        match facts.schema.get() {
            Some(_) => self.taken("signUp.fields", &facts.schema),
            None => self.taken("signUp.fields", &facts.required),
        }
        if facts.schema.get().is_some() {
            let shown = wanted.iter().filter(|one| reads(&one.name) && !one.name.starts_with("dev:"));
            let profile_field = |one: &Wanted| ProfileField {
                field: one.field(),
                editable: (!one.is_mutable || !writes(&one.name)).then_some(false),
            };
            let fields: Vec<ProfileField> = shown.map(profile_field).collect();
            if !fields.is_empty() {
                self.configured.document.profile = Some(Profile { fields });
                self.taken("profile.fields", &facts.schema);
            }
        }
    }

    /// The attributes that a form has, in order; `None` if no file tells of any.
    fn wanted(&mut self, facts: &Facts) -> Option<Vec<Wanted>> {
        let mut wanted: Vec<Wanted> = match (facts.schema.get(), facts.required.get()) {
            (Some(schema), _) => schema.iter().filter_map(Wanted::of_schema).collect(),
            (None, Some(names)) => {
                names.iter().filter(|name| *name != UPDATED_AT).map(|name| Wanted::named(name, true)).collect()
            }
            (None, None) => return None,
        };
        let required = facts.schema.get().into_iter().flatten().filter(|one| one.required).map(|one| &one.name);
        if required.chain(facts.required.get().into_iter().flatten()).any(|name| name == UPDATED_AT) {
            self.warn(
                "Nobody can sign up: the pool requires updated_at, which no form asks for. A new pool without it is the \
                 only cure: Cognito cannot change the required attributes of a pool.",
            );
        }
        if let Some(schema) = facts.schema.get() {
            let own = |one: &&Attribute| one.developer_only_attribute || one.name.starts_with("dev:");
            let names: Vec<&str> = schema.iter().filter(own).map(|one| one.name.as_str()).collect();
            if !names.is_empty() {
                self.warn(format!("{} is for developers only: no page reads or writes it.", names.join(", ")));
            }
        }
        let list = |fact: &crate::facts::Fact<Vec<String>>| fact.get().cloned().unwrap_or_default();
        let (usernames, aliases) = (list(&facts.username_attributes), list(&facts.alias_attributes));
        let verified = list(&facts.auto_verified);
        for name in usernames.iter().chain(&aliases).chain(&verified) {
            let is_standard = STANDARD.contains(&name.as_str());
            let from_schema = facts.schema.get().into_iter().flatten().find(|one| one.name == *name);
            if is_standard && !wanted.iter().any(|one| one.name == *name) {
                let mutable = from_schema.and_then(|one| one.mutable);
                wanted.push(Wanted { is_mutable: mutable.unwrap_or(true), ..Wanted::named(name, false) });
            }
        }
        // The one name that people sign in by.
        if let [only] = usernames.as_slice() {
            require(&mut wanted, only);
        }
        // An account is confirmed through one of these.
        let is_reached = wanted.iter().any(|one| one.is_required && verified.contains(&one.name));
        if let Some(first) = verified.first().filter(|_| !is_reached && usernames.is_empty()) {
            require(&mut wanted, if verified.iter().any(|name| name == EMAIL) { EMAIL } else { first });
        }
        if self.configured.document.mfa == Some(Mfa::On) {
            match self.configured.document.mfa_types.as_deref() {
                Some([MfaType::SmsMfa]) => require(&mut wanted, PHONE),
                Some([MfaType::EmailOtp]) => require(&mut wanted, EMAIL),
                _ => {}
            }
        }
        wanted.sort_by_key(|one| STANDARD.iter().position(|name| *name == one.name).unwrap_or(STANDARD.len()));
        Some(wanted)
    }
}

fn require(wanted: &mut Vec<Wanted>, name: &str) {
    match wanted.iter_mut().find(|one| one.name == name) {
        Some(one) => one.is_required = true,
        None => wanted.push(Wanted::named(name, true)),
    }
}

/// Without a list, all are among it.
fn is_among(list: Option<&Vec<String>>, name: &str) -> bool {
    list.is_none_or(|names| names.iter().any(|other| other == name))
}

/// An attribute that a form has.
struct Wanted {
    name: String,
    is_required: bool,
    is_mutable: bool,
    kind: Option<Kind>,
    length: (Option<u32>, Option<u32>),
    range: (Option<i64>, Option<i64>),
}

impl Wanted {
    fn named(name: &str, is_required: bool) -> Self {
        Self {
            name: name.to_owned(),
            is_required,
            is_mutable: true,
            kind: None,
            length: (None, None),
            range: (None, None),
        }
    }

    /// Those that are required, and those of the pool's own.
    fn of_schema(attribute: &Attribute) -> Option<Self> {
        let is_custom = attribute.name.starts_with("custom:");
        let is_own = attribute.developer_only_attribute || attribute.name.starts_with("dev:");
        // Nobody fills in when something was last changed.
        let is_of_nobody = ["sub", UPDATED_AT].contains(&attribute.name.as_str());
        if is_own || is_of_nobody || !(is_custom || attribute.required) {
            return None;
        }
        let strings = attribute.string_attribute_constraints.as_ref();
        let numbers = attribute.number_attribute_constraints.as_ref();
        let length = |value: Option<&Value>| value.and_then(crate::read::whole);
        let number =
            |value: Option<&Value>| value.and_then(|value| value.as_i64().or_else(|| value.as_str()?.parse().ok()));
        Some(Self {
            is_mutable: attribute.mutable.unwrap_or(true),
            kind: match attribute.attribute_data_type.as_str() {
                "Number" if is_custom => Some(Kind::Number),
                "DateTime" if is_custom => Some(Kind::Date),
                "Boolean" if is_custom => Some(Kind::Checkbox),
                _ => None,
            },
            length: (
                length(strings.map(|limits| &limits.min_length)).filter(|&least| least > 0),
                length(strings.map(|limits| &limits.max_length)).filter(|&most| most < LONGEST),
            ),
            range: (number(numbers.map(|limits| &limits.min_value)), number(numbers.map(|limits| &limits.max_value))),
            ..Self::named(&attribute.name, attribute.required)
        })
    }

    fn field(&self) -> Field {
        // A day is ten characters long by itself.
        let length = if self.name == "birthdate" { (None, None) } else { self.length };
        Field {
            name: self.name.clone(),
            kind: self.kind,
            required: Some(self.is_required),
            min_length: length.0,
            max_length: length.1,
            min: self.range.0.map(Bound::Number),
            max: self.range.1.map(Bound::Number),
            ..Field::default()
        }
    }
}
