//! CreateTerms, UpdateTerms, DescribeTerms, DescribeTermsByClient, ListTerms, DeleteTerms: stored and described; managed
//! login here shows no terms.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    page::{MOST_RESULTS, page},
    settings_members::described,
    user_pool_clients,
};
use crate::{error::ServiceError, pool::resources::Terms, request::CheckedMembers, service::Service};

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateTerms.html>
pub(crate) fn create_terms(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let (pool_id, client_id, name) = (members.text("UserPoolId"), members.text("ClientId"), members.text("TermsName"));
    let now = service.clock.now();
    service.change_pool(pool_id, |pool| {
        user_pool_clients::known(pool, client_id)?;
        let all = &mut pool.data.resources.terms;
        check_unique(all.values(), client_id, name)?;
        let terms = Terms {
            client_id: client_id.to_owned(),
            name: name.to_owned(),
            source: members.text("TermsSource").to_owned(),
            enforcement: members.text("Enforcement").to_owned(),
            links: members.map("Links"),
            created_at: now,
            modified_at: now,
        };
        let id = Uuid::new_v4().to_string();
        let answer = description(&id, &terms, pool_id);
        all.insert(id, terms);
        Ok(answer)
    })
}

/// What is not sent stays.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateTerms.html>
pub(crate) fn update_terms(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let (pool_id, id) = (members.text("UserPoolId"), members.text("TermsId"));
    let now = service.clock.now();
    service.change_pool(pool_id, |pool| {
        let all = &mut pool.data.resources.terms;
        let client_id = all.get(id).ok_or_else(unknown)?.client_id.clone();
        if let Some(name) = members.optional("TermsName") {
            let others = all.iter().filter(|(other, _)| *other != id).map(|(_, terms)| terms);
            check_unique(others, &client_id, name)?;
        }
        let terms = all.get_mut(id).ok_or_else(unknown)?;
        for (member, value) in [
            ("TermsName", &mut terms.name),
            ("TermsSource", &mut terms.source),
            ("Enforcement", &mut terms.enforcement),
        ] {
            if let Some(text) = members.optional(member) {
                text.clone_into(value);
            }
        }
        if members.has("Links") {
            terms.links = members.map("Links");
        }
        terms.modified_at = now;
        Ok(description(id, terms, pool_id))
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeTerms.html>
pub(crate) fn describe_terms(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let (pool_id, id) = (members.text("UserPoolId"), members.text("TermsId"));
    service.with_pool(pool_id, |pool| {
        let terms = pool.data.resources.terms.get(id).ok_or_else(unknown)?;
        Ok(description(id, terms, pool_id))
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeTermsByClient.html>
pub(crate) fn describe_terms_by_client(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let (pool_id, client_id, name) = (members.text("UserPoolId"), members.text("ClientId"), members.text("TermsName"));
    service.with_pool(pool_id, |pool| {
        user_pool_clients::known(pool, client_id)?;
        let mut all = pool.data.resources.terms.iter();
        let found = all.find(|(_, terms)| terms.client_id == client_id && terms.name == name);
        let (id, terms) = found.ok_or_else(unknown)?;
        Ok(description(id, terms, pool_id))
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListTerms.html>
pub(crate) fn list_terms(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let most = members.number("MaxResults").unwrap_or(MOST_RESULTS as u64) as usize;
    service.with_pool(members.text("UserPoolId"), |pool| {
        let summary = |(id, terms): (&String, &Terms)| {
            let value = json!({
                "TermsId": id,
                "TermsName": terms.name,
                "Enforcement": terms.enforcement,
                "CreationDate": terms.created_at,
                "LastModifiedDate": terms.modified_at,
            });
            (id.clone(), value)
        };
        let all = pool.data.resources.terms.iter().map(summary).collect();
        let (terms, next) = page(all, most, members.optional("NextToken"))?;
        Ok(described([("Terms", Value::Array(terms)), ("NextToken", json!(next))]))
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteTerms.html>
pub(crate) fn delete_terms(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    service.change_pool(members.text("UserPoolId"), |pool| {
        pool.data.resources.terms.remove(members.text("TermsId")).map(|_| json!({})).ok_or_else(unknown)
    })
}

fn check_unique<'a>(
    mut others: impl Iterator<Item = &'a Terms>,
    client_id: &str,
    name: &str,
) -> Result<(), ServiceError> {
    match others.any(|other| other.client_id == client_id && other.name == name) {
        true => Err(ServiceError::new("TermsExistsException", format!("The client has {name} already."))),
        false => Ok(()),
    }
}

fn unknown() -> ServiceError {
    ServiceError::new("ResourceNotFoundException", "Terms do not exist.")
}

/// TermsType.
fn description(id: &str, terms: &Terms, pool_id: &str) -> Value {
    json!({
        "Terms": {
            "TermsId": id,
            "UserPoolId": pool_id,
            "ClientId": terms.client_id,
            "TermsName": terms.name,
            "TermsSource": terms.source,
            "Enforcement": terms.enforcement,
            "Links": terms.links,
            "CreationDate": terms.created_at,
            "LastModifiedDate": terms.modified_at,
        },
    })
}
