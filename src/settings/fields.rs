//! The fields that the owner asks for: at sign-up, and in the profile. They are read where they are drawn.

mod list;

use self::list::{Form, read};
use super::{Settings, document::Section, names::SettingProblem, problem::Rule};
use crate::{
    forms::{Asked, AttributeKind, PERSONAL_ATTRIBUTES},
    language::Wording,
};

/// The attribute for the language of a person.
pub const LOCALE: &str = "locale";

/// No form has more fields: each has a name of its own.
const MOST: usize = 40;

/// A field, and the owner's words for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldSetting {
    pub asked: Asked,
    pub label: Option<Wording>,
    pub hint: Option<Wording>,
    /// Of each of the choices.
    pub choice_labels: Vec<Option<Wording>>,
    pub autocomplete: Option<String>,
    /// Whether it may be changed in the profile.
    pub is_editable: bool,
}

impl FieldSetting {
    /// What follows from the name.
    pub fn of(name: &str) -> Self {
        Self {
            asked: Asked::of(name),
            label: None,
            hint: None,
            choice_labels: Vec::new(),
            autocomplete: None,
            is_editable: true,
        }
    }
}

/// A document that asks people to accept something, and tells by which text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub label: Wording,
    pub href: String,
}

impl Settings {
    /// The fields of the sign-up, in order; the password, where there is one, is among them.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn sign_up_fields(&self) -> Result<Vec<FieldSetting>, Vec<SettingProblem>> {
        let section = self.document.section("signUp");
        let mut problems = Vec::new();
        let mut fields = if section.has("fields") {
            read(&section, Form::SignUp, &mut problems)
        } else {
            self.usual_names().into_iter().map(FieldSetting::of).collect()
        };
        let has = |fields: &[FieldSetting], name: &str| fields.iter().any(|field| field.asked.name == name);
        let identifiers = self.identifiers;
        let has_name = has(&fields, "username")
            || identifiers.username
            || identifiers.email && has(&fields, "email")
            || identifiers.telnum && has(&fields, "phone_number");
        if !has_name {
            problems.push(SettingProblem::at("signUp.fields", Rule::NameField));
        }
        if !self.asks_sign_up_password {
            fields.retain(|field| field.asked.name != "password");
        } else if !has(&fields, "password") {
            fields.push(FieldSetting::of("password"));
        }
        if self.asks_consent() {
            match self.consent_field() {
                Ok(consent) if has(&fields, &consent.asked.name) => {
                    problems.push(SettingProblem::at("terms.consent.attribute", Rule::Twice));
                }
                Ok(consent) => fields.push(consent),
                Err(wrong) => problems.extend(wrong),
            }
        }
        let marketing = self.document.section("marketing");
        if self.document.root().has("marketing") {
            let label = needed(&marketing, "label", "marketing", &mut problems);
            let attribute = marketing.text("attribute").filter(|name| is_attribute(name));
            match attribute {
                Some(attribute) if has(&fields, &attribute) => {
                    problems.push(SettingProblem::at("marketing.attribute", Rule::Twice));
                }
                Some(attribute) => fields.push(box_for(&attribute, "true", false, label)),
                None => problems.push(SettingProblem::at("marketing.attribute", Rule::Named)),
            }
        }
        if fields.len() > MOST {
            problems.push(SettingProblem::at("signUp.fields", Rule::TooMany));
        }
        if problems.is_empty() { Ok(fields) } else { Err(problems) }
    }

    /// The fields of the profile, in order, where the owner tells them.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn profile_fields(&self) -> Result<Option<Vec<FieldSetting>>, Vec<SettingProblem>> {
        let section = self.document.section("profile");
        let mut problems = Vec::new();
        let fields = section.has("fields").then(|| read(&section, Form::Profile, &mut problems));
        if problems.is_empty() { Ok(fields) } else { Err(problems) }
    }

    /// The field of an attribute, as the owner has it for the profile or the sign-up.
    pub fn field_of(&self, name: &str) -> FieldSetting {
        let profile = self.profile_fields().ok().flatten().unwrap_or_default();
        let sign_up = self.sign_up_fields().unwrap_or_default();
        let mut fields = profile.into_iter().chain(sign_up);
        fields.find(|field| field.asked.name == name).unwrap_or_else(|| FieldSetting::of(name))
    }

    /// Whether there are terms to be accepted.
    pub fn asks_consent(&self) -> bool {
        self.document.section("terms").has("consent")
    }

    /// How many boxes the sign-up ends with: what is to be accepted.
    pub fn sign_up_boxes(&self) -> usize {
        usize::from(self.asks_consent()) + usize::from(self.document.root().has("marketing"))
    }

    /// The box that accepts the terms: their version is what is kept.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn consent_field(&self) -> Result<FieldSetting, Vec<SettingProblem>> {
        let mut problems = Vec::new();
        let consent = self.document.section("terms").section("consent");
        let label = needed(&consent, "label", "terms.consent", &mut problems);
        let version = consent.text("version").filter(|version| !version.is_empty());
        if version.is_none() {
            problems.push(SettingProblem::at("terms.consent.version", Rule::Missing));
        }
        let attribute = consent.text("attribute").filter(|name| is_attribute(name));
        if attribute.is_none() {
            problems.push(SettingProblem::at("terms.consent.attribute", Rule::Named));
        }
        match (attribute, version) {
            (Some(attribute), Some(version)) if problems.is_empty() => Ok(box_for(&attribute, &version, true, label)),
            _ => Err(problems),
        }
    }

    /// What is to be read before an account is made.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn terms_links(&self) -> Result<Vec<Link>, Vec<SettingProblem>> {
        let mut problems = Vec::new();
        let mut links = Vec::new();
        for (at, link) in (0_u32..).zip(self.document.section("terms").sections("links")) {
            let place = format!("terms.links[{at}]");
            let label = needed(&link, "label", &place, &mut problems);
            let href = link.text("href").filter(|href| is_link(href));
            match (label, href) {
                (Some(label), Some(href)) => links.push(Link { label, href }),
                (_, None) => problems.push(SettingProblem::at(format!("{place}.href"), Rule::Link)),
                _ => {}
            }
        }
        if problems.is_empty() { Ok(links) } else { Err(problems) }
    }

    /// Everything that is wrong with what is read where it is used.
    pub fn later_problems(&self) -> Vec<SettingProblem> {
        let problems = [self.sign_up_fields().err(), self.profile_fields().err(), self.terms_links().err()];
        problems.into_iter().flatten().flatten().collect()
    }

    /// Whether people get a user name at the sign-up that they never see.
    pub fn generates_usernames(&self) -> bool {
        let username = self.document.section("signUp").text("username");
        self.identifiers.username && username.as_deref() == Some("generated")
    }

    /// Whether people may have no other way to sign in than by this attribute: they have no user name that they know.
    pub fn is_only_way_in(&self, name: &str) -> bool {
        let identifiers = self.identifiers;
        let knows_username = identifiers.username && !self.generates_usernames();
        let is_accepted = match name {
            "email" => identifiers.email,
            "phone_number" => identifiers.telnum,
            "preferred_username" => identifiers.username,
            _ => false,
        };
        is_accepted && !knows_username
    }

    /// The fields where the owner tells none.
    fn usual_names(&self) -> Vec<&'static str> {
        let identifiers = self.identifiers;
        let is_chosen = identifiers.username && !self.generates_usernames();
        let mut names = Vec::new();
        if identifiers.are_emails() {
            return vec!["name", "custom:telnum", "email", "password"];
        }
        if is_chosen {
            names.push("username");
        }
        names.push("name");
        match (identifiers.email, identifiers.telnum) {
            // Either of both.
            (true, true) if !identifiers.username => names.push("username"),
            (email, telnum) => {
                names.extend(email.then_some("email"));
                names.extend(telnum.then_some("phone_number"));
            }
        }
        names.push("password");
        names
    }
}

fn box_for(attribute: &str, ticked: &str, is_required: bool, label: Option<Wording>) -> FieldSetting {
    let mut field = FieldSetting::of(attribute);
    let kind = AttributeKind::Checkbox;
    field.asked = Asked { kind, is_required, ticked: ticked.to_owned(), ..field.asked };
    field.label = label;
    field
}

fn needed(section: &Section, name: &str, place: &str, problems: &mut Vec<SettingProblem>) -> Option<Wording> {
    let wording = section.wording(name).filter(|words| !words.has_blank());
    if wording.is_none() {
        problems.push(SettingProblem::at(format!("{place}.{name}"), Rule::Missing));
    }
    wording
}

/// A standard attribute that people fill in, or one of the pool's own.
fn is_attribute(name: &str) -> bool {
    let own = name.strip_prefix("custom:").or_else(|| name.strip_prefix("dev:custom:"));
    PERSONAL_ATTRIBUTES.contains(&name) || own.is_some_and(|own| !own.is_empty() && !own.contains(char::is_whitespace))
}

/// An address of the web, of this origin, or to write an email to: nothing that runs.
fn is_link(href: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|scheme| href.starts_with(scheme))
        || href.starts_with('/') && !href.starts_with("//") && !href.contains('\\')
}
