//! The state file.

use std::{fs, io, path::PathBuf};

use local_user_pool::{Config, LocalUserPool, settings::UserPool};

use crate::client::{Client, DEMO, DEMO_PASSWORD, FIRST, PASSWORD, POOL_ID, assert_refused, with_user_pool};

/// A directory of its own for each test, in cargo's place for such.
pub fn directory(name: &str) -> PathBuf {
    let directory = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
    if directory.exists() {
        fs::remove_dir_all(&directory).unwrap();
    }
    fs::create_dir_all(&directory).unwrap();
    directory
}

async fn start(file: &std::path::Path) -> Client {
    Client::around(LocalUserPool::start(Config::default(), 0, Some(file.to_owned())).await.unwrap())
}

#[tokio::test]
async fn everything_survives_a_restart() {
    let file = directory("restart").join("state.json");
    let client = start(&file).await;
    let live = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    let revoked = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    client.revoke(&revoked["RefreshToken"]).await.unwrap();
    client.sign_up(FIRST).await.unwrap();
    let (inbox, code) = (client.pool.inbox(), client.last_code());
    let jwks = client.get(&format!("/{POOL_ID}/.well-known/jwks.json"), "*/*").await.2;
    let salt = client.challenge("nobody@example.org").await.unwrap().parameters["SALT"].clone();
    client.pool.stop().await.unwrap();

    let client = start(&file).await;
    assert_eq!(client.get(&format!("/{POOL_ID}/.well-known/jwks.json"), "*/*").await.2, jwks);
    assert_eq!(client.pool.inbox(), inbox);
    assert_eq!(client.challenge("nobody@example.org").await.unwrap().parameters["SALT"], salt);
    client.get_user(&live["AccessToken"]).await.unwrap();
    client.refresh(&live["RefreshToken"]).await.unwrap();
    let refused = client.get_user(&revoked["AccessToken"]).await;
    assert_refused("revoked before", refused, "NotAuthorizedException", "Access Token has been revoked");
    client.confirm(FIRST, &code).await.unwrap();
    client.sign_in(FIRST, PASSWORD).await.unwrap();
    let again = client.sign_up(DEMO).await;
    assert_refused("the demo user is there once", again, "UsernameExistsException", "User already exists");
}

#[tokio::test]
async fn tokens_of_a_former_issuer_are_invalid() {
    let file = directory("issuer").join("state.json");
    let client = start(&file).await;
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    client.pool.stop().await.unwrap();
    let renamed = Config { issuer: "http://issuer.example".parse().unwrap(), ..Config::default() };
    let client = Client::around(LocalUserPool::start(renamed, 0, Some(file)).await.unwrap());
    let refused = client.get_user(&tokens["AccessToken"]).await;
    assert_refused("former issuer", refused, "NotAuthorizedException", "Invalid Access Token");
}

#[tokio::test]
async fn no_secret_of_a_user_is_written() {
    let file = directory("secrets").join("state.json");
    let client = start(&file).await;
    client.sign_up(FIRST).await.unwrap();
    let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    let text = fs::read_to_string(&file).unwrap();
    for (name, secret) in [
        ("password at sign-up", PASSWORD),
        ("configured password", DEMO_PASSWORD),
        ("refresh token", tokens["RefreshToken"].as_str().unwrap()),
        ("access token", tokens["AccessToken"].as_str().unwrap()),
    ] {
        assert!(!text.contains(secret), "{name}");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600, "signing keys are private");
    }
}

#[tokio::test]
async fn pools_that_are_not_configured_are_kept() {
    let file = directory("dormant").join("state.json");
    let jwks_path = format!("/{POOL_ID}/.well-known/jwks.json");
    let client = start(&file).await;
    let jwks = client.get(&jwks_path, "*/*").await.2;
    client.pool.stop().await.unwrap();
    let other = with_user_pool(UserPool { id: "eu-west-1_Other".to_owned(), ..UserPool::default() });
    let client = Client::around(LocalUserPool::start(other, 0, Some(file.clone())).await.unwrap());
    assert_eq!(client.get(&jwks_path, "*/*").await.2, jwks, "still served");
    client.sign_up(FIRST).await.unwrap();
    client.pool.stop().await.unwrap();
    assert_eq!(start(&file).await.get(&jwks_path, "*/*").await.2, jwks);
}

#[tokio::test]
async fn unusable_files_are_refused_and_left_alone() {
    let directory = directory("corrupt");
    let cases = [
        ("empty", ""),
        ("cut off", r#"{"version":2,"pools":{"#),
        ("no JSON", "state"),
        ("former version", r#"{"version":1,"pools":{}}"#),
        ("unknown key", r#"{"version":2,"pools":{},"more":1}"#),
        ("incomplete pool", r#"{"version":2,"pools":{"us-east-1_LocalPool1":{"users":{}}}}"#),
    ];
    for (name, text) in cases {
        let file = directory.join("state.json");
        fs::write(&file, text).unwrap();
        let error = match LocalUserPool::start(Config::default(), 0, Some(file.clone())).await {
            Ok(_) => panic!("{name}: was accepted"),
            Err(error) => error,
        };
        assert_eq!(error.kind(), io::ErrorKind::InvalidData, "{name}");
        assert!(error.to_string().contains("state.json is not a usable state file"), "{name}: {error}");
        assert_eq!(fs::read_to_string(&file).unwrap(), text, "{name}");
    }
    let missing = directory.join("no/such/directory/state.json");
    assert!(LocalUserPool::start(Config::default(), 0, Some(missing)).await.is_err(), "told at the start, not later");
}

#[cfg(unix)]
#[tokio::test]
async fn no_link_is_followed_and_the_file_is_new() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let directory = directory("links");
    let (file, victim) = (directory.join("state.json"), directory.join("victim"));
    fs::write(&victim, "untouched").unwrap();
    // What a run that was killed leaves, or someone who knows the name puts there.
    let beside = directory.join("state.json.new");
    symlink(&victim, &beside).unwrap();
    let client = start(&file).await;
    client.sign_up(FIRST).await.unwrap();
    assert_eq!(fs::read_to_string(&victim).unwrap(), "untouched");
    fs::write(&beside, "open to everyone").unwrap();
    fs::set_permissions(&beside, fs::Permissions::from_mode(0o666)).unwrap();
    client.resend(FIRST).await.unwrap();
    client.pool.stop().await.unwrap();
    let written = fs::symlink_metadata(&file).unwrap();
    assert!(written.is_file() && written.permissions().mode() & 0o777 == 0o600, "{written:?}");

    let link = directory.join("link.json");
    symlink(&file, &link).unwrap();
    let refused = LocalUserPool::start(Config::default(), 0, Some(link.clone())).await;
    let error = refused.err().expect("a link is refused").to_string();
    assert!(error.contains("cannot read") && error.contains("link.json: it is a link"), "{error}");
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink(), "left as it is");
}
