//! What a browser or an app sends.

use std::collections::BTreeMap;

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use cookie::{Cookie, SameSite};

/// One request.
pub(super) struct Call {
    pub(super) query: Parameters,
    /// Of the body, where it is a form.
    pub(super) form: Parameters,
    /// The header Authorization.
    pub(super) authorization: Option<String>,
    /// By name.
    cookies: BTreeMap<String, String>,
}

/// Names and values of a query or a form.
#[derive(Default)]
pub(super) struct Parameters {
    values: BTreeMap<String, String>,
    /// Whether a name came twice, which RFC 6749, section 3.1, forbids.
    pub(super) has_doubles: bool,
}

impl Call {
    pub(super) fn read(query: &str, headers: &HeaderMap, body: &[u8]) -> Self {
        let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).unwrap_or_default();
        let kind = text(header::CONTENT_TYPE).split(';').next().unwrap_or_default().trim();
        let is_form = kind.eq_ignore_ascii_case("application/x-www-form-urlencoded");
        let cookies = headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(Cookie::split_parse)
            .filter_map(Result::ok)
            .map(|cookie| (cookie.name().to_owned(), cookie.value().to_owned()))
            .collect();
        Self {
            query: Parameters::read(query.as_bytes()),
            form: if is_form { Parameters::read(body) } else { Parameters::default() },
            authorization: Some(text(header::AUTHORIZATION).to_owned()).filter(|value| !value.is_empty()),
            cookies,
        }
    }

    pub(super) fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }
}

impl Parameters {
    pub(super) fn read(encoded: &[u8]) -> Self {
        let mut read = Self::default();
        for (name, value) in form_urlencoded::parse(encoded) {
            read.has_doubles |= read.values.insert(name.into_owned(), value.into_owned()).is_some();
        }
        read
    }

    /// A value; one that is empty counts as none (RFC 6749, section 3.1).
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// Names and values.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// As a query, with these in the place of those of the same name.
    pub(super) fn encoded_with(&self, others: &[(&str, &str)]) -> String {
        let kept = self.values.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let kept = kept.filter(|(name, _)| others.iter().all(|(other, _)| other != name));
        query(kept.chain(others.iter().copied()))
    }

    pub(super) fn encoded(&self) -> String {
        self.encoded_with(&[])
    }
}

/// application/x-www-form-urlencoded.
pub(super) fn query<'a>(parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish()
}

/// `url` with further parameters.
pub(super) fn with_query<'a>(url: &str, parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let separator = if url.contains('?') { '&' } else { '?' };
    format!("{url}{separator}{}", query(parameters))
}

/// Sends a browser elsewhere.
pub(super) fn redirect(to: &str) -> Response {
    match HeaderValue::from_str(to) {
        Ok(to) => (StatusCode::FOUND, [(header::LOCATION, to)]).into_response(),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}

/// Gives a browser a cookie; without `seconds` it lives as long as the browser runs, with 0 it is gone. It has no
/// `Secure`, because this server has no TLS and is reached from its own machine alone.
pub(super) fn with_cookie(mut response: Response, name: &str, value: &str, seconds: Option<i64>) -> Response {
    let mut cookie = Cookie::new(name, value);
    cookie.set_path("/");
    cookie.set_http_only(true);
    // Lax: the way back from a provider and from an app begins on another site.
    cookie.set_same_site(SameSite::Lax);
    cookie.set_max_age(seconds.map(cookie::time::Duration::seconds));
    if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters() {
        let read = Parameters::read(b"a=1&empty=&blank=x+y%20z&amp=%26");
        assert_eq!((read.get("a"), read.get("empty"), read.get("none")), (Some("1"), None, None));
        assert_eq!((read.get("blank"), read.get("amp")), (Some("x y z"), Some("&")));
        assert!(!read.has_doubles && Parameters::read(b"a=1&a=1").has_doubles);
        assert_eq!(read.encoded_with(&[("a", "2 3")]), "amp=%26&blank=x+y+z&empty=&a=2+3");
        assert_eq!(with_query("app://x?y=1", [("code", "2")]), "app://x?y=1&code=2");
    }
}
