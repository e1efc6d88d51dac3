//! What the settings document may say, and where: one table. By it the document is checked, and the page for the owner says
//! what is allowed.

use js_sys::{Array, Object};
use wasm_bindgen::JsValue;

use super::problem::{DocumentProblem, Fault};

/// The kind of the whole document.
pub(super) const DOCUMENT: &str = "document";

/// Kinds of objects, each with its members and the kind of each of those. A kind is another one of this table, `[kind]` for
/// a list, `=a|b` for one of these texts, or one of:
/// - `text`, `flag` (true or false), `number`, `any`;
/// - `texts`: an object of texts, whatever their names;
/// - `wording`: a text, or an object of texts by language; `switch`: true, false or such a wording;
/// - `picture`: a text, or an object of texts by scheme.
const KINDS: [(&str, &str); 19] = [
    (
        DOCUMENT,
        "$schema:text userPoolId:text clientId:text endpoint:text signInFlow:text plainPassword:text \
         usernameAttributes:[=email|phone_number] aliasAttributes:[=email|phone_number|preferred_username] \
         country:text autoVerifiedAttributes:[=email|phone_number] \
         recoveryMechanisms:[=verified_email|verified_phone_number|admin_only] mfa:=OFF|OPTIONAL|ON \
         mfaTypes:[=SMS_MFA|EMAIL_OTP|SOFTWARE_TOKEN_MFA] firstFactors:[=PASSWORD|EMAIL_OTP|SMS_OTP|WEB_AUTHN] \
         passwordPolicy:passwordPolicy signUp:signUp profile:profile terms:terms marketing:marketing \
         clientMetadata:texts validationData:texts analyticsEndpointId:text identityPool:identityPool \
         tokenStore:text cookies:cookies keepSignedIn:text managedLogin:managedLogin languages:languages brand:brand \
         addresses:addresses",
    ),
    (
        "passwordPolicy",
        "MinimumLength:number RequireUppercase:flag RequireLowercase:flag RequireNumbers:flag RequireSymbols:flag \
         PasswordHistorySize:number TemporaryPasswordValidityDays:number",
    ),
    (
        "signUp",
        "open:flag username:=chosen|generated password:text repeatPassword:flag confirmation:=code|link|none \
         fields:[field]",
    ),
    (
        "field",
        "name:text label:wording hint:wording kind:=text|lines|email|tel|date|number|url|choice|checkbox|hidden \
         required:flag default:text minLength:number maxLength:number min:any max:any pattern:text choices:[choice] \
         autocomplete:text",
    ),
    ("choice", "value:text label:wording"),
    ("profile", "fields:[profileField]"),
    (
        "profileField",
        "name:text label:wording hint:wording kind:=text|lines|email|tel|date|number|url|choice|checkbox|hidden \
         required:flag default:text minLength:number maxLength:number min:any max:any pattern:text choices:[choice] \
         autocomplete:text editable:flag",
    ),
    ("terms", "links:[link] consent:consent"),
    ("link", "label:wording href:text"),
    ("consent", "version:text attribute:text label:wording"),
    ("marketing", "attribute:text label:wording"),
    ("identityPool", "id:text endpoint:text"),
    ("cookies", "domain:text path:text expires:any secure:flag sameSite:text hostPrefix:flag"),
    ("managedLogin", "domain:text scopes:[text] providers:[provider]"),
    ("provider", "name:text identifier:text label:wording mark:text domains:[text]"),
    ("languages", "default:text offered:[text] files:[text]"),
    (
        "brand",
        "name:wording logo:logo icon:text layout:=card|split|plain picture:picture scheme:=system|light|dark \
         schemeSwitch:switch density:=comfortable|compact above:wording below:wording links:[link] tokens:any",
    ),
    ("logo", "light:text dark:text alt:wording"),
    ("addresses", "home:text origins:[text]"),
];

/// The members of a kind of object, as in the table.
pub(super) fn members(kind: &str) -> Option<&'static str> {
    KINDS.iter().find(|(name, _)| *name == kind).map(|(_, members)| *members)
}

/// Notes everything in `value` that is not of its kind.
pub(super) fn check(kind: &'static str, value: &JsValue, place: &str, problems: &mut Vec<DocumentProblem>) {
    let is_object = value.is_object() && !Array::is_array(value);
    let is_right = if let Some(item) = kind.strip_prefix('[') {
        let item = item.trim_end_matches(']');
        if Array::is_array(value) {
            for (at, value) in (0_u32..).zip(Array::from(value).iter()) {
                check(item, &value, &format!("{place}[{at}]"), problems);
            }
        }
        Array::is_array(value)
    } else if let Some(texts) = kind.strip_prefix('=') {
        value.as_string().is_some_and(|given| texts.split('|').any(|text| text == given))
    } else if let Some(members) = members(kind) {
        if is_object {
            check_members(members, value, place, problems);
        }
        is_object
    } else {
        match kind {
            "text" => value.is_string(),
            "flag" => value.as_bool().is_some(),
            "number" => value.as_f64().is_some(),
            "texts" => is_object && are_texts(value),
            "switch" if value.as_bool().is_some() => true,
            "picture" | "switch" | "wording" => value.is_string() || is_object && are_texts(value),
            _ => true,
        }
    };
    if !is_right {
        problems.push(DocumentProblem { place: place.to_owned(), fault: Fault::Kind(kind) });
    }
}

fn check_members(members: &'static str, object: &JsValue, place: &str, problems: &mut Vec<DocumentProblem>) {
    for (name, value) in entries(object) {
        let place = if place.is_empty() { name.clone() } else { format!("{place}.{name}") };
        let known = members.split(' ').filter_map(|member| member.split_once(':')).find(|(known, _)| *known == name);
        match known {
            Some((_, kind)) => check(kind, &value, &place, problems),
            None => problems.push(DocumentProblem { place, fault: Fault::Unknown(members) }),
        }
    }
}

fn are_texts(object: &JsValue) -> bool {
    entries(object).all(|(_, value)| value.is_string())
}

/// The members of an object, each with its name.
pub(super) fn entries(object: &JsValue) -> impl Iterator<Item = (String, JsValue)> {
    let entries = Object::entries(&Object::from(object.clone())).into_iter();
    entries.filter_map(|entry| {
        let entry = Array::from(&entry);
        Some((entry.get(0).as_string()?, entry.get(1)))
    })
}
