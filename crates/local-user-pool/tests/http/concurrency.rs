//! Many requests at a time: none overwrites what another has written.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::client::{Client, FIRST, POOL_ID};

const AT_ONCE: usize = 16;

/// Does it so often at a time.
async fn at_once<T>(call: impl AsyncFn(usize) -> T) -> Vec<T> {
    let mut calls: Vec<_> = (0..AT_ONCE).map(|number| Some(Box::pin(call(number)))).collect();
    let mut done: Vec<Option<T>> = (0..AT_ONCE).map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (call, done) in calls.iter_mut().zip(&mut done) {
            if let Some(pending) = call
                && let std::task::Poll::Ready(value) = pending.as_mut().poll(context)
            {
                (*done, *call) = (Some(value), None);
            }
        }
        match calls.iter().all(Option::is_none) {
            true => std::task::Poll::Ready(()),
            false => std::task::Poll::Pending,
        }
    })
    .await;
    done.into_iter().flatten().collect()
}

#[tokio::test]
async fn one_of_many_gets_an_address() {
    let client = Client::start().await;
    let answers = at_once(async |_| client.sign_up(FIRST).await).await;
    let refusals: Vec<_> = answers.into_iter().filter_map(Result::err).map(|(code, _)| code).collect();
    assert_eq!(refusals, ["UsernameExistsException"; AT_ONCE - 1], "all but one");
}

#[tokio::test]
async fn no_client_of_a_pool_is_lost() {
    let client = Client::start().await;
    let create = async |number: usize| {
        let body = json!({ "UserPoolId": POOL_ID, "ClientName": format!("client-{number}") });
        client.call("CreateUserPoolClient", body).await.unwrap()
    };
    at_once(create).await;
    let listed = client.call("ListUserPoolClients", json!({ "UserPoolId": POOL_ID, "MaxResults": 60 })).await.unwrap();
    let names: BTreeSet<&str> =
        listed["UserPoolClients"].as_array().unwrap().iter().filter_map(|entry| entry["ClientName"].as_str()).collect();
    assert!((0..AT_ONCE).all(|number| names.contains(format!("client-{number}").as_str())), "{names:?}");
}

#[tokio::test]
async fn every_user_and_every_message_is_kept() {
    let client = Client::start().await;
    at_once(async |number| client.sign_up(&format!("user-{number}@example.org")).await.unwrap()).await;
    let listed = client.call("ListUsers", json!({ "UserPoolId": POOL_ID })).await.unwrap();
    assert_eq!(listed["Users"].as_array().map(Vec::len), Some(AT_ONCE + 1), "{listed}");
    let sent: BTreeSet<String> = client.pool.inbox().into_iter().map(|message| message.to).collect();
    assert_eq!(sent.len(), AT_ONCE);
    let described = client.call("DescribeUserPool", json!({ "UserPoolId": POOL_ID })).await.unwrap();
    assert_eq!(described["UserPool"]["EstimatedNumberOfUsers"], Value::from(AT_ONCE + 1));
}
