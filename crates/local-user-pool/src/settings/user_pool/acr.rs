//! AcrConfiguration: what a pool calls its authentication levels.
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-step-up-authentication.html>

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::request::is_scope_word;

/// AcrConfigurationType: names for some of the four levels, in the place of Cognito's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AcrConfiguration(pub BTreeMap<AcrLevel, AcrLevelConfig>);

/// How strongly someone has proven who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum AcrLevel {
    /// A password.
    Level1,
    /// A code by SMS or e-mail.
    Level2,
    /// A passkey; or a password and a code by SMS or e-mail.
    Level3,
    /// A password and a code of an authenticator app.
    Level4,
}

/// AcrLevelConfigType.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "PascalCase")]
pub struct AcrLevelConfig {
    /// `acr` of tokens.
    pub acr_value: String,
}

impl AcrLevel {
    const ALL: [Self; 4] = [Self::Level1, Self::Level2, Self::Level3, Self::Level4];

    fn default_name(self) -> &'static str {
        match self {
            Self::Level1 => "urn:cognito:loa:1",
            Self::Level2 => "urn:cognito:loa:2",
            Self::Level3 => "urn:cognito:loa:3",
            Self::Level4 => "urn:cognito:loa:4",
        }
    }
}

impl AcrConfiguration {
    /// `acr` of a level.
    pub fn name(&self, level: AcrLevel) -> &str {
        self.0.get(&level).map_or(level.default_name(), |config| &config.acr_value)
    }

    /// The level of an `acr`, if it is one of the pool's.
    pub fn level(&self, name: &str) -> Option<AcrLevel> {
        AcrLevel::ALL.into_iter().find(|level| self.name(*level) == name)
    }

    /// With Cognito's own names for the other levels, as it is described.
    pub(crate) fn completed(&self) -> Self {
        let named = |level| (level, AcrLevelConfig { acr_value: self.name(level).to_owned() });
        Self(AcrLevel::ALL.into_iter().map(named).collect())
    }

    /// What is wrong with it, in one sentence.
    pub(crate) fn problem(&self) -> Option<String> {
        let fits = |name: &str| (1..=64).contains(&name.len()) && is_scope_word(name);
        if let Some((level, _)) = self.0.iter().find(|(_, config)| !fits(&config.acr_value)) {
            return Some(format!(
                "AcrConfiguration.{level:?}.AcrValue must be 1 to 64 characters without blanks, quotation marks and \
                 backslashes"
            ));
        }
        let differs = |level: &AcrLevel| self.level(self.name(*level)) == Some(*level);
        let doubled = AcrLevel::ALL.into_iter().find(|level| !differs(level));
        doubled.map(|level| format!("AcrConfiguration.{level:?}.AcrValue is the name of another level"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(names: &[(AcrLevel, &str)]) -> AcrConfiguration {
        let config = |name: &str| AcrLevelConfig { acr_value: name.to_owned() };
        AcrConfiguration(names.iter().map(|&(level, name)| (level, config(name))).collect())
    }

    #[test]
    fn names_of_levels() {
        let config = named(&[(AcrLevel::Level2, "urn:mine:2")]);
        assert_eq!(config.name(AcrLevel::Level2), "urn:mine:2");
        assert_eq!(config.name(AcrLevel::Level4), "urn:cognito:loa:4");
        assert_eq!((config.level("urn:mine:2"), config.level("urn:cognito:loa:2")), (Some(AcrLevel::Level2), None));
        assert_eq!(config.completed().0.len(), 4);
    }

    #[test]
    fn names_that_are_refused() {
        let long = "x".repeat(65);
        let cases = [
            ("good", named(&[(AcrLevel::Level1, "urn:a")]), true),
            ("its own default", named(&[(AcrLevel::Level1, "urn:cognito:loa:1")]), true),
            ("another's default", named(&[(AcrLevel::Level1, "urn:cognito:loa:2")]), false),
            ("twice", named(&[(AcrLevel::Level1, "a"), (AcrLevel::Level3, "a")]), false),
            ("empty", named(&[(AcrLevel::Level1, "")]), false),
            ("long", named(&[(AcrLevel::Level1, &long)]), false),
            ("blank", named(&[(AcrLevel::Level1, "a b")]), false),
            ("quoted", named(&[(AcrLevel::Level1, "\"a\"")]), false),
        ];
        for (name, config, is_good) in cases {
            assert_eq!(config.problem().is_none(), is_good, "{name}");
        }
    }
}
