//! Signing in, one [`NextStep`] after the other.

use crate::{
    Client,
    error::{Error, ErrorCode},
    ids::Username,
    secrets::Password,
    session::{Session, tokens},
    srp::{
        Challenge, Handshake,
        arithmetic::{EXPONENT_BYTES, Identity},
    },
    timestamp::Clock,
    transport::Transport,
    wire::{AuthResponse, InitiateAuth, Parameters, RespondToAuthChallenge},
};

/// What a person signs in with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// A user name, or an e-mail address or telephone number that stands for one.
    pub username: Username,
    /// Exactly as typed.
    pub password: Password,
}

/// What is to be done next.
#[must_use]
#[derive(Debug)]
#[non_exhaustive]
pub enum NextStep {
    /// Signed in.
    Done(Box<Session>),
    /// The account waits for its confirmation code (UserNotConfirmedException after the right password).
    ConfirmSignUp(Username),
    /// The password must be reset first (PasswordResetRequiredException).
    ResetPassword(Username),
    /// A challenge that this client cannot answer.
    Unsupported(ChallengeName),
}

/// The name of a challenge, as Cognito sent it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChallengeName(String);

impl ChallengeName {
    /// The name on the wire, as in `SMS_MFA`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Signs in by the flow USER_SRP_AUTH: the password never leaves this program
/// ([InitiateAuth](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_InitiateAuth.html),
/// [RespondToAuthChallenge](https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html)).
/// `random` must be fresh from a cryptographic source.
///
/// # Errors
/// NotAuthorizedException for a wrong password and an unknown user alike; any other.
pub async fn sign_in<T: Transport>(
    client: &Client<T>,
    credentials: &Credentials,
    random: [u8; EXPONENT_BYTES],
    clock: &impl Clock,
) -> Result<NextStep, Error> {
    let (handshake, srp_a) = Handshake::start(random)?;
    let request = InitiateAuth {
        client_id: client.client_id().as_str(),
        auth_flow: "USER_SRP_AUTH",
        auth_parameters: Parameters(&[("USERNAME", credentials.username.as_str()), ("SRP_A", &srp_a)]),
    };
    match client.call(&request).await {
        Ok(response) if response.challenge_name.as_deref() == Some("PASSWORD_VERIFIER") => {
            answer_password_verifier(client, credentials, handshake, response, clock).await
        }
        other => next_step(other, &credentials.username, clock),
    }
}

async fn answer_password_verifier<T: Transport>(
    client: &Client<T>,
    credentials: &Credentials,
    handshake: Handshake,
    mut response: AuthResponse,
    clock: &impl Clock,
) -> Result<NextStep, Error> {
    let mut parameter =
        |name| response.challenge_parameters.take(name).ok_or(Error::Protocol("a challenge parameter is missing"));
    // From here on USER_ID_FOR_SRP is the user's name, whatever was typed.
    let user_id_for_srp = parameter("USER_ID_FOR_SRP")?;
    let challenge = Challenge {
        identity: Identity { group: client.user_pool_id().name().to_owned(), user: user_id_for_srp.clone() },
        srp_b: parameter("SRP_B")?,
        salt: parameter("SALT")?,
        secret_block: parameter("SECRET_BLOCK")?,
    };
    let responses = handshake.answer(challenge, credentials.password.expose(), clock.now())?;
    let request = RespondToAuthChallenge {
        client_id: client.client_id().as_str(),
        challenge_name: "PASSWORD_VERIFIER",
        session: response.session.as_deref(),
        challenge_responses: Parameters(&[
            ("USERNAME", user_id_for_srp.as_str()),
            ("PASSWORD_CLAIM_SIGNATURE", &responses.signature),
            ("PASSWORD_CLAIM_SECRET_BLOCK", &responses.secret_block),
            ("TIMESTAMP", &responses.timestamp),
        ]),
    };
    next_step(client.call(&request).await, &credentials.username, clock)
}

fn next_step(answer: Result<AuthResponse, Error>, username: &Username, clock: &impl Clock) -> Result<NextStep, Error> {
    let response = match answer {
        Err(error) if error.code() == Some(&ErrorCode::UserNotConfirmed) => {
            return Ok(NextStep::ConfirmSignUp(username.clone()));
        }
        Err(error) if error.code() == Some(&ErrorCode::PasswordResetRequired) => {
            return Ok(NextStep::ResetPassword(username.clone()));
        }
        other => other?,
    };
    match (response.authentication_result, response.challenge_name) {
        (Some(result), _) => {
            let session = Session::received(tokens(result, None)?, clock.now())?;
            Ok(NextStep::Done(Box::new(session)))
        }
        (None, Some(name)) => Ok(NextStep::Unsupported(ChallengeName(name))),
        (None, None) => Err(Error::Protocol("neither tokens nor a challenge")),
    }
}
