use crate::{
    text,
    ui::{Child, View, of_class},
};

/// What stands where a page is about to be. It appears only if that takes long enough to be noticed.
pub fn one_moment() -> View {
    of_class("p", "restoring").attribute("role", "status").text(text::ONE_MOMENT).into_child()
}
