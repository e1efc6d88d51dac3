//! From an answer of Cognito to the next step that needs somebody.

use super::{
    ChallengeName, NextStep, Pending, Rejected, SignIn, SignedIn, beginning::Beginning, failure::Failure,
    new_device::confirm_device,
};
use crate::{
    api::{AuthFlow, AuthResponse, AuthenticationResult, InitiateAuth, Map, OwnedMap, RespondToAuthChallenge},
    error::{Error, ErrorCode},
    host::{Host, RememberedDevice},
    ids::Username,
    password::without_outer_blanks,
    refusal::is_unknown_device,
    secrets::{ChallengeSession, Password},
    session::{Session, Tokens},
    srp::{Challenge, Handshake, Preparation, Responses, arithmetic::Identity},
    transport::Transport,
};

/// A password whose proof was begun: SRP_A is on its way.
pub(super) struct Proof<'p> {
    handshake: Handshake,
    password: &'p Password,
}

/// What is called with the user's name, and with that of a device.
#[derive(Clone, Copy)]
enum Call<'c> {
    InitiateAuth { flow: &'c AuthFlow, session: Option<&'c ChallengeSession> },
    RespondToAuthChallenge(&'c Pending),
}

/// Where a sign-in stands between two answers.
struct Progress<'p> {
    /// How the person named themselves: what a page can show.
    typed: Username,
    username: String,
    proof: Option<Proof<'p>>,
    /// Whether the answer that comes is about the first factor.
    is_first_factor: bool,
    /// Whether the password itself may be sent.
    takes_password: bool,
    /// Which challenge parameters say who is signing in, the better one first.
    naming: [&'static str; 2],
}

const SRP_NAMING: [&str; 2] = ["USER_ID_FOR_SRP", "USERNAME"];
const PLAIN_NAMING: [&str; 2] = ["USERNAME", "USER_ID_FOR_SRP"];

#[cfg_attr(
    not(feature = "client-secret"),
    allow(clippy::needless_borrow, reason = "with a secret there is a list of its own")
)]
impl<T: Transport, H: Host> SignIn<'_, T, H> {
    /// Begins the proof of a password; gives SRP_A.
    pub(super) async fn prove<'p>(&self, password: &'p Password) -> Result<(Proof<'p>, String), Error> {
        let (handshake, srp_a) = self.handshake().await?;
        Ok((Proof { handshake, password }, srp_a))
    }

    async fn handshake(&self) -> Result<(Handshake, String), Error> {
        let mut preparation = match self.host.take_prepared() {
            Some(prepared) => prepared,
            None => Preparation::new(self.host.random_bytes().ok_or(Error::NoRandomBytes)?),
        };
        while !preparation.advance() {
            self.host.pause().await;
        }
        Ok(preparation.finish()?)
    }

    async fn claim(&self, handshake: Handshake, challenge: Challenge, password: &str) -> Result<Responses, Error> {
        let mut answer = handshake.begin_answer(challenge, password)?;
        while !answer.advance() {
            self.host.pause().await;
        }
        Ok(answer.finish(self.host.service_now()))
    }

    /// InitiateAuth, and on to the next step.
    pub(super) async fn begin(&self, beginning: &Beginning<'_>) -> Result<NextStep, Failure> {
        let Beginning { flow, username: typed, parameters, proved, session } = beginning;
        let mut parameters = parameters.to_vec();
        let proved = match proved {
            Some(password) => Some(self.prove(password).await?),
            None => None,
        };
        let (proof, srp_a) = proved.unzip();
        parameters.extend(srp_a.as_deref().map(|srp_a| ("SRP_A", srp_a)));
        let username = typed.as_str();
        let is_first_factor = *flow == AuthFlow::UserAuth;
        let was_sent = *flow == AuthFlow::UserPasswordAuth;
        let naming = if was_sent { PLAIN_NAMING } else { SRP_NAMING };
        let takes_password = proof.is_none() && (was_sent || self.allows_plain_password);
        let call = Call::InitiateAuth { flow, session: *session };
        let response = self.with_device(username, &parameters, call).await;
        let (typed, username) = ((*typed).clone(), username.to_owned());
        let progress = Progress { typed, username, proof, is_first_factor, takes_password, naming };
        self.proceed(response, progress).await
    }

    /// RespondToAuthChallenge, and on to the next step. `back` makes the challenge of what can be answered again.
    pub(super) async fn answer<C>(
        &self,
        pending: Pending,
        responses: &[(&str, &str)],
        proof: Option<Proof<'_>>,
        back: fn(Pending) -> C,
    ) -> Result<NextStep, Rejected<C>> {
        let answered = self.answer_pending(pending, responses, proof).await;
        answered.map_err(|(error, pending)| Rejected { error, retry: pending.map(back) })
    }

    /// Only a refusal of this very answer can give the challenge back: once it is taken, its session is used up.
    async fn answer_pending(
        &self,
        pending: Pending,
        responses: &[(&str, &str)],
        proof: Option<Proof<'_>>,
    ) -> Result<NextStep, (Error, Option<Pending>)> {
        let response = match self.respond(&pending, responses).await {
            Err(error) if can_be_answered_again(&error) => return Err((error, Some(pending))),
            response => response,
        };
        let (typed, password) = (pending.typed.clone(), proof.as_ref().map(|proof| proof.password));
        let progress = Progress {
            typed: pending.typed,
            is_first_factor: pending.name == ChallengeName::SelectChallenge,
            username: pending.username,
            takes_password: pending.takes_password && proof.is_none(),
            proof,
            naming: SRP_NAMING,
        };
        let answered = self.proceed(response, progress).await;
        let answered = match password {
            Some(password) => self.insist(&Beginning::preferring_srp(&typed, password), Some(answered)).await,
            None => self.concede(answered).await,
        };
        answered.map_err(|error| (error, None))
    }

    async fn respond(&self, pending: &Pending, responses: &[(&str, &str)]) -> Result<AuthResponse, Error> {
        self.with_device(&pending.username, responses, Call::RespondToAuthChallenge(pending)).await
    }

    async fn send(&self, pending: &Pending, responses: &[(&str, &str)]) -> Result<AuthResponse, Error> {
        let context = self.client.context(&pending.username);
        let responses = context.signed(responses);
        let request = RespondToAuthChallenge {
            client_id: self.client.client_id().as_str(),
            challenge_name: &pending.name,
            session: pending.session.as_ref(),
            challenge_responses: Some(Map(&responses)),
            analytics_metadata: context.analytics_metadata,
            user_context_data: context.user_context_data(),
            client_metadata: context.client_metadata.clone(),
        };
        self.client.call(&request).await
    }

    /// Calls with USERNAME, and with DEVICE_KEY if this device is remembered. If Cognito does not know the device any
    /// more, neither does the host, and the call is made once more without it.
    async fn with_device(
        &self,
        username: &str,
        parameters: &[(&str, &str)],
        call: Call<'_>,
    ) -> Result<AuthResponse, Error> {
        let mut all = vec![("USERNAME", username)];
        all.extend_from_slice(parameters);
        let Some(device) = self.host.device(username) else { return self.call(call, username, &all).await };
        all.push(("DEVICE_KEY", &device.key));
        match self.call(call, username, &all).await {
            Err(error) if is_unknown_device(&error) => {
                self.host.forget_device(&device.key);
                all.pop();
                self.call(call, username, &all).await
            }
            other => other,
        }
    }

    async fn call(&self, call: Call<'_>, username: &str, parameters: &[(&str, &str)]) -> Result<AuthResponse, Error> {
        match call {
            Call::InitiateAuth { flow, session } => {
                let context = self.client.context(username);
                let parameters = context.signed(parameters);
                let request = InitiateAuth {
                    auth_flow: flow.clone(),
                    auth_parameters: Some(Map(&parameters)),
                    client_metadata: context.client_metadata.clone(),
                    client_id: self.client.client_id().as_str(),
                    analytics_metadata: context.analytics_metadata,
                    user_context_data: context.user_context_data(),
                    session,
                };
                self.client.call(&request).await
            }
            Call::RespondToAuthChallenge(pending) => self.send(pending, parameters).await,
        }
    }

    /// Makes every proof that needs nobody, until somebody is needed or the tokens are there.
    async fn proceed(
        &self,
        response: Result<AuthResponse, Error>,
        mut progress: Progress<'_>,
    ) -> Result<NextStep, Failure> {
        let mut response = response.map_err(Failure::from);
        let mut is_device_proved = false;
        loop {
            let answer = match response {
                Err(failure) if failure.code() == Some(&ErrorCode::UserNotConfirmed) => {
                    return Ok(NextStep::ConfirmSignUp(progress.typed));
                }
                Err(failure) if failure.code() == Some(&ErrorCode::PasswordResetRequired) => {
                    return Ok(NextStep::ResetPassword(progress.typed));
                }
                other => other?,
            };
            if let Some(result) = answer.authentication_result {
                return Ok(self.finish(result, &progress.typed).await?);
            }
            let name = answer.challenge_name.ok_or(Error::Protocol("neither tokens nor a challenge"))?;
            // From the first answer on, this is the user's name, whatever was typed.
            if let Some(name) = progress.naming.iter().find_map(|name| answer.challenge_parameters.get(name)) {
                progress.username = name.to_owned();
            }
            let pending = Pending {
                name,
                session: answer.session,
                parameters: answer.challenge_parameters,
                available: answer.available_challenges,
                username: progress.username.clone(),
                typed: progress.typed.clone(),
                is_first_factor: progress.is_first_factor,
                takes_password: progress.takes_password,
                received_at: self.host.now().as_seconds(),
            };
            response = match (&pending.name, progress.proof.take()) {
                (ChallengeName::PasswordVerifier, Some(proof)) => self.prove_password(&pending, proof).await,
                (ChallengeName::DeviceSrpAuth, _) if !is_device_proved => {
                    let Some(device) = self.host.device(&pending.username) else {
                        return Ok(NextStep::Unsupported(pending.name));
                    };
                    is_device_proved = true;
                    self.prove_device(&pending, &device).await
                }
                (_, proof) => {
                    progress.proof = proof;
                    return Ok(NextStep::of(pending));
                }
            };
            progress.is_first_factor = false;
        }
    }

    async fn prove_password(&self, pending: &Pending, proof: Proof<'_>) -> Result<AuthResponse, Failure> {
        let group = self.client.user_pool_id().name().to_owned();
        let identity = Identity { group, user: required(&pending.parameters, "USER_ID_FOR_SRP")?.to_owned() };
        let challenge = srp_challenge(&pending.parameters, identity)?;
        let password = without_outer_blanks(proof.password.expose());
        let claim = self.claim(proof.handshake, challenge, password).await?;
        let proved = self.respond(pending, &claim.parameters()).await;
        proved.map_err(Failure::of_password)
    }

    /// DEVICE_SRP_AUTH and DEVICE_PASSWORD_VERIFIER.
    async fn prove_device(&self, pending: &Pending, device: &RememberedDevice) -> Result<AuthResponse, Failure> {
        let proved = self.exchange_for_device(pending, device).await;
        proved.map_err(|error| Failure::of_device(error, &device.key))
    }

    async fn exchange_for_device(&self, pending: &Pending, device: &RememberedDevice) -> Result<AuthResponse, Error> {
        let (handshake, srp_a) = self.handshake().await?;
        let username = pending.username.as_str();
        let named = [("USERNAME", username), ("DEVICE_KEY", device.key.as_str())];
        let answer = self.send(pending, &[named[0], named[1], ("SRP_A", &srp_a)]).await?;
        if answer.challenge_name != Some(ChallengeName::DevicePasswordVerifier) {
            return Ok(answer);
        }
        let challenge = srp_challenge(&answer.challenge_parameters, device.identity())?;
        let claim = self.claim(handshake, challenge, device.password.expose()).await?;
        let verifier =
            Pending { name: ChallengeName::DevicePasswordVerifier, session: answer.session, ..pending.clone() };
        let responses: Vec<_> = named.into_iter().chain(claim.parameters()).collect();
        self.send(&verifier, &responses).await
    }

    /// A device that cannot be confirmed is none: that does not undo the sign-in.
    async fn finish(&self, mut result: AuthenticationResult, typed: &Username) -> Result<NextStep, Error> {
        let new_device = result.new_device_metadata.take();
        let session = Session::received(Tokens::of(result, None)?, self.host.now())?;
        let asks_to_remember_device = match new_device.filter(|_| self.host.remembers_devices()) {
            Some(new) => confirm_device(self.client, self.host, &session, typed.as_str(), new).await.unwrap_or(false),
            None => false,
        };
        Ok(NextStep::Done(Box::new(SignedIn { session, asks_to_remember_device })))
    }
}

fn srp_challenge(parameters: &OwnedMap, identity: Identity) -> Result<Challenge, Error> {
    let parameter = |name| required(parameters, name).map(ToOwned::to_owned);
    Ok(Challenge {
        identity,
        srp_b: parameter("SRP_B")?,
        salt: parameter("SALT")?,
        secret_block: parameter("SECRET_BLOCK")?,
    })
}

fn required<'a>(parameters: &'a OwnedMap, name: &str) -> Result<&'a str, Error> {
    parameters.get(name).ok_or(Error::Protocol("a challenge parameter is missing"))
}

/// Whether a challenge outlives a refused answer: a wrong code, a weak password, an address that is taken, an answer that
/// was never sent, bad luck on the way. Anything else ends the sign-in.
pub(super) fn can_be_answered_again(error: &Error) -> bool {
    let is_open = match error {
        Error::Service { code, .. } => matches!(
            code,
            ErrorCode::AliasExists
                | ErrorCode::CodeDeliveryFailure
                | ErrorCode::CodeMismatch
                | ErrorCode::EnableSoftwareTokenMfa
                | ErrorCode::ExpiredCode
                | ErrorCode::Forbidden
                | ErrorCode::InvalidParameter
                | ErrorCode::InvalidPassword
                | ErrorCode::LimitExceeded
                | ErrorCode::PasswordHistoryPolicyViolation
        ),
        Error::Misuse(_) => true,
        _ => false,
    };
    is_open || error.is_transient()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::TransportError;

    #[test]
    fn only_some_refusals_leave_the_challenge_open() {
        let answered = |code: &str, status| Error::Service {
            operation: "RespondToAuthChallenge",
            code: ErrorCode::parse(code),
            message: String::new(),
            status,
            request_id: None,
            retry_after: None,
        };
        let service = |code: &str| answered(code, 400);
        for (case, error, again) in [
            ("wrong code", service("CodeMismatchException"), true),
            ("code of before", service("ExpiredCodeException"), true),
            ("wrong first code of an app", service("EnableSoftwareTokenMFAException"), true),
            ("weak password", service("InvalidPasswordException"), true),
            ("password of before", service("PasswordHistoryPolicyViolationException"), true),
            ("address of somebody else", service("AliasExistsException"), true),
            ("throttled", service("TooManyRequestsException"), true),
            ("a fault", service("InternalErrorException"), true),
            ("5xx by a refusal's name", answered("NotAuthorizedException", 500), true),
            ("503 of a new name", answered("NewerException", 503), true),
            ("429 by a refusal's name", answered("NotAuthorizedException", 429), true),
            ("429 of a user's deletion", answered("UserNotFoundException", 429), true),
            ("offline", Error::Transport(TransportError::TimedOut), true),
            ("proxy page", Error::Protocol("no JSON"), true),
            ("session over, wrong password", service("NotAuthorizedException"), false),
            ("user deleted", service("UserNotFoundException"), false),
            ("too many", service("TooManyFailedAttemptsException"), false),
            ("unknown", service("NewerException"), false),
            ("hostile server", Error::Srp(crate::srp::SrpError::ZeroPublicValue), false),
            ("no random bytes", Error::NoRandomBytes, false),
            ("misuse", Error::Misuse("no such factor"), true),
        ] {
            assert_eq!(can_be_answered_again(&error), again, "{case}");
        }
    }
}
