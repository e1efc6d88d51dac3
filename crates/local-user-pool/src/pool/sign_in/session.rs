//! Sessions: sign-ins as their user sees them, where the pool tracks them
//! (<https://docs.aws.amazon.com/cognito/latest/developerguide/managing-user-sessions.html>).

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{SignIn, SignIns, USER};
use crate::{error::ServiceError, random};

const ID_LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789";
const ID_LENGTH: usize = 25;

/// What the pool keeps of a sign-in for its user to see.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Session {
    /// SessionId.
    id: String,
    /// DeviceType, at the last sign of life.
    device_type: String,
    /// Seconds since 1970: the sign-in, or the last refresh.
    last_active_at: u64,
    /// Counts signs of life, which may be many in a second.
    #[serde(default)]
    turn: u64,
}

impl SignIns {
    /// Begins to track a sign-in. If its user has more than `most` sessions then, those end that were last active the
    /// longest ago.
    pub(crate) fn track(
        &mut self,
        origin_jti: &str,
        device_type: String,
        most: usize,
        now: u64,
    ) -> Result<(), ServiceError> {
        let Some(username) = self.0.get(origin_jti).map(|sign_in| sign_in.username.clone()) else { return Ok(()) };
        let turn = self.next_turn(&username);
        let Some(sign_in) = self.0.get_mut(origin_jti) else { return Ok(()) };
        let id = format!("tkn{}", random::text(ID_LETTERS, ID_LENGTH)?);
        sign_in.session = Some(Session { id, device_type, last_active_at: now, turn });
        let others = self.live(&username, now).filter(|(key, ..)| *key != origin_jti);
        let mut others: Vec<(u64, String)> = others.map(|(key, _, session)| (session.turn, key.to_owned())).collect();
        others.sort();
        let excess = (others.len() + 1).saturating_sub(most);
        for (_, other) in others.into_iter().take(excess) {
            self.revoke(&other);
        }
        Ok(())
    }

    /// Notes a refresh.
    pub(crate) fn note_activity(&mut self, origin_jti: &str, device_type: String, now: u64) {
        let Some(tracked) = self.0.get(origin_jti).filter(|sign_in| sign_in.session.is_some()) else { return };
        let turn = self.next_turn(&tracked.username);
        if let Some(session) = self.0.get_mut(origin_jti).and_then(|sign_in| sign_in.session.as_mut()) {
            (session.device_type, session.last_active_at, session.turn) = (device_type, now, turn);
        }
    }

    /// SessionDescriptionType of each session of a user, the last active one first.
    pub(crate) fn sessions(&self, username: &str, current: &str, now: u64) -> Vec<Value> {
        let mut sessions: Vec<_> = self.live(username, now).collect();
        sessions.sort_by_key(|(_, _, session)| Reverse(session.turn));
        let description = |(origin_jti, sign_in, session): (&str, &SignIn, &Session)| {
            json!({
                "SessionId": session.id,
                "SessionType": "TOKEN",
                "ClientId": sign_in.client_id,
                "CreateDate": sign_in.auth_time,
                "LastActiveDate": session.last_active_at,
                "DeviceType": session.device_type,
                "LastIPAddress": "127.0.0.1",
                "IsCurrentSession": origin_jti == current,
            })
        };
        sessions.into_iter().map(description).collect()
    }

    /// origin_jti of a session of that user.
    pub(crate) fn of_session(&self, username: &str, id: &str, now: u64) -> Option<String> {
        self.live(username, now).find(|(_, _, session)| session.id == id).map(|(origin_jti, ..)| origin_jti.to_owned())
    }

    /// Turns of one user are compared with each other only.
    fn next_turn(&self, username: &str) -> u64 {
        let of_user = self.0.by_key(USER, username).into_iter();
        let turns = of_user.filter_map(|(_, sign_in)| sign_in.session.as_ref()).map(|session| session.turn);
        turns.max().map_or(0, |last| last + 1)
    }

    /// Neither ended nor expired.
    fn live(&self, username: &str, now: u64) -> impl Iterator<Item = (&str, &SignIn, &Session)> {
        let of_user = self.0.by_key(USER, username).into_iter();
        of_user
            .filter(move |(_, sign_in)| now < sign_in.expires_at)
            .filter_map(|(origin_jti, sign_in)| Some((origin_jti, sign_in, sign_in.session.as_ref()?)))
    }
}
