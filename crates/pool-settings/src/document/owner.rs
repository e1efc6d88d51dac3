//! What only the owner can say: words, looks, places.

use serde::{Deserialize, Serialize};

use super::Text;

/// A link of the owner's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Link {
    /// What it reads.
    pub label: Text,
    /// Where it leads.
    pub href: String,
}

/// What people agree to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Terms {
    /// To read them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// A checkbox, and where it is written down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consent>,
}

/// A checkbox that must be ticked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Consent {
    /// Of the terms; people are asked again when it changes.
    pub version: String,
    /// Which attribute the version goes into.
    pub attribute: String,
    /// What it reads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Text>,
}

/// A checkbox that may be ticked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Marketing {
    /// Which attribute the answer goes into.
    pub attribute: String,
    /// What it reads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Text>,
}

/// Which languages there are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Languages {
    /// For whom none fits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// Those to pick from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub offered: Vec<String>,
    /// Those that have sentences of the owner's, each in a file beside the page.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
}

/// How the page looks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Brand {
    /// Of the app.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// Above the card.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo: Option<Logo>,
    /// What the page is made of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layout: Option<Layout>,
    /// Of the window: the address of an image file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// Beside the card, in the split layout: the address of an image file, or one for each scheme.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picture: Option<Text>,
    /// Light or dark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheme: Option<Scheme>,
    /// Whether people can switch it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheme_switch: Option<SchemeSwitch>,
    /// How much room there is between things.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub density: Option<Density>,
    /// A short text above the card.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub above: Option<Text>,
    /// A short text below the card.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub below: Option<Text>,
    /// At the foot.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// Colors and measures by their names, as docs/brand.md has them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tokens: Option<serde_json::Map<String, serde_json::Value>>,
}

/// `brand.schemeSwitch`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum SchemeSwitch {
    /// Whether there is one.
    Flag(bool),
    /// There is one of this name.
    Label(Text),
}

/// Addresses of image files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Logo {
    /// On a light page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub light: Option<String>,
    /// On a dark page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dark: Option<String>,
    /// For those who do not see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alt: Option<Text>,
}

/// `brand.layout`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Layout {
    /// A card in the middle.
    Card,
    /// A picture beside it.
    Split,
    /// Nothing around it.
    Plain,
}

/// `brand.scheme`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scheme {
    /// As the device is set.
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// `brand.density`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Density {
    /// Room to breathe.
    Comfortable,
    /// Close together.
    Compact,
}

/// Where people go.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Addresses {
    /// Where people go when they are signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub home: Option<String>,
    /// Other origins that people may be sent to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub origins: Vec<String>,
}
