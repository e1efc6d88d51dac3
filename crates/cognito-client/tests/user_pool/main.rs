//! This client against the local user pool: real SRP on both sides, real codes, real devices, over HTTP.

mod custom;
mod devices;
mod first_factor;
mod managed_login;
mod password;
mod person;
mod scenarios;
mod second_factor;
mod server;
