//! CreateGroup, GetGroup, UpdateGroup, DeleteGroup, ListGroups, and who is in them: ListUsersInGroup, AdminAddUserToGroup,
//! AdminRemoveUserFromGroup, AdminListGroupsForUser.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{
    admin_users,
    page::{MOST_RESULTS, page},
    settings_members::described,
};
use crate::{
    error::ServiceError,
    pool::{Pool, membership::description, names::GROUP},
    request::{ARN, DESCRIPTION, GROUP_NAME, Members, PAGE_TOKEN, USER_POOL_ID, USERNAME},
    service::Service,
    settings::Group,
};

/// Of CreateGroup and UpdateGroup.
struct Given<'a> {
    description: Option<&'a str>,
    role_arn: Option<&'a str>,
    precedence: Option<u32>,
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateGroup.html>
pub(crate) fn create_group(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let (pool_id, name) = pool_and_group(&mut members);
    let given = Given::read(&mut members);
    members.check()?;
    let now = service.clock.now();
    service.change_pool(pool_id, |pool| {
        if pool.data.groups.contains_key(name) {
            return Err(ServiceError::new("GroupExistsException", "A group with the name already exists."));
        }
        let mut group = Group { creation_date: now, last_modified_date: now, ..Group::new(name) };
        given.apply(&mut group);
        let answer = json!({ "Group": description(&group, pool_id) });
        pool.data.groups.insert(name.to_owned(), group);
        Ok(answer)
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetGroup.html>
pub(crate) fn get_group(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let (pool_id, name) = pool_and_group(&mut members);
    members.check()?;
    service.with_pool(pool_id, |pool| Ok(json!({ "Group": description(known(pool, name)?, pool_id) })))
}

/// What is not sent stays as it is.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateGroup.html>
pub(crate) fn update_group(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let (pool_id, name) = pool_and_group(&mut members);
    let given = Given::read(&mut members);
    members.check()?;
    let now = service.clock.now();
    service.change_pool(pool_id, |pool| {
        let mut group = Group { last_modified_date: now, ..known(pool, name)?.clone() };
        given.apply(&mut group);
        let answer = json!({ "Group": description(&group, pool_id) });
        pool.data.groups.insert(name.to_owned(), group);
        Ok(answer)
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteGroup.html>
pub(crate) fn delete_group(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let (pool_id, name) = pool_and_group(&mut members);
    members.check()?;
    service.change_pool(pool_id, |pool| pool.remove_group(name).map(|_| json!({})).ok_or_else(unknown_group))
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListGroups.html>
pub(crate) fn list_groups(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let pool_id = members.required("UserPoolId", &USER_POOL_ID);
    let (most, token) = part(&mut members);
    members.check()?;
    service.with_pool(pool_id, |pool| {
        let entries = pool.data.groups.iter().map(|(name, group)| (name.clone(), description(group, pool_id)));
        let (groups, next) = page(entries.collect(), most, token)?;
        Ok(described([("Groups", Value::Array(groups)), ("NextToken", json!(next))]))
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsersInGroup.html>
pub(crate) fn list_users_in_group(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let (pool_id, name) = pool_and_group(&mut members);
    let (most, token) = part(&mut members);
    members.check()?;
    service.with_pool(pool_id, |pool| {
        known(pool, name)?;
        let users = pool.data.users.by_key(GROUP, name).into_iter();
        let entries = users.map(|(username, user)| (username.to_owned(), admin_users::description(user)));
        let (users, next) = page(entries.collect(), most, token)?;
        Ok(described([("Users", Value::Array(users)), ("NextToken", json!(next))]))
    })
}

/// Whoever is in the group already stays there.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminAddUserToGroup.html>
pub(crate) fn admin_add_user_to_group(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    change_membership(service, body, |groups, name| {
        groups.insert(name.to_owned());
    })
}

/// Whoever is not in the group stays out of it.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminRemoveUserFromGroup.html>
pub(crate) fn admin_remove_user_from_group(
    service: &Service,
    body: &Map<String, Value>,
) -> Result<Value, ServiceError> {
    change_membership(service, body, |groups, name| {
        groups.remove(name);
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminListGroupsForUser.html>
pub(crate) fn admin_list_groups_for_user(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let pool_id = members.required("UserPoolId", &USER_POOL_ID);
    let username = members.required("Username", &USERNAME);
    let (most, token) = part(&mut members);
    members.check()?;
    service.with_pool(pool_id, |pool| {
        let user = pool.find_for_administrator(username).ok_or_else(ServiceError::unknown_user)?;
        let mut groups = pool.groups_of(user);
        groups.sort_by_key(|group| &group.group_name);
        let entries = groups.into_iter().map(|group| (group.group_name.clone(), description(group, pool_id)));
        let (groups, next) = page(entries.collect(), most, token)?;
        Ok(described([("Groups", Value::Array(groups)), ("NextToken", json!(next))]))
    })
}

fn change_membership(
    service: &Service,
    body: &Map<String, Value>,
    change: impl Fn(&mut BTreeSet<String>, &str),
) -> Result<Value, ServiceError> {
    let mut members = Members::new(body);
    let (pool_id, name) = pool_and_group(&mut members);
    let username = members.required("Username", &USERNAME);
    members.check()?;
    service.change_pool(pool_id, |pool| {
        let user = pool.find_for_administrator(username).ok_or_else(ServiceError::unknown_user)?.username.clone();
        known(pool, name)?;
        change(&mut pool.data.users.get_mut(&user).ok_or_else(ServiceError::unknown_user)?.groups, name);
        Ok(json!({}))
    })
}

impl<'a> Given<'a> {
    fn read(members: &mut Members<'a>) -> Self {
        Self {
            description: members.optional("Description", &DESCRIPTION),
            role_arn: members.optional("RoleArn", &ARN),
            precedence: members
                .integer("Precedence", 0, i64::from(i32::MAX))
                .and_then(|precedence| u32::try_from(precedence).ok()),
        }
    }

    fn apply(&self, group: &mut Group) {
        let owned = |text: &str| text.to_owned();
        group.description = self.description.map(owned).or(group.description.take());
        group.role_arn = self.role_arn.map(owned).or(group.role_arn.take());
        group.precedence = self.precedence.or(group.precedence);
    }
}

fn pool_and_group<'a>(members: &mut Members<'a>) -> (&'a str, &'a str) {
    (members.required("UserPoolId", &USER_POOL_ID), members.required("GroupName", &GROUP_NAME))
}

/// Limit and NextToken.
fn part<'a>(members: &mut Members<'a>) -> (usize, Option<&'a str>) {
    let most = members.integer("Limit", 0, MOST_RESULTS).filter(|&limit| limit > 0);
    (most.unwrap_or(MOST_RESULTS as usize), members.optional("NextToken", &PAGE_TOKEN))
}

fn known<'a>(pool: &'a Pool, name: &str) -> Result<&'a Group, ServiceError> {
    pool.data.groups.get(name).ok_or_else(unknown_group)
}

fn unknown_group() -> ServiceError {
    ServiceError::new("ResourceNotFoundException", "Group not found.")
}
