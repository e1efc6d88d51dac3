//! What every page is made of.

mod alert;
mod authenticator_key;
mod card;
mod choice_list;
mod code_field;
mod copy_button;
mod field;
mod form;
mod guard;
mod heading;
mod icon;
mod loaded;
mod password_field;
mod password_rules;
mod resend_button;
mod section;
mod submit;

pub use alert::{Alert, Status};
pub use authenticator_key::{AuthenticatorKey, in_groups_of_four};
pub use card::Card;
pub use choice_list::{Choice, ChoiceList};
pub use code_field::CodeField;
pub use copy_button::CopyButton;
pub use field::{FieldState, TextField};
pub use form::{Form, Submission};
pub use guard::{SignedIn, SignedOut, one_moment};
pub use heading::{Heading, mark, provide_heading_focus};
pub use icon::Icon;
pub use loaded::{Loaded, Reading, ReadingProgress};
pub use password_field::PasswordField;
pub use password_rules::PasswordRules;
pub use resend_button::ResendButton;
pub use section::Section;
pub use submit::aria_busy;
