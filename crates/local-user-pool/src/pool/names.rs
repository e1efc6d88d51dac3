//! What a user is found by: the user name, aliases, `sub`, identities at providers, passkeys.

use super::{Pool, user::User};
use crate::{
    error::ServiceError,
    store::document::{Document, Key, folded},
    vocabulary::Contact,
};

const USERNAME: &str = "username";
const SUB: &str = "sub";
const PREFERRED_USERNAME: &str = "preferred_username";
const LINK: &str = "link";
const CREDENTIAL: &str = "credential";
const STATUS: &str = "cognito:user_status";
const ENABLED: &str = "status";

/// A group that the user is in.
pub(crate) const GROUP: &str = "group";

impl Document for User {
    const KIND: &'static str = "user";

    fn keys(&self) -> Vec<Key> {
        let mut keys = vec![
            (USERNAME, folded(&self.username)),
            (SUB, self.sub.clone()),
            (STATUS, folded(self.status.name())),
            (ENABLED, enabled(self.enabled).to_owned()),
        ];
        for contact in Contact::ALL {
            keys.extend(
                self.contact(contact).map(|value| (contact_key(contact, self.is_verified(contact)), folded(value))),
            );
        }
        for name in [PREFERRED_USERNAME, "name", "given_name", "family_name"] {
            keys.extend(self.attribute(name).map(|value| (name, folded(value))));
        }
        keys.extend(
            self.links
                .iter()
                .map(|link| (LINK, link_key(&link.identity.provider_name, &link.claim, &link.identity.user_id))),
        );
        keys.extend(self.groups.iter().map(|group| (GROUP, group.clone())));
        keys.extend(self.web_authn_credentials.iter().map(|credential| (CREDENTIAL, credential.id())));
        keys
    }
}

/// What ListUsers calls a user who may sign in, or one who may not.
pub(crate) fn enabled(is_enabled: bool) -> &'static str {
    if is_enabled { "Enabled" } else { "Disabled" }
}

/// Where users stand who have a certain value of a searchable attribute; others may stand there too.
pub(crate) struct Search {
    /// Names of keys.
    pub(crate) keys: Vec<&'static str>,
    pub(crate) value: String,
}

impl Search {
    pub(crate) fn of(attribute: &str, value: &str, is_prefix: bool) -> Self {
        let keys = match attribute {
            "email" => both(Contact::Email),
            "phone_number" => both(Contact::PhoneNumber),
            other => {
                let keys = [USERNAME, SUB, PREFERRED_USERNAME, STATUS, ENABLED, "name", "given_name", "family_name"];
                keys.into_iter().filter(|key| *key == other).collect()
            }
        };
        let value = match attribute {
            SUB | ENABLED => value.to_owned(),
            // The small form of this letter alone depends on what comes after it.
            _ if is_prefix => folded(value.trim_end_matches(['Σ', 'σ', 'ς'])),
            _ => folded(value),
        };
        Self { keys, value }
    }
}

impl Pool {
    /// The user whom `name` means: a user name, a user-name attribute, or a verified alias.
    pub(crate) fn find(&self, name: &str) -> Option<&User> {
        self.data.users.get(name).or_else(|| {
            let settings = self.settings();
            let mut keys = vec![USERNAME];
            for contact in Contact::ALL {
                if settings.has_username_attribute(contact.attribute()) {
                    keys.extend(both(contact));
                } else if settings.has_alias(contact.attribute()) {
                    keys.push(contact_key(contact, true));
                }
            }
            if settings.has_alias(PREFERRED_USERNAME) {
                keys.push(PREFERRED_USERNAME);
            }
            let found = self.found(&keys, &folded(name)).into_iter();
            found.filter(|user| self.means(name, user)).min_by_key(|user| &user.username)
        })
    }

    /// The user whom `name` means to an administrator: `sub` names users of the pool's own as well.
    pub(crate) fn find_for_administrator(&self, name: &str) -> Option<&User> {
        self.find(name).or_else(|| self.found(&[SUB], name).into_iter().find(|user| user.external.is_none()))
    }

    /// As [`Pool::find`].
    pub(crate) fn find_mut(&mut self, name: &str) -> Option<&mut User> {
        let username = self.find(name)?.username.clone();
        self.data.users.get_mut(&username)
    }

    /// The user to whom a claim of that provider's user is linked.
    pub(super) fn linked_by(&self, provider_name: &str, claim: &str, value: &str) -> Option<&User> {
        self.found(&[LINK], &link_key(provider_name, claim, value)).first().copied()
    }

    /// Whether somebody has a passkey of that id.
    pub(crate) fn has_credential(&self, id: &str) -> bool {
        !self.found(&[CREDENTIAL], id).is_empty()
    }

    /// Whether `name` means that user.
    pub(crate) fn means(&self, name: &str, user: &User) -> bool {
        let settings = self.settings();
        let is = |value: &str| self.is_same(value, name);
        let by_contact = |contact: Contact| {
            // The provider answers for its users' addresses, and several users may have the same.
            if user.external.is_some() {
                return false;
            }
            let attribute = contact.attribute();
            let is_known = settings.has_username_attribute(attribute)
                || (settings.has_alias(attribute) && user.is_verified(contact));
            is_known && user.contact(contact).is_some_and(is)
        };
        is(&user.username)
            || by_contact(Contact::Email)
            || by_contact(Contact::PhoneNumber)
            || (settings.has_alias(PREFERRED_USERNAME) && user.attribute(PREFERRED_USERNAME).is_some_and(is))
    }

    /// Whether two names are one in this pool.
    pub(crate) fn is_same(&self, one: &str, other: &str) -> bool {
        one == other || (!self.settings().username_configuration.case_sensitive && folded(one) == folded(other))
    }

    /// Makes an address or number that has been verified mean that user, where it is an alias.
    ///
    /// # Errors
    /// AliasExistsException if it means another user; with `takes` it is taken from that one instead.
    pub(crate) fn claim_alias(&mut self, username: &str, contact: Contact, takes: bool) -> Result<(), ServiceError> {
        let value = self.data.users.get(username).and_then(|user| user.contact(contact)).map(str::to_owned);
        let Some(value) = value.filter(|_| self.settings().has_alias(contact.attribute())) else { return Ok(()) };
        if !self.has_other_called(username, contact, &value) {
            return Ok(());
        }
        if !takes {
            return Err(ServiceError::alias_exists(contact.attribute()));
        }
        let verified = self.found(&[contact_key(contact, true)], &folded(&value));
        let others = verified.into_iter().filter(|other| other.username != username);
        let has_it = |other: &&User| other.verified_contact(contact).is_some_and(|own| self.is_same(own, &value));
        let others: Vec<String> = others.filter(has_it).map(|other| other.username.clone()).collect();
        for other in others {
            if let Some(other) = self.data.users.get_mut(&other) {
                other.set_verified(contact, false);
            }
        }
        Ok(())
    }

    /// Whether that user's address or number already means another one.
    pub(crate) fn has_other_called_as(&self, user: &User, contact: Contact) -> bool {
        user.contact(contact).is_some_and(|value| self.has_other_called(&user.username, contact, value))
    }

    /// Whether an address or number already means another user.
    pub(crate) fn has_other_called(&self, username: &str, contact: Contact, value: &str) -> bool {
        let keys = if self.settings().has_username_attribute(contact.attribute()) {
            both(contact)
        } else if self.settings().has_alias(contact.attribute()) {
            vec![contact_key(contact, true)]
        } else {
            return false;
        };
        self.found(&keys, &folded(value))
            .into_iter()
            .filter(|other| other.username != username && other.external.is_none())
            .any(|other| other.contact(contact).is_some_and(|own| self.is_same(own, value)))
    }

    /// Whether a preferred user name means another user.
    pub(crate) fn has_other_preferring(&self, username: &str, name: &str) -> bool {
        self.settings().has_alias(PREFERRED_USERNAME)
            && self
                .found(&[PREFERRED_USERNAME], &folded(name))
                .into_iter()
                .filter(|other| other.username != username)
                .any(|other| other.attribute(PREFERRED_USERNAME).is_some_and(|own| self.is_same(own, name)))
    }

    /// Whether the user name or a user-name attribute of a new user is taken, confirmed or not.
    pub(crate) fn is_taken(&self, user: &User) -> bool {
        let settings = self.settings();
        let names = Contact::ALL
            .into_iter()
            .filter(|contact| settings.has_username_attribute(contact.attribute()))
            .filter_map(|contact| user.contact(contact))
            .chain([user.username.as_str()]);
        names.into_iter().any(|name| self.find(name).is_some())
    }

    /// Who stands under one of those keys.
    fn found(&self, keys: &[&'static str], value: &str) -> Vec<&User> {
        keys.iter().flat_map(|key| self.data.users.by_key(key, value)).map(|(_, user)| user).collect()
    }
}

/// Verified ones stand apart: any number of users may have the same address unverified.
fn contact_key(contact: Contact, is_verified: bool) -> &'static str {
    match (contact, is_verified) {
        (Contact::Email, true) => "email",
        (Contact::Email, false) => "unverified email",
        (Contact::PhoneNumber, true) => "phone_number",
        (Contact::PhoneNumber, false) => "unverified phone_number",
    }
}

fn both(contact: Contact) -> Vec<&'static str> {
    [true, false].map(|is_verified| contact_key(contact, is_verified)).to_vec()
}

/// None of the three has a line break: a provider's name has no blanks, and the others come from single lines.
fn link_key(provider_name: &str, claim: &str, value: &str) -> String {
    format!("{provider_name}\n{claim}\n{value}")
}
