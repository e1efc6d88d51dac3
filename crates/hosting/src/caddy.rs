//! Caddy (<https://caddyserver.com/docs/caddyfile>): to be imported in a site's block.

use std::fmt::Write as _;

use crate::{
    OF_HOSTS,
    headers::{self, CACHED_FOR_GOOD, NEVER_CACHED},
    site::{Site, kept_pattern},
};

pub(crate) const FILE: &str = "Caddyfile";

pub(crate) fn settings(site: &Site) -> String {
    let base = &site.base;
    let mut text = String::from(
        "# Written by `cargo xtask headers`. Import it in the block of a site:
#   sign-in.example.com {
#     root * /srv/sign-in
#     import /etc/caddy/sign-in/Caddyfile
#   }
# What else is at the site goes into blocks beside it, such as `handle /api/* { reverse_proxy localhost:8000 }`.
",
    );
    if base != "/" {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "# What is in dist/ goes into {base} below the root.");
    }
    // Whatever else the site has goes into blocks of its own, of which the longest path that fits is taken.
    let paths = if base == "/" {
        String::new()
    } else {
        let _ = write!(text, "\n@sign_in path {base}* /.well-known/change-password");
        "@sign_in ".to_owned()
    };
    let _ = write!(text, "\nhandle {paths}{{\n  route {{\n    header {{\n");
    for (name, value) in headers::headers(&site.policy) {
        let _ = writeln!(text, "      {name} \"{value}\"");
    }
    let (kept, hidden) = (kept_pattern(base), OF_HOSTS.map(|name| format!("{base}{name}")).join(" "));
    let _ = write!(
        text,
        r#"      Cache-Control "{NEVER_CACHED}"
    }}

    # What has a hash of its content in its name is kept for good, but not what is said of a file that is not there.
    @kept {{
      path_regexp {kept}
      not path */
      file
    }}
    header @kept Cache-Control "{CACHED_FOR_GOOD}"

    # Every address of the app gives its page, and a file that is not there is not found.
    @hidden path {hidden} {base}index.html
    respond @hidden 404
    @gone {{
      path_regexp \.[A-Za-z0-9]+$
      not file
    }}
    respond @gone 404
    rewrite /.well-known/change-password {base}index.html
    @app {{
      path {base}*
      not file {{
        try_files {{path}}
      }}
    }}
    rewrite @app {base}index.html

    # Beside each file there are compressed ones, but for the page: settings are typed into it.
    encode gzip
    file_server {{
      precompressed br gzip
    }}
  }}
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
    fn what_is_said_of_all_comes_before_what_is_said_of_some() {
        let text = settings(&example("/"));
        let place = |part: &str| text.find(part).unwrap_or_else(|| panic!("{part} is in {text}"));
        assert!(place("Content-Security-Policy \"default-src 'none'") < place("header @kept"), "{text}");
        assert!(place("respond @gone 404") < place("rewrite @app"), "{text}");
    }

    #[test]
    fn below_a_path_it_is_about_that_path_alone() {
        let text = settings(&example("/auth/"));
        let (_, rules) =
            text.split_once("\n@sign_in path /auth/* /.well-known/change-password\nhandle @sign_in {\n").unwrap();
        assert!(rules.ends_with("\n  }\n}\n") && !rules.trim_end_matches("\n}\n").contains("\n}\n"), "{text}");
        assert!(settings(&example("/")).contains("\nhandle {\n"), "{text}");
    }
}
