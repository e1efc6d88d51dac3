//! Limits of string members, as the API's model has them.

use icu_properties::{
    CodePointMapData,
    props::{GeneralCategory, GeneralCategoryGroup},
};

/// Limits of a string member.
pub(crate) struct Shape {
    pub(super) shortest: usize,
    pub(super) longest: usize,
    /// The model's regular expression, as it stands in the sentence.
    pub(super) pattern: &'static str,
    pub(super) fits: fn(&str) -> bool,
}

const NO_LIMIT: usize = usize::MAX;

pub(crate) const CLIENT_ID: Shape = Shape { shortest: 1, longest: 128, pattern: r"[\w+]+", fits: is_client_word };
pub(crate) const USERNAME: Shape =
    Shape { shortest: 1, longest: 128, pattern: r"[\p{L}\p{M}\p{S}\p{N}\p{P}]+", fits: is_visible };
/// Of a pool or a client.
pub(crate) const FRIENDLY_NAME: Shape = Shape {
    shortest: 1,
    longest: 128,
    pattern: r"[\w\s+=,.@-]+",
    fits: |text| text.chars().all(|c| c.is_alphanumeric() || c.is_whitespace() || "_+=,.@-".contains(c)),
};
pub(crate) const SECRET_HASH: Shape = Shape {
    shortest: 1,
    longest: 128,
    pattern: r"[\w+=/]+",
    fits: |text| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+' | b'=' | b'/')),
};
pub(crate) const CLIENT_SECRET: Shape = Shape { shortest: 24, longest: 64, pattern: r"[\w+]+", fits: is_client_word };
/// Identifier of a resource server.
pub(crate) const RESOURCE_SERVER: Shape =
    Shape { shortest: 1, longest: 256, pattern: r"[\x21\x23-\x5B\x5D-\x7E]+", fits: is_scope_word };
pub(crate) const RESOURCE_SERVER_NAME: Shape = Shape { longest: 256, ..FRIENDLY_NAME };
pub(crate) const SCOPE_NAME: Shape = Shape {
    shortest: 1,
    longest: 256,
    pattern: r"[\x21\x23-\x2E\x30-\x5B\x5D-\x7E]+",
    fits: |text| is_scope_word(text) && !text.contains('/'),
};
pub(crate) const SCOPE_DESCRIPTION: Shape = Shape { shortest: 1, longest: 256, pattern: "", fits: |_| true };
pub(crate) const GROUP_NAME: Shape = USERNAME;
/// Of a group.
pub(crate) const DESCRIPTION: Shape = Shape { shortest: 0, longest: 2048, pattern: "", fits: |_| true };
/// Of a role or a function.
pub(crate) const ARN: Shape = Shape {
    shortest: 20,
    longest: 2048,
    pattern: r"arn:[\w+=/,.@-]+:[\w+=/,.@-]+:([\w+=/,.@-]*)?:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?",
    fits: is_arn,
};
/// Of an identity provider.
pub(crate) const PROVIDER_NAME: Shape =
    Shape { shortest: 1, longest: 32, pattern: r"[\p{L}\p{M}\p{S}\p{N}\p{P}]+", fits: is_visible };
/// A prefix, or a name of the owner's own.
pub(crate) const DOMAIN: Shape = Shape {
    shortest: 1,
    longest: 63,
    pattern: r"^[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?$",
    fits: |text| {
        let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.');
        text.bytes().all(fits) && !text.starts_with('-') && !text.ends_with('-')
    },
};
/// Filter of ListUsers.
pub(crate) const FILTER: Shape = Shape { shortest: 0, longest: 256, pattern: "", fits: |_| true };
/// The model says `[\S]+`, but the service lets blanks stand inside, and says so in its sentence.
pub(crate) const PASSWORD: Shape = Shape {
    shortest: 0,
    longest: 256,
    pattern: r"^[\S]+.*[\S]+$",
    fits: |text| {
        let inner_lines = !text.contains(['\n', '\r']);
        text.chars().count() >= 2 && inner_lines && !text.starts_with(is_blank) && !text.ends_with(is_blank)
    },
};
pub(crate) const CONFIRMATION_CODE: Shape =
    Shape { shortest: 1, longest: 2048, pattern: r"[\S]+", fits: |text| !text.contains(is_blank) };
pub(crate) const TOKEN: Shape = Shape {
    shortest: 0,
    longest: NO_LIMIT,
    pattern: r"[A-Za-z0-9-_=.]+",
    fits: |text| {
        !text.is_empty()
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'=' | b'.'))
    },
};
pub(crate) const SESSION: Shape = Shape { shortest: 20, longest: 4096, pattern: "", fits: |_| true };
pub(crate) const USER_POOL_ID: Shape = Shape {
    shortest: 1,
    longest: 55,
    pattern: r"[\w-]+_[0-9a-zA-Z]+",
    fits: |text| {
        let word = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        text.rsplit_once('_').is_some_and(|(region, name)| {
            !region.is_empty() && word(region) && !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric())
        })
    },
};
pub(crate) const USER_CODE: Shape = Shape {
    shortest: 6,
    longest: 6,
    pattern: r"[0-9]+",
    fits: |text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()),
};
pub(crate) const TEXT: Shape = Shape { shortest: 0, longest: 131_072, pattern: "", fits: |_| true };
pub(crate) const DEVICE_KEY: Shape = Shape {
    shortest: 1,
    longest: 55,
    pattern: r"[\w-]+_[0-9a-f-]+",
    fits: |text| {
        let word = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        let hex = |part: &str| part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b'-'));
        text.rsplit_once('_')
            .is_some_and(|(region, id)| !region.is_empty() && word(region) && !id.is_empty() && hex(id))
    },
};
pub(crate) const DEVICE_NAME: Shape = Shape { shortest: 1, longest: 1024, pattern: "", fits: |_| true };
/// Of a session of a user: tokens or single sign-on.
pub(crate) const SESSION_ID: Shape = Shape {
    shortest: 28,
    longest: 28,
    pattern: r"^(tkn|sso)[a-z0-9]{25}$",
    fits: |text| {
        let id = text.strip_prefix("tkn").or_else(|| text.strip_prefix("sso"));
        id.is_some_and(|id| id.len() == 25 && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
    },
};
/// Of an identity, or of an identity pool.
pub(crate) const IDENTITY_ID: Shape = Shape {
    shortest: 1,
    longest: 55,
    pattern: r"[\w-]+:[0-9a-f-]+",
    fits: |text| {
        let word = |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        let hex = |part: &str| part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b'-'));
        text.split_once(':').is_some_and(|(region, id)| !region.is_empty() && word(region) && !id.is_empty() && hex(id))
    },
};
/// Of AWS.
pub(crate) const ACCOUNT_ID: Shape = Shape {
    shortest: 1,
    longest: 15,
    pattern: r"\d+",
    fits: |text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()),
};
pub(crate) const ROLE_ARN: Shape = Shape { shortest: 20, longest: 2048, pattern: "", fits: |_| true };
/// Of an event of threat protection.
pub(crate) const EVENT_ID: Shape = Shape {
    shortest: 1,
    longest: 50,
    pattern: r"[\w+-]+",
    fits: |text| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+' | b'-')),
};
/// Where a list goes on.
pub(crate) const PAGE_TOKEN: Shape =
    Shape { shortest: 1, longest: 131_072, pattern: r"[\S]+", fits: |text| !text.contains(is_blank) };
pub(crate) const ATTRIBUTE_NAME: Shape = Shape {
    shortest: 1,
    longest: 32,
    pattern: r"[\p{L}\p{M}\p{S}\p{N}\p{P}\t\n\r ]+",
    fits: |text| text.chars().all(|letter| matches!(letter, '\t' | '\n' | '\r' | ' ') || is_visible_letter(letter)),
};
pub(super) const ATTRIBUTE_VALUE: Shape = Shape { shortest: 0, longest: 2048, pattern: "", fits: |_| true };

fn is_client_word(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+'))
}

/// RFC 6749, section 3.3: visible ASCII, but for the quotation mark and the backslash.
pub(crate) fn is_scope_word(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\'))
}

/// Partition, service, region (may be empty), account, and one to three parts of the resource.
pub(crate) fn is_arn(text: &str) -> bool {
    let word = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+=/,.@-".contains(&byte))
    };
    let parts: Vec<&str> = text.split(':').collect();
    let [scheme, partition, service, region, account, resource @ ..] = parts.as_slice() else { return false };
    *scheme == "arn"
        && word(partition)
        && word(service)
        && (region.is_empty() || word(region))
        && !account.is_empty()
        && account.bytes().all(|byte| byte.is_ascii_digit())
        && (1..=3).contains(&resource.len())
        && resource.iter().all(|part| word(part))
}

fn is_visible(text: &str) -> bool {
    text.chars().all(is_visible_letter)
}

/// Letters, marks, symbols, numbers and punctuation: no separators, controls and format characters, as a zero-width
/// space or the override of a direction.
fn is_visible_letter(letter: char) -> bool {
    use GeneralCategoryGroup as Group;
    const VISIBLE: Group =
        Group::Letter.union(Group::Mark).union(Group::Symbol).union(Group::Number).union(Group::Punctuation);
    VISIBLE.contains(CodePointMapData::<GeneralCategory>::new().get(letter))
}

// \s of the service's regular expressions is ASCII only.
fn is_blank(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\n' | '\u{b}' | '\u{c}' | '\r')
}
