//! Amazon CloudFront: the parameters of deploy/site.yaml, which has what is the same for all settings.

use anyhow::Result;
use serde_json::json;

use crate::site::Site;

pub(crate) const FILE: &str = "cloudfront.json";

/// As `aws cloudformation deploy --parameter-overrides file://cloudfront.json` reads them
/// (<https://docs.aws.amazon.com/cli/latest/reference/cloudformation/deploy/>).
pub(crate) fn parameters(site: &Site) -> Result<String> {
    let parameters = [("ContentSecurityPolicy", site.policy.header()), ("BasePath", site.base.clone())];
    let parameters = parameters.map(|(name, value)| json!({ "ParameterKey": name, "ParameterValue": value }));
    Ok(serde_json::to_string_pretty(&parameters)? + "\n")
}
