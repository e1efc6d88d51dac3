//! What goes over the wire and what is made of the answers, operation by operation.

mod account;
mod any_answer;
mod client;
mod reqwest;
mod scripted;
mod session;
mod sign_in;
mod sign_up;
