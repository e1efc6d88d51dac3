//! What tabs tell each other.

use cognito_client::session::Session;

use super::{Place, Rule, World};

/// What one tab tells another.
pub(crate) struct Mail {
    pub(crate) to: usize,
    pub(crate) name: String,
    pub(crate) text: String,
}

impl World {
    /// A tab tells all who listen.
    pub(crate) fn post(&self, from: usize, name: &str, text: &str) {
        for (to, names) in self.lines.borrow().iter() {
            if *to != from && names.iter().any(|listened| listened == name) {
                let soon = self.time.now() + self.random.borrow_mut().below(30);
                let mut mail = self.mail.borrow_mut();
                // Of two texts, the first arrives first.
                let at = mail.last_key_value().map_or(soon, |((last, _), _)| soon.max(*last));
                self.sent.set(self.sent.get() + 1);
                let told = Mail { to: *to, name: name.to_owned(), text: text.to_owned() };
                mail.insert((at, self.sent.get()), told);
                self.time.stop_at(at);
            }
        }
    }

    /// What arrives by now.
    pub(crate) fn next_mail(&self) -> Option<Mail> {
        let mut mail = self.mail.borrow_mut();
        let is_due = mail.first_key_value().is_some_and(|((at, _), _)| *at <= self.time.now());
        is_due.then(|| mail.pop_first()).flatten().map(|(_, mail)| mail)
    }

    /// What another tab told has taken the place of that.
    pub(crate) fn heard(&self, tab: usize, replaced: &Session) {
        let place = Place::Tab(tab);
        self.events.borrow_mut().heard += 1;
        let (spent, stored) = (replaced.tokens().refresh_token.expose(), self.stored_token(place));
        self.say(|| format!("tab {tab}: hears of {stored:?} in the place of {spent}"));
        match stored {
            Some(stored) => {
                if self.pool.borrow().user_of(&stored) != self.pool.borrow().user_of(spent) {
                    self.fail(Rule::FreshMeansFresh, format!("tab {tab} hears of another user"));
                }
                if stored != spent {
                    self.know_spent(tab, spent);
                }
                if let Some(sign_in) = self.pool.borrow().sign_in_of(&stored) {
                    self.signed_in.borrow_mut().insert(place, sign_in);
                }
            }
            None => {
                let sign_in = self.signed_in.borrow_mut().remove(&place);
                self.forget_spent(place);
                if sign_in.is_some_and(|sign_in| !self.left.borrow().contains(&sign_in)) {
                    self.fail(Rule::EndedByRefusalAlone, format!("tab {tab} hears that {sign_in:?} is over"));
                }
            }
        }
    }
}
