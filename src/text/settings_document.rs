//! What the owner reads of the settings document: what is wrong where, and what is allowed there.

use crate::settings::{DocumentProblem, Fault, Rule};

pub fn problem(problem: &DocumentProblem) -> String {
    let place = match problem.place.as_str() {
        "" => "The settings document",
        place => place,
    };
    match problem.fault {
        Fault::NotJson => format!("{place} is not JSON. It is one JSON object, as docs/settings.md has it."),
        Fault::Unknown(members) => format!("{place} is unknown. Allowed here: {}.", names(members)),
        Fault::Kind(kind) => format!("{place} has a value that can't be right. It is {}.", allowed(kind)),
        Fault::Rule(rule) => format!("{place}: {}", broken(rule)),
    }
}

/// The names of members, as the table of the settings document writes them.
fn names(members: &str) -> String {
    members.split(' ').map(|member| member.split(':').next().unwrap_or_default()).collect::<Vec<_>>().join(", ")
}

/// What a kind is, as that table writes kinds.
fn allowed(kind: &str) -> String {
    if let Some(item) = kind.strip_prefix('[') {
        return format!("a list; each entry is {}", allowed(item.trim_end_matches(']')));
    }
    if let Some(texts) = kind.strip_prefix('=') {
        return format!("one of {}", texts.replace('|', ", "));
    }
    let allowed = match kind {
        "text" => "a text",
        "flag" => "true or false",
        "number" => "a number",
        "texts" => r#"an object of texts, as in {"source":"web"}"#,
        "picture" => r#"the address of a file, or one for each scheme, as in {"light":"/day.svg","dark":"/night.svg"}"#,
        "switch" => "true, false, or its label: a text, or a text for each language",
        "wording" => r#"a text, or a text for each language, as in {"en":"Plan","de":"Tarif"}"#,
        _ => "an object",
    };
    allowed.to_owned()
}

const fn broken(rule: Rule) -> &'static str {
    match rule {
        Rule::UsernamesOrAliases => {
            "a user pool has usernameAttributes or aliasAttributes, not both. Keep those that DescribeUserPool shows."
        }
        Rule::NoUsername => {
            "people sign in by email or telephone number here, so there is no user name to be chosen. Leave it out, or set usernameAttributes to []."
        }
        Rule::Country => "it is the code of a country that there is, by ISO 3166: two capital letters, as in US.",
        Rule::Named => {
            "it is the name of an attribute as the API has it (given_name, custom:plan), or username, or password."
        }
        Rule::Attribute => {
            "it is the name of an attribute as the API has it (given_name, custom:plan). The profile has neither username nor password."
        }
        Rule::Twice => "that field or attribute is there twice.",
        Rule::OfItself => {
            "the fields username and password take name, label, hint and pattern. They are always required."
        }
        Rule::Words => "it has words in each language that it names. Leave it out if there are none.",
        Rule::Default => {
            "it is something that can be in the field: one of the choices, \"true\" or \"false\" for a checkbox, a whole number, or a day, within its limits."
        }
        Rule::NoMfa => "with mfa OFF there are no second factors. Leave it out, or set mfa to OPTIONAL or ON.",
        Rule::NoPassword => "accounts are made without a password here. Leave it out.",
        Rule::Language => {
            "it is the tag of a language that the app has (docs/languages.md), or of one of languages.files; languages.offered has at least one."
        }
        Rule::LanguageTag => "it is the tag of a language by BCP 47, as in de or pt-BR.",
        Rule::Choices => {
            "choices are what a field of kind choice has, one or more of them, each with a value that no other has."
        }
        Rule::HiddenDefault => "a hidden field needs a default: nobody can fill it in.",
        Rule::Pattern => "it is no regular expression, as the pattern of an HTML input is one.",
        Rule::Limits => "lengths are whole numbers up to 2048, and the least of anything is no more than the most.",
        Rule::OwnFile => "it is the address of a file of this origin, as in /marks/google.svg.",
        Rule::Provider => {
            "a provider has its name in the user pool (COGNITO for the domain's own page) or else an identifier, not both, and is there once."
        }
        Rule::EmailDomain => "each is what follows the @ of an email, as in example.com.",
        Rule::Range => {
            "the least and the most are whole numbers for a field of kind number, and days, as in \"2000-01-31\", for one of kind date. Other kinds have none, and the least is no more than the most."
        }
        Rule::Token => "there is no such token. docs/brand.md has them all.",
        Rule::TokenValue => "it is a value of CSS, as a text, without url().",
        Rule::TokenColors => "it is a color in light and one in dark; anything else stands beside light and dark.",
        Rule::Missing => "this has to be set.",
        Rule::NameField => "what people sign in by has to be among them: email, phone_number or username.",
        Rule::TooMany => "a form has 40 fields at most.",
        Rule::Link => "it is an address that begins with https://, http://, mailto: or /.",
        Rule::Origin => {
            "it is the origin of a site, as browsers write it: https, a host, and a port if there is one, as in https://app.example.com."
        }
        Rule::Destination => {
            "it is an address that people may be led to: a path of this origin, as in /dashboard, or an address of one of addresses.origins."
        }
    }
}
