//! TagResource, UntagResource, ListTagsForResource of user pools.

use serde_json::{Map, Value, json};

use crate::{error::ServiceError, request::CheckedMembers, service::Service};

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_TagResource.html>
pub(crate) fn tag_resource(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    service.change_pool(pool_id(members)?, |pool| {
        let tags = &mut pool.data.settings.user_pool_tags;
        let mut all = tags.as_object().cloned().unwrap_or_default();
        all.extend(members.map("Tags"));
        *tags = Value::Object(all);
        Ok(json!({}))
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UntagResource.html>
pub(crate) fn untag_resource(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let keys = members.texts("TagKeys");
    service.change_pool(pool_id(members)?, |pool| {
        if let Value::Object(tags) = &mut pool.data.settings.user_pool_tags {
            tags.retain(|key, _| !keys.contains(&key.as_str()));
        }
        Ok(json!({}))
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListTagsForResource.html>
pub(crate) fn list_tags_for_resource(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    service.with_pool(pool_id(CheckedMembers(body))?, |pool| {
        let tags = pool.settings().user_pool_tags.as_object().cloned().unwrap_or_default();
        Ok(json!({ "Tags": tags }))
    })
}

/// "arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_Name".
fn pool_id(members: CheckedMembers<'_>) -> Result<&str, ServiceError> {
    let arn = members.text("ResourceArn");
    let id = arn.split_once(":userpool/").map(|(_, id)| id);
    id.ok_or_else(|| ServiceError::invalid_parameter(format!("{arn} is not the ARN of a user pool.")))
}
