//! A password that somebody else has set.

use e2e::{MessageKind, Setup, journey_with};
use serde_json::json;

const EMAIL: &str = "new@example.com";
const SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const TEMPORARY: &str = "Temporary-Passw0rd1";
const CHOSEN: &str = "Chosen-Passw0rd1";

/// `users` is TOML at its top level.
fn pool(users: &str) -> Setup {
    Setup::of_pool(&format!(
        r#"
        {users}
        [UserPool]
        MfaConfiguration = "OPTIONAL"
        SoftwareTokenMfa = true
        [[UserPool.Schema]]
        Name = "name"
        Required = true
        [[UserPool.Schema]]
        Name = "phone_number"
        Required = true
        "#
    ))
}

#[tokio::test]
async fn a_new_password_and_what_is_missing_then_the_authenticator_app() {
    let users = format!(
        r#"
        [[users]]
        email = "{EMAIL}"
        password = "{TEMPORARY}"
        status = "FORCE_CHANGE_PASSWORD"
        mfa = ["SOFTWARE_TOKEN_MFA"]
        totp_secret = "{SECRET}"
        "#
    );
    journey_with("new-password", pool(&users), async |person| {
        person.open("/").await?;
        person.sign_in(EMAIL, TEMPORARY).await?;
        person.see_heading("Choose a new password").await?;
        person.see("We also need a few more details.").await?;
        person.press("Continue").await?;
        person.see_message("Name", "Fill this in.").await?;
        person.see_focus_on("New password").await?;
        person.fill("New password", CHOSEN).await?;
        person.fill("Name", "New Name").await?;
        person.fill("Phone number", "+1 202 555 0123").await?;
        person.press("Continue").await?;
        person.see_heading("Open your authenticator app").await?;
        person.fill("Code", person.app_code(SECRET)).await?;
        person.see_heading("Hi New Name!").await?;
        person.keeps_nothing_of(&[("the old password", TEMPORARY), ("the new password", CHOSEN)]).await?;
        let access_token = person.stored(".accessToken").await?.expect("a token is stored");
        let user = person.ask_pool_well("GetUser", json!({ "AccessToken": access_token })).await;
        let attributes = user["UserAttributes"].to_string();
        assert!(attributes.contains("+12025550123"), "the number is kept in one form: {attributes}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn who_was_made_by_an_administrator_finds_the_password_in_the_mail() {
    journey_with("administrator", pool("users = []"), async |person| {
        let attributes = json!([
            { "Name": "email", "Value": EMAIL },
            { "Name": "email_verified", "Value": "true" },
            { "Name": "name", "Value": "New Name" },
            { "Name": "phone_number", "Value": "+12025550123" },
        ]);
        let body = json!({
            "UserPoolId": person.user_pool_id(), "Username": EMAIL, "UserAttributes": attributes,
            "DesiredDeliveryMediums": ["EMAIL"],
        });
        person.ask_pool_well("AdminCreateUser", body).await;
        let temporary = person.newest_code(MessageKind::TemporaryPassword, EMAIL);
        person.open("/").await?;
        person.sign_in(EMAIL, &temporary).await?;
        person.see_heading("Choose a new password").await?;
        person.fill("New password", CHOSEN).await?;
        person.press("Continue").await?;
        person.see_heading("Hi New Name!").await?;
        person.press("Sign out").await?;
        person.sign_in(EMAIL, CHOSEN).await?;
        person.see_heading("Hi New Name!").await
    })
    .await;
}
