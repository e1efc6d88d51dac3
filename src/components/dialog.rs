use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

use crate::signals::{Effect, RwSignal, provide_context, use_context};
use crate::ui::{Child, ChildrenFn, Place, View, live, of_class};

/// The heading of a dialog names it. There is only one at a time.
pub const DIALOG_TITLE: &str = "dialog-title";

/// A dialog that is open or not.
#[derive(Clone, Copy)]
pub struct Modal {
    element: Place,
    is_open: RwSignal<bool>,
}

/// What is drawn inside of a dialog finds this among its contexts.
#[derive(Clone, Copy)]
struct InDialog;

impl Default for Modal {
    fn default() -> Self {
        Self { element: Place::new(None), is_open: RwSignal::new(false) }
    }
}

impl Modal {
    pub fn open(self) {
        self.is_open.set(true);
    }

    /// Closes it; the focus is back where it was before.
    pub fn close(self) {
        if let Some(element) = self.element() {
            element.close();
        }
        self.is_open.set(false);
    }

    pub fn is_open(self) -> bool {
        self.is_open.get()
    }

    fn element(self) -> Option<HtmlDialogElement> {
        self.element.try_get_untracked().flatten().map(JsCast::unchecked_into)
    }

    fn show(self) {
        if let Some(element) = self.element().filter(|element| !element.open()) {
            // It fails only for what has just left the page.
            element.show_modal().ok();
        }
    }
}

/// A question above the page, which waits behind it. The focus stays inside, Escape closes it. Its children are there while
/// it is open, among them a heading with the id [`DIALOG_TITLE`].
#[component]
pub fn Dialog(
    modal: Modal,
    /// However it was closed.
    on_close: Callback<()>,
    children: ChildrenFn,
) -> View {
    // Told late: it may be open again, or have gone with its page.
    let closed = move |_| {
        if modal.element().is_some_and(|element| !element.open()) {
            modal.is_open.set(false);
        }
    };
    Effect::new(move |was_open| {
        let is_open = modal.is_open.get();
        if was_open == Some(true) && !is_open {
            on_close.run(());
        }
        is_open
    });
    let content = move || {
        let content = modal.is_open.get().then(|| {
            provide_context(InDialog);
            // Before the effects of what is in it, which may move the focus.
            Effect::new(move |_| modal.show());
            children.draw()
        });
        content.into_child()
    };
    of_class("dialog", "dialog")
        .known_as(modal.element)
        .attribute("aria-labelledby", DIALOG_TITLE)
        .on("close", closed)
        .child(live(content))
        .into_child()
}

/// Whether this is drawn inside of a dialog.
pub fn is_in_dialog() -> bool {
    use_context::<InDialog>().is_some()
}
