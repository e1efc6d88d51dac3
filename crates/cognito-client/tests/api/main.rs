//! What goes over the wire and what is made of the answers, operation by operation.

mod account;
mod any_answer;
mod challenges;
mod client;
mod context;
mod cookies;
mod copies;
mod credentials_keeper;
mod devices;
mod flows;
mod identity;
mod json;
mod managed_login;
mod mfa;
mod operations;
mod passkeys;
mod patience;
mod refusal;
mod reqwest;
mod scripted;
mod session;
mod session_keeper;
mod sign_in;
mod sign_up;
mod token_store;
