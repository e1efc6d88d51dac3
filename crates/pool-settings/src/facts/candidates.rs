//! Ids, of which files often name several: of other apps, of machines.

use super::By;

/// Everything that might be the id.
#[derive(Clone, Debug, Default)]
pub(crate) struct Candidates(Vec<Candidate>);

#[derive(Clone, Debug)]
struct Candidate {
    id: String,
    /// What it is called, or the output that it stands in.
    called: String,
    by: By,
    /// Whether it cannot be it: a client with a secret beside one without.
    is_unlikely: bool,
}

/// Which one it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Pick {
    /// Nobody names one.
    None,
    /// This one; the last are others that it was picked from.
    One { id: String, file: String, instead_of: Vec<String> },
    /// One of these, each with what it is called and its file.
    Several(Vec<(String, String, String)>),
}

/// What people call a client that a browser uses, and those that it does not.
const OF_BROWSERS: [&str; 9] = ["web", "spa", "browser", "frontend", "site", "ui", "react", "login", "public"];
const OF_OTHERS: [&str; 15] = [
    "m2m", "machine", "server", "service", "backend", "ios", "android", "mobile", "native", "cli", "api", "lambda",
    "admin", "test", "swagger",
];

impl Candidates {
    pub(crate) fn add(&mut self, id: &str, called: &str, by: &By) {
        self.0.push(Candidate { id: id.to_owned(), called: called.to_owned(), by: by.clone(), is_unlikely: false });
    }

    /// One that a page cannot use if there is another.
    pub(crate) fn add_unlikely(&mut self, id: &str, called: &str, by: &By) {
        self.0.push(Candidate { id: id.to_owned(), called: called.to_owned(), by: by.clone(), is_unlikely: true });
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Drops what is not so, unless nothing would be left.
    pub(crate) fn prefer(&mut self, is_so: impl Fn(&str) -> bool) {
        if self.0.iter().any(|candidate| is_so(&candidate.id)) {
            self.0.retain(|candidate| is_so(&candidate.id));
        }
    }

    /// Picks the only one; else the only one of the files that are worth most; else the only one that is called as one for
    /// a browser is, or the only one that is not called as one for something else.
    pub(crate) fn pick(&self) -> Pick {
        let all: Vec<&Candidate> = self.0.iter().collect();
        let Some(highest) = all.iter().map(|candidate| candidate.by.rank).max() else { return Pick::None };
        let of_highest: Vec<_> = all.iter().copied().filter(|one| one.by.rank == highest).collect();
        let likely: Vec<_> = of_highest.iter().copied().filter(|one| !one.is_unlikely).collect();
        let is_called =
            |one: &Candidate, names: &[&str]| words(&one.called).iter().any(|word| names.contains(&word.as_str()));
        let of_browsers: Vec<_> = likely.iter().copied().filter(|one| is_called(one, &OF_BROWSERS)).collect();
        let not_of_others: Vec<_> = likely.iter().copied().filter(|one| !is_called(one, &OF_OTHERS)).collect();
        let both: Vec<_> = of_browsers.iter().copied().filter(|one| !is_called(one, &OF_OTHERS)).collect();
        for group in [&all, &of_highest, &likely, &both, &of_browsers, &not_of_others] {
            if let [one] = ids(group)[..] {
                let instead_of = ids(&all).into_iter().filter(|&id| id != one).map(ToOwned::to_owned).collect();
                let file =
                    group.iter().find(|candidate| candidate.id == one).map(|candidate| candidate.by.file.clone());
                return Pick::One { id: one.to_owned(), file: file.unwrap_or_default(), instead_of };
            }
        }
        let told = |id: &str| {
            let one = of_highest.iter().find(|candidate| candidate.id == id);
            let (called, file) = one.map(|one| (one.called.clone(), one.by.file.clone())).unwrap_or_default();
            (id.to_owned(), called, file)
        };
        Pick::Several(ids(&of_highest).into_iter().map(told).collect())
    }
}

fn ids<'a>(candidates: &[&'a Candidate]) -> Vec<&'a str> {
    let mut ids = Vec::new();
    for candidate in candidates {
        if !ids.contains(&candidate.id.as_str()) {
            ids.push(candidate.id.as_str());
        }
    }
    ids
}

/// The words of a name: `WebAppClientId`, `web_app_client-id`.
pub(crate) fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    for letter in name.chars() {
        let begins =
            letter.is_alphanumeric() && (!before.is_alphanumeric() || letter.is_uppercase() && before.is_lowercase());
        if begins {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| letter.is_alphanumeric()) {
            word.extend(letter.to_lowercase());
        }
        before = letter;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{super::Rank, *};

    fn by(rank: Rank) -> By {
        By { file: "a.json".to_owned(), rank }
    }

    fn picked(candidates: &[(&str, &str, Rank)]) -> Option<String> {
        let mut all = Candidates::default();
        for (id, called, rank) in candidates {
            all.add(id, called, &by(*rank));
        }
        match all.pick() {
            Pick::One { id, .. } => Some(id),
            _ => None,
        }
    }

    #[test]
    fn one_is_picked_only_where_something_says_which() {
        use Rank::{Answer, Output};
        for (name, candidates, expected) in [
            ("the only one", &[("a", "ClientId", Output)][..], Some("a")),
            ("named twice", &[("a", "ClientId", Output), ("a", "AppClient", Output)], Some("a")),
            ("described", &[("a", "web", Output), ("b", "", Answer)], Some("b")),
            ("for browsers", &[("a", "WebClientId", Output), ("b", "OtherClientId", Output)], Some("a")),
            ("not for others", &[("a", "ClientId", Output), ("b", "m2m_client_id", Output)], Some("a")),
            ("web, but of a test", &[("a", "WebTestClient", Output), ("b", "WebClient", Output)], Some("b")),
            ("nothing says", &[("a", "ClientId", Output), ("b", "Client2Id", Output)], None),
            ("none", &[], None),
        ] {
            assert_eq!(picked(candidates).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn names_fall_into_words() {
        assert_eq!(words("MyWebAppClientId"), ["my", "web", "app", "client", "id"]);
        assert_eq!(words("web_client-id.value"), ["web", "client", "id", "value"]);
        assert_eq!(words("UIClientID"), ["uiclient", "id"]);
    }
}
