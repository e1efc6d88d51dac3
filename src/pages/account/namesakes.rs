//! Entries of a list that have one name.

/// Which of how many of that name an entry is, counted from 1 in the order of the list; `None` if it is the only one.
pub fn place_among_namesakes<T>(
    entries: &[T],
    name_of: impl Fn(&T) -> &str,
    is_it: impl Fn(&T) -> bool,
) -> Option<(usize, usize)> {
    let name = entries.iter().find(|entry| is_it(entry)).map(&name_of)?;
    let mut namesakes = entries.iter().filter(|entry| name_of(entry) == name);
    let count = namesakes.clone().count();
    let place = namesakes.position(is_it)? + 1;
    (count > 1).then_some((place, count))
}
