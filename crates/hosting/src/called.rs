//! Which hosts the app calls.

use anyhow::{Context as _, Result, bail};
use cognito_client::ids::{IdentityPoolId, UserPoolId};
use pool_settings::SettingsDocument;
use url::{Host, Url};

use crate::{html::tags, page};

/// What the settings of a page lead to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Called {
    /// The origins of the user pool's API, of the identity pool's, and of the user pool's domain, each once.
    Origins(Vec<String>),
    /// The page names no user pool yet: whoever serves it types that in.
    Unknown,
}

impl Called {
    /// By the page's meta tags, or else its settings document, or else what the build was set to.
    ///
    /// # Errors
    /// When a setting that an address follows from cannot be understood.
    pub fn by(html: &str) -> Result<Self> {
        let document = page::settings(html)?;
        let settings = Settings { html, document: &document };
        let Some(pool) = settings.value("cognito-user-pool-id", document.user_pool_id.as_deref()) else {
            return Ok(Self::Unknown);
        };
        let endpoint = settings.value("cognito-endpoint", document.endpoint.as_deref());
        let domain = document.managed_login.as_ref().map(|managed_login| managed_login.domain.as_str());
        let mut addresses = vec![match &endpoint {
            Some(endpoint) => endpoint.clone(),
            None => UserPoolId::parse(&pool).with_context(|| format!("{pool} is no user pool's id"))?.endpoint(),
        }];
        addresses.extend(settings.identity_endpoint(endpoint)?);
        addresses.extend(settings.value("cognito-domain", domain));
        let mut origins = Vec::new();
        for address in addresses {
            let origin = origin(&address)?;
            if !origins.contains(&origin) {
                origins.push(origin);
            }
        }
        Ok(Self::Origins(origins))
    }
}

struct Settings<'a> {
    html: &'a str,
    document: &'a SettingsDocument,
}

impl Settings<'_> {
    /// As the app reads it (src/settings/parse.rs).
    fn value(&self, meta: &str, member: Option<&str>) -> Option<String> {
        let metas = tags(self.html, "meta");
        let tag = metas.iter().find(|tag| tag.attribute("name") == Some(meta));
        let of_tag = |attribute| tag.and_then(|tag| tag.attribute(attribute));
        let given = [of_tag("content"), member, of_tag("data-build")];
        given.into_iter().flatten().map(|text| unescaped(text.trim())).find(|text| !text.is_empty())
    }

    fn identity_endpoint(&self, endpoint: Option<String>) -> Result<Option<String>> {
        let pool = self.document.identity_pool.as_ref();
        let Some(id) = self.value("cognito-identity-pool-id", pool.map(|pool| pool.id.as_str())) else {
            return Ok(None);
        };
        let own = pool.and_then(|pool| pool.endpoint.as_deref());
        let named = self.value("cognito-identity-endpoint", own).or(endpoint);
        let by_id = || IdentityPoolId::parse(&id).with_context(|| format!("{id} is no identity pool's id"));
        named.map_or_else(|| by_id().map(|id| Some(id.endpoint())), |named| Ok(Some(named)))
    }
}

/// As `cargo xtask build` writes attributes.
fn unescaped(text: &str) -> String {
    text.replace("&quot;", "\"").replace("&amp;", "&")
}

/// Scheme, host and port; none of what would end a directive.
fn origin(address: &str) -> Result<String> {
    let url = Url::parse(address).with_context(|| format!("{address} is no address"))?;
    let is_host = |letter: char| letter.is_ascii_alphanumeric() || "-._".contains(letter);
    match url.host() {
        // https://www.w3.org/TR/CSP3/#grammardef-host-source
        Some(Host::Ipv6(_)) => {
            bail!("{address}: a policy cannot name an IPv6 address; give a host name, as in localhost")
        }
        Some(host) if matches!(url.scheme(), "https" | "http") && host.to_string().chars().all(is_host) => {
            Ok(url.origin().ascii_serialization())
        }
        _ => bail!("{address} is no address of a service"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(metas: &str, document: &str) -> String {
        format!("<head>{metas}<script type=\"application/json\" id=\"cognito-settings\">{document}</script></head>")
    }

    #[test]
    fn hosts_follow_from_the_settings_wherever_these_are() {
        let pool = r#""userPoolId": "eu-west-1_Example01", "clientId": "1example""#;
        let cognito = "https://cognito-idp.eu-west-1.amazonaws.com";
        for (name, metas, document, expected) in [
            ("the document", "", format!("{{{pool}}}"), vec![cognito]),
            (
                "a meta tag wins",
                r#"<meta name="cognito-endpoint" content="http://localhost:9230/"/>"#,
                format!("{{{pool}, \"endpoint\": \"https://proxy.example.com/pool/\"}}"),
                vec!["http://localhost:9230"],
            ),
            (
                "the build's",
                r#"<meta data-build="eu-west-1_Example01" name="cognito-user-pool-id" content=""/>"#,
                String::new(),
                vec![cognito],
            ),
            (
                "an identity pool, and a domain",
                "",
                format!(
                    "{{{pool}, \"identityPool\": {{ \"id\": \"us-east-1:12345678-1234-1234-1234-123456789012\" }}, \
                     \"managedLogin\": {{ \"domain\": \"https://auth.example.com\" }}}}"
                ),
                vec![cognito, "https://cognito-identity.us-east-1.amazonaws.com", "https://auth.example.com"],
            ),
            (
                "an identity pool at the endpoint of the user pool",
                r#"<meta name="cognito-endpoint" content="http://localhost:9230/"/>"#,
                format!(
                    "{{{pool}, \"identityPool\": {{ \"id\": \"us-east-1:12345678-1234-1234-1234-123456789012\" }}}}"
                ),
                vec!["http://localhost:9230"],
            ),
            (
                "another partition",
                "",
                r#"{"userPoolId": "cn-north-1_Example01", "clientId": "1example"}"#.to_owned(),
                vec!["https://cognito-idp.cn-north-1.amazonaws.com.cn"],
            ),
        ] {
            let expected = expected.into_iter().map(str::to_owned).collect();
            assert_eq!(Called::by(&page(metas, &document)).unwrap(), Called::Origins(expected), "{name}");
        }
    }

    #[test]
    fn a_page_without_a_pool_says_nothing() {
        assert_eq!(Called::by(&page("", "")).unwrap(), Called::Unknown);
    }

    #[test]
    fn what_is_no_address_gets_into_no_policy() {
        for endpoint in ["https://a.example; script-src *", "https://", "javascript:alert(1)", "https://a b"] {
            let document = format!(r#"{{"userPoolId": "eu-west-1_Example01", "endpoint": "{endpoint}"}}"#);
            assert!(Called::by(&page("", &document)).is_err(), "{endpoint}");
        }
        assert!(Called::by(&page("", r#"{"userPoolId": "somewhere"}"#)).is_err());
    }
}
