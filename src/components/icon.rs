use crate::ui::{Element, element, of_class};

/// A small drawing beside a label, never instead of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    Password,
    Mail,
    Message,
    App,
    Passkey,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Password => "M12 15.5a4 4 0 1 1-8 0 4 4 0 0 1 8 0ZM10.8 12.7 20 3.5M16.5 7l3 3",
            Self::Mail => "M3 5.5h18v13H3zM3 7l9 6.5L21 7",
            Self::Message => "M4 4.5h16v11.5H11l-5 4V16H4zM8 10.2h8",
            Self::App => "M7 2.5h10v19H7zM11 18.2h2",
            Self::Passkey => {
                "M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM2.5 20.5c0-4 2.7-6.5 6.5-6.5 1.3 0 2.4.3 3.4.8M18 21.5v-6.7\
                 m2 4.2h-2m0-4.2a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4Z"
            }
        }
    }
}

/// Draws it.
pub fn icon(icon: Icon) -> Element {
    of_class("svg", "icon")
        .attribute("viewBox", "0 0 24 24")
        .attribute("width", "24")
        .attribute("height", "24")
        .attribute("aria-hidden", "true")
        .child(element("path").attribute("d", icon.path()))
}
