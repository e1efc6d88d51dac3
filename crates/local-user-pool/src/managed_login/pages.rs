//! The pages of managed login. No scripts.

use axum::{http::StatusCode, response::Response};
use url::Url;

use super::browser::FORM_FIELD;
use crate::pages::{escaped, page_with_form};

/// What every form has.
pub(super) struct Form<'a> {
    pub(super) status: StatusCode,
    /// Where it is sent.
    pub(super) action: &'a str,
    /// The browser's form secret.
    pub(super) secret: &'a str,
    /// Where the answer may lead in the end; the policy must allow that too.
    pub(super) leads_to: &'a str,
    /// Why the last answer was not taken.
    pub(super) refusal: Option<&'a str>,
}

/// What the login page asks.
pub(super) enum Question<'a> {
    /// With the name that was typed last.
    Password {
        name: &'a str,
    },
    Challenge {
        challenge: &'a str,
        name: &'a str,
        session: &'a str,
        options: &'a str,
    },
}

impl<'a> Question<'a> {
    /// The question of a challenge, if this page can ask it. `options` is MFAS_CAN_CHOOSE.
    pub(super) fn of(challenge: &'a str, name: &'a str, session: &'a str, options: &'a str) -> Option<Self> {
        let known = ["SMS_MFA", "EMAIL_OTP", "SOFTWARE_TOKEN_MFA", "SELECT_MFA_TYPE", "NEW_PASSWORD_REQUIRED"];
        known.contains(&challenge).then_some(Self::Challenge { challenge, name, session, options })
    }

    fn fields(&self) -> String {
        match self {
            Self::Password { name } => format!(
                "<label>User name<input name=\"username\" autocomplete=\"username\" required value=\"{}\"></label>\
                 <label>Password<input name=\"password\" type=\"password\" autocomplete=\"current-password\" required>\
                 </label>",
                escaped(name)
            ),
            Self::Challenge { challenge, name, session, options } => {
                let kept = [("username", name), ("challenge", challenge), ("session", session), ("options", options)];
                let hidden = |(name, value): (&str, &&str)| {
                    format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">", escaped(value))
                };
                kept.map(hidden).concat() + &answer_field(challenge, options)
            }
        }
    }
}

fn answer_field(challenge: &str, options: &str) -> String {
    match challenge {
        "SELECT_MFA_TYPE" => {
            let names: Vec<String> = serde_json::from_str(options).unwrap_or_default();
            let option = |name: &String| {
                let (value, label) = (escaped(name), factor_label(name));
                format!("<label><input type=\"radio\" name=\"answer\" required value=\"{value}\"> {label}</label>")
            };
            names.iter().map(option).collect()
        }
        "NEW_PASSWORD_REQUIRED" => "<label>New password<input name=\"answer\" type=\"password\" \
                                    autocomplete=\"new-password\" required></label>"
            .to_owned(),
        _ => format!(
            "<label>{}<input name=\"answer\" inputmode=\"numeric\" autocomplete=\"one-time-code\" required></label>",
            factor_label(challenge)
        ),
    }
}

fn factor_label(name: &str) -> &'static str {
    match name {
        "SMS_MFA" => "Code by SMS",
        "EMAIL_OTP" => "Code by e-mail",
        _ => "Code of the authenticator app",
    }
}

/// Asks, and offers the identity providers, each with its address.
pub(super) fn login(form: &Form<'_>, question: Option<Question<'_>>, providers: &[(&str, String)]) -> Response {
    let is_first = !matches!(question, Some(Question::Challenge { .. }));
    let links = providers
        .iter()
        .filter(|_| is_first)
        .map(|(name, address)| format!("<p><a href=\"{}\">Continue with {}</a></p>", escaped(address), escaped(name)));
    let asked = question.map(|question| form.with(&question.fields(), "<button>Sign in</button>"));
    let body = format!("<h1>Sign in</h1>{}{}", asked.unwrap_or_default(), links.collect::<String>());
    form.page("Sign in – local user pool", &body)
}

/// Stands for an identity provider.
pub(super) fn provider(form: &Form<'_>, name: &str) -> Response {
    let fields = "<label>User id<input name=\"sub\" required></label>\
                  <label>Email<input name=\"email\" type=\"email\"></label>\
                  <label>Name<input name=\"name\"></label>";
    let buttons = "<button name=\"answer\" value=\"continue\">Continue</button> \
                   <button name=\"answer\" value=\"cancel\" formnovalidate>Cancel</button>";
    let name = escaped(name);
    let body = format!(
        "<h1>{name}</h1><p class=\"soft\">This page stands for the identity provider {name}. Who are you there?</p>{}",
        form.with(fields, buttons)
    );
    form.page(&format!("{name} – local user pool"), &body)
}

/// Why there is no way on.
pub(super) fn error(why: &str) -> Response {
    let body =
        format!("<h1>An error was encountered with the requested page.</h1><p role=\"alert\">{}</p>", escaped(why));
    page_with_form(StatusCode::BAD_REQUEST, "Error – local user pool", &body, "'none'")
}

impl Form<'_> {
    fn with(&self, fields: &str, buttons: &str) -> String {
        let refusal = |why: &str| format!("<p role=\"alert\">{}</p>", escaped(why));
        format!(
            "<form method=\"post\" action=\"{}\">{}<input type=\"hidden\" name=\"{FORM_FIELD}\" value=\"{}\">{fields}\
             <p>{buttons}</p></form>",
            escaped(self.action),
            self.refusal.map(refusal).unwrap_or_default(),
            escaped(self.secret),
        )
    }

    /// Browsers check where a form's answer redirects to against the policy as well.
    fn page(&self, title: &str, body: &str) -> Response {
        let origin = Url::parse(self.leads_to).map(|url| match url.origin() {
            origin if origin.is_tuple() => origin.ascii_serialization(),
            _ => format!("{}:", url.scheme()),
        });
        page_with_form(self.status, title, body, &format!("'self' {}", origin.unwrap_or_default()))
    }
}
