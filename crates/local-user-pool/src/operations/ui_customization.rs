//! GetUICustomization, SetUICustomization: stored and described; managed login here has a look of its own.

use serde_json::{Map, Value, json};

use super::{settings_members::described, user_pool_clients};
use crate::{
    error::ServiceError,
    pool::{Pool, resources::UiCustomization},
    request::CheckedMembers,
    service::Service,
};

/// What holds for every client that has nothing of its own.
const ALL: &str = "ALL";

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUICustomization.html>
pub(crate) fn set_ui_customization(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let client_id = members.optional("ClientId").unwrap_or(ALL);
    let (pool_id, now) = (members.text("UserPoolId"), service.clock.now());
    service.change_pool(pool_id, |pool| {
        check_client(pool, client_id)?;
        if pool.data.domain.is_none() && pool.data.resources.custom_domain.is_none() {
            let message = "There has to be an existing domain associated with this user pool";
            return Err(ServiceError::invalid_parameter(message));
        }
        let all = &mut pool.data.resources.ui_customizations;
        let customization = UiCustomization {
            css: members.optional("CSS").filter(|css| !css.is_empty()).map(str::to_owned),
            image: members.optional("ImageFile").filter(|image| !image.is_empty()).map(str::to_owned),
            created_at: all.get(client_id).map_or(now, |before| before.created_at),
            modified_at: now,
        };
        let answer = description(&customization, pool_id, client_id);
        all.insert(client_id.to_owned(), customization);
        Ok(json!({ "UICustomization": answer }))
    })
}

/// What holds for a client without a style of its own is the one of all clients; without any, nothing.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUICustomization.html>
pub(crate) fn get_ui_customization(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let client_id = members.optional("ClientId").unwrap_or(ALL);
    service.with_pool(members.text("UserPoolId"), |pool| {
        check_client(pool, client_id)?;
        let all = &pool.data.resources.ui_customizations;
        let found = [client_id, ALL].into_iter().find_map(|id| Some((id, all.get(id)?)));
        let found = found.map_or_else(|| json!({}), |(id, found)| description(found, &pool.settings().id, id));
        Ok(json!({ "UICustomization": found }))
    })
}

fn check_client(pool: &Pool, client_id: &str) -> Result<(), ServiceError> {
    if client_id == ALL { Ok(()) } else { user_pool_clients::known(pool, client_id).map(drop) }
}

/// UICustomizationType. The image is in the address itself: nothing else of this server shows it.
fn description(customization: &UiCustomization, pool_id: &str, client_id: &str) -> Value {
    let image_url = customization.image.as_ref().map(|image| {
        // Of a JPEG file the first bytes are FF D8 FF.
        let kind = if image.starts_with("/9j/") { "jpeg" } else { "png" };
        format!("data:image/{kind};base64,{image}")
    });
    described([
        ("UserPoolId", json!(pool_id)),
        ("ClientId", json!(client_id)),
        ("ImageUrl", json!(image_url)),
        ("CSS", json!(customization.css)),
        ("CSSVersion", json!(customization.css.as_ref().map(|_| customization.modified_at.to_string()))),
        ("CreationDate", json!(customization.created_at)),
        ("LastModifiedDate", json!(customization.modified_at)),
    ])
}
