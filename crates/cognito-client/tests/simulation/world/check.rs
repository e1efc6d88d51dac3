//! Whether what is stored is what ought to be.

use super::{Broken, Mutation, Place, Rule, World};

impl World {
    /// Whether the tokens of a copy were spent, and no tab has what came for them, or none can tell.
    fn is_hopeless(&self, copy: Place, sign_in: u64) -> bool {
        let was_spent = self.held.borrow().get(&copy).is_some_and(|held| self.spent_by_copies.borrow().contains(held));
        let others =
            self.open.borrow().iter().map(|tab| Place::Tab(*tab)).filter(|place| *place != copy).collect::<Vec<_>>();
        let is_there = |place: Place| {
            let token = self.stored_token(place);
            token.is_some_and(|token| {
                let is_newer = !self.spent_by_copies.borrow().contains(&token);
                is_newer && self.pool.borrow().sign_in_of(&token) == Some(sign_in)
            })
        };
        was_spent && (self.mutation == Mutation::CopiesDeaf || !others.into_iter().any(is_there))
    }

    /// After every step.
    pub(crate) fn check(&self) {
        if !self.has_changed.take() {
            return;
        }
        let tabs: Vec<usize> = self.open.borrow().iter().copied().collect();
        for place in tabs.into_iter().map(Place::Tab).chain([Place::Shared]) {
            self.check_place(place);
        }
    }

    fn check_place(&self, place: Place) {
        let token = self.stored_token(place);
        let stored = token.as_deref().and_then(|token| self.pool.borrow().sign_in_of(token));
        let expected = self.signed_in.borrow().get(&place).copied();
        match (stored, expected) {
            _ if stored == expected => {
                if let Some(token) = token {
                    self.held.borrow_mut().insert(place, token);
                }
            }
            (None, Some(lost)) => {
                let was_refused =
                    self.held.borrow().get(&place).is_some_and(|held| self.refused.borrow().contains(held));
                if !was_refused && !self.is_hopeless(place, lost) {
                    self.fail(Rule::EndedByRefusalAlone, format!("sign-in {lost} is lost from {place:?}"));
                }
                self.events.borrow_mut().ended += 1;
                self.signed_in.borrow_mut().remove(&place);
                self.forget_spent(place);
            }
            (Some(left), expected) => {
                let how = format!("tokens of {left} are stored in {place:?} instead of {expected:?}");
                self.fail(Rule::NothingAfterSignOut, how);
            }
            (None, None) => {}
        }
    }

    pub(crate) fn fail(&self, rule: Rule, how: String) {
        if self.mutation.has_late_store() && !matches!(rule, Rule::OneRefreshAtATime | Rule::NoSpentToken) {
            // A tab cannot know before it sees it who has signed in or out.
            return;
        }
        self.say(|| format!("broken: {rule:?}: {how}"));
        self.broken.borrow_mut().get_or_insert(Broken { rule, how });
    }
}
