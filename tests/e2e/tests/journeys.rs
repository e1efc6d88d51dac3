//! Journeys through the built app. See the crate's documentation for what they need.

#[path = "journeys/account_devices.rs"]
mod account_devices;
#[path = "journeys/account_looks.rs"]
mod account_looks;
#[path = "journeys/account_passkeys.rs"]
mod account_passkeys;
#[path = "journeys/account_profile.rs"]
mod account_profile;
#[path = "journeys/account_security.rs"]
mod account_security;
#[path = "journeys/account_sessions.rs"]
mod account_sessions;
#[path = "journeys/any_site.rs"]
mod any_site;
#[path = "journeys/below_a_path.rs"]
mod below_a_path;
#[path = "journeys/brand.rs"]
mod brand;
#[path = "journeys/browsers.rs"]
mod browsers;
#[path = "journeys/challenges.rs"]
mod challenges;
#[path = "journeys/change_password.rs"]
mod change_password;
#[path = "journeys/choice.rs"]
mod choice;
#[path = "journeys/custom.rs"]
mod custom;
#[path = "journeys/devices.rs"]
mod devices;
#[path = "journeys/flows.rs"]
mod flows;
#[path = "journeys/forgot_password.rs"]
mod forgot_password;
#[path = "journeys/generated_pools.rs"]
mod generated_pools;
#[path = "journeys/guarded_app.rs"]
mod guarded_app;
#[path = "journeys/hosts.rs"]
mod hosts;
#[path = "journeys/languages.rs"]
mod languages;
#[path = "journeys/lazy.rs"]
mod lazy;
#[path = "journeys/left_early.rs"]
mod left_early;
#[path = "journeys/left_sign_in.rs"]
mod left_sign_in;
#[path = "journeys/linked.rs"]
mod linked;
#[path = "journeys/looks.rs"]
mod looks;
#[path = "journeys/managed_login.rs"]
mod managed_login;
#[path = "journeys/new_password.rs"]
mod new_password;
#[path = "journeys/other_libraries.rs"]
mod other_libraries;
#[path = "journeys/passkey.rs"]
mod passkey;
#[path = "journeys/plain_server.rs"]
mod plain_server;
#[path = "journeys/pools.rs"]
mod pools;
#[path = "journeys/prerendered.rs"]
mod prerendered;
#[path = "journeys/refreshes.rs"]
mod refreshes;
#[path = "journeys/refusals.rs"]
mod refusals;
#[path = "journeys/second_factor.rs"]
mod second_factor;
#[path = "journeys/session.rs"]
mod session;
#[path = "journeys/sessions_hold.rs"]
mod sessions_hold;
#[path = "journeys/sign_in.rs"]
mod sign_in;
#[path = "journeys/sign_out.rs"]
mod sign_out;
#[path = "journeys/sign_up.rs"]
mod sign_up;
#[path = "journeys/step_up.rs"]
mod step_up;
#[path = "journeys/stopped.rs"]
mod stopped;
#[path = "journeys/typed.rs"]
mod typed;
