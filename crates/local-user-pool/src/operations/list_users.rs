//! ListUsers.

use serde_json::{Map, Value, json};

use super::{
    admin_users::description,
    page::{MOST_RESULTS, invalid_token, read_token, token_of},
    settings_members::described,
};
use crate::{
    error::ServiceError,
    pool::{
        Pool,
        attributes::{attribute_list, listed},
        names::{Search, enabled},
        user::User,
    },
    request::{FILTER, Members, PAGE_TOKEN, USER_POOL_ID},
    service::Service,
    store::rows::Place,
};

/// What can be searched for.
const SEARCHABLE: [&str; 10] = [
    "username",
    "email",
    "phone_number",
    "name",
    "given_name",
    "family_name",
    "preferred_username",
    "cognito:user_status",
    "status",
    "sub",
];

/// `name = "value"` or `name ^= "value"`.
#[derive(Debug, PartialEq, Eq)]
struct Filter<'a> {
    name: &'a str,
    is_prefix: bool,
    value: String,
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html>
pub(crate) fn list_users(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let pool_id = members.required("UserPoolId", &USER_POOL_ID);
    let wanted = members.strings("AttributesToGet");
    let most = members.integer("Limit", 0, MOST_RESULTS).filter(|&limit| limit > 0);
    let token = members.optional("PaginationToken", &PAGE_TOKEN);
    let filter = members.optional("Filter", &FILTER);
    members.check()?;
    let filter = match filter.map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) => {
            Some(Filter::read(text).ok_or_else(|| ServiceError::invalid_parameter("Error while parsing filter."))?)
        }
        None => None,
    };
    if let Some(filter) = filter.as_ref().filter(|filter| !SEARCHABLE.contains(&filter.name)) {
        let name = filter.name;
        return Err(ServiceError::invalid_parameter(format!("Filtering on the attribute {name} is not supported.")));
    }
    service.with_pool(pool_id, |pool| {
        if let Some(unknown) = wanted.iter().find(|&&name| !is_known(name) && !pool.settings().knows_attribute(name)) {
            return Err(ServiceError::invalid_parameter(format!(
                "One or more requested attributes do not exist: {unknown}"
            )));
        }
        let most = most.unwrap_or(MOST_RESULTS as usize);
        let (users, next) = match &filter {
            Some(filter) => search(pool, filter, most, token)?,
            None => list(pool, most, token)?,
        };
        let users = users.into_iter().map(|user| summary(user, &wanted)).collect();
        Ok(described([("Users", Value::Array(users)), ("PaginationToken", json!(next))]))
    })
}

/// All, in the order of their names, and the token for those that come then.
fn list<'a>(pool: &'a Pool, most: usize, token: Option<&str>) -> Result<(Vec<&'a User>, Option<String>), ServiceError> {
    let after = token.map(read_token).transpose()?;
    let mut users = pool.data.users.page(after.as_deref(), most + 1);
    let has_more = users.len() > most;
    users.truncate(most);
    let next = users.last().filter(|_| has_more).map(|(username, _)| token_of(username));
    Ok((users.into_iter().map(|(_, user)| user).collect(), next))
}

/// Those who fit, in the order of what was searched for, and the token for those that come then.
fn search<'a>(
    pool: &'a Pool,
    filter: &Filter<'_>,
    most: usize,
    token: Option<&str>,
) -> Result<(Vec<&'a User>, Option<String>), ServiceError> {
    let search = Search::of(filter.name, &filter.value, filter.is_prefix);
    let (mut key, mut after) = match token {
        Some(token) => {
            let (key, place) = read_place(&read_token(token)?).ok_or_else(invalid_token)?;
            (key, Some(place))
        }
        None => (0, None),
    };
    let mut users = Vec::new();
    let mut last = None;
    while let Some(name) = search.keys.get(key) {
        let page = pool.data.users.page_by_key(name, &search.value, filter.is_prefix, after.as_ref(), most + 1);
        let is_whole = page.len() <= most;
        for (place, user) in page {
            after = Some(place.clone());
            if !filter.fits(user) {
                continue;
            }
            if users.len() == most {
                return Ok((users, last));
            }
            users.push(user);
            last = Some(token_of(&format!("{key}\n{}\n{}", place.row, place.value)));
        }
        if is_whole {
            (key, after) = (key + 1, None);
        }
    }
    Ok((users, None))
}

/// What stands in a token of [`search`]: which key, and where under it.
fn read_place(text: &str) -> Option<(usize, Place)> {
    let (key, place) = text.split_once('\n')?;
    let (row, value) = place.split_once('\n')?;
    Some((key.parse().ok()?, Place { value: value.to_owned(), row: row.parse().ok()? }))
}

fn is_known(name: &str) -> bool {
    matches!(name, "sub" | "email_verified" | "phone_number_verified")
}

/// UserType with the wanted attributes only, or all.
fn summary(user: &User, wanted: &[&str]) -> Value {
    let mut value = description(user);
    if !wanted.is_empty() {
        value["Attributes"] = attribute_list(listed(user).into_iter().filter(|(name, _)| wanted.contains(name)));
    }
    value
}

impl<'a> Filter<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let (left, right) = text.split_once('=')?;
        let (name, is_prefix) = left.strip_suffix('^').map_or((left, false), |name| (name, true));
        let quoted = right.trim().strip_prefix('"')?.strip_suffix('"')?;
        let mut value = String::with_capacity(quoted.len());
        let mut letters = quoted.chars();
        while let Some(letter) = letters.next() {
            match letter {
                '\\' => value.push(letters.next()?),
                '"' => return None,
                _ => value.push(letter),
            }
        }
        Some(Self { name: name.trim().trim_matches('"'), is_prefix, value })
    }

    fn fits(&self, user: &User) -> bool {
        let is = |value: &str| if self.is_prefix { value.starts_with(&self.value) } else { value == self.value };
        match self.name {
            "username" => is(&user.username),
            "sub" => is(&user.sub),
            "cognito:user_status" => {
                let (status, wanted) = (user.status.name().to_lowercase(), self.value.to_lowercase());
                if self.is_prefix { status.starts_with(&wanted) } else { status == wanted }
            }
            "status" => is(enabled(user.enabled)),
            name => user.attribute(name).is_some_and(is),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Filter;

    #[test]
    fn filters() {
        let cases = [
            ("equals", r#"email = "a@example.com""#, Some(("email", false, "a@example.com"))),
            ("begins", r#"name ^= "An""#, Some(("name", true, "An"))),
            ("no blanks", r#"sub="1""#, Some(("sub", false, "1"))),
            ("quoted name", r#""name"="1""#, Some(("name", false, "1"))),
            ("equals sign in the value", r#"name = "a=b""#, Some(("name", false, "a=b"))),
            ("escaped", r#"name = "\"A\" \\""#, Some(("name", false, r#""A" \"#))),
            ("bare value", "name = Ann", None),
            ("no end", r#"name = "Ann"#, None),
            ("quote inside", r#"name = "A"n""#, None),
            ("no sign", r#"name "Ann""#, None),
            ("ends in the middle of an escape", r#"name = "\""#, None),
            ("empty", "", None),
        ];
        for (name, text, expected) in cases {
            let expected = expected.map(|(name, is_prefix, value)| Filter { name, is_prefix, value: value.to_owned() });
            assert_eq!(Filter::read(text), expected, "{name}");
        }
    }
}
