//! The pages a person sees: the inbox, and what a confirmation link leads to. No scripts. Those of managed login are
//! with it.

use axum::{
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
};

use crate::{
    pool::inbox::Message,
    vocabulary::{Medium, MessageKind},
};

const STYLE: &str = "\
:root{color-scheme:light dark;--line:light-dark(#d8dce3,#3a404b);--soft:light-dark(#5b6472,#a3acba);\
--card:light-dark(#fff,#1d2129);--page:light-dark(#f4f5f8,#14171c);--text:light-dark(#1b1f26,#e8eaee);\
--link:light-dark(#1d4fd7,#8fb0ff)}\
*{box-sizing:border-box}body{margin:0;background:var(--page);color:var(--text);font:16px/1.5 system-ui,sans-serif}\
main{max-width:42rem;margin:0 auto;padding:2rem 1rem}h1{font-size:1.5rem;margin:0 0 .25rem}\
p{margin:.25rem 0}.soft{color:var(--soft)}a{color:var(--link)}\
article{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1rem 1.25rem;margin:1rem 0}\
article h2{font-size:1rem;margin:0;overflow-wrap:anywhere}\
.code{font:600 1.75rem/1.4 ui-monospace,monospace;letter-spacing:.15em}\
form{margin:1rem 0}label{display:block;margin:.75rem 0}input{font:inherit}\
label input:not([type=radio]){display:block;width:100%;padding:.5rem;border:1px solid var(--line);border-radius:.5rem;\
background:var(--card);color:var(--text)}button{font:inherit;padding:.5rem 1rem}";

/// The inbox, newest first; it reloads itself.
pub(crate) fn inbox(messages: &[Message]) -> Response {
    let list: String = if messages.is_empty() {
        "<article><h2>Nothing here yet</h2><p class=\"soft\">Sign up in the app: the message with the code arrives here, \
         and this page shows it within three seconds.</p></article>"
            .to_owned()
    } else {
        messages.iter().rev().map(article).collect()
    };
    let body = format!(
        "<h1>Inbox</h1><p class=\"soft\">What the local user pool would have sent by e-mail and SMS, newest first.</p>{list}"
    );
    page(StatusCode::OK, "Inbox – local user pool", "<meta http-equiv=\"refresh\" content=\"3\">", &body)
}

fn article(message: &Message) -> String {
    let subject = match message.kind {
        MessageKind::SignUpCode | MessageKind::AttributeVerificationCode => "Your verification code",
        MessageKind::MfaCode => "Your authentication code",
        MessageKind::SignInCode => "Your sign-in code",
        MessageKind::PasswordResetCode => "Your password reset code",
        MessageKind::TemporaryPassword => "Your temporary password",
    };
    let link = message
        .link
        .as_deref()
        .map_or_else(String::new, |link| format!("<p><a href=\"{}\">Confirm this address</a></p>", escaped(link)));
    format!(
        "<article><h2>{subject}</h2><p class=\"soft\">{} to {} · <time datetime=\"{at}\">{at}</time></p>\
         <p class=\"code\">{}</p>{link}<p class=\"soft\">{}{}</p></article>",
        match message.medium {
            Medium::Email => "E-mail",
            Medium::Sms => "SMS",
        },
        escaped(&message.to),
        escaped(&message.code),
        message.subject.as_deref().map_or_else(String::new, |subject| format!("{}: ", escaped(subject))),
        escaped(&message.body),
        at = escaped(&message.at),
    )
}

/// After a confirmation link that worked.
pub(crate) fn confirmed(app_url: &str) -> Response {
    let body = format!(
        "<h1>Your registration has been confirmed.</h1><p><a href=\"{}\">Go to the app and sign in</a></p>",
        escaped(app_url)
    );
    page(StatusCode::OK, "Registration confirmed", "", &body)
}

/// After a confirmation link that did not work, with the reason.
pub(crate) fn not_confirmed(reason: &str) -> Response {
    let body = format!(
        "<h1>Your registration could not be confirmed.</h1><p>{}</p>\
         <p class=\"soft\">A link works once, and only the one that was sent last. Ask for a new code in the app.</p>",
        escaped(reason)
    );
    page(StatusCode::BAD_REQUEST, "Registration not confirmed", "", &body)
}

fn page(status: StatusCode, title: &str, head: &str, body: &str) -> Response {
    Page { status, title, head, body, ..Page::default() }.response()
}

/// What makes one page. Title, head and body are HTML.
pub(crate) struct Page<'a> {
    pub(crate) status: StatusCode,
    /// A language tag.
    pub(crate) language: &'a str,
    pub(crate) title: &'a str,
    pub(crate) head: &'a str,
    pub(crate) body: &'a str,
    /// The addresses that its forms may lead to (Content-Security-Policy).
    pub(crate) form_action: &'a str,
    /// Whether `head` names a script of this server's own.
    pub(crate) has_script: bool,
}

impl Default for Page<'_> {
    fn default() -> Self {
        Self {
            status: StatusCode::OK,
            language: "en",
            title: "",
            head: "",
            body: "",
            form_action: "'none'",
            has_script: false,
        }
    }
}

impl Page<'_> {
    pub(crate) fn response(&self) -> Response {
        let Self { status, language, title, head, body, form_action, has_script } = *self;
        let document = format!(
            "<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\"><title>{title}</title>\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">{head}<style>{STYLE}</style></head>\
             <body><main>{body}</main></body></html>"
        );
        let script = if has_script { "'self'" } else { "'none'" };
        // Escaping is the first wall; that nothing else than the style may load or run is the second.
        let policy = format!(
            "default-src 'none'; script-src {script}; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; form-action {form_action}"
        );
        (status, [(header::CONTENT_SECURITY_POLICY, policy)], Html(document)).into_response()
    }
}

pub(crate) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            _ => safe.push(letter),
        }
    }
    safe
}

/// Whether an Accept header wants HTML rather than JSON.
pub(crate) fn prefers_html(accept: &str) -> bool {
    let quality = |wanted: &str| {
        accept
            .split(',')
            .filter_map(|range| {
                let mut parts = range.split(';').map(str::trim);
                parts.next().filter(|name| name.eq_ignore_ascii_case(wanted))?;
                Some(parts.find_map(|part| part.strip_prefix("q=")?.parse::<f32>().ok()).unwrap_or(1.0))
            })
            .fold(0.0_f32, f32::max)
    };
    quality("text/html") > quality("application/json")
}

#[cfg(test)]
mod tests {
    use super::prefers_html;

    #[test]
    fn html_only_for_those_who_prefer_it() {
        let cases = [
            ("a browser", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", true),
            ("no wish", "", false),
            ("anything", "*/*", false),
            ("JSON", "application/json", false),
            ("JSON rather", "text/html;q=0.5, application/json", false),
            ("HTML rather", "text/html, application/json;q=0.9", true),
        ];
        for (name, accept, expected) in cases {
            assert_eq!(prefers_html(accept), expected, "{name}");
        }
    }
}
