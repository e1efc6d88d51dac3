//! nginx (<https://nginx.org/en/docs/http/ngx_http_core_module.html>): to be included in a `server` block.

use std::fmt::Write as _;

use crate::{
    OF_HOSTS,
    headers::{self, CACHED_FOR_GOOD, NEVER_CACHED},
    site::{Site, kept_pattern},
};

pub(crate) const FILE: &str = "nginx.conf";
pub(crate) const BROTLI_FILE: &str = "nginx-brotli.conf";
/// nginx refuses to start by this line without the module.
pub(crate) const BROTLI: &str = "# Include this too where nginx has its module for brotli: Debian's package is
# libnginx-mod-http-brotli-static.
brotli_static on;
";

pub(crate) fn settings(site: &Site) -> String {
    let base = &site.base;
    let mut text = String::from(
        "# Written by `cargo xtask headers`. Include it in a server block that has the names, the certificate and the root:
#   server {
#     listen 443 ssl;
#     root /srv/sign-in;
#     include /etc/nginx/sign-in/nginx.conf;
#   }
",
    );
    if base != "/" {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "# What is in dist/ goes into {base} below the root.");
    }
    let hidden = OF_HOSTS.map(|name| name.replace('.', "\\.")).join("|");
    let kept = kept_pattern(base);
    let _ = write!(
        text,
        r#"
# What has a hash of its content in its name is kept for good, and nothing else without being asked for anew. Not what is
# said of a file that is not there.
set $sign_in_cache "{NEVER_CACHED}";

# Every address of the app gives its page, and a file that is not there is not found.
location {base} {{
"#
    );
    for (name, value) in headers::headers(&site.policy) {
        let _ = writeln!(text, "  add_header {name} \"{value}\" always;");
    }
    let _ = write!(
        text,
        r#"  add_header Cache-Control $sign_in_cache;

  # Beside each file there are compressed ones, but for the page: settings are typed into it.
  gzip_static on;
  gzip on;
  gzip_vary on;
  gzip_proxied any;

  try_files $uri {base}index.html;
  location = {base}index.html {{
    internal;
  }}
  # Of these, the first that fits is taken.
  location ~ ^{base}({hidden})$ {{
    return 404;
  }}
  location ~ "{kept}" {{
    set $sign_in_cache "{CACHED_FOR_GOOD}";
    try_files $uri =404;
  }}
  location ~ \.[A-Za-z0-9]+$ {{
    try_files $uri =404;
  }}
}}
location = /.well-known/change-password {{
  rewrite ^ {base}index.html last;
}}
"#
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::tests::example;

    #[test]
    fn what_is_said_of_the_app_is_said_of_nothing_beside_it() {
        let text = settings(&example("/auth/"));
        let (before, within) = text.split_once("\nlocation /auth/ {\n").unwrap();
        let (within, beside) = within.split_once("\n}\n").unwrap();
        assert!(within.contains("  add_header Content-Security-Policy \"default-src 'none'; "), "{text}");
        assert!(!before.contains("add_header") && !beside.contains("add_header"), "{text}");
        assert!(!beside.contains("location ~"), "{text}");
        let (_, inner) = within.split_once("  location").unwrap();
        assert!(!inner.contains("add_header"), "it would be the only one there: {text}");
    }
}
