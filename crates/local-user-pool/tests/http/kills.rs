//! A program that is killed: nothing that was answered is lost.

use std::{
    collections::BTreeMap,
    io::{self, BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use serde_json::{Value, json};

use crate::{
    client::{CLIENT_ID, DEMO, DEMO_PASSWORD, POOL_ID},
    state::directory,
};

const KILLS: u64 = 200;
const WORKERS: u64 = 3;

/// What was answered, and so must be true from then on.
#[derive(Clone, Debug, PartialEq)]
enum Fact {
    /// A user with one of these names: the last one that was answered, or that was asked for since.
    Named(Vec<String>),
    /// No such user. One that was asked to be deleted may be there or not.
    Gone { surely: bool },
}

/// What one worker knows of its own users, and of its sign-ins.
#[derive(Default)]
struct Known {
    users: BTreeMap<String, Fact>,
    refresh_tokens: Vec<Value>,
    asked: u64,
}

struct Connection(BufReader<TcpStream>);

impl Connection {
    fn open(port: u16) -> io::Result<Self> {
        Ok(Self(BufReader::new(TcpStream::connect(("127.0.0.1", port))?)))
    }

    /// `Ok` is an answer, whatever it says.
    fn call(&mut self, operation: &str, body: &Value) -> io::Result<Value> {
        let body = body.to_string();
        let head = format!(
            "POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: {}\r\n\
             x-amz-target: AWSCognitoIdentityProviderService.{operation}\r\n\r\n",
            body.len()
        );
        self.0.get_mut().write_all(format!("{head}{body}").as_bytes())?;
        let mut length = 0;
        loop {
            let mut line = String::new();
            if self.0.read_line(&mut line)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            if let Some(number) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = number.trim().parse().unwrap();
            }
            if line == "\r\n" {
                break;
            }
        }
        let mut answer = vec![0; length];
        self.0.read_exact(&mut answer)?;
        Ok(serde_json::from_slice(&answer).unwrap())
    }
}

impl Known {
    /// Asks for one thing after the other until the program is gone; tells of each answer.
    fn work(&mut self, worker: u64, connection: &mut Connection, answered: &mpsc::Sender<()>) -> io::Result<()> {
        loop {
            self.asked += 1;
            let first = format!("worker-{worker}-{}@example.org", self.asked);
            let create = json!({ "UserPoolId": POOL_ID, "Username": first, "MessageAction": "SUPPRESS" });
            let created = connection.call("AdminCreateUser", &create)?;
            let username = created["User"]["Username"].as_str().unwrap_or_else(|| panic!("{created}")).to_owned();
            self.users.insert(username.clone(), Fact::Named(vec![first.clone()]));
            let _ = answered.send(());

            let second = format!("second-{first}");
            self.users.insert(username.clone(), Fact::Named(vec![first, second.clone()]));
            let update = json!({
                "UserPoolId": POOL_ID,
                "Username": username,
                "UserAttributes": [{ "Name": "email", "Value": second }],
            });
            connection.call("AdminUpdateUserAttributes", &update)?;
            self.users.insert(username.clone(), Fact::Named(vec![second]));
            let _ = answered.send(());

            if self.asked.is_multiple_of(3) {
                self.users.insert(username.clone(), Fact::Gone { surely: false });
                connection.call("AdminDeleteUser", &json!({ "UserPoolId": POOL_ID, "Username": username }))?;
                self.users.insert(username, Fact::Gone { surely: true });
                let _ = answered.send(());
            } else if self.asked.is_multiple_of(4) {
                let parameters = json!({ "USERNAME": DEMO, "PASSWORD": DEMO_PASSWORD });
                let sign_in =
                    json!({ "AuthFlow": "USER_PASSWORD_AUTH", "ClientId": CLIENT_ID, "AuthParameters": parameters });
                let signed_in = connection.call("InitiateAuth", &sign_in)?;
                self.refresh_tokens.push(signed_in["AuthenticationResult"]["RefreshToken"].clone());
                let _ = answered.send(());
            }
        }
    }

    /// Whether everything is as it was answered; what was seen is forgotten.
    fn check(&mut self, connection: &mut Connection) -> io::Result<()> {
        while let Some((username, fact)) = self.users.first_key_value() {
            let found = connection.call("AdminGetUser", &json!({ "UserPoolId": POOL_ID, "Username": username }))?;
            let attributes = found["UserAttributes"].as_array();
            let email = attributes.and_then(|all| all.iter().find(|attribute| attribute["Name"] == "email"));
            let email = email.and_then(|email| email["Value"].as_str());
            match (fact, email) {
                (Fact::Named(names), Some(email)) => {
                    assert!(names.iter().any(|name| name == email), "{fact:?}: {found}")
                }
                (Fact::Named(_), None) => panic!("{username} is lost: {found}"),
                (Fact::Gone { surely }, Some(_)) => assert!(!surely, "{username} is back"),
                (Fact::Gone { .. }, None) => assert_eq!(found["__type"], "UserNotFoundException", "{found}"),
            }
            self.users.pop_first();
        }
        while let Some(token) = self.refresh_tokens.last() {
            let parameters = json!({ "REFRESH_TOKEN": token });
            let refresh =
                json!({ "AuthFlow": "REFRESH_TOKEN_AUTH", "ClientId": CLIENT_ID, "AuthParameters": parameters });
            let refreshed = connection.call("InitiateAuth", &refresh)?;
            assert!(refreshed["AuthenticationResult"]["AccessToken"].is_string(), "a sign-in is lost: {refreshed}");
            self.refresh_tokens.pop();
        }
        Ok(())
    }
}

fn start(state: &Path, config: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_local-user-pool"))
        .args(["--port", "0", "--config"])
        .arg(config)
        .arg("--state")
        .arg(state)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// The port that the program tells, and its output, which it goes on writing to; `None` if it is killed before.
fn port(running: &mut Child) -> Option<(u16, BufReader<ChildStdout>)> {
    let mut line = String::new();
    let mut output = BufReader::new(running.stdout.take().unwrap());
    output.read_line(&mut line).unwrap();
    let port = line.trim().rsplit(':').next()?.parse().ok()?;
    Some((port, output))
}

#[test]
fn nothing_that_was_answered_is_lost() {
    let directory = directory("kills");
    let (state, config) = (directory.join("state.db"), directory.join("pool.toml"));
    let flows = "[UserPoolClient]\nExplicitAuthFlows = ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']";
    std::fs::write(&config, flows).unwrap();
    let mut known: Vec<Known> = (0..WORKERS).map(|_| Known::default()).collect();
    let mut seen = 0;
    for kill in 0..KILLS {
        let mut running = start(&state, &config);
        let (answered, answers) = mpsc::channel();
        thread::scope(|scope| {
            let is_early = kill.is_multiple_of(8);
            let killed = if is_early {
                // While it starts, or has hardly begun.
                let _ = answers.recv_timeout(Duration::from_micros(kill * 700));
                running.kill().unwrap();
                true
            } else {
                false
            };
            let Some((port, _output)) = port(&mut running) else {
                assert!(killed, "did not start: {}", complaint(&mut running));
                return;
            };
            for (worker, known) in (0..).zip(&mut known) {
                let answered = answered.clone();
                scope.spawn(move || {
                    let done = Connection::open(port).and_then(|mut connection| {
                        known.check(&mut connection)?;
                        known.work(worker, &mut connection, &answered)
                    });
                    assert!(done.is_err(), "works until the program is gone");
                });
            }
            drop(answered);
            // At the moment of some answer: the others are under way then.
            for _ in 0..kill % 13 {
                if answers.recv().is_err() {
                    break;
                }
                seen += 1;
            }
            if !killed {
                running.kill().unwrap();
            }
        });
        running.wait().unwrap();
    }
    assert!(seen > KILLS, "{seen} answers in {KILLS} runs");
    let mut running = start(&state, &config);
    let (port, _output) = port(&mut running).unwrap_or_else(|| panic!("did not start: {}", complaint(&mut running)));
    let mut connection = Connection::open(port).unwrap();
    for known in &mut known {
        known.check(&mut connection).unwrap();
    }
    running.kill().unwrap();
    running.wait().unwrap();
}

fn complaint(running: &mut Child) -> String {
    let mut text = String::new();
    running.stderr.take().unwrap().read_to_string(&mut text).unwrap();
    text
}
