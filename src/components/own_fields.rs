use std::{collections::BTreeMap, sync::Arc};

use cognito_client::sign_up::Attribute;
use leptos::prelude::IntoView;

use crate::{platform, signals::RwSignal, ui::View};

/// Fields of the app's own in the sign-up form, for what settings cannot describe: they come below those of the settings.
/// [`AuthContext`](crate::app::AuthContext) takes them.
#[derive(Clone)]
pub struct OwnFields(Arc<dyn Fn(OwnAttributes) -> View + Send + Sync>);

/// What people fill in there, as attributes of their account.
#[derive(Clone, Copy)]
pub struct OwnAttributes {
    given: RwSignal<BTreeMap<&'static str, Given>>,
    is_tried: RwSignal<bool>,
}

enum Given {
    Value(String),
    /// Not right yet: what to focus.
    Wrong(&'static str),
}

impl OwnFields {
    /// Fields that `draw` draws, each time that the form is drawn.
    pub fn new<V: IntoView + 'static>(draw: impl Fn(OwnAttributes) -> V + Send + Sync + 'static) -> Self {
        Self(Arc::new(move |attributes| View::foreign(draw(attributes))))
    }

    pub(crate) fn draw(&self, attributes: OwnAttributes) -> View {
        (self.0)(attributes)
    }
}

impl OwnAttributes {
    pub(crate) fn begin() -> Self {
        Self { given: RwSignal::new(BTreeMap::new()), is_tried: RwSignal::new(false) }
    }

    /// Sends the attribute of that name (such as `custom:size`) with the account; an empty value is not sent.
    pub fn set(self, name: &'static str, value: impl Into<String>) {
        self.give(name, Given::Value(value.into()));
    }

    /// Holds the form back until [`set`](Self::set) says that the attribute is right. The focus goes to the element with the
    /// id `field`, where nothing else is wrong.
    pub fn refuse(self, name: &'static str, field: &'static str) {
        self.give(name, Given::Wrong(field));
    }

    /// Whether somebody has tried to send the form while an attribute was refused: the time to say what is wrong. Tells of
    /// changes, as a signal does.
    pub fn is_tried(self) -> bool {
        self.is_tried.get()
    }

    fn give(self, name: &'static str, given: Given) {
        self.given.try_update(|all| all.insert(name, given));
    }

    /// All of them, if none is refused.
    pub(crate) fn all(self) -> Option<Vec<Attribute>> {
        let (mut all, mut wrong) = (Vec::new(), None);
        self.given.with_untracked(|given| {
            for (name, given) in given {
                match given {
                    Given::Value(value) if value.is_empty() => {}
                    Given::Value(value) => all.push(Attribute { name: (*name).to_owned(), value: value.clone() }),
                    Given::Wrong(field) => wrong = wrong.or(Some(*field)),
                }
            }
        });
        let Some(field) = wrong else { return Some(all) };
        self.is_tried.set(true);
        platform::focus_soon(field.to_owned());
        None
    }
}
