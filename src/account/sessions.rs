//! Where this person is signed in.

use cognito_client::{
    Error, ErrorCode,
    user_sessions::{self, RevokeAssociatedSessions, SessionDescription},
};

use super::{Account, is_unknown};

/// More pages of sessions than anyone has.
const MOST_PAGES: usize = 20;

/// Where someone is signed in.
#[derive(Clone, Debug)]
pub enum Sessions {
    Listed(Vec<SessionDescription>),
    /// The pool keeps no list of them.
    Untracked,
}

/// What became of the other sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherSessions {
    /// So many have ended.
    Ended(usize),
    /// The pool keeps no list of them: they end only together with this one.
    Untracked,
}

impl Account {
    /// Where this person is signed in, with whatever app of the pool's owner.
    ///
    /// # Errors
    /// Why that cannot be read.
    pub async fn sessions(self) -> Result<Sessions, Error> {
        let (mut sessions, mut next) = (Vec::new(), None::<String>);
        for _ in 0..MOST_PAGES {
            let page = self.0.with_access(async |client, access_token| {
                user_sessions::list_sessions(client, access_token, next.as_deref()).await
            });
            let page = match page.await {
                Ok(page) => page,
                Err(error) if next.is_none() && is_untracked(&error) => return Ok(Sessions::Untracked),
                Err(error) => return Err(error),
            };
            sessions.extend(page.sessions);
            next = page.next_token;
            if next.is_none() {
                break;
            }
        }
        Ok(Sessions::Listed(sessions))
    }

    /// Ends every session but this one.
    ///
    /// # Errors
    /// Why not; some may have ended.
    pub async fn end_other_sessions(self) -> Result<OtherSessions, Error> {
        let Sessions::Listed(sessions) = self.sessions().await? else { return Ok(OtherSessions::Untracked) };
        let mut count = 0;
        for session in sessions.into_iter().filter(|session| !session.is_current_session) {
            if let Some(id) = session.session_id {
                self.end_session(&id).await?;
                count += 1;
            }
        }
        Ok(OtherSessions::Ended(count))
    }

    /// Ends these sessions; gives how many, and the last refusal.
    pub async fn end_sessions(self, session_ids: Vec<String>) -> (usize, Option<Error>) {
        let (mut ended, mut refused) = (0, None);
        for id in &session_ids {
            match self.end_session(id).await {
                Ok(()) => ended += 1,
                Err(error) => refused = Some(error),
            }
        }
        (ended, refused)
    }

    /// Ends a session, but not this one. Nothing is wrong if it was over before.
    ///
    /// # Errors
    /// The refusal.
    pub async fn end_session(self, session_id: &str) -> Result<(), Error> {
        let ended = self.0.with_access(async |client, access_token| {
            user_sessions::revoke_session(client, access_token, session_id, RevokeAssociatedSessions::Linked).await
        });
        ended.await.or_else(|error| if is_unknown(&error) { Ok(()) } else { Err(error) })
    }
}

/// Whether the pool keeps no list of sessions: nothing in the request can be wrong.
fn is_untracked(error: &Error) -> bool {
    matches!(error.code(), Some(ErrorCode::InvalidParameter | ErrorCode::OperationNotEnabled))
}
