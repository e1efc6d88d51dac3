//! What developers read, in the browser's console: what is wrong with how an app or its pool is set up.

use cognito_client::{
    Error, ErrorCode,
    refusal::{Misconfiguration, Refusal},
};

/// Characters of the service's sentence at most.
const LONGEST: usize = 300;

/// None if a refusal is no matter of how something is set up. It names no person, and nothing that one typed: an
/// operation, what Cognito says of it, and how to mend it.
pub fn misconfiguration(error: &Error) -> Option<String> {
    let Refusal::Misconfigured(what) = Refusal::of(error) else { return None };
    let Error::Service { operation, code, message, status, request_id, .. } = error else { return None };
    let said = match code {
        // A trigger's own words may hold what it was told of a person.
        ErrorCode::UserLambdaValidation => "a trigger broke down",
        _ => message,
    };
    let said: String = said.chars().filter(|sign| !sign.is_control()).take(LONGEST).collect();
    let request = request_id.as_deref().unwrap_or("unknown");
    let (code, hint) = (code.as_str(), hint(what));
    Some(format!("Cognito refused {operation} with {code} ({status}): {said}\n{hint}\nRequest id: {request}"))
}

const fn hint(what: Misconfiguration) -> &'static str {
    match what {
        Misconfiguration::ClientSecret => {
            "The app client has a secret, and a browser can't keep one. Make an app client without a secret, and set its id (COGNITO_CLIENT_ID)."
        }
        Misconfiguration::Flow => {
            "The app client doesn't allow this way to sign in. Add it to the client's ExplicitAuthFlows (ALLOW_USER_SRP_AUTH, ALLOW_USER_PASSWORD_AUTH, ALLOW_CUSTOM_AUTH or ALLOW_USER_AUTH), or set another one (COGNITO_SIGN_IN_FLOW)."
        }
        Misconfiguration::UnknownClient => {
            "There is no such user pool or app client in this region. Check COGNITO_USER_POOL_ID and COGNITO_CLIENT_ID."
        }
        Misconfiguration::NoCustomTriggers => {
            "CUSTOM_AUTH needs the triggers DefineAuthChallenge, CreateAuthChallenge and VerifyAuthChallengeResponse in the pool's LambdaConfig."
        }
        Misconfiguration::Trigger => {
            "A Lambda trigger of the pool can't be called, broke down, or answered with something else than its event. See its log in CloudWatch, and whether it lets cognito-idp.amazonaws.com invoke it."
        }
        Misconfiguration::Messages => {
            "The pool can't send this message: see its AutoVerifiedAttributes, its e-mail settings (Amazon SES lifts the daily limit), and the role that sends text messages."
        }
        Misconfiguration::Scopes => {
            "The access token lacks the scope aws.cognito.signin.user.admin. Add it to COGNITO_SCOPES and to the client's AllowedOAuthScopes."
        }
        Misconfiguration::Passkeys => {
            "The pool's passkeys belong to another address: its RelyingPartyId must be this page's domain, or one that this is a part of."
        }
        _ => "The pool isn't set up for this operation.",
    }
}
