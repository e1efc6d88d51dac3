//! AddCustomAttributes.

use serde_json::{Map, Value, json};

use super::user_pools::complete;
use crate::{
    error::ServiceError,
    request::CheckedMembers,
    service::Service,
    settings::{STANDARD_ATTRIBUTES, SchemaAttribute},
};

/// As many custom attributes as a pool can have
/// (<https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html>).
const MOST_CUSTOM_ATTRIBUTES: usize = 50;

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AddCustomAttributes.html>
pub(crate) fn add_custom_attributes(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let invalid =
        |error: serde_json::Error| ServiceError::invalid_parameter(format!("1 validation error detected: {error}"));
    let mut attributes: Vec<SchemaAttribute> =
        serde_json::from_value(members.value("CustomAttributes")).map_err(invalid)?;
    for attribute in &mut attributes {
        if STANDARD_ATTRIBUTES.contains(&attribute.name.as_str()) {
            attribute.name = format!("custom:{}", attribute.name);
        }
        complete(attribute)?;
    }
    let now = service.clock.now();
    service.change_pool(members.text("UserPoolId"), |pool| {
        let mut settings = pool.settings().clone();
        for attribute in &attributes {
            if settings.knows_attribute(&attribute.name) {
                let name = &attribute.name;
                let message = format!("{name}: Existing attribute already has name {name}.");
                return Err(ServiceError::invalid_parameter(message));
            }
            settings.schema.push(attribute.clone());
        }
        let count = settings.schema.iter().filter(|attribute| attribute.name.starts_with("custom:")).count();
        if count > MOST_CUSTOM_ATTRIBUTES {
            let message = format!("A user pool can have {MOST_CUSTOM_ATTRIBUTES} custom attributes.");
            return Err(ServiceError::invalid_parameter(message));
        }
        settings.last_modified_date = now;
        super::user_pools::check(&settings, &pool.rules)?;
        pool.data.settings = settings;
        Ok(json!({}))
    })
}
