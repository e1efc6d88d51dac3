//! How a sign-in goes: flow, first factors, second factors, the password.

use super::Writing;
use crate::{
    document::{FirstFactor, Mfa, MfaType, SignInFlow},
    facts::{ClientFacts, Facts},
};

impl Writing {
    pub(super) fn sign_in(&mut self, facts: &Facts, client: &ClientFacts) {
        self.flow(facts, client);
        self.mfa(facts);
        self.configured.document.password_policy = facts.password_policy.get().copied();
        self.taken("passwordPolicy", &facts.password_policy);
        if facts.password_policy.get().is_none() {
            let look = self.command("describe-user-pool");
            self.unknown(
                "passwordPolicy",
                "The page asks for what Cognito asks for where nobody says otherwise.",
                look,
            );
        }
        if client.existence_errors.get().is_some_and(|errors| errors == "LEGACY") {
            self.warn(
                "PreventUserExistenceErrors of the app client is LEGACY: Cognito tells anybody who asks which accounts \
                 exist. Set it to ENABLED.",
            );
        }
    }

    fn flow(&mut self, facts: &Facts, client: &ClientFacts) {
        let factors = facts.first_factors.get().map(|names| first_factors(names));
        self.configured.document.first_factors.clone_from(&factors);
        self.taken("firstFactors", &facts.first_factors);
        let goes_beyond_password =
            factors.as_ref().is_some_and(|factors| factors.iter().any(|&factor| factor != FirstFactor::Password));
        if let Some(names) = client.auth_flows.get() {
            let flows = allowed(names);
            let allows = |flow: &str| flows.contains(&flow);
            let chosen = chosen(facts).filter(|chosen| allows(chosen.allowed_by()));
            let flow = chosen.or_else(|| flow(&flows, goes_beyond_password));
            self.configured.document.sign_in_flow = flow;
            if chosen.is_some() {
                self.taken("signInFlow", &facts.chosen_flow);
            } else {
                self.taken("signInFlow", &client.auth_flows);
            }
            if flow.is_none() {
                self.warn(
                    "The app client allows no way to sign in from a page. Add ALLOW_USER_SRP_AUTH, or ALLOW_USER_AUTH, to \
                     its ExplicitAuthFlows.",
                );
            } else if flow == Some(SignInFlow::UserPasswordAuth) && !allows("ALLOW_USER_SRP_AUTH") {
                self.warn(
                    "The app client does not allow SRP, so the page sends the password itself. Add ALLOW_USER_SRP_AUTH to \
                     its ExplicitAuthFlows.",
                );
            } else if goes_beyond_password && !allows("ALLOW_USER_AUTH") {
                self.warn(
                    "The pool allows one-time codes or passkeys as a first factor, but the app client does not allow \
                     ALLOW_USER_AUTH: nobody can use them.",
                );
            }
            if !allows("ALLOW_REFRESH_TOKEN_AUTH") && flow.is_some() && !names.is_empty() {
                self.warn(
                    "The app client does not allow ALLOW_REFRESH_TOKEN_AUTH. That is right where refresh tokens are \
                     rotated; elsewhere people are signed out when the first tokens end.",
                );
            }
        } else if let Some(flow) = chosen(facts) {
            self.configured.document.sign_in_flow = Some(flow);
            self.taken("signInFlow", &facts.chosen_flow);
        } else if let Some(name) = facts.amplify_flow.get() {
            let known = serde_json::from_value(serde_json::json!(name)).ok();
            self.configured.document.sign_in_flow = known;
            self.taken("signInFlow", &facts.amplify_flow);
        } else if goes_beyond_password {
            self.configured.document.sign_in_flow = Some(SignInFlow::UserAuth);
            self.taken("signInFlow", &facts.first_factors);
        }
        let look = self.command("describe-user-pool-client");
        if self.configured.document.sign_in_flow.is_none() && client.auth_flows.get().is_none() {
            self.unknown("signInFlow", "The page signs in with the password over SRP.", look);
        }
        if factors.is_none() {
            let look = self.command("describe-user-pool");
            self.unknown("firstFactors", "The page takes it that a sign-in begins with the password.", look);
        }
        let offers_passkeys = factors.is_some_and(|factors| factors.contains(&FirstFactor::WebAuthn));
        if let Some(party) = facts.relying_party.get().filter(|_| offers_passkeys) {
            self.warn(format!(
                "Passkeys work where the page is at {party} or below it: that is the pool's RelyingPartyId."
            ));
        }
    }

    fn mfa(&mut self, facts: &Facts) {
        let mfa = facts.mfa.get().map(|name| match name.as_str() {
            "ON" => Mfa::On,
            "OPTIONAL" => Mfa::Optional,
            _ => Mfa::Off,
        });
        self.configured.document.mfa = mfa;
        self.taken("mfa", &facts.mfa);
        if mfa.is_none() {
            let look = self.command("get-user-pool-mfa-config");
            self.unknown("mfa", "The page shows what Cognito asks for, and offers every second factor.", look);
        }
        if !matches!(mfa, Some(Mfa::On | Mfa::Optional)) {
            return;
        }
        match facts.mfa_types.get() {
            Some(names) => {
                let named = |name: &String| serde_json::from_value(serde_json::json!(name)).ok();
                let mut types: Vec<MfaType> = names.iter().filter_map(named).collect();
                types.sort_unstable();
                self.configured.document.mfa_types = Some(types);
                self.taken("mfaTypes", &facts.mfa_types);
            }
            None => {
                let look = self.command("get-user-pool-mfa-config");
                self.unknown("mfaTypes", "describe-user-pool does not say which second factors there are.", look);
            }
        }
    }
}

/// What the owner chose for a stack.
fn chosen(facts: &Facts) -> Option<SignInFlow> {
    serde_json::from_value(serde_json::json!(facts.chosen_flow.get()?)).ok()
}

impl SignInFlow {
    /// The one of the ExplicitAuthFlows that it needs.
    fn allowed_by(self) -> &'static str {
        match self {
            Self::UserSrpAuth => "ALLOW_USER_SRP_AUTH",
            Self::UserPasswordAuth => "ALLOW_USER_PASSWORD_AUTH",
            Self::CustomAuth | Self::CustomAuthWithSrp => "ALLOW_CUSTOM_AUTH",
            Self::UserAuth => "ALLOW_USER_AUTH",
        }
    }
}

/// The factors in the order of the page; names that the app does not know are left out.
fn first_factors(names: &[String]) -> Vec<FirstFactor> {
    let named = |name: &String| serde_json::from_value(serde_json::json!(name)).ok();
    let mut factors: Vec<FirstFactor> = names.iter().filter_map(named).collect();
    factors.sort_unstable();
    factors.dedup();
    factors
}

/// With what older names stand for, and what stands where there are none.
fn allowed(names: &[String]) -> Vec<&str> {
    if names.is_empty() {
        return vec!["ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"];
    }
    let implied = |name: &String| match name.as_str() {
        "USER_PASSWORD_AUTH" => vec!["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        "ADMIN_NO_SRP_AUTH" => vec!["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        "CUSTOM_AUTH_FLOW_ONLY" => vec!["ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        _ => Vec::new(),
    };
    names.iter().flat_map(|name| implied(name).into_iter().chain([name.as_str()])).collect()
}

/// The way to sign in that fits: the person's choice where there is one, else the password over SRP.
fn flow(flows: &[&str], goes_beyond_password: bool) -> Option<SignInFlow> {
    let allows = |flow: &str| flows.contains(&flow);
    Some(match () {
        () if goes_beyond_password && allows("ALLOW_USER_AUTH") => SignInFlow::UserAuth,
        () if allows("ALLOW_USER_SRP_AUTH") => SignInFlow::UserSrpAuth,
        () if allows("ALLOW_USER_AUTH") => SignInFlow::UserAuth,
        () if allows("ALLOW_USER_PASSWORD_AUTH") => SignInFlow::UserPasswordAuth,
        () if allows("ALLOW_CUSTOM_AUTH") => SignInFlow::CustomAuth,
        () => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flow_follows_from_what_the_client_allows() {
        use SignInFlow::{CustomAuth, UserAuth, UserPasswordAuth, UserSrpAuth};
        for (names, goes_beyond, expected) in [
            (&[][..], false, Some(UserSrpAuth)),
            (&["ALLOW_USER_SRP_AUTH", "ALLOW_USER_AUTH"], false, Some(UserSrpAuth)),
            (&["ALLOW_USER_SRP_AUTH", "ALLOW_USER_AUTH"], true, Some(UserAuth)),
            (&["ALLOW_USER_SRP_AUTH"], true, Some(UserSrpAuth)),
            (&["ALLOW_USER_AUTH"], false, Some(UserAuth)),
            (&["ALLOW_USER_PASSWORD_AUTH"], false, Some(UserPasswordAuth)),
            (&["USER_PASSWORD_AUTH"], false, Some(UserSrpAuth)),
            (&["ADMIN_NO_SRP_AUTH"], false, Some(UserSrpAuth)),
            (&["CUSTOM_AUTH_FLOW_ONLY"], false, Some(CustomAuth)),
            (&["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"], false, None),
        ] {
            let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
            assert_eq!(flow(&allowed(&names), goes_beyond), expected, "{names:?}, {goes_beyond}");
        }
    }
}
