//! The app that people see: views, and the glue between them, the protocol and the browser.

pub mod app;
pub mod auth;
mod browser;
pub mod components;
pub mod config;
pub mod forms;
mod lazy;
pub mod pages;
pub mod platform;
pub mod routes;
pub mod sign_in_store;
mod stale_tab;
pub mod text;
pub mod token_store;
