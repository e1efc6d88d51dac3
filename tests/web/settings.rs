pub mod document;
mod plain;

use cognito_client::token_store::cookies::{CookieOptions, SameSite};
use leptos::prelude::document;
use leptos_cognito::{
    forms::PasswordPolicy as Policy,
    language::Wording,
    settings::{Flow, Provider, Setting, SettingProblem, Settings},
    token_place::TokenPlace,
};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

use Setting::{
    AnalyticsEndpointId, ClientId, ClientMetadata, Cookies, Domain, Endpoint, IdentityEndpoint, IdentityPoolId,
    KeepSignedIn, PasswordPolicy, PlainPassword, Providers, Scopes, SignInFlow, SignUpPassword, TokenStore, UserPoolId,
    ValidationData,
};
use SettingProblem::{Insecure, Malformed, Missing};

pub const POOL: &str = "eu-west-1_AbC123xyz";
pub const CLIENT: &str = "4h57kexample0client0id0abc";

/// A `<meta>` tag in the document for as long as this lives.
pub struct Meta(Element);

impl Meta {
    pub fn put(setting: Setting, content: &str) -> Self {
        let name = setting.meta_name();
        // A test that failed left its own behind.
        if let Ok(Some(left_behind)) = document().query_selector(&format!("meta[name={name}]")) {
            left_behind.remove();
        }
        let meta = document().create_element("meta").expect("a document makes elements");
        meta.set_attribute("name", name).expect("a name");
        meta.set_attribute("content", content).expect("a content");
        document().head().expect("the document has a head").append_child(&meta).expect("a head takes children");
        Self(meta)
    }

    /// The settings of an app that has a service, and these besides.
    pub fn of_app(settings: &[(Setting, &str)]) -> Vec<Self> {
        let own = [(UserPoolId, POOL), (ClientId, CLIENT), (Endpoint, "http://localhost:1/")];
        own.iter().chain(settings).map(|(setting, content)| Self::put(*setting, content)).collect()
    }
}

impl Drop for Meta {
    fn drop(&mut self) {
        self.0.remove();
    }
}

fn parse(pool: Option<&str>, client: Option<&str>, endpoint: Option<&str>) -> Result<Settings, Vec<SettingProblem>> {
    Settings::parse(|setting| {
        let given = match setting {
            UserPoolId => pool,
            ClientId => client,
            Endpoint => endpoint,
            _ => None,
        };
        given.map(ToOwned::to_owned)
    })
}

/// What comes of one more setting beside those that are required.
fn parse_with(setting: Setting, value: &str) -> Result<Settings, Vec<SettingProblem>> {
    Settings::parse(|asked| match asked {
        UserPoolId => Some(POOL.to_owned()),
        ClientId => Some(CLIENT.to_owned()),
        _ => (asked == setting).then(|| value.to_owned()),
    })
}

/// What this build was given; most have nothing.
fn built_in(setting: Setting) -> Option<String> {
    let given = match setting {
        UserPoolId => option_env!("COGNITO_USER_POOL_ID"),
        ClientId => option_env!("COGNITO_CLIENT_ID"),
        Endpoint => option_env!("COGNITO_ENDPOINT"),
        SignInFlow => option_env!("COGNITO_SIGN_IN_FLOW"),
        PlainPassword => option_env!("COGNITO_PLAIN_PASSWORD"),
        SignUpPassword => option_env!("COGNITO_SIGN_UP_PASSWORD"),
        PasswordPolicy => option_env!("COGNITO_PASSWORD_POLICY"),
        ClientMetadata => option_env!("COGNITO_CLIENT_METADATA"),
        ValidationData => option_env!("COGNITO_VALIDATION_DATA"),
        AnalyticsEndpointId => option_env!("COGNITO_ANALYTICS_ENDPOINT_ID"),
        IdentityPoolId => option_env!("COGNITO_IDENTITY_POOL_ID"),
        IdentityEndpoint => option_env!("COGNITO_IDENTITY_ENDPOINT"),
        TokenStore => option_env!("COGNITO_TOKEN_STORE"),
        Cookies => option_env!("COGNITO_COOKIES"),
        KeepSignedIn => option_env!("COGNITO_KEEP_SIGNED_IN"),
        Domain => option_env!("COGNITO_DOMAIN"),
        Providers => option_env!("COGNITO_PROVIDERS"),
        Scopes => option_env!("COGNITO_SCOPES"),
    };
    given.map(ToOwned::to_owned)
}

#[wasm_bindgen_test]
fn ids_are_required_and_well_formed() {
    for (case, pool, client, problems) in [
        ("nothing", None, None, vec![Missing(UserPoolId), Missing(ClientId)]),
        ("empty", Some(""), Some(""), vec![Missing(UserPoolId), Missing(ClientId)]),
        ("no pool", None, Some(CLIENT), vec![Missing(UserPoolId)]),
        ("no client", Some(POOL), None, vec![Missing(ClientId)]),
        ("pool without a name", Some("eu-west-1"), Some(CLIENT), vec![Malformed(UserPoolId)]),
        ("pool with an empty name", Some("eu-west-1_"), Some(CLIENT), vec![Malformed(UserPoolId)]),
        ("pool without a region", Some("_AbC123xyz"), Some(CLIENT), vec![Malformed(UserPoolId)]),
        ("pool as an address", Some("https://eu-west-1_AbC"), Some(CLIENT), vec![Malformed(UserPoolId)]),
        ("client with a dash", Some(POOL), Some("4h57k-abc"), vec![Malformed(ClientId)]),
        ("client with a space", Some(POOL), Some("4h57k abc"), vec![Malformed(ClientId)]),
        ("both malformed", Some("x"), Some("-"), vec![Malformed(UserPoolId), Malformed(ClientId)]),
        ("exchanged", Some(CLIENT), Some(POOL), vec![Malformed(UserPoolId), Malformed(ClientId)]),
    ] {
        assert_eq!(parse(pool, client, None), Err(problems), "{case}");
    }
    let everything = parse(None, Some("-"), Some("ftp://example.com"));
    assert_eq!(
        everything,
        Err(vec![Missing(UserPoolId), Malformed(ClientId), Malformed(Endpoint)]),
        "every problem is told at once"
    );
}

#[wasm_bindgen_test]
fn endpoint_comes_from_the_region() {
    for (pool, endpoint) in [
        ("eu-west-1_AbC123xyz", "https://cognito-idp.eu-west-1.amazonaws.com/"),
        ("us-gov-west-1_AbC123xyz", "https://cognito-idp.us-gov-west-1.amazonaws.com/"),
        ("cn-north-1_AbC123xyz", "https://cognito-idp.cn-north-1.amazonaws.com.cn/"),
    ] {
        for given in [None, Some("")] {
            let config =
                parse(Some(pool), Some(CLIENT), given).unwrap_or_else(|problems| panic!("{pool}: {problems:?}"));
            assert_eq!(config.endpoint, endpoint, "{pool}, endpoint {given:?}");
            assert_eq!(config.user_pool_id.as_str(), pool, "{pool}");
            assert_eq!(config.client_id.as_str(), CLIENT, "{pool}");
        }
    }
}

/// Which addresses are safe is tested where that is decided: `transport` of cognito-client.
#[wasm_bindgen_test]
fn addresses_are_over_tls_or_on_this_machine() {
    let all = [Endpoint, IdentityEndpoint, Domain];
    for (address, problem) in [
        ("https://cognito-idp.eu-west-1.amazonaws.com", None),
        ("https://proxy.example.com:8443/", None),
        ("https://localhost:9229", None),
        ("http://localhost:9229", None),
        ("http://localhost", None),
        ("http://127.0.0.1:9229", None),
        ("http://127.9.9.9", None),
        ("http://[::1]:9229", None),
        ("http://cognito-idp.eu-west-1.amazonaws.com/", Some(Insecure as fn(Setting) -> SettingProblem)),
        ("http://localhost.example.com", Some(Insecure)),
        ("http://pool.localhost:9229", Some(Insecure)),
        ("http://127.0.0.1.example.com", Some(Insecure)),
        ("http://localhost@example.com", Some(Insecure)),
        ("http://example.com#@localhost", Some(Insecure)),
        ("http://example.com\\@localhost", Some(Insecure)),
        ("http://example.com/localhost", Some(Insecure)),
        ("http://0.0.0.0:9229", Some(Insecure)),
        ("http://192.168.0.2:9229", Some(Insecure)),
        ("http://[::]", Some(Insecure)),
        ("https://somebody@example.com", Some(Malformed)),
        ("https://somebody:secret@localhost", Some(Malformed)),
        ("localhost:9229", Some(Malformed)),
        ("cognito-idp.eu-west-1.amazonaws.com", Some(Malformed)),
        ("//example.com", Some(Malformed)),
        ("/cognito", Some(Malformed)),
        ("https://", Some(Malformed)),
        ("https://exam ple.com", Some(Malformed)),
        ("ftp://localhost", Some(Malformed)),
        ("ws://localhost", Some(Malformed)),
        ("javascript:alert(1)", Some(Malformed)),
        ("data:text/plain,x", Some(Malformed)),
        ("nonsense", Some(Malformed)),
    ] {
        for setting in all {
            let found = parse_with(setting, address).err();
            assert_eq!(found, problem.map(|problem| vec![problem(setting)]), "{setting:?}: {address}");
        }
    }
    for endpoint in ["http://LOCALHOST:9229/", "https://proxy.example.com/cognito"] {
        let found = parse(Some(POOL), Some(CLIENT), Some(endpoint)).map(|config| config.endpoint);
        assert_eq!(found, Ok(endpoint.to_owned()), "as it stands there");
    }
}

#[wasm_bindgen_test]
fn meta_tag_wins_over_the_build() {
    assert_eq!(Settings::load(), Settings::parse(built_in), "without meta tags: what was built in");
    {
        let _pool = Meta::put(UserPoolId, POOL);
        let _client = Meta::put(ClientId, &format!("  {CLIENT}\n"));
        let _endpoint = Meta::put(Endpoint, "http://localhost:9229");
        let expected = parse(Some(POOL), Some(CLIENT), Some("http://localhost:9229"));
        assert!(expected.is_ok(), "the settings of this test are right");
        assert_eq!(Settings::load(), expected, "with meta tags");
    }
    {
        let _pool = Meta::put(UserPoolId, "malformed");
        let problems = Settings::load().expect_err("the tag is malformed");
        assert!(problems.contains(&Malformed(UserPoolId)), "a malformed tag is not passed over: {problems:?}");
    }
    {
        let _tags = [UserPoolId, ClientId, Endpoint].map(|setting| Meta::put(setting, "  "));
        assert_eq!(Settings::load(), Settings::parse(built_in), "with empty meta tags: what was built in");
    }
    assert_eq!(Settings::load(), Settings::parse(built_in), "after the meta tags have gone");
}

#[wasm_bindgen_test]
fn the_flow_is_one_that_cognito_knows() {
    for (name, flow, begins_with_password) in [
        ("", Some(Flow::Srp), true),
        ("USER_SRP_AUTH", Some(Flow::Srp), true),
        ("USER_PASSWORD_AUTH", Some(Flow::PlainPassword), true),
        ("CUSTOM_AUTH", Some(Flow::Custom), false),
        ("CUSTOM_AUTH_WITH_SRP", Some(Flow::SrpAndCustom), true),
        ("USER_AUTH", Some(Flow::UserAuth), false),
        ("user_auth", None, false),
        ("REFRESH_TOKEN_AUTH", None, false),
    ] {
        let config = parse_with(SignInFlow, name);
        match flow {
            Some(flow) => {
                assert_eq!(config.map(|config| config.flow), Ok(flow), "{name:?}");
                assert_eq!(flow.begins_with_password(), begins_with_password, "{name:?}");
            }
            None => assert_eq!(config, Err(vec![Malformed(SignInFlow)]), "{name:?}"),
        }
    }
}

#[wasm_bindgen_test]
fn the_password_itself_is_sent_where_the_owner_says_so_alone() {
    for (value, expected) in [
        ("", Ok(false)),
        ("never", Ok(false)),
        ("allowed", Ok(true)),
        ("true", Err(vec![Malformed(PlainPassword)])),
        ("Allowed", Err(vec![Malformed(PlainPassword)])),
    ] {
        let config = parse_with(PlainPassword, value);
        assert_eq!(config.map(|config| config.allows_plain_password), expected, "{value:?}");
    }
}

#[wasm_bindgen_test]
fn accounts_have_a_password_unless_told_otherwise() {
    for (value, expected) in
        [("", Ok(true)), ("required", Ok(true)), ("none", Ok(false)), ("no", Err(vec![Malformed(SignUpPassword)]))]
    {
        let config = parse_with(SignUpPassword, value);
        assert_eq!(config.map(|config| config.asks_sign_up_password), expected, "{value:?}");
    }
}

#[wasm_bindgen_test]
fn the_password_policy_is_the_pools_or_else_cognitos() {
    let default = Policy::default;
    for (json, expected) in [
        ("", Some(default())),
        ("{}", Some(default())),
        (r#"{"MinimumLength":6}"#, Some(Policy { minimum_length: 6, ..default() })),
        (r#"{"RequireSymbols":false}"#, Some(Policy { require_symbols: false, ..default() })),
        (
            // As DescribeUserPool has it.
            r#"{"MinimumLength":12.0,"RequireUppercase":false,"RequireLowercase":true,"RequireNumbers":false,
                "RequireSymbols":false,"PasswordHistorySize":3,"TemporaryPasswordValidityDays":7}"#,
            Some(Policy {
                minimum_length: 12,
                require_lowercase: true,
                require_uppercase: false,
                require_numbers: false,
                require_symbols: false,
            }),
        ),
        (r#"{"MinimumLength":5}"#, None),
        (r#"{"MinimumLength":100}"#, None),
        (r#"{"MinimumLength":8.5}"#, None),
        (r#"{"MinimumLength":"8"}"#, None),
        (r#"{"RequireSymbols":"no"}"#, None),
        (r#"{"RequireSymbol":false}"#, None),
        ("8", None),
        ("{MinimumLength:8}", None),
    ] {
        let config = parse_with(PasswordPolicy, json);
        let expected = expected.ok_or(vec![Malformed(PasswordPolicy)]);
        assert_eq!(config.map(|config| config.password_policy), expected, "{json}");
    }
}

#[wasm_bindgen_test]
fn metadata_is_a_json_object_of_texts() {
    let pairs = |pairs: &[(&str, &str)]| {
        Some(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<Vec<_>>())
    };
    for (json, expected) in [
        ("", pairs(&[])),
        ("{}", pairs(&[])),
        (r#"{"source":"web","ä":""}"#, pairs(&[("source", "web"), ("ä", "")])),
        (r#"{"source":1}"#, None),
        (r#"{"source":null}"#, None),
        (r#"["source"]"#, None),
        (r#""source""#, None),
        ("null", None),
        ("{source:web}", None),
    ] {
        let metadata = parse_with(ClientMetadata, json);
        let validation = parse_with(ValidationData, json);
        match expected {
            Some(expected) => {
                assert_eq!(metadata.map(|config| config.client_metadata), Ok(expected.clone()), "{json}");
                assert_eq!(validation.map(|config| config.validation_data), Ok(expected), "{json}");
            }
            None => {
                assert_eq!(metadata, Err(vec![Malformed(ClientMetadata)]), "{json}");
                assert_eq!(validation, Err(vec![Malformed(ValidationData)]), "{json}");
            }
        }
    }
}

#[wasm_bindgen_test]
fn an_analytics_endpoint_is_taken_as_it_is() {
    for (value, expected) in [("", None), ("4b5c", Some("4b5c".to_owned()))] {
        let config = parse_with(AnalyticsEndpointId, value);
        assert_eq!(config.map(|config| config.analytics_endpoint_id), Ok(expected), "{value:?}");
    }
}

#[wasm_bindgen_test]
fn an_identity_pool_answers_where_its_endpoint_says_or_else_where_the_user_pool_does() {
    const ID: &str = "eu-west-1:12345678-1234-1234-1234-123456789012";
    for (case, endpoint, identity_endpoint, expected) in [
        ("Cognito itself", None, None, "https://cognito-identity.eu-west-1.amazonaws.com/"),
        ("a local user pool", Some("http://localhost:9230/"), None, "http://localhost:9230/"),
        ("its own", Some("http://localhost:9230/"), Some("https://example.com/"), "https://example.com/"),
    ] {
        let config = Settings::parse(|setting| {
            let given = match setting {
                UserPoolId => Some(POOL),
                ClientId => Some(CLIENT),
                Endpoint => endpoint,
                IdentityPoolId => Some(ID),
                IdentityEndpoint => identity_endpoint,
                _ => None,
            };
            given.map(ToOwned::to_owned)
        });
        let pool = config.expect("it is well formed").identity_pool.expect("it is set");
        assert_eq!((pool.id.as_str(), pool.endpoint.as_str()), (ID, expected), "{case}");
    }
    assert_eq!(parse_with(IdentityPoolId, "12345678"), Err(vec![Malformed(IdentityPoolId)]));
}

/// What comes of settings beside those that are required.
fn parse_with_all(settings: &[(Setting, &str)]) -> Result<Settings, Vec<SettingProblem>> {
    Settings::parse(|asked| match asked {
        UserPoolId => Some(POOL.to_owned()),
        ClientId => Some(CLIENT.to_owned()),
        _ => settings.iter().find(|(setting, _)| *setting == asked).map(|(_, value)| (*value).to_owned()),
    })
}

#[wasm_bindgen_test]
fn tokens_have_a_place() {
    let options = |json| match parse_with_all(&[(TokenStore, "cookies"), (Cookies, json)]) {
        Ok(config) => Ok(config.token_place),
        Err(problems) => Err(problems),
    };
    let default = CookieOptions::default;
    for (case, place, expected) in [
        ("", "", Ok(TokenPlace::Local)),
        ("local", "local", Ok(TokenPlace::Local)),
        ("session", "session", Ok(TokenPlace::Session)),
        ("memory", "memory", Ok(TokenPlace::Memory)),
        ("cookies", "cookies", Ok(TokenPlace::Cookies(default()))),
        ("unknown", "indexedDB", Err(vec![Malformed(TokenStore)])),
    ] {
        let parsed = parse_with_all(&[(TokenStore, place)]).map(|config| config.token_place);
        assert_eq!(parsed, expected, "{case}");
    }
    for (json, expected) in [
        ("{}", Some(default())),
        (r#"{"domain":".example.com"}"#, Some(CookieOptions { domain: Some(".example.com".to_owned()), ..default() })),
        (r#"{"path":"/app"}"#, Some(CookieOptions { path: "/app".to_owned(), ..default() })),
        (r#"{"expires":30}"#, Some(CookieOptions { expires: Some(30), ..default() })),
        (r#"{"expires":null}"#, Some(CookieOptions { expires: None, ..default() })),
        (r#"{"secure":false}"#, Some(CookieOptions { secure: false, ..default() })),
        (r#"{"sameSite":"strict"}"#, Some(default())),
        (r#"{"sameSite":"lax"}"#, Some(CookieOptions { same_site: SameSite::Lax, ..default() })),
        (r#"{"hostPrefix":true}"#, Some(CookieOptions { host_prefix: true, ..default() })),
        (r#"{"hostPrefix":true,"domain":"example.com"}"#, None),
        (r#"{"hostPrefix":true,"path":"/app"}"#, None),
        (r#"{"hostPrefix":true,"secure":false}"#, None),
        (r#"{"hostPrefix":"true"}"#, None),
        (r#"{"sameSite":"none","secure":false}"#, None),
        (r#"{"sameSite":"Strict"}"#, None),
        (r#"{"domain":"https://example.com"}"#, None),
        (r#"{"path":"app"}"#, None),
        (r#"{"expires":0}"#, None),
        (r#"{"expires":0.5}"#, None),
        (r#"{"expires":-1}"#, None),
        (r#"{"expires":"30"}"#, None),
        (r#"{"secure":"true"}"#, None),
        (r#"{"samesite":"lax"}"#, None),
        ("[]", None),
        ("domain", None),
    ] {
        let expected = expected.map(TokenPlace::Cookies).ok_or_else(|| vec![Malformed(Cookies)]);
        assert_eq!(options(json), expected, "{json}");
    }
}

#[wasm_bindgen_test]
fn staying_signed_in_is_asked_where_tokens_last() {
    for (place, keep, expected) in [
        ("local", "", Ok(false)),
        ("local", "ask", Ok(true)),
        ("cookies", "ask", Ok(true)),
        ("session", "ask", Err(vec![Malformed(KeepSignedIn)])),
        ("memory", "ask", Err(vec![Malformed(KeepSignedIn)])),
        ("local", "always", Err(vec![Malformed(KeepSignedIn)])),
    ] {
        let parsed = parse_with_all(&[(TokenStore, place), (KeepSignedIn, keep)]).map(|config| config.asks_to_keep);
        assert_eq!(parsed, expected, "{place}, {keep:?}");
    }
}

fn malformed<T>(setting: Setting) -> Result<T, Vec<SettingProblem>> {
    Err(vec![Malformed(setting)])
}

#[wasm_bindgen_test]
fn managed_login_needs_a_domain() {
    const DOMAIN: &str = "https://auth.example.com";
    let provider = |name: Option<&str>, label: Option<&str>| Provider {
        name: name.map(ToOwned::to_owned),
        label: label.map(|label| Wording::of_all(label.to_owned())),
        ..Provider::default()
    };
    let own_page = provider(None, None);
    for (case, providers, expected) in [
        ("the domain's own page", "", Ok(vec![own_page.clone()])),
        ("one", "Google", Ok(vec![provider(Some("Google"), None)])),
        (
            "several, with labels",
            " Google, Staff = our staff,COGNITO",
            Ok(vec![provider(Some("Google"), None), provider(Some("Staff"), Some("our staff")), own_page]),
        ),
        ("a label of the own page", "COGNITO=e-mail", Ok(vec![provider(None, Some("e-mail"))])),
        ("nothing between commas", "Google,,Staff", malformed(Providers)),
        ("no name", "=Google", malformed(Providers)),
        ("no label", "Google=", malformed(Providers)),
        ("a name with a space", "My Staff", malformed(Providers)),
        ("a name that is too long", "Staff-of-the-house-and-of-the-yard", malformed(Providers)),
        ("one twice", "Google,Google=again", malformed(Providers)),
    ] {
        let parsed = parse_with_all(&[(Domain, DOMAIN), (Providers, providers)]);
        let parsed = parsed.map(|config| config.managed_login.map(|settings| settings.providers).unwrap_or_default());
        assert_eq!(parsed, expected, "{case}");
    }
    for (scopes, expected) in [
        ("", Ok("openid aws.cognito.signin.user.admin")),
        ("profile openid aws.cognito.signin.user.admin", Ok("profile openid aws.cognito.signin.user.admin")),
        ("openid profile", malformed(Scopes)),
        ("aws.cognito.signin.user.admin", malformed(Scopes)),
        ("openid,aws.cognito.signin.user.admin", malformed(Scopes)),
    ] {
        let parsed = parse_with_all(&[(Domain, DOMAIN), (Scopes, scopes)]);
        let parsed = parsed.map(|config| config.managed_login.map(|settings| settings.scopes).unwrap_or_default());
        assert_eq!(parsed, expected.map(ToOwned::to_owned), "{scopes:?}");
    }
    for (domain, is_one) in [
        (DOMAIN, true),
        ("https://auth.example.com/", true),
        ("https://auth.example.com:8443", true),
        ("http://localhost:9230", true),
        ("http://127.0.0.1:9230/", true),
        ("auth.example.com", false),
        ("https://auth.example.com/login", false),
        ("https://auth.example.com?x=1", false),
        ("https://somebody@auth.example.com", false),
        ("javascript:alert(1)", false),
    ] {
        let parsed = parse_with_all(&[(Domain, domain)]);
        let parsed = parsed.map(|config| config.managed_login.map(|settings| settings.domain));
        assert_eq!(parsed, if is_one { Ok(Some(domain.to_owned())) } else { malformed(Domain) }, "{domain}");
    }
    assert_eq!(parse_with_all(&[]).map(|config| config.managed_login), Ok(None), "without a domain");
    for setting in [Providers, Scopes] {
        let alone = parse_with_all(&[(setting, "openid aws.cognito.signin.user.admin")]);
        let problems = alone.expect_err("there is no domain");
        assert!(problems.contains(&Missing(Domain)), "{setting:?}: {problems:?}");
    }
}
