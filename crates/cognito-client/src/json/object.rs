use std::{slice, vec};

use super::Json;

/// The members of an object, by the order of their names. Of several that have one name, the last counts.
///
/// A sorted list, since a structure has a dozen members: a map of the standard library is more code than the reader is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Object(Vec<(String, Json)>);

impl Object {
    /// Whether there is no member.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The value of that name.
    pub fn get(&self, name: &str) -> Option<&Json> {
        let at = self.place(name).ok()?;
        self.0.get(at).map(|(_, value)| value)
    }

    /// Takes the value of that name out; null stays in its place.
    pub fn take(&mut self, name: &str) -> Option<Json> {
        let at = self.place(name).ok()?;
        self.0.get_mut(at).map(|(_, value)| std::mem::take(value))
    }

    /// Puts a value under that name, in the place of any other.
    pub fn insert(&mut self, name: String, value: Json) {
        match self.place(&name) {
            Ok(at) => self.0[at].1 = value,
            Err(at) => self.0.insert(at, (name, value)),
        }
    }

    /// Names and values.
    pub fn iter(&self) -> slice::Iter<'_, (String, Json)> {
        self.0.iter()
    }

    /// Where that name stands, or would.
    fn place(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(other, _)| other.as_str().cmp(name))
    }
}

impl IntoIterator for Object {
    type Item = (String, Json);
    type IntoIter = vec::IntoIter<(String, Json)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Object {
    type Item = &'a (String, Json);
    type IntoIter = slice::Iter<'a, (String, Json)>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl FromIterator<(String, Json)> for Object {
    fn from_iter<I: IntoIterator<Item = (String, Json)>>(members: I) -> Self {
        let mut object = Self::default();
        members.into_iter().for_each(|(name, value)| object.insert(name, value));
        object
    }
}
