//! The settings file, and what can be added from Rust.

use local_user_pool::{Config, LocalUserPool, settings::AuthFlow};

use crate::client::{Client, DEMO, FIRST, PASSWORD, new_user};

#[test]
fn settings_that_are_refused() {
    let cases = [
        ("no TOML", "app_url", "TOML parse error"),
        ("unknown key", "pool = 'x'", "unknown field `pool`"),
        ("unknown pool key", "[UserPool]\npool_name = 'x'", "unknown field `pool_name`"),
        ("unknown policy key", "[UserPool.Policies.PasswordPolicy]\nLength = 8", "unknown field `Length`"),
        ("unknown client key", "[UserPoolClient]\nAccess = 8", "unknown field `Access`"),
        ("unknown attribute key", "[[UserPool.Schema]]\nName = 'name'\nkind = 'x'", "unknown field `kind`"),
        ("unknown trigger", "[UserPool.LambdaConfig]\nPreLunch = 'http://x'", "unknown variant `PreLunch`"),
        ("trigger without address", "[UserPool.LambdaConfig]\nPreSignUp = 'arn:aws:x'", "LambdaConfig.PreSignUp must"),
        ("unknown user key", "[[users]]\nemail = 'a@b'\npassword = 'x'\nage = 1", "unknown field `age`"),
        ("unknown factor", "[[users]]\nemail = 'a@b'\nmfa = ['PIN']", "unknown variant `PIN`"),
        ("wrong type", "[UserPoolClient]\nClientId = 1", "expected a string"),
        ("unknown mode", "[UserPoolClient]\nPreventUserExistenceErrors = 'MAYBE'", "unknown variant `MAYBE`"),
        ("unknown flow", "[UserPoolClient]\nExplicitAuthFlows = ['MAGIC']", "unknown variant `MAGIC`"),
        ("pool id without region", "[UserPool]\nId = 'LocalPool'", "must look like us-east-1_Name"),
        ("pool id with a slash", "[UserPool]\nId = 'us-east-1_a/b'", "must look like us-east-1_Name"),
        ("client id", "[UserPoolClient]\nClientId = 'a-b'", "must be 1 to 128 letters and digits"),
        ("short secret", "[UserPoolClient]\nClientSecret = 'secret'", "must be 24 to 64 letters and digits"),
        ("script for an address", "app_url = 'javascript:alert(1)'", "must begin with http:// or https://"),
        ("short passwords", "[UserPool.Policies.PasswordPolicy]\nMinimumLength = 5", "must be 6 to 99"),
        (
            "no password",
            "[UserPool.Policies.SignInPolicy]\nAllowedFirstAuthFactors = ['EMAIL_OTP']",
            "AllowedFirstAuthFactors must have PASSWORD",
        ),
        ("no second factor", "[UserPool]\nMfaConfiguration = 'ON'", "can't turn on MFA without an MFA method"),
        (
            "second factor besides codes",
            "[UserPool]\nMfaConfiguration = 'ON'\nSoftwareTokenMfa = true\n\
             [UserPool.Policies.SignInPolicy]\nAllowedFirstAuthFactors = ['PASSWORD', 'SMS_OTP']",
            "MFA cannot be ON with one-time codes",
        ),
        ("no user-name attribute", "[UserPool]\nUsernameAttributes = ['name']", "UsernameAttributes has \"name\""),
        ("aliases besides", "[UserPool]\nAliasAttributes = ['email']", "Only one of the aliasAttributes"),
        ("no life time", "[UserPoolClient]\nAccessTokenValidity = 0", "AccessTokenValidity must be five minutes"),
        ("long session", "[UserPoolClient]\nAuthSessionValidity = 16", "AuthSessionValidity must be 3 to 15"),
        (
            "long grace",
            "[UserPoolClient.RefreshTokenRotation]\nFeature = 'ENABLED'\nRetryGracePeriodSeconds = 61",
            "RetryGracePeriodSeconds must be 0 to 60",
        ),
        ("no time for a code", "sign_up_code_lifetime_seconds = 0", "sign_up_code_lifetime_seconds must be 1 to"),
        (
            "callback without scheme",
            "[UserPoolClient]\nCallbackURLs = ['app.example/callback']",
            "callbackURLs must be absolute",
        ),
        (
            "callback with a fragment",
            "[UserPoolClient]\nCallbackURLs = ['https://a.example/#x']",
            "callbackURLs must be",
        ),
        ("callback in clear", "[UserPoolClient]\nCallbackURLs = ['http://app.example/']", "callbackURLs must be"),
        ("callback of script", "[UserPoolClient]\nCallbackURLs = ['javascript:alert(1)']", "callbackURLs must be"),
        (
            "other default",
            "[UserPoolClient]\nDefaultRedirectURI = 'https://a.example/'",
            "must be in the list of CallbackURLs",
        ),
        ("no scopes", "[UserPoolClient]\nAllowedOAuthFlowsUserPoolClient = true", "AllowedOAuthScopes are required"),
        ("no provider", "[UserPoolClient]\nSupportedIdentityProviders = ['Google']", "there is no such provider"),
        (
            "provider of another name",
            "[[IdentityProviders]]\nProviderName = 'G'\nProviderType = 'Google'",
            "must be Google",
        ),
        ("attribute", "[[UserPool.Schema]]\nName = 'telnum'", "is no standard attribute"),
    ];
    for (name, text, reason) in cases {
        match Config::from_toml(text) {
            Ok(_) => panic!("{name}: was accepted"),
            Err(error) => assert!(error.to_string().contains(reason), "{name}: {error}"),
        }
    }
}

#[tokio::test]
async fn settings_that_change_the_pool() {
    let text = "
        app_url = 'https://app.example/'
        [UserPool]
        Id = 'eu-central-1_abcDEF123'
        MfaConfiguration = 'OPTIONAL'
        SoftwareTokenMfa = true
        [UserPool.Policies.PasswordPolicy]
        MinimumLength = 6
        RequireSymbols = false
        [[UserPool.Schema]]
        Name = 'custom:color'
        [UserPool.LambdaConfig]
        PreSignUp = 'http://localhost:9231/'
        [UserPoolClient]
        ClientId = 'myclient'
        PreventUserExistenceErrors = 'LEGACY'
        ExplicitAuthFlows = ['ALLOW_USER_AUTH', 'ALLOW_USER_SRP_AUTH']
        [[users]]
        email = 'a@example.com'
        password = 'Secret12'
        phone_number = '+12025550123'
        status = 'FORCE_CHANGE_PASSWORD'
        mfa = ['SMS_MFA', 'EMAIL_OTP']
        attributes = { 'custom:color' = 'red' }
    ";
    let config = Config::from_toml(text).unwrap();
    let issuer = config.issuer.of(&config.user_pool, "http://localhost:9230");
    assert_eq!(issuer, "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_abcDEF123");
    assert!(config.client.allows(AuthFlow::AllowUserAuth) && !config.client.allows(AuthFlow::AllowUserPasswordAuth));
    assert_eq!(config.client.access_token_seconds(), 3600, "what is not named keeps its default");
    assert!(!format!("{config:?}").contains("Secret12"), "passwords are not printed");
    LocalUserPool::start(config, 0, None).await.unwrap().stop().await.unwrap();

    let weak = Config::from_toml("[[users]]\nemail = 'a@example.com'\npassword = 'weak'").unwrap();
    let error = LocalUserPool::start(weak, 0, None).await.err().unwrap().to_string();
    assert!(error.contains("a@example.com") && error.contains("InvalidPasswordException"), "{error}");
}

#[tokio::test]
async fn users_from_rust() {
    let client = Client::start().await;
    let username = client.pool.add_user(new_user(FIRST)).unwrap();
    let tokens = client.sign_in(FIRST, PASSWORD).await.unwrap();
    assert_eq!(client.get_user(&tokens["AccessToken"]).await.unwrap()["Username"], username);
    let cases = [
        ("taken", new_user(DEMO), "UsernameExistsException"),
        ("no address", new_user("first"), "InvalidParameterException"),
    ];
    for (name, user, code) in cases {
        assert_eq!(client.pool.add_user(user).unwrap_err().code(), code, "{name}");
    }
    assert_eq!(client.pool.reset_required("nobody").unwrap_err().code(), "UserNotFoundException");
}

#[tokio::test]
async fn the_pools_that_come_along() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("pools");
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let config = Config::from_toml(&std::fs::read_to_string(&path).unwrap());
        let config = config.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        LocalUserPool::start(config, 0, None).await.unwrap().stop().await.unwrap();
        names.push(path.file_stem().unwrap().to_str().unwrap().to_owned());
    }
    names.sort();
    assert_eq!(names, ["administrator", "choice", "managed-login", "second-factors"]);
}
