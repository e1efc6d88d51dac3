//! A [`View`] among views of Leptos.

use leptos::{
    attr::any_attribute::AnyAttribute,
    prelude::*,
    tachys::{
        hydration::Cursor,
        no_attrs,
        view::{Position, PositionState},
    },
};

use super::{Drawn, View};

impl Render for View {
    type State = Drawn;

    fn build(self) -> Drawn {
        self.draw()
    }

    fn rebuild(self, drawn: &mut Drawn) {
        self.draw_over(drawn);
    }
}

no_attrs!(View);

/// The app is drawn in browsers only, and never taken over from a server's HTML.
impl RenderHtml for View {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Drawn {
        self.draw()
    }

    fn into_owned(self) -> Self {
        self
    }
}
