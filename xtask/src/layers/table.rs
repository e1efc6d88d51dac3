//! Who may use whom, and why: the client's table, the app's, and that of the local user pool.

/// What a crate is held to.
pub struct Table {
    /// The crate's root, in the workspace.
    pub root: &'static str,
    /// From the bottom up. A unit uses units of lower layers alone; each has one layer.
    pub layers: &'static [Layer],
    /// Units that may use less than all below them.
    pub only: &'static [Only],
    /// Words that stand in some files alone.
    pub alone: &'static [Alone],
}

/// Units that do not need each other.
pub struct Layer {
    pub units: &'static [&'static str],
    pub why: &'static str,
}

/// All that a unit may use.
pub struct Only {
    pub unit: &'static str,
    pub uses: &'static [&'static str],
    pub why: &'static str,
}

/// Names that no other file says; `places` are units, or files in them: `transport/fetch`.
pub struct Alone {
    pub words: &'static [&'static str],
    pub places: &'static [&'static str],
    pub why: &'static str,
}

pub const ALL: [&Table; 3] = [&CLIENT, &APP, &POOL];

#[rustfmt::skip]
const CLIENT: Table = Table {
    root: "crates/cognito-client/src/lib.rs",
    layers: &[
        Layer { units: &["json", "shared", "transport", "unknown"], why: "these know nothing of Cognito" },
        Layer { units: &["single_flight"], why: "this has one thing done at a time" },
        Layer { units: &["by_serde", "ids", "secrets", "timestamp"], why: "these are names, secrets and times, as types" },
        Layer { units: &["srp"], why: "the exchange is arithmetic on what it is given" },
        Layer { units: &["error", "hazmat", "host"], why: "these are what goes wrong, and what the program around gives" },
        Layer { units: &["api", "claims"], why: "these are what stands on the wire" },
        Layer { units: &["client", "refusal"], why: "these are how one call is made, and what its refusal means" },
        Layer {
            units: &["account", "device", "mfa", "passkey", "session", "sign_up", "user_sessions"],
            why: "these are operations by subject, and what they give",
        },
        Layer { units: &["identity", "managed_login", "password", "token_store"], why: "these are made of those operations and of sessions" },
        Layer { units: &["session_keeper", "sign_in"], why: "these are the long stories: a sign-in, and a session over time" },
        Layer { units: &["browser", "native"], why: "these are the programs around, as most are" },
        Layer { units: &["aws_sdk"], why: "this gives another library what a session gives" },
    ],
    only: &[
        Only { unit: "json", uses: &[], why: "JSON is read and written by itself" },
        Only { unit: "transport", uses: &[], why: "a transport carries text, and does not look into it" },
        Only { unit: "srp", uses: &["timestamp"], why: "a proof knows neither requests nor sessions: its vectors test it alone" },
        Only { unit: "host", uses: &["secrets", "srp", "timestamp"], why: "whoever makes a host needs no client for it" },
        Only { unit: "api", uses: &["by_serde", "error", "json", "secrets", "timestamp", "unknown"], why: "an operation on the wire says nothing of who calls it" },
        Only { unit: "client", uses: &["api", "error", "ids", "json", "secrets", "srp", "transport"], why: "a call is made in one way, whatever it is for" },
        Only { unit: "session", uses: &["api", "claims", "client", "error", "host", "ids", "refusal", "secrets", "timestamp", "transport"], why: "a session is made of tokens, wherever they came from" },
        Only { unit: "token_store", uses: &["host", "ids", "secrets", "session", "shared", "srp"], why: "a store keeps, and calls nobody" },
        Only { unit: "session_keeper", uses: &["client", "error", "host", "ids", "secrets", "session", "shared", "single_flight", "timestamp", "token_store", "transport"], why: "a session is kept without the code of a sign-in: pages fetch that later" },
    ],
    alone: &[
        Alone { words: &["leptos"], places: &[], why: "the protocol is for any program" },
        Alone { words: &["js_sys", "wasm_bindgen", "wasm_bindgen_futures", "web_sys"], places: &["browser", "transport/fetch"], why: "nothing but the browser's host and the transport over fetch knows a browser" },
        Alone { words: &["serde", "serde_json"], places: &["by_serde"], why: "what a browser downloads does without serde" },
        Alone { words: &["Instant", "SystemTime"], places: &["aws_sdk", "native"], why: "the time comes from the host" },
        Alone { words: &["getrandom", "rand"], places: &["native"], why: "random bytes come from the host" },
        Alone { words: &["dbg", "eprintln", "print", "println", "tracing"], places: &[], why: "nothing here logs: what it would log are secrets" },
    ],
};

#[rustfmt::skip]
const APP: Table = Table {
    root: "src/lib.rs",
    layers: &[
        Layer { units: &["base", "destination", "letters", "signals"], why: "these are the path that the app is below, whether an address may be gone to, large and small letters, and signals" },
        Layer { units: &["forms", "life", "routes", "sign_in_store", "strength"], why: "these stand by themselves" },
        Layer { units: &["language"], why: "this is which language people read, and its words" },
        Layer { units: &["platform", "ui"], why: "these are what is needed of a browser, and elements, of one type" },
        Layer { units: &["token_place"], why: "this is where sessions are kept" },
        Layer { units: &["settings"], why: "these are what the owner sets" },
        Layer { units: &["stale_tab"], why: "this reloads a tab of an older deployment" },
        Layer { units: &["later"], why: "this fetches a part of the app, whichever it is" },
        Layer { units: &["text"], why: "these are sentences, for typed reasons" },
        Layer { units: &["developer", "navigation", "stopped"], why: "these are said to developers, and ways between pages" },
        Layer { units: &["session"], why: "this is who is signed in" },
        Layer { units: &["account", "sign_in"], why: "these are what a session opens, and how one comes about" },
        Layer { units: &["watch"], why: "this looks at what is stored, for both" },
        Layer { units: &["components"], why: "components draw what any page has" },
        Layer { units: &["chunk", "prerendered"], why: "these know parts by their names, and no page" },
        Layer { units: &["pages"], why: "pages are put together of components" },
        Layer { units: &["entrance"], why: "this is the first page without the router" },
        Layer { units: &["app"], why: "this puts all of it together" },
    ],
    only: &[
        Only { unit: "text", uses: &["forms", "language", "letters", "platform", "settings", "strength"], why: "a sentence is chosen by a type, and changes nothing" },
        Only { unit: "chunk", uses: &["components", "language", "later", "life", "routes", "signals", "text", "ui"], why: "what a part draws comes with it, as a function" },
        Only { unit: "ui", uses: &["language", "routes", "signals"], why: "an element knows nothing of what it shows" },
        Only { unit: "navigation", uses: &["routes", "signals"], why: "whoever leads somewhere needs no page for it" },
        Only { unit: "account", uses: &["language", "life", "platform", "session", "settings", "sign_in_store", "text", "token_place"], why: "what an account's owner changes needs no sign-in under way" },
    ],
    alone: &[
        Alone { words: &["gloo_storage", "local_storage", "session_storage", "Storage"], places: &["sign_in_store", "token_place"], why: "two files touch web storage" },
        Alone { words: &["Fetch"], places: &["session", "sign_in"], why: "who draws calls nobody" },
    ],
};

#[rustfmt::skip]
const POOL: Table = Table {
    root: "crates/local-user-pool/src/lib.rs",
    layers: &[
        Layer { units: &["blocking", "clock", "config_error", "error", "expiring", "in_memory", "timestamp", "user_agent"], why: "these know nothing of Cognito but how it says that something is wrong" },
        Layer { units: &["access_keys", "callers", "random", "request", "store"], why: "these are who may call, random bytes, members of requests, and rows, whatever they are about" },
        Layer { units: &["model", "srp", "vocabulary"], why: "these are what requests must be like, the arithmetic of a password, and words" },
        Layer { units: &["settings"], why: "these are what pools and clients are set to" },
        Layer { units: &["new_user", "rules", "web_authn"], why: "these are who exists from the start, what is the same for all pools, and the two ceremonies of a passkey" },
        Layer { units: &["config", "pool"], why: "these are what the owner sets, and what a pool knows" },
        Layer { units: &["identity_pool", "seed"], why: "these are who is who in an identity pool, and what the configuration makes of a pool" },
        Layer { units: &["service"], why: "these are units of work on pools, whatever is done in them" },
        Layer { units: &["triggers"], why: "these are functions that are asked" },
        Layer { units: &["delivery"], why: "these are messages, in the words of a trigger or of a template" },
        Layer { units: &["sign_in"], why: "this is what a sign-in asks after what" },
        Layer { units: &["operations", "pages"], why: "these are the operations, and what a person sees" },
        Layer { units: &["import", "managed_login", "test_control"], why: "these are other ways to the same pools" },
        Layer { units: &["api"], why: "this is what is served at which address" },
        Layer { units: &["server"], why: "this starts and stops all of it" },
    ],
    only: &[
        Only { unit: "store", uses: &["error"], why: "the store keeps rows, and does not look into them" },
        Only { unit: "vocabulary", uses: &[], why: "words are spelled, and nothing else" },
        Only { unit: "srp", uses: &["error", "random"], why: "an exchange knows neither users nor requests" },
        Only { unit: "settings", uses: &["error", "random", "request", "vocabulary"], why: "settings know nothing of whom they are for" },
        Only { unit: "web_authn", uses: &["error", "expiring", "random", "settings"], why: "a relying party knows passkeys, and no users" },
    ],
    alone: &[
        Alone { words: &["rusqlite"], places: &["store"], why: "the store alone knows SQLite" },
        Alone { words: &["passki"], places: &["web_authn"], why: "one file verifies passkeys" },
        Alone { words: &["ureq"], places: &["triggers/invocation"], why: "nothing but triggers calls anybody" },
        Alone { words: &["SystemTime"], places: &["clock"], why: "the time comes from the clock, which tests move" },
    ],
};
