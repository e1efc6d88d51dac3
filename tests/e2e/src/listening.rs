//! What a page says in the console, what runs before it, and which files do not come: where the browser's driver has none of
//! this, the app's server does it, the first two by a script that it puts into each page.

use std::sync::{Arc, Mutex};

use crate::browser::Engine;

/// The script, as a path inside the app.
pub(crate) const SCRIPT: &str = "e2e/before.js";
/// Where it tells what is said.
pub(crate) const LOG: &str = "e2e/log";

/// Tells at once, so that nothing is lost when the page goes. Errors and violations read as Chromium's console has them.
const LISTENS: &str = r#"
{
  const url = new URL("e2e/log", document.baseURI);
  const tell = (...said) => {
    const request = new XMLHttpRequest();
    request.open("POST", url, false);
    request.send(said.join(" "));
  };
  addEventListener("error", (event) => {
    // Firefox ends what runs in a page that is left, and nobody sees what comes of that (src/stopped.js).
    const isLeft = document.hidden && /closure invoked recursively/.test(event.message);
    if (!isLeft) tell("Uncaught", event.message, event.error?.stack);
  });
  addEventListener("unhandledrejection", (event) =>
    tell("Uncaught (in promise)", event.reason, event.reason?.stack),
  );
  addEventListener("securitypolicyviolation", (event) =>
    tell("Content Security Policy:", event.effectiveDirective, event.blockedURI, event.sample),
  );
  for (const level of ["debug", "info", "log", "warn", "error"]) {
    const say = console[level];
    console[level] = (...said) => {
      say.apply(console, said);
      tell(...said);
    };
  }
}
"#;

/// What pages have said, what is to run in them, and parts of the addresses that are out of reach.
#[derive(Clone, Default)]
pub(crate) struct Listening {
    said: Arc<Mutex<Vec<String>>>,
    scripts: Arc<Mutex<Vec<String>>>,
    blocked: Arc<Mutex<Vec<String>>>,
}

impl Listening {
    /// Whether the server has to do it.
    pub(crate) fn is_needed() -> bool {
        Engine::of_run() != Engine::Chromium
    }

    /// Takes down what was said.
    pub(crate) fn hear(&self, said: String) {
        self.said.lock().expect("no request has panicked").push(said);
    }

    /// What was said since this was asked last.
    pub(crate) fn heard(&self) -> Vec<String> {
        std::mem::take(&mut *self.said.lock().expect("no request has panicked"))
    }

    /// Has that script run in each page from now on.
    pub(crate) fn add_script(&self, script: &str) {
        self.scripts.lock().expect("no request has panicked").push(script.to_owned());
    }

    /// Keeps what is at addresses of these patterns from coming, and nothing else.
    pub(crate) fn block(&self, patterns: &[&str]) {
        let parts = patterns.iter().map(|pattern| pattern.trim_matches('*').to_owned()).collect();
        *self.blocked.lock().expect("no request has panicked") = parts;
    }

    /// Whether that address is out of reach.
    pub(crate) fn is_blocked(&self, address: &str) -> bool {
        self.blocked.lock().expect("no request has panicked").iter().any(|part| address.contains(part))
    }

    /// All of it.
    pub(crate) fn script(&self) -> String {
        let scripts = self.scripts.lock().expect("no request has panicked");
        // Each in a scope of its own, as drivers run them.
        let scripts = scripts.iter().map(|script| format!("(() => {{ {script} }})();\n"));
        [LISTENS.to_owned(), scripts.collect()].concat()
    }

    /// The page with the script before anything of its own.
    pub(crate) fn with_script(page: &str) -> String {
        let (before, after) = page.split_once("<base").expect("the page says where it is");
        let (tag, rest) = after.split_once('>').expect("the tag ends");
        format!("{before}<base{tag}><script src=\"{SCRIPT}\"></script>{rest}")
    }
}
