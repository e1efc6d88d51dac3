//! deploy/site.yaml says the same as the files for other hosts.

use std::process::Command;

use serde_json::{Map, Value, json};
use templates::{Stack, template};

#[test]
fn cloudfront_sends_the_headers_of_every_other_host() {
    let page = "<head><script type=\"application/json\" id=\"cognito-settings\">{\"userPoolId\": \"eu-west-1_Example01\"}</script></head>";
    let policy = hosting::Policy::of(page).expect("a page");
    let mut parameters = Map::new();
    parameters.insert("ContentSecurityPolicy".to_owned(), json!(policy.header()));
    let stack = Stack::new(template("site.json"), parameters);
    let sent = stack.resource("AWS::CloudFront::ResponseHeadersPolicy").expect("a site has headers");
    let sent = &sent["ResponseHeadersPolicyConfig"];
    let security = &sent["SecurityHeadersConfig"];
    let hsts = &security["StrictTransportSecurity"];
    let mut headers = vec![
        ("Content-Security-Policy".to_owned(), text(&security["ContentSecurityPolicy"]["ContentSecurityPolicy"])),
        (
            "Strict-Transport-Security".to_owned(),
            format!("max-age={}; includeSubDomains", hsts["AccessControlMaxAgeSec"]),
        ),
        ("X-Content-Type-Options".to_owned(), "nosniff".to_owned()),
        ("Referrer-Policy".to_owned(), text(&security["ReferrerPolicy"]["ReferrerPolicy"])),
    ];
    assert_eq!(hsts["IncludeSubdomains"], true);
    assert!(security["ContentTypeOptions"].is_object());
    for item in sent["CustomHeadersConfig"]["Items"].as_array().expect("a list") {
        headers.push((text(&item["Header"]), text(&item["Value"])));
    }
    let expected: Vec<(String, String)> =
        hosting::headers(&policy).into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    assert_eq!(headers, expected);
}

#[test]
fn cloudfront_gives_the_page_for_addresses_of_the_app_and_never_a_list_of_the_bucket() {
    let mut parameters = Map::new();
    parameters.insert("ContentSecurityPolicy".to_owned(), json!("default-src 'none'"));
    parameters.insert("BasePath".to_owned(), json!("/auth/"));
    let stack = Stack::new(template("site.json"), parameters);
    let function = stack.resource("AWS::CloudFront::Function").expect("a site has a function");
    for (asked, given) in [
        ("/auth/", "/auth/index.html"),
        ("/auth/signup", "/auth/index.html"),
        ("/auth/index.html", "/auth/index.html"),
        ("/auth/style-0123456789abcdef.css", "/auth/style-0123456789abcdef.css"),
        ("/.well-known/change-password", "/auth/index.html"),
        ("/", "/index.html"),
        ("/other/", "/other/index.html"),
        ("/other/page", "/other/page"),
    ] {
        let script = format!(
            "{}; process.stdout.write(handler({}).uri)",
            text(&function["FunctionCode"]),
            json!({ "request": { "uri": asked } })
        );
        let done = Command::new("node").args(["-e", &script]).output().expect("node starts");
        assert_eq!(String::from_utf8_lossy(&done.stdout), given, "{asked}: {}", String::from_utf8_lossy(&done.stderr));
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}
