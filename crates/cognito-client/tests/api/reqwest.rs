//! The native transport against listeners on this machine.

use core::{future::Future, time::Duration};

use cognito_client::transport::{Content, Request, Reqwest, Transport, TransportError};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// Longer than any step here takes; a step that hangs fails.
const PATIENCE: Duration = Duration::from_secs(20);

async fn within_patience<T>(case: &str, step: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, step).await.unwrap_or_else(|_| panic!("{case} takes too long"))
}

async fn listen() -> (TcpListener, Request) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}/", listener.local_addr().expect("an address"));
    let request =
        Request { url, content: Content::Operation("Service.Operation".to_owned()), body: r#"{"a":"ä"}"#.to_owned() };
    (listener, request)
}

/// Not through a proxy that the machine may have.
fn transport() -> Reqwest {
    Reqwest::new(reqwest::Client::builder().no_proxy()).expect("a client")
}

/// Reads until the request's body is there.
async fn read_request(socket: &mut TcpStream) -> String {
    let mut read = Vec::new();
    while !read.ends_with(b"}") {
        let more = socket.read_buf(&mut read).await.expect("readable");
        assert_ne!(more, 0, "closed within a request");
    }
    String::from_utf8(read).expect("UTF-8")
}

#[tokio::test]
async fn a_request_and_its_answer() {
    let (listener, request) = listen().await;
    let answer = async {
        let (mut socket, _) = listener.accept().await.expect("a connection");
        let request = read_request(&mut socket).await;
        let answer = "HTTP/1.1 400 Bad Request\r\nx-amzn-ErrorType: SomeException:\r\nx-amzn-RequestId: r-1\r\n\
            content-length: 10\r\n\r\n{\"b\":\"ö\"}";
        socket.write_all(answer.as_bytes()).await.expect("writable");
        request
    };
    let transport = transport();
    let (response, request) = within_patience("a call", async { tokio::join!(transport.send(request), answer) }).await;

    let response = response.expect("an answer");
    assert_eq!(response.status, 400);
    assert_eq!(response.error_type.as_deref(), Some("SomeException:"));
    assert_eq!(response.request_id.as_deref(), Some("r-1"));
    assert_eq!(response.body, r#"{"b":"ö"}"#);
    let (head, body) = request.split_once("\r\n\r\n").expect("a head and a body");
    let head = head.to_lowercase();
    assert!(head.starts_with("post / http/1.1\r\n"), "{head}");
    for header in ["content-type: application/x-amz-json-1.1", "x-amz-target: service.operation"] {
        assert!(head.lines().any(|line| line == header), "{header} in {head}");
    }
    assert_eq!(body, r#"{"a":"ä"}"#);
}

#[tokio::test]
async fn a_listener_that_never_answers_is_left_after_the_time_limit() {
    let (listener, request) = listen().await;
    let transport = transport().with_time_limit(Duration::from_millis(50));
    let accept_only = async {
        let (socket, _) = listener.accept().await.expect("a connection");
        // Held, not answered.
        core::future::pending::<()>().await;
        drop(socket);
    };
    let sent = within_patience("a time limit", async {
        tokio::select! {
            sent = transport.send(request) => sent,
            () = accept_only => unreachable!("it never ends"),
        }
    });
    assert_eq!(sent.await.err(), Some(TransportError::TimedOut));
}

#[tokio::test]
async fn an_answer_that_stops_halfway_is_left_after_the_time_limit() {
    let (listener, request) = listen().await;
    let transport = transport().with_time_limit(Duration::from_millis(200));
    let half = async {
        let (mut socket, _) = listener.accept().await.expect("a connection");
        read_request(&mut socket).await;
        socket.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{").await.expect("writable");
        core::future::pending::<()>().await;
        drop(socket);
    };
    let sent = within_patience("a time limit", async {
        tokio::select! {
            sent = transport.send(request) => sent,
            () = half => unreachable!("it never ends"),
        }
    });
    assert_eq!(sent.await.err(), Some(TransportError::TimedOut));
}

#[tokio::test]
async fn a_refused_connection_fails() {
    let (listener, request) = listen().await;
    drop(listener);
    let sent = within_patience("a refused connection", transport().send(request)).await;
    assert!(matches!(&sent, Err(TransportError::Failed(why)) if !why.to_string().is_empty()));
}

#[tokio::test]
async fn a_closed_connection_fails() {
    let (listener, request) = listen().await;
    let close = async { drop(listener.accept().await.expect("a connection")) };
    let transport = transport();
    let (sent, ()) = within_patience("a call", async { tokio::join!(transport.send(request), close) }).await;
    assert!(matches!(sent, Err(TransportError::Failed(_))));
}

#[tokio::test]
async fn dropping_the_future_closes_the_connection() {
    let (listener, request) = listen().await;
    let transport = transport();
    let call = transport.send(request);
    let arrived = async {
        let (mut socket, _) = listener.accept().await.expect("a connection");
        read_request(&mut socket).await;
        socket
    };
    // `select` drops the call as soon as its request has arrived.
    let mut socket = within_patience("a request", async {
        tokio::select! {
            _ = call => unreachable!("nothing answers it"),
            socket = arrived => socket,
        }
    })
    .await;
    let end = within_patience("the end of the connection", socket.read(&mut [0; 16])).await;
    assert_eq!(end.expect("readable"), 0, "the end");
}

#[tokio::test]
async fn no_redirect_is_followed() {
    for status in [301, 302, 303, 307, 308] {
        let ((listener, request), (elsewhere, other)) = (listen().await, listen().await);
        let lead_away = async {
            let (mut socket, _) = listener.accept().await.expect("a connection");
            read_request(&mut socket).await;
            let answer = format!("HTTP/1.1 {status} Elsewhere\r\nlocation: {}\r\ncontent-length: 0\r\n\r\n", other.url);
            socket.write_all(answer.as_bytes()).await.expect("writable");
        };
        let transport = transport();
        let call = async { tokio::join!(transport.send(request), lead_away) };
        let (response, ()) = within_patience("a call", async {
            tokio::select! {
                called = call => called,
                _ = elsewhere.accept() => panic!("{status}: the request went on to another address"),
            }
        })
        .await;
        assert_eq!(response.expect("an answer").status, status, "the redirect is the answer");
    }
}

#[tokio::test]
async fn nothing_is_sent_without_tls_to_another_machine() {
    for url in
        ["http://192.0.2.1/", "http://localhost.example.com/", "https://localhost@192.0.2.1/", "ftp://localhost/"]
    {
        let (_listener, request) = listen().await;
        let sent = within_patience(url, transport().send(Request { url: url.to_owned(), ..request })).await;
        assert_eq!(sent.err(), Some(TransportError::Insecure), "{url}");
    }
}
