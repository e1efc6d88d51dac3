//! The program: what it prints, and how it ends.

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    net::TcpListener,
    process::{Command, Output, Stdio},
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
