//! What people fill in: checked here, and passed on as values that are known to be good.

mod asked;
mod attribute;
mod code;
mod email;
mod field;
mod identifier;
mod login;
mod new_password;
mod normal;
mod password;
mod phone;
mod sign_up;
mod validated;

pub use self::{
    asked::{Asked, LONGEST, expression, fields_of},
    attribute::{AttributeKind, EDITED, PERSONAL_ATTRIBUTES, initials},
    code::{CodeForm, ConfirmForm, compact_code},
    email::{EmailForm, is_email},
    field::{Field, Problem, Problems},
    identifier::{Identifier, Identifiers, is_of_domain, telnum_in},
    login::LoginForm,
    new_password::{ChangePasswordForm, NewPasswordForm, ResetPasswordForm},
    normal::{is_blank, narrow, normalized},
    password::{PasswordPolicy, PasswordRule},
    phone::{CallingCode, calling_code, compact_telnum, grouped_telnum},
    sign_up::{NewAccount, SignUpForm},
};
