//! The pages of managed login. None has a script but the one that asks for a passkey, which no form can.

use axum::{http::StatusCode, response::Response};
use url::Url;

use super::{
    browser::FORM_FIELD,
    language::{Language, Words},
};
use crate::pages::{Page, escaped};

/// Where the script is that asks the browser for a passkey.
pub(super) const PASSKEY_SCRIPT: &str = "/managed-login/passkey.js";

/// What every form has.
pub(super) struct Form<'a> {
    pub(super) status: StatusCode,
    pub(super) language: Language,
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
    /// The question of a challenge, if this page can ask it. `options` is what there is to choose, the request for a passkey, or
    /// the secret of an authenticator app.
    pub(super) fn of(challenge: &'a str, name: &'a str, session: &'a str, options: &'a str) -> Option<Self> {
        let known =
            ["SMS_MFA", "SMS_OTP", "EMAIL_OTP", "SOFTWARE_TOKEN_MFA", "SELECT_MFA_TYPE", "NEW_PASSWORD_REQUIRED"];
        // Without options there is nothing to answer.
        let with_options = ["MFA_SETUP", "WEB_AUTHN"].contains(&challenge) && !options.is_empty();
        (known.contains(&challenge) || with_options).then_some(Self::Challenge { challenge, name, session, options })
    }

    fn fields(&self, words: &Words) -> String {
        match self {
            Self::Password { name } => format!(
                "<label>{}<input name=\"username\" autocomplete=\"username\" required value=\"{}\"></label>\
                 <label>{}<input name=\"password\" type=\"password\" autocomplete=\"current-password\" required>\
                 </label>",
                words.user_name,
                escaped(name),
                words.password
            ),
            Self::Challenge { challenge, name, session, options } => {
                let kept = [("username", name), ("challenge", challenge), ("session", session), ("options", options)];
                let hidden = |(name, value): (&str, &&str)| {
                    format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">", escaped(value))
                };
                kept.map(hidden).concat() + &answer_field(challenge, options, words)
            }
        }
    }
}

fn answer_field(challenge: &str, options: &str, words: &Words) -> String {
    match challenge {
        "SELECT_MFA_TYPE" => {
            let names: Vec<String> = serde_json::from_str(options).unwrap_or_default();
            let option = |name: &String| {
                let (value, label) = (escaped(name), factor_label(name, words));
                format!("<label><input type=\"radio\" name=\"answer\" required value=\"{value}\"> {label}</label>")
            };
            names.iter().map(option).collect()
        }
        // The script fills it in.
        "WEB_AUTHN" => "<input type=\"hidden\" name=\"answer\" value=\"\">".to_owned(),
        "MFA_SETUP" => format!(
            "<p>{} <code>{}</code></p>\
             <label>{}<input name=\"answer\" inputmode=\"numeric\" autocomplete=\"one-time-code\" required></label>",
            words.add_key,
            escaped(options),
            factor_label(challenge, words)
        ),
        "NEW_PASSWORD_REQUIRED" => format!(
            "<label>{}<input name=\"answer\" type=\"password\" autocomplete=\"new-password\" required></label>",
            words.new_password
        ),
        _ => format!(
            "<label>{}<input name=\"answer\" inputmode=\"numeric\" autocomplete=\"one-time-code\" required></label>",
            factor_label(challenge, words)
        ),
    }
}

fn factor_label<'a>(name: &str, words: &'a Words) -> &'a str {
    match name {
        "SMS_MFA" | "SMS_OTP" => &words.code_by_sms,
        "EMAIL_OTP" => &words.code_by_email,
        _ => &words.code_of_app,
    }
}

/// Asks, and offers the identity providers, each with its address, other ways to begin, by name and label, and links.
pub(super) fn login(
    form: &Form<'_>,
    question: Option<Question<'_>>,
    providers: &[(&str, String)],
    others: &[(&str, &str)],
    more: &[(&str, String)],
) -> Response {
    let words = form.language.words;
    let is_first = !matches!(question, Some(Question::Challenge { .. }));
    let links = providers.iter().filter(|_| is_first).map(|(name, address)| {
        let label = words.continue_with.replace("{provider}", &escaped(name));
        format!("<p><a href=\"{}\">{label}</a></p>", escaped(address))
    });
    let button = |(name, label): &(&str, &str)| {
        format!(" <button name=\"first\" value=\"{name}\" formnovalidate>{label}</button>")
    };
    let others: String = others.iter().filter(|_| is_first).map(button).collect();
    let buttons = format!("<button>{}</button>{others}", words.sign_in);
    let has_question = question.is_some();
    let needs_script = matches!(question, Some(Question::Challenge { challenge: "WEB_AUTHN", .. }));
    let asked = question.map(|question| form.with(&question.fields(words), &buttons));
    let more = if is_first && has_question { anchors(more) } else { String::new() };
    let body = format!("<h1>{}</h1>{}{more}{}", words.sign_in, asked.unwrap_or_default(), links.collect::<String>());
    let script = needs_script.then(|| format!("<script src=\"{PASSKEY_SCRIPT}\" defer></script>"));
    form.page(&words.sign_in, script.as_deref(), &body)
}

/// A field of a form.
pub(super) struct Field {
    name: String,
    /// None for one that nobody sees.
    label: Option<String>,
    autocomplete: &'static str,
    value: String,
}

impl Field {
    pub(super) fn new(name: impl Into<String>, label: impl Into<String>, autocomplete: &'static str) -> Self {
        Self { name: name.into(), label: Some(label.into()), autocomplete, value: String::new() }
    }

    pub(super) fn hidden(name: &str, value: &str) -> Self {
        Self { name: name.to_owned(), label: None, autocomplete: "off", value: value.to_owned() }
    }

    pub(super) fn with(self, value: String) -> Self {
        Self { value, ..self }
    }

    fn html(&self) -> String {
        let (name, value) = (escaped(&self.name), escaped(&self.value));
        let Some(label) = &self.label else {
            return format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">");
        };
        let kind = match self.autocomplete {
            "new-password" => "password",
            "email" => "email",
            "tel" => "tel",
            _ => "text",
        };
        format!(
            "<label>{}<input name=\"{name}\" type=\"{kind}\" autocomplete=\"{}\" value=\"{value}\"></label>",
            escaped(label),
            self.autocomplete
        )
    }
}

/// A page with a form, another button if there is one, and links.
pub(super) fn sheet(
    form: &Form<'_>,
    title: &str,
    fields: &[Field],
    second: Option<(&str, &str)>,
    links: &[(&str, String)],
) -> Response {
    let fields: String = fields.iter().map(Field::html).collect();
    let second = second.map(|(answer, label)| format!(" <button name=\"answer\" value=\"{answer}\">{label}</button>"));
    let buttons = format!("<button>{}</button>{}", form.language.words.r#continue, second.unwrap_or_default());
    let body = format!("<h1>{title}</h1>{}{}", form.with(&fields, &buttons), anchors(links));
    form.page(title, None, &body)
}

fn anchors(links: &[(&str, String)]) -> String {
    links.iter().map(|(label, address)| format!("<p><a href=\"{}\">{label}</a></p>", escaped(address))).collect()
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
    form.page(&name, None, &body)
}

/// Why there is no way on.
pub(super) fn error(why: &str) -> Response {
    let body =
        format!("<h1>An error was encountered with the requested page.</h1><p role=\"alert\">{}</p>", escaped(why));
    let (status, title) = (StatusCode::BAD_REQUEST, "Error – local user pool");
    Page { status, title, body: &body, ..Page::default() }.response()
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

    /// Of that title, which is HTML, with a script if there is one.
    fn page(&self, title: &str, script: Option<&str>, body: &str) -> Response {
        Page {
            status: self.status,
            language: self.language.tag,
            title: &format!("{title} – local user pool"),
            head: script.unwrap_or_default(),
            body,
            form_action: &self.leads(),
            has_script: script.is_some(),
        }
        .response()
    }

    /// Browsers check where a form's answer redirects to against the policy as well.
    fn leads(&self) -> String {
        let origin = Url::parse(self.leads_to).map(|url| match url.origin() {
            origin if origin.is_tuple() => origin.ascii_serialization(),
            _ => format!("{}:", url.scheme()),
        });
        format!("'self' {}", origin.unwrap_or_default())
    }
}
