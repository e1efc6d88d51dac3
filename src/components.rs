//! What every page is made of.

mod alert;
mod card;
mod field;
mod form;
mod guard;
mod password_field;
mod password_rules;
mod resend_button;
mod submit;

pub use alert::{Alert, Status};
pub use card::{Card, provide_card_focus};
pub use field::{FieldState, TextField};
pub use form::{Form, Submission};
pub use guard::{SignedIn, SignedOut, one_moment};
pub use password_field::PasswordField;
pub use password_rules::PasswordRules;
pub use resend_button::ResendButton;
pub use submit::aria_busy;
