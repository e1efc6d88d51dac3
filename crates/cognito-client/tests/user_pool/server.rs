//! What a server needs: an app client with a secret, and sessions that tasks on several threads share.

use std::sync::Arc;

use cognito_client::{
    Client, ErrorCode,
    account::get_user,
    device::remember_device,
    ids::{ClientId, UserPoolId, Username},
    native::NativeHost,
    password::{confirm_forgot_password, forgot_password},
    secrets::{ClientSecret, ConfirmationCode, Password},
    session_keeper::{Outcome, SessionKeeper, Unshared},
    sign_in::{NextStep, SignIn},
    sign_up::{Attribute, confirm_sign_up, resend_confirmation_code, sign_up},
    timestamp::Clock,
    token_store::{TokenStore, memory::MemoryTokenStore},
    transport::Reqwest,
};
use local_user_pool::{Config, LocalUserPool, MessageKind, Running};

use crate::person::{credentials, done, signed_in};

const SECRET: &str = "0123456789abcdefghijklmnopqrstuvwxyz";
const POOL: &str = r#"
    [UserPool]
    MfaConfiguration = "OPTIONAL"
    SmsMfa = true
    [UserPool.DeviceConfiguration]
    ChallengeRequiredOnNewDevice = true
    DeviceOnlyRememberedOnUserPrompt = true
    [UserPoolClient]
    ClientSecret = "0123456789abcdefghijklmnopqrstuvwxyz"
    [[users]]
    email = "first@example.com"
    password = "Passw0rd!"
    [[users]]
    email = "sms@example.com"
    password = "Passw0rd!"
    phone_number = "+12025550123"
    mfa = ["SMS_MFA"]
"#;

struct Server {
    pool: Running,
    client: Client<Reqwest>,
    host: NativeHost,
}

impl Server {
    async fn start() -> Self {
        let config = Config::from_toml(POOL).expect("settings");
        let user_pool_id = UserPoolId::parse(&config.user_pool.id).expect("an id");
        let client_id = ClientId::parse(&config.client.client_id).expect("an id");
        let pool = LocalUserPool::start(config, 0, None).await.expect("the pool starts");
        let client = Client::new(Reqwest::default(), user_pool_id, client_id)
            .with_endpoint(pool.base_url())
            .with_secret(ClientSecret::new(SECRET));
        Self { pool, client, host: NativeHost::new("a server") }
    }

    fn sign_in(&self) -> SignIn<'_, Reqwest, NativeHost> {
        SignIn::new(&self.client, &self.host)
    }

    fn code(&self, kind: MessageKind) -> String {
        self.pool.inbox().into_iter().rfind(|message| message.kind == kind).expect("a message has come").code
    }
}

#[tokio::test]
async fn a_client_with_a_secret_signs_in_by_every_flow_of_a_password() {
    let server = Server::start().await;
    let first = credentials("first@example.com");
    signed_in(server.sign_in().with_srp(&first).await.expect("USER_SRP_AUTH"));
    signed_in(server.sign_in().with_plain_password(&first).await.expect("USER_PASSWORD_AUTH"));
    let session = signed_in(server.sign_in().with_preferred_srp(&first).await.expect("USER_AUTH"));
    let renewed = session.refresh(&server.client, &server.host).await.expect("refreshed");
    renewed.revoke(&server.client).await.expect("revoked");
    let over = renewed.refresh(&server.client, &server.host).await.expect_err("revoked");
    assert_eq!(over.code(), Some(&ErrorCode::NotAuthorized));
}

#[tokio::test]
async fn another_secret_is_refused() {
    let server = Server::start().await;
    let client = server.client.clone().with_secret(ClientSecret::new("another-secret"));
    let refused = SignIn::new(&client, &server.host).with_srp(&credentials("first@example.com")).await;
    assert_eq!(refused.expect_err("refused").code(), Some(&ErrorCode::NotAuthorized));
}

#[tokio::test]
async fn a_client_with_a_secret_proves_its_device() {
    let server = Server::start().await;
    let sms = credentials("sms@example.com");
    let NextStep::Code(challenge) = server.sign_in().with_srp(&sms).await.expect("a step") else {
        panic!("no code is asked for")
    };
    let code = server.code(MessageKind::MfaCode);
    let answered = challenge.answer(&server.sign_in(), &cognito_client::secrets::MfaCode::new(code)).await;
    let session = done(answered.expect("a right code")).session;
    let (_, device) = server.host.devices().pop().expect("kept");
    let token = &session.tokens().access_token;
    remember_device(&server.client, token, &device.key, true).await.expect("remembered");
    signed_in(server.sign_in().with_srp(&sms).await.expect("by the device"));
}

#[tokio::test]
async fn a_client_with_a_secret_makes_accounts_and_sets_passwords() {
    let server = Server::start().await;
    let (client, username) = (&server.client, Username::new("new@example.com"));
    let email = Attribute { name: "email".to_owned(), value: "new@example.com".to_owned() };
    let password = Password::new("Passw0rd!");
    sign_up(client, &username, Some(&password), &[email]).await.expect("made");
    resend_confirmation_code(client, &username).await.expect("sent");
    let code = ConfirmationCode::new(server.code(MessageKind::SignUpCode));
    confirm_sign_up(client, &username, &code).await.expect("confirmed");
    forgot_password(client, &username).await.expect("sent");
    let code = ConfirmationCode::new(server.code(MessageKind::PasswordResetCode));
    confirm_forgot_password(client, &username, &code, &Password::new("An0ther-one!")).await.expect("set");
}

/// What is spawned has to be `Send`: that this compiles is half of the test.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn tasks_on_several_threads_share_one_refresh() {
    let server = Arc::new(Server::start().await);
    let session = {
        let server = Arc::clone(&server);
        tokio::spawn(async move {
            signed_in(server.sign_in().with_srp(&credentials("first@example.com")).await.expect("signed in"))
        })
    };
    let session = session.await.expect("the task ends");
    let store = Arc::new(MemoryTokenStore::of(session.clone()));
    let keeper = Arc::new(SessionKeeper::new(Arc::clone(&store), Unshared));
    let tasks: Vec<_> = (0..16)
        .map(|_| {
            let (server, keeper, session) = (Arc::clone(&server), Arc::clone(&keeper), session.clone());
            tokio::spawn(async move {
                let Outcome::Fresh(new) = keeper.refresh(&server.client, &server.host, &session).await else {
                    panic!("not refreshed")
                };
                get_user(&server.client, &new.tokens().access_token).await.expect("a user");
                new.tokens().access_token.clone()
            })
        })
        .collect();
    let mut tokens = Vec::new();
    for task in tasks {
        tokens.push(task.await.expect("the task ends"));
    }
    let stored = store.load().expect("stored");
    assert!(!stored.is_refresh_due(server.host.now()));
    assert!(tokens.iter().all(|token| *token == stored.tokens().access_token), "one refresh for all");
    assert_ne!(stored.tokens().access_token, session.tokens().access_token);
}
