//! Reads what people have of a user pool, and gives the settings of the app: what Amplify, Terraform, CDK, CloudFormation and
//! the AWS command line write, in any mix. What the files do not say is not guessed: it is named, with where to look.
//!
//! ```
//! let file = pool_settings::File {
//!     name: "outputs.json",
//!     bytes: br#"{ "Login": { "UserPoolId": "eu-west-1_Example01", "WebClientId": "1example23456789abcdefghij" } }"#,
//! };
//! let configured = pool_settings::configure(&[file]).unwrap();
//! assert_eq!(configured.document.user_pool_id.as_deref(), Some("eu-west-1_Example01"));
//! assert_eq!(configured.unknown[0].member, "usernameAttributes");
//! ```
//!
//! | module | subject |
//! |---|---|
//! | `document` | the settings document |
//! | `text`, `script` | bytes as text, scripts as values |
//! | `read` | files, as facts in the words of the API |
//! | `facts` | what is known, by whom; which of several ids it is |
//! | `settings` | facts as settings, and what to say of them |

mod document;
mod facts;
mod read;
mod script;
mod settings;
mod text;

use std::fmt;

pub use self::{document::*, read::Unreadable};

/// A file, by the name that it is told by.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    /// A path, or any other name.
    pub name: &'a str,
    /// All of it.
    pub bytes: &'a [u8],
}

/// Settings, and what there is to say of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Configured {
    /// The settings.
    pub document: SettingsDocument,
    /// Which member comes from which file.
    pub taken: Vec<Taken>,
    /// What the files do not say.
    pub unknown: Vec<Unknown>,
    /// What does not fit the app, or each other.
    pub warnings: Vec<String>,
}

/// Where a member comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// As a path: `signUp.open`.
    pub member: String,
    /// The file's name.
    pub file: String,
}

/// What the files do not say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// As a path: `signUp.open`.
    pub member: String,
    /// What that means for the page.
    pub why: String,
    /// The file or command that says it.
    pub look: String,
}

/// A file of which nothing was learned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Its name.
    pub file: String,
    /// Why.
    pub why: Unreadable,
}

/// Reads the files together. Where they contradict each other, answers of the API go before Terraform's state, that before
/// what Amplify writes, and that before outputs of stacks; each contradiction is among the warnings.
///
/// # Errors
/// Each file that tells nothing of a user pool.
pub fn configure(files: &[File<'_>]) -> Result<Configured, Vec<Refused>> {
    let mut facts = facts::Facts::default();
    let mut refused = Vec::new();
    for file in files {
        if let Err(why) = read::file(file.name, file.bytes, &mut facts) {
            refused.push(Refused { file: file.name.to_owned(), why });
        }
    }
    if refused.is_empty() { Ok(settings::settings(facts)) } else { Err(refused) }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.why)
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoText => "it is not text",
            Self::Empty => "it is empty",
            Self::NoValues => {
                "it is neither JSON nor a script with an object in it (the AWS command line writes JSON with \
                 --output json)"
            }
            Self::NothingOfPools => "nothing in it tells of a user pool",
        })
    }
}
