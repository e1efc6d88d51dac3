//! Signing in on other pages: the pool's domain, and identity providers.

use super::Writing;
use crate::{
    document::{ManagedLogin, Provider},
    facts::{ClientFacts, Facts},
};

/// Without the first there is no session, without the second no account area.
const NEEDED_SCOPES: [&str; 2] = ["openid", "aws.cognito.signin.user.admin"];
/// The pool's own page.
const OWN_PAGE: &str = "COGNITO";

impl Writing {
    pub(super) fn managed_login(&mut self, facts: &mut Facts, client: &ClientFacts) {
        let names = client.providers.get().cloned().unwrap_or_default();
        let others: Vec<&String> = names.iter().filter(|name| *name != OWN_PAGE).collect();
        // A pool has at most one of its own beside one of Cognito's.
        facts.domains.prefer(|domain| domain.contains('.') && !domain.contains(".amazoncognito.com"));
        let Some(domain) = self.picked("managedLogin.domain", "domain", &facts.domains) else {
            if !others.is_empty() || !facts.providers.is_empty() && client.providers.get().is_none() {
                self.unknown(
                    "managedLogin.domain",
                    "There are identity providers, but no file names the pool's domain: the page does not offer them.",
                    self.command("describe-user-pool"),
                );
            }
            return;
        };
        let domain = match self.region() {
            Some(region) if !domain.contains('.') => crate::read::prefix_domain(&domain, region),
            _ => domain,
        };
        if client.oauth_allowed.get() == Some(&false) {
            if !others.is_empty() {
                self.warn("The app client has identity providers but may not use managed login: AllowedOAuthFlowsUserPoolClient is false.");
            }
            self.configured.taken.retain(|taken| taken.member != "managedLogin.domain");
            return;
        }
        if client.oauth_flows.get().is_some_and(|flows| !flows.iter().any(|flow| flow == "code")) {
            self.warn(
                "The app client does not allow the authorization code grant, which is the only one that the app takes: \
                 managedLogin is left out. Add \"code\" to its AllowedOAuthFlows.",
            );
            self.configured.taken.retain(|taken| taken.member != "managedLogin.domain");
            return;
        }
        let look = self.command("describe-user-pool-client");
        let mut scopes = client.scopes.get().cloned().unwrap_or_default();
        let missing: Vec<&str> =
            NEEDED_SCOPES.into_iter().filter(|needed| !scopes.iter().any(|scope| scope == needed)).collect();
        if client.scopes.get().is_none() {
            self.unknown(
                "managedLogin.scopes",
                "The page asks for openid and aws.cognito.signin.user.admin.",
                look.as_str(),
            );
        } else if missing.is_empty() {
            scopes.sort_by_key(|scope| {
                NEEDED_SCOPES.iter().position(|needed| needed == scope).unwrap_or(NEEDED_SCOPES.len())
            });
            self.taken("managedLogin.scopes", &client.scopes);
        } else {
            self.warn(format!(
                "The app needs the scope {}, which the app client does not allow: managed login refuses to sign people in. \
                 Add it to its AllowedOAuthScopes.",
                missing.join(" and ")
            ));
            scopes = Vec::new();
        }
        if client.providers.get().is_none() {
            self.unknown("managedLogin.providers", "The page has one button, for the domain's own page.", look);
        } else {
            self.taken("managedLogin.providers", &client.providers);
        }
        match client.callback_urls.get() {
            Some(urls) if urls.is_empty() => {
                self.warn("The app client has no CallbackURLs: managed login leads nowhere. Add the page's address with /callback.");
            }
            Some(urls) if !urls.iter().any(|url| url.trim_end_matches('/').ends_with("/callback")) => {
                self.warn(format!(
                    "None of the app client's CallbackURLs ends with /callback, where the app takes people back: {}.",
                    urls.join(", ")
                ))
            }
            _ => {}
        }
        let listed = if others.is_empty() { names.iter().collect() } else { others };
        let providers = listed.into_iter().map(|name| self.provider(name, facts)).collect();
        let address = format!("https://{domain}");
        self.configured.document.managed_login = Some(ManagedLogin { domain: address, scopes, providers });
    }

    fn provider(&mut self, name: &str, facts: &Facts) -> Provider {
        let fact = facts.providers.get(name);
        let known = fact.and_then(|fact| fact.get());
        let is_social = ["Google", "Facebook", "LoginWithAmazon", "SignInWithApple", OWN_PAGE].contains(&name);
        let identifiers = known.and_then(|provider| provider.identifiers.clone());
        let has_domains = identifiers.is_some() || is_social && known.is_none_or(|provider| provider.kind == name);
        if !has_domains {
            let command = self.command("describe-identity-provider");
            let look = command.replace(" --output", &format!(" --provider-name {name} --output"));
            self.unknown(
                &format!("managedLogin.providers {name}: domains"),
                "Nobody is led there by the domain of their email.",
                look,
            );
        }
        let member = format!("managedLogin.providers {name}: domains");
        if let Some(fact) = fact.filter(|_| identifiers.as_ref().is_some_and(|identifiers| !identifiers.is_empty())) {
            self.taken(&member, fact);
        }
        let mut domains: Vec<String> = identifiers.unwrap_or_default().iter().map(|name| name.to_lowercase()).collect();
        // Any word can be an identifier.
        domains.retain(|identifier| identifier.contains('.') && !identifier.contains(['@', ' ', '/', ':']));
        Provider { name: Some(name.to_owned()), identifier: None, label: None, mark: None, domains }
    }
}
