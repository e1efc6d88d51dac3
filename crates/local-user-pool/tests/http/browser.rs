//! A browser without a screen: cookies, forms, and redirects one at a time.

use std::collections::BTreeMap;

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use local_user_pool::Running;
use reqwest::{
    Method,
    header::{HeaderMap, LOCATION, SET_COOKIE},
    redirect::Policy,
};
use serde_json::Value;

pub const CALLBACK: &str = "http://localhost:8080/callback";
pub const CLIENT_ID: &str = "4localmanagedlogin0000001";
/// RFC 7636, appendix B.
pub const CODE_CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
pub const CODE_VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

pub struct Browser {
    http: reqwest::Client,
    base_url: String,
    pub cookies: BTreeMap<String, String>,
}

pub struct Page {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

pub fn encoded(parameters: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish()
}

/// The address of a usual request, with other parameters in the place of those of the same name; an empty one is left
/// out.
pub fn authorize(others: &[(&str, &str)]) -> String {
    let mut parameters = BTreeMap::from([
        ("response_type", "code"),
        ("client_id", CLIENT_ID),
        ("redirect_uri", CALLBACK),
        ("scope", "openid email profile aws.cognito.signin.user.admin"),
        ("state", "state-1"),
        ("nonce", "nonce-1"),
        ("code_challenge", CODE_CHALLENGE),
        ("code_challenge_method", "S256"),
    ]);
    parameters.extend(others.iter().copied());
    let parameters: Vec<_> = parameters.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    format!("/oauth2/authorize?{}", encoded(&parameters))
}

impl Browser {
    pub fn of(pool: &Running) -> Self {
        let http = reqwest::Client::builder().redirect(Policy::none()).build().unwrap();
        Self { http, base_url: pool.base_url(), cookies: BTreeMap::new() }
    }

    pub async fn get(&mut self, path: &str) -> Page {
        self.request(Method::GET, path, &[]).await
    }

    /// Follows redirects as long as they stay at the pool.
    pub async fn visit(&mut self, path: &str) -> Page {
        let mut page = self.get(path).await;
        while let Some(path) = page.path(&self.base_url) {
            page = self.get(&path).await;
        }
        page
    }

    /// Fills in the form of a page and sends it, and follows.
    pub async fn send(&mut self, page: &Page, fields: &[(&str, &str)]) -> Page {
        let mut all = page.hidden();
        all.extend(fields.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())));
        let all: Vec<_> = all.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let mut page = self.request(Method::POST, &page.action(), &all).await;
        while let Some(path) = page.path(&self.base_url) {
            page = self.get(&path).await;
        }
        page
    }

    pub async fn post(&self, path: &str, headers: &[(&str, &str)], fields: &[(&str, &str)]) -> Page {
        let mut request = self.http.post(format!("{}{path}", self.base_url));
        request = request.header("content-type", "application/x-www-form-urlencoded").body(encoded(fields));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Page::of(request.send().await.unwrap()).await
    }

    /// Exchanges what is in the address that leads back to the app.
    pub async fn exchange(&self, page: &Page, others: &[(&str, &str)]) -> Page {
        let code = page.parameter("code").unwrap();
        let mut fields = BTreeMap::from([
            ("grant_type", "authorization_code"),
            ("client_id", CLIENT_ID),
            ("redirect_uri", CALLBACK),
            ("code", &code),
            ("code_verifier", CODE_VERIFIER),
        ]);
        fields.extend(others.iter().copied());
        let fields: Vec<_> = fields.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        self.post("/oauth2/token", &[], &fields).await
    }

    /// Signs in with a password from the start.
    pub async fn sign_in(&mut self, username: &str, password: &str) -> Page {
        let page = self.visit(&authorize(&[])).await;
        self.send(&page, &[("username", username), ("password", password)]).await
    }

    async fn request(&mut self, method: Method, path: &str, fields: &[(&str, &str)]) -> Page {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request =
            self.http.request(method, format!("{}{path}", self.base_url)).header("cookie", cookies.join("; "));
        let request = request.header("content-type", "application/x-www-form-urlencoded").body(encoded(fields));
        let page = Page::of(request.send().await.unwrap()).await;
        for cookie in page.headers.get_all(SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            match cookie.contains("Max-Age=0") {
                true => drop(self.cookies.remove(name)),
                false => drop(self.cookies.insert(name.to_owned(), value.to_owned())),
            }
        }
        page
    }
}

impl Page {
    async fn of(response: reqwest::Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Self { status, headers, body: response.text().await.unwrap() }
    }

    pub fn location(&self) -> Option<&str> {
        Some(self.headers.get(LOCATION)?.to_str().unwrap())
    }

    /// Where the redirect goes, if that is at the pool.
    fn path(&self, base_url: &str) -> Option<String> {
        let location = self.location()?;
        location.strip_prefix(base_url).or(Some(location).filter(|path| path.starts_with('/'))).map(str::to_owned)
    }

    /// What the address that leads back to the app says.
    pub fn parameter(&self, name: &str) -> Option<String> {
        let query = self.location()?.strip_prefix(CALLBACK)?.strip_prefix('?')?;
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        pairs.find(|(other, _)| other == name).map(|(_, value)| value.into_owned())
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {} {}", self.status, self.body))
    }

    /// `error` of an answer, with its status.
    pub fn error(&self) -> (u16, String) {
        (self.status, self.json()["error"].as_str().unwrap_or_default().to_owned())
    }

    /// Where the form is sent.
    pub fn action(&self) -> String {
        let found = self.body.split("action=\"").nth(1).unwrap_or_else(|| panic!("no form: {}", self.body));
        found.split('"').next().unwrap().replace("&amp;", "&")
    }

    /// What the form carries.
    pub fn hidden(&self) -> BTreeMap<String, String> {
        let fields = self.body.split("<input type=\"hidden\" name=\"").skip(1);
        let pair = |field: &str| {
            let (name, rest) = field.split_once("\" value=\"").unwrap();
            (name.to_owned(), rest.split('"').next().unwrap().replace("&quot;", "\"").replace("&amp;", "&"))
        };
        fields.map(pair).collect()
    }
}

/// base64url of the left half of SHA-256.
pub fn left_half(token: &str) -> String {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, token.as_bytes());
    BASE64_URL_SAFE_NO_PAD.encode(&digest.as_ref()[..16])
}
