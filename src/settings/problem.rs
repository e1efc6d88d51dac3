//! What can be wrong in the settings document.

/// What is wrong somewhere in the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentProblem {
    /// As a path: `signUp.fields[2].kind`. Empty for the whole document.
    pub place: String,
    pub fault: Fault,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    NotJson,
    /// It is not of this kind, as `shape` writes kinds.
    Kind(&'static str),
    /// There is no such member: these are, as `shape` writes them.
    Unknown(&'static str),
    /// It breaks a rule that is about more than kinds.
    Rule(Rule),
}

/// What has to hold between settings, or of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// A pool has attributes that are user names, or aliases of these.
    UsernamesOrAliases,
    /// Who signs in by an email or a telephone number picks no user name besides.
    NoUsername,
    /// A country is two capital letters.
    Country,
    /// A field says what it is for.
    Named,
    /// The same in the profile, which has no user name and no password.
    Attribute,
    /// A field is there once.
    Twice,
    /// A user name and a password are of a kind of their own.
    OfItself,
    /// Words are not empty.
    Words,
    /// What a field begins with can stand in it.
    Default,
    /// Without second factors there are no kinds of them.
    NoMfa,
    /// Without a password there is none to be repeated.
    NoPassword,
    /// A language that the app speaks, or one of the owner's.
    Language,
    /// A language is named by its tag.
    LanguageTag,
    /// What is to be chosen from is there, and only there.
    Choices,
    /// What nobody sees has a value.
    HiddenDefault,
    /// An expression that the browser can read.
    Pattern,
    /// The least is no more than the most.
    Limits,
    /// An image of this origin: an address without a host.
    OwnFile,
    /// A provider is named in one of two ways, and is there once.
    Provider,
    /// What follows the @ of an email.
    EmailDomain,
    /// The least and the most are of the field's kind.
    Range,
    /// A design token by its name.
    Token,
    /// What CSS has for a token, without a file.
    TokenValue,
    /// A color for each scheme.
    TokenColors,
    /// It must be given.
    Missing,
    /// What people sign in by is asked for.
    NameField,
    TooMany,
    /// An address that a link may lead to.
    Link,
    /// The origin of an address, as the browser writes it, and a safe one.
    Origin,
    /// An address that people may be led to.
    Destination,
}
