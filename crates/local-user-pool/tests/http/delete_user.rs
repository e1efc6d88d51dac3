//! DeleteUser.

use serde_json::json;

use crate::client::{Client, DEMO, DEMO_PASSWORD, FIRST, PASSWORD, assert_refused, legacy, new_user};

#[tokio::test]
async fn everything_is_gone_and_the_tokens_are_dead() {
    let client = Client::with(legacy()).await;
    client.pool.add_user(new_user(FIRST)).unwrap();
    let (here, elsewhere) =
        (client.sign_in(FIRST, PASSWORD).await.unwrap(), client.sign_in(FIRST, PASSWORD).await.unwrap());
    let delete = json!({ "AccessToken": here["AccessToken"] });
    assert_eq!(client.call("DeleteUser", delete.clone()).await.unwrap(), json!({}));

    let gone = "User does not exist.";
    assert_refused("again", client.call("DeleteUser", delete).await, "UserNotFoundException", gone);
    for (name, tokens) in [("here", here), ("elsewhere", elsewhere)] {
        assert_refused(name, client.get_user(&tokens["AccessToken"]).await, "UserNotFoundException", gone);
        let refreshed = client.refresh(&tokens["RefreshToken"]).await;
        assert_refused(name, refreshed, "NotAuthorizedException", "Refresh Token has been revoked");
    }
    let unknown = client.begin_typed(FIRST, PASSWORD).await;
    assert_refused("sign-in", unknown, "UserNotFoundException", gone);
    client.sign_in(DEMO, DEMO_PASSWORD).await.expect("another user is still there");

    client.sign_up(FIRST).await.expect("the address is free");
    client.confirm(FIRST, &client.last_code()).await.unwrap();
    client.sign_in(FIRST, PASSWORD).await.unwrap();
}

#[tokio::test]
async fn without_a_token_nobody_is_deleted() {
    let client = Client::start().await;
    let refused = client.call("DeleteUser", json!({ "AccessToken": "a.b.c" })).await;
    assert_refused("no token of the pool", refused, "NotAuthorizedException", "Invalid Access Token");
    client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
}
