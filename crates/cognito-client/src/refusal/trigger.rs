//! What a pool's Lambda triggers say: the owner's own words behind Cognito's "PreSignUp failed with error", and a full stop
//! of Cognito's after them.

use super::{Misconfiguration, Refusal};
use crate::api::{ForgotPassword, Operation};

/// Characters of an owner's message that are shown at most.
const LONGEST: usize = 200;
const CUT: char = '…';

/// The sentence of UserLambdaValidationException.
pub(super) fn read(operation: &str, message: &str) -> Refusal {
    let (trigger, words) = split(message).unwrap_or(("", message));
    if trigger == "UserMigration" {
        // It is asked about those alone whom the pool does not know, and whatever it says would tell so.
        return if operation == ForgotPassword::NAME { Refusal::UnknownUser } else { Refusal::WrongCredentials };
    }
    match shown(words) {
        words if words.is_empty() || is_breakdown(&words) => Refusal::Misconfigured(Misconfiguration::Trigger),
        words => Refusal::ByOwner(words),
    }
}

impl Refusal {
    /// What the user pool's domain says of a trigger in error_description of a return. None if it does not.
    pub fn of_description(description: &str) -> Option<Self> {
        split(description).map(|_| read("", description))
    }
}

/// The trigger's name, and what it said.
fn split(message: &str) -> Option<(&str, &str)> {
    let (trigger, words) = message.split_once(" failed with error ")?;
    let is_name = !trigger.is_empty() && trigger.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let words = words.trim_end();
    is_name.then(|| (trigger, words.strip_suffix('.').unwrap_or(words)))
}

/// A trigger that broke down, and did not refuse: its runtime's own words are for developers alone.
fn is_breakdown(words: &str) -> bool {
    let words = words.to_ascii_lowercase();
    const RUNTIME: [&str; 14] = [
        "requestid:",
        "runtime exited",
        "task timed out",
        "cannot find module",
        "unable to import module",
        "missing on module",
        "is not a function",
        "is not defined",
        "is not iterable",
        "cannot read propert",
        "'nonetype'",
        "object has no attribute",
        "not authorized to perform",
        "accessdenied",
    ];
    RUNTIME.iter().any(|part| words.contains(part))
}

/// One line of plain text: nothing that moves what stands around it, and not more than somebody reads.
fn shown(words: &str) -> String {
    let mut shown = String::new();
    let mut count = 0;
    for word in words.split(|sign: char| sign.is_whitespace() || sign.is_control()) {
        let mut is_first = true;
        for sign in word.chars().filter(|sign| !is_format(*sign)) {
            let needs_blank = is_first && !shown.is_empty();
            count += 1 + usize::from(needs_blank);
            if count > LONGEST {
                shown.push(CUT);
                return shown;
            }
            if needs_blank {
                shown.push(' ');
            }
            shown.push(sign);
            is_first = false;
        }
    }
    shown
}

/// Characters that cannot be seen, or turn others around (Unicode's category Cf as far as texts have it, and separators);
/// joiners stay, which letters and emoji are made with.
const fn is_format(sign: char) -> bool {
    matches!(
        sign,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_owners_words_are_one_line_of_text() {
        let long = "a".repeat(500);
        let cut = format!("{}…", "a".repeat(LONGEST));
        let by_owner = |words: &str| Refusal::ByOwner(words.to_owned());
        let broken = Refusal::Misconfigured(Misconfiguration::Trigger);
        for (case, message, expected) in [
            (
                "Cognito's prefix and full stop",
                "PreSignUp failed with error by invitation only.",
                by_owner("by invitation only"),
            ),
            ("an owner's full stop", "PreAuthentication failed with error Not today..", by_owner("Not today.")),
            ("no full stop", "PreAuthentication failed with error Not today", by_owner("Not today")),
            ("twice the same words", "X failed with error Y failed with error z.", by_owner("Y failed with error z")),
            ("a newer form", "Not today.", by_owner("Not today.")),
            ("markup", "PreSignUp failed with error <b onclick=x>no</b>&lt;.", by_owner("<b onclick=x>no</b>&lt;")),
            ("lines", "PreSignUp failed with error one\n\ttwo \u{2028} three.", by_owner("one two three")),
            ("controls", "PreSignUp failed with error a\u{0}b\u{1b}[31m.", by_owner("a b [31m")),
            ("overrides", "PreSignUp failed with error \u{202e}evil\u{2066}\u{200f} x\u{feff}.", by_owner("evil x")),
            ("other scripts", "PreSignUp failed with error 招待制です。.", by_owner("招待制です。")),
            ("too long", &format!("PreSignUp failed with error {long}."), by_owner(&cut)),
            ("nothing", "PreSignUp failed with error .", broken.clone()),
            ("nothing to see", "PreSignUp failed with error \u{200b}\u{202e}.", broken.clone()),
            ("no sentence", "", broken.clone()),
            (
                "JavaScript",
                "PreSignUp failed with error Cannot read properties of undefined (reading 'x').",
                broken.clone(),
            ),
            ("Python", "PreSignUp failed with error 'NoneType' object has no attribute 'get'.", broken.clone()),
            ("migration", "UserMigration failed with error Bad password.", Refusal::WrongCredentials),
        ] {
            assert_eq!(read("InitiateAuth", message), expected, "{case}");
        }
        let migration = "UserMigration failed with error Unknown.";
        assert_eq!(read("ForgotPassword", migration), Refusal::UnknownUser, "a new password for somebody to migrate");
    }

    #[test]
    fn a_return_tells_of_triggers_alone() {
        for (description, expected) in [
            ("PreSignUp failed with error staff only.", Some(Refusal::ByOwner("staff only".to_owned()))),
            ("Call 555 0100 at once", None),
            ("your bank failed with error call us", None),
            ("", None),
        ] {
            assert_eq!(Refusal::of_description(description), expected, "{description:?}");
        }
    }
}
