//! The state file.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use local_user_pool::{Config, LocalUserPool, settings::UserPool};
use rusqlite::Connection;
use serde_json::{Value, json};

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
    let mut written = fs::read(&file).unwrap();
    written.extend(fs::read(beside(&file, "-wal")).unwrap());
    for (name, secret) in [
        ("password at sign-up", PASSWORD),
        ("configured password", DEMO_PASSWORD),
        ("refresh token", tokens["RefreshToken"].as_str().unwrap()),
        ("access token", tokens["AccessToken"].as_str().unwrap()),
    ] {
        let is_there = written.windows(secret.len()).any(|window| window == secret.as_bytes());
        assert!(!is_there, "{name}");
    }
    #[cfg(unix)]
    for ending in ["", "-wal", "-shm"] {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(beside(&file, ending)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "signing keys are private, in {ending} as well");
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
        ("another program's database", "SQLite format 3\0 and what else it has"),
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

    let file = directory.join("later.db");
    start(&file).await.pool.stop().await.unwrap();
    Connection::open(&file).unwrap().pragma_update(None, "user_version", 4).unwrap();
    let refused = LocalUserPool::start(Config::default(), 0, Some(file)).await.err().map(|error| error.to_string());
    assert!(refused.as_ref().is_some_and(|error| error.contains("its version is 4")), "{refused:?}");
}

/// What the file of version 2 would have had: the documents are the same.
fn as_version_2(database: &Connection) -> Value {
    let rows = |sql: &str| {
        let mut statement = database.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        let parsed = rows.map(|row| {
            let (id, body): (String, String) = row.unwrap();
            (id, serde_json::from_str::<Value>(&body).unwrap())
        });
        parsed.collect::<Vec<_>>()
    };
    let map = |sql: &str| Value::Object(rows(sql).into_iter().collect());
    let mut pool = map("SELECT id, body FROM pool")[POOL_ID].take();
    // Version 2 knew nothing else of it.
    let known = ["settings", "clients", "secret", "access_key", "id_key", "identity_providers"];
    pool.as_object_mut().unwrap().retain(|name, _| known.contains(&name.as_str()));
    pool["users"] = map("SELECT id, body FROM user");
    pool["sign_ins"] = map("SELECT id, body FROM sign_in");
    pool["inbox"] = rows("SELECT '', body FROM message ORDER BY row").into_iter().map(|(_, message)| message).collect();
    let identity_pools = rows("SELECT id, body FROM identity_pool").into_iter().map(|(id, mut pool)| {
        // Version 2 knew nothing else of it.
        pool.as_object_mut().unwrap().retain(|name, _| name == "settings");
        pool["identities"] = map("SELECT id, body FROM identity");
        (id, pool)
    });
    json!({ "version": 2, "pools": { POOL_ID: pool }, "identity_pools": Value::Object(identity_pools.collect()) })
}

#[tokio::test]
async fn a_json_file_is_taken_over_and_kept() {
    let directory = directory("takeover");
    let (database, file) = (directory.join("before.db"), directory.join("pool.json"));
    let client = start(&database).await;
    let live = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
    client.sign_up(FIRST).await.unwrap();
    let code = client.last_code();
    let login = json!({ "cognito-idp.us-east-1.amazonaws.com/us-east-1_LocalPool1": live["IdToken"] });
    let get_id = json!({ "IdentityPoolId": "us-east-1:10ca1000-1d00-4000-8000-000000000001", "Logins": login });
    let identity = client.call_identity("GetId", get_id.clone()).await.unwrap();
    let inbox = client.pool.inbox();
    client.pool.stop().await.unwrap();
    let text = as_version_2(&Connection::open(&database).unwrap()).to_string();
    fs::write(&file, &text).unwrap();
    // What a run that was killed while it took the file over leaves.
    fs::write(beside(&file, ".new"), "half").unwrap();

    let client = start(&file).await;
    client.get_user(&live["AccessToken"]).await.unwrap();
    client.refresh(&live["RefreshToken"]).await.unwrap();
    assert_eq!(client.pool.inbox(), inbox);
    assert_eq!(client.call_identity("GetId", get_id).await.unwrap(), identity);
    client.confirm(FIRST, &code).await.unwrap();
    client.pool.stop().await.unwrap();
    assert_eq!(fs::read_to_string(beside(&file, ".json-old")).unwrap(), text, "kept");
    let client = start(&file).await;
    client.sign_in(FIRST, PASSWORD).await.expect("it goes on with the database");
    client.pool.stop().await.unwrap();

    let other = text.replace(DEMO, "other@example.com");
    fs::write(&file, &other).unwrap();
    let refused = LocalUserPool::start(Config::default(), 0, Some(file.clone())).await.err();
    let refused = refused.map(|error| error.to_string()).unwrap_or_default();
    assert!(refused.contains("cannot keep") && refused.contains("pool.json.json-old"), "{refused}");
    assert_eq!(fs::read_to_string(&file).unwrap(), other, "nothing is written over");
    assert_eq!(fs::read_to_string(beside(&file, ".json-old")).unwrap(), text);
}

#[cfg(unix)]
#[tokio::test]
async fn one_program_at_a_time_has_the_file() {
    let file = directory("two").join("state.db");
    let first = start(&file).await;
    let second = LocalUserPool::start(Config::default(), 0, Some(file.clone())).await.err();
    let refused = second.map(|error| error.to_string()).unwrap_or_default();
    assert!(refused.contains("another program has") && refused.contains("state.db in use"), "{refused}");
    first.sign_up(FIRST).await.expect("the first goes on");
    first.pool.stop().await.unwrap();
    start(&file).await.pool.stop().await.unwrap();
}

/// The file whose name goes on like that.
fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.to_owned().into_os_string();
    name.push(ending);
    name.into()
}

#[cfg(unix)]
#[tokio::test]
async fn no_link_is_followed_and_the_file_is_its_owners() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let directory = directory("links");
    let (file, victim) = (directory.join("state.json"), directory.join("victim"));
    fs::write(&victim, "untouched").unwrap();
    // What a run that was killed leaves, or someone who knows the name puts there.
    symlink(&victim, directory.join("state.json.new")).unwrap();
    let client = start(&file).await;
    client.sign_up(FIRST).await.unwrap();
    assert_eq!(fs::read_to_string(&victim).unwrap(), "untouched");
    client.pool.stop().await.unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o666)).unwrap();
    start(&file).await.pool.stop().await.unwrap();
    let written = fs::symlink_metadata(&file).unwrap();
    assert!(written.is_file() && written.permissions().mode() & 0o777 == 0o600, "{written:?}");

    let link = directory.join("link.json");
    symlink(&file, &link).unwrap();
    let refused = LocalUserPool::start(Config::default(), 0, Some(link.clone())).await;
    let error = refused.err().expect("a link is refused").to_string();
    assert!(error.contains("cannot read") && error.contains("link.json: it is a link"), "{error}");
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink(), "left as it is");
}
