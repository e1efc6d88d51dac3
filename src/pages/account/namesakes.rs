//! Entries of a list that have one name.

/// Which of how many of that name an entry is, counted from 1 in the order of the list; `None` if it is the only one.
/// Entries are pairs of what tells them apart and their name.
pub fn place_among_namesakes(entries: &[(String, String)], key: &str) -> Option<(usize, usize)> {
    let (_, name) = entries.iter().find(|(other, _)| other == key)?;
    let mut namesakes = entries.iter().filter(|(_, other)| other == name);
    let count = namesakes.clone().count();
    let place = namesakes.position(|(other, _)| other == key)? + 1;
    (count > 1).then_some((place, count))
}
