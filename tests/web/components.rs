mod alert;
mod card;
mod form;
mod password;
mod resend_button;
mod text_field;
