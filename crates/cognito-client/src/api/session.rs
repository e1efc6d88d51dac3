//! Tokens, and the user's sessions on other devices.

use super::{AuthResponse, ClientMetadata, Empty};
use crate::{
    secrets::{AccessToken, ClientSecret, RefreshToken},
    timestamp::Timestamp,
};

operations! { UserPools:
    /// Gets new tokens: [`Session::refresh`](crate::session::Session::refresh).
    GetTokensFromRefreshToken => AuthResponse {
        /// The newest. Where the client rotates them, it is dead afterwards, or after a grace period of up to 60 seconds.
        "RefreshToken" refresh_token: &'a RefreshToken,
        /// The app client that the token came from: 1 to 128 characters.
        "ClientId" client_id: &'a str,
        /// For clients with a secret: 24 to 64 characters.
        "ClientSecret" client_secret: Option<&'a ClientSecret>,
        /// The device that signed in, where devices are remembered: 1 to 55 characters.
        "DeviceKey" device_key: Option<&'a str>,
        /// For the Lambda trigger around tokens.
        "ClientMetadata" client_metadata: Option<ClientMetadata<'a>>,
    }

    /// Ends the session of a refresh token: [`Session::revoke`](crate::session::Session::revoke).
    RevokeToken => Empty {
        /// The refresh token.
        "Token" token: &'a RefreshToken,
        /// The app client that the token came from: 1 to 128 characters.
        "ClientId" client_id: &'a str,
        /// For clients with a secret: 24 to 64 characters.
        "ClientSecret" client_secret: Option<&'a ClientSecret>,
        /// Whether the single-sign-on session that it came through ends as well.
        "RevokeAssociatedSessions" revoke_associated_sessions: Option<RevokeAssociatedSessions>,
    }

    /// Ends all sessions: [`Session::global_sign_out`](crate::session::Session::global_sign_out).
    GlobalSignOut => Empty {
        /// Of the signed-in user, with the scope `aws.cognito.signin.user.admin`.
        "AccessToken" access_token: &'a AccessToken,
    }

    /// Lists the sessions, page by page: [`list_sessions`](crate::user_sessions::list_sessions).
    ListUserSessions => ListUserSessionsResponse {
        /// Of the signed-in user, with the scope `aws.cognito.signin.user.admin`.
        "AccessToken" access_token: &'a AccessToken,
        /// What the page before gave: at most 131,072 characters.
        "NextToken" next_token: Option<&'a str>,
    }

    /// Ends one session: [`revoke_session`](crate::user_sessions::revoke_session).
    RevokeUserSession => Empty {
        /// Of the signed-in user, with the scope `aws.cognito.signin.user.admin`.
        "AccessToken" access_token: &'a AccessToken,
        /// Which one, but not the caller's own: `tkn` or `sso` and 25 lower-case letters and digits.
        "SessionId" session_id: &'a str,
        /// Whether the sessions linked to it end as well.
        "RevokeAssociatedSessions" revoke_associated_sessions: Option<RevokeAssociatedSessions>,
    }
}

answers! {
    /// The answer of [`ListUserSessions`].
    ListUserSessionsResponse {
        /// Those of this page, of all app clients.
        "Sessions" sessions: Vec<SessionDescription>,
        /// For the next page, if there may be one.
        "NextToken" next_token: Option<String>,
    }

    /// SessionDescriptionType: one of the user's sessions.
    SessionDescription {
        /// `tkn` or `sso` and 25 lower-case letters and digits.
        "SessionId" session_id: Option<String>,
        /// Tokens of a client, or a single-sign-on session of managed login.
        "SessionType" session_type: Option<SessionType>,
        /// The app client: 1 to 128 characters.
        "ClientId" client_id: Option<String>,
        /// When it began.
        "CreateDate" create_date: Option<Timestamp>,
        /// When its tokens were last refreshed, or, for single sign-on, last given or used.
        "LastActiveDate" last_active_date: Option<Timestamp>,
        /// Operating system and browser or app, or `unknown`: at most 1024 characters.
        "DeviceType" device_type: Option<String>,
        /// From where it was last active: at most 128 characters.
        "LastIPAddress" last_ip_address: Option<String>,
        /// Where that is.
        "LastLocation" last_location: Option<SessionLocation>,
        /// The single-sign-on session that it came through.
        "OriginSessionId" origin_session_id: Option<String>,
        /// Whether the access token of the request belongs to it.
        "IsCurrentSession" is_current_session: bool,
    }

    /// SessionLocationType: the place of an address, by guess.
    SessionLocation {
        /// At most 256 characters.
        "City" city: Option<String>,
        /// At most 256 characters.
        "Country" country: Option<String>,
    }
}

enumerations! {
    /// RevokeAssociatedSessionsType: what ends beside a session.
    RevokeAssociatedSessions {
        /// Nothing: the default.
        None = "NONE",
        /// For tokens the single-sign-on session that they came through; for that one the tokens that came through it.
        Linked = "LINKED",
    }

    /// SessionTypeType.
    SessionType {
        /// Tokens of a client.
        Token = "TOKEN",
        /// A single-sign-on session of managed login.
        Sso = "SSO",
    }
}
