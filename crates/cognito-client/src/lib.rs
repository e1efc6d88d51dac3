//! Amazon Cognito user pools over their JSON API, with SRP, for browser and native programs.

pub mod srp;
pub mod timestamp;
