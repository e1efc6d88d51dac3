//! The program: what it prints, and how it ends.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    process::{Command, Output, Stdio},
    thread,
};

use crate::state::directory;

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_local-user-pool"))
}

fn assert_fails(name: &str, output: Output, reason: &str) {
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{name}: {message}");
    assert!(message.starts_with("local-user-pool: ") && message.contains(reason), "{name}: {message}");
}

#[test]
fn it_says_why_it_does_not_start() {
    let directory = directory("program");
    let (state, config) = (directory.join("state.json"), directory.join("pool.toml"));
    fs::write(&state, "{").unwrap();
    let corrupt = program().args(["--port", "0", "--state"]).arg(&state).output().unwrap();
    assert_fails("corrupt state", corrupt, "state.json is not a usable state file");
    assert_eq!(fs::read_to_string(&state).unwrap(), "{", "untouched");

    fs::write(&config, "colour = 'red'").unwrap();
    let unknown = program().args(["--port", "0", "--config"]).arg(&config).output().unwrap();
    assert_fails("unknown setting", unknown, "unknown field `colour`");
    let missing = program().args(["--port", "0", "--config", "/no/such/file"]).output().unwrap();
    assert_fails("no such file", missing, "/no/such/file");
    let address = program().args(["--port", "0", "--app-url", "ftp://x"]).output().unwrap();
    assert_fails("app address", address, "must begin with http:// or https://");

    for (flag, value) in
        [("--allow-origin", "app.example"), ("--allow-origin", "null"), ("--allow-host", "http://pool.example")]
    {
        let output = program().args(["--port", "0", flag, value]).output().unwrap();
        assert_fails(flag, output, &format!("{value:?} is no "));
    }

    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = program().args(["--port", &port]).output().unwrap();
    assert_fails("port in use", output, &format!("cannot listen on 127.0.0.1:{port}"));
}

#[cfg(unix)]
#[test]
fn it_says_where_it_is_and_stops_when_told() {
    for signal in ["-INT", "-TERM"] {
        let mut running = program().args(["--port", "0"]).stdout(Stdio::piped()).spawn().unwrap();
        let mut output = BufReader::new(running.stdout.take().unwrap());
        let mut lines = String::new();
        while !lines.contains("demo@example.com") {
            assert_ne!(output.read_line(&mut lines).unwrap(), 0, "ended early: {lines}");
        }
        for wanted in
            ["http://localhost:", "/inbox", "us-east-1_LocalPool1", "4localuserpoolclient000001", "Demo-Passw0rd"]
        {
            assert!(lines.contains(wanted), "{wanted}: {lines}");
        }
        assert!(Command::new("kill").args([signal, &running.id().to_string()]).status().unwrap().success());
        assert!(running.wait().unwrap().success(), "{signal}");
        let mut rest = String::new();
        output.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "", "{signal}");
    }
}

/// Reads one request, which is short, and answers it.
fn answer_one(listener: &TcpListener, answer: &str) -> String {
    let (mut stream, _) = listener.accept().unwrap();
    let mut received = vec![0; 65_536];
    let count = stream.read(&mut received).unwrap();
    let head = format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", answer.len());
    stream.write_all(format!("{head}{answer}").as_bytes()).unwrap();
    String::from_utf8_lossy(&received[..count]).into_owned()
}

#[test]
fn what_triggers_are_told_goes_through_no_proxy() {
    let (handler, proxy) = (TcpListener::bind("127.0.0.1:0").unwrap(), TcpListener::bind("127.0.0.1:0").unwrap());
    proxy.set_nonblocking(true).unwrap();
    let config = directory("proxy").join("pool.toml");
    let url = format!("http://{}/", handler.local_addr().unwrap());
    fs::write(&config, format!("[UserPool.LambdaConfig]\nPreSignUp = '{url}'")).unwrap();
    let proxy_url = format!("http://{}", proxy.local_addr().unwrap());
    let mut running = program()
        .args(["--port", "0", "--config"])
        .arg(&config)
        .envs(["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"].map(|name| (name, proxy_url.as_str())))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    // Kept, because the program goes on writing to it.
    let mut output = BufReader::new(running.stdout.take().unwrap());
    output.read_line(&mut line).unwrap();
    let port: u16 = line.trim().rsplit(':').next().unwrap().parse().unwrap();
    let asked = thread::spawn(move || answer_one(&handler, r#"{"response":{}}"#));
    let body = format!(
        r#"{{"ClientId":"{}","Username":"first@example.org","Password":"Correct-h0rse"}}"#,
        crate::client::CLIENT_ID
    );
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let head = format!(
        "POST / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: {}\r\n\
         x-amz-target: AWSCognitoIdentityProviderService.SignUp\r\n\r\n",
        body.len()
    );
    stream.write_all(format!("{head}{body}").as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    running.kill().unwrap();
    running.wait().unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(asked.join().unwrap().starts_with("POST / "), "the handler itself was asked");
    assert!(proxy.accept().is_err(), "and nobody else");
}

#[test]
fn nobody_has_to_read_what_it_says() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut running = program()
        .args(["--port", "0", "--stop-with-stdin"])
        .stdin(Stdio::piped())
        .stdout(writer)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(running.stdin.take());
    let output = running.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
}
