//! The inbox, by whom a message is for and what it is.

use std::{sync::Arc, time::Duration};

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Asked, Unfit};
use crate::{error::ServiceError, pool::inbox::Message, service::Service, vocabulary::MessageKind};

const LONGEST_WAIT_SECONDS: f64 = 60.0;
/// How often somebody who waits looks again.
const PULSE: Duration = Duration::from_millis(20);

/// Which messages; what is not named is anything.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    /// The address or number.
    to: Option<String>,
    user_pool_id: Option<String>,
    kind: Option<MessageKind>,
    username: Option<String>,
    /// How long to wait for the first one, in seconds.
    #[serde(default)]
    wait: f64,
}

/// A message, and the pool that would have sent it.
#[derive(Serialize)]
pub(super) struct Sent {
    user_pool_id: String,
    #[serde(flatten)]
    message: Message,
}

/// # Errors
/// For a wait that is none.
pub(super) async fn list(
    State(service): State<Arc<Service>>,
    Asked(wanted): Asked<Wanted>,
) -> Result<Json<Vec<Sent>>, Unfit> {
    if !(0.0..=LONGEST_WAIT_SECONDS).contains(&wanted.wait) {
        return Err(Unfit(format!("wait must be 0 to {LONGEST_WAIT_SECONDS} seconds")));
    }
    let wanted = Arc::new(wanted);
    let mut pulse = tokio::time::interval(PULSE);
    let first = async {
        loop {
            pulse.tick().await;
            let found = found(&service, &wanted);
            if !found.is_empty() {
                return found;
            }
        }
    };
    let wait = Duration::from_secs_f64(wanted.wait);
    // The first look needs no patience.
    Ok(Json(tokio::time::timeout(wait, first).await.unwrap_or_else(|_| found(&service, &wanted))))
}

/// # Errors
/// For a wait, which there is none for here; InternalErrorException when the state cannot be written.
pub(super) async fn remove(
    State(service): State<Arc<Service>>,
    Asked(wanted): Asked<Wanted>,
) -> Result<Json<Value>, ServiceError> {
    if wanted.wait != 0.0 {
        return Err(ServiceError::invalid_parameter("what is removed is not waited for"));
    }
    let removed = tokio::task::spawn_blocking(move || {
        let is_named = |id: &str| wanted.user_pool_id.as_ref().is_none_or(|wanted| wanted == id);
        service.remove_messages(is_named, |body| serde_json::from_str(body).is_ok_and(|message| wanted.is(&message)))
    });
    let removed = removed.await.map_err(|_| ServiceError::internal("The handler failed"))??;
    Ok(Json(json!({ "removed": removed })))
}

fn found(service: &Service, wanted: &Wanted) -> Vec<Sent> {
    let pools = service.with_pools(|pool| {
        let id = &pool.settings().id;
        let is_named = wanted.user_pool_id.as_ref().is_none_or(|wanted| wanted == id);
        let messages = is_named.then(|| pool.data.inbox.messages());
        vec![(id.clone(), messages.unwrap_or_default())]
    });
    pools
        .into_iter()
        .flat_map(|(id, messages)| messages.into_iter().map(move |message| (id.clone(), message)))
        .filter(|(_, message)| wanted.is(message))
        .map(|(user_pool_id, message)| Sent { user_pool_id, message })
        .collect()
}

impl Wanted {
    fn is(&self, message: &Message) -> bool {
        self.to.as_ref().is_none_or(|to| *to == message.to)
            && self.kind.is_none_or(|kind| kind == message.kind)
            && self.username.as_ref().is_none_or(|username| *username == message.username)
    }
}
