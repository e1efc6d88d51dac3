//! What components of this app have inside.

use std::sync::Arc;

use leptos::children::{ChildrenOptContainer, ToChildren};

use super::{Child, View};

/// What is drawn inside of a component, once.
pub struct Children(Box<dyn FnOnce() -> View + Send>);

impl Children {
    pub fn of<C: Child>(draw: impl FnOnce() -> C + Send + 'static) -> Self {
        Self(Box::new(move || draw().into_child()))
    }

    pub fn draw(self) -> View {
        (self.0)()
    }
}

/// For `view!`, where components stand inside of each other.
impl<C: Child, F: FnOnce() -> C + Send + 'static> ToChildren<F> for Children {
    fn to_children(draw: F) -> Self {
        Self::of(draw)
    }
}

/// The same of a text.
impl<C: Child + Send + 'static> ToChildren<ChildrenOptContainer<C>> for Children {
    fn to_children(text: ChildrenOptContainer<C>) -> Self {
        Self::of(move || text.0)
    }
}

/// What is drawn inside of a component, as often as it is wanted.
#[derive(Clone)]
pub struct ChildrenFn(Arc<dyn Fn() -> View + Send + Sync>);

impl ChildrenFn {
    pub fn of<C: Child>(draw: impl Fn() -> C + Send + Sync + 'static) -> Self {
        Self(Arc::new(move || draw().into_child()))
    }

    pub fn draw(&self) -> View {
        (self.0)()
    }
}

/// For `view!`, where components stand inside of each other.
impl<C: Child, F: Fn() -> C + Send + Sync + 'static> ToChildren<F> for ChildrenFn {
    fn to_children(draw: F) -> Self {
        Self::of(draw)
    }
}
