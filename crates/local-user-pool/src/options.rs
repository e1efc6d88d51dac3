//! The command line, and environment variables that say the same.

use std::{
    fmt, fs, io,
    net::IpAddr,
    path::{Path, PathBuf},
};

use clap::{Parser, Subcommand, builder::FalseyValueParser};
use local_user_pool::{AccessKey, Config, Issuer};

/// An Amazon Cognito user pool on your own machine. For development and tests only.
///
/// Every option has an environment variable too. If an option can be given several times, its variable takes a list with commas.
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
pub(crate) struct Options {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    /// The port; 0 takes any free one.
    #[arg(long, env = "LOCAL_USER_POOL_PORT", default_value_t = 9230)]
    pub(crate) port: u16,
    /// The address to listen on, 127.0.0.1 by default. One that other machines can reach needs --allow-remote.
    #[arg(long, value_name = "ADDRESS", env = "LOCAL_USER_POOL_LISTEN")]
    listen: Option<IpAddr>,
    /// Lets other machines in. Without --access-key, whoever reaches the pool is its administrator and can read the inbox.
    #[arg(long, env = "LOCAL_USER_POOL_ALLOW_REMOTE", value_parser = FalseyValueParser::new())]
    allow_remote: bool,
    /// The pool's address, if it is not http://localhost:PORT: https://pool.example.
    #[arg(long, value_name = "URL", env = "LOCAL_USER_POOL_PUBLIC_URL")]
    public_url: Option<String>,
    /// The issuer in all tokens: "aws" as in Cognito, "self" for the pool's own address, or an address; the last two are
    /// followed by /POOL_ID.
    #[arg(long, value_name = "aws|self|URL", env = "LOCAL_USER_POOL_ISSUER")]
    issuer: Option<Issuer>,
    /// A key that administrators must sign with (their AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY). Can be given several
    /// times. Without one, every signature is accepted.
    #[arg(
        long,
        value_name = "ID:SECRET",
        env = "LOCAL_USER_POOL_ACCESS_KEY",
        value_delimiter = ',',
        hide_env_values = true
    )]
    access_key: Vec<AccessKey>,
    /// Serves /test-control, for tests: messages by address, the clock, fixed codes, faults.
    #[arg(long, env = "LOCAL_USER_POOL_TEST_CONTROL", value_parser = FalseyValueParser::new())]
    test_control: bool,
    /// Stops when its standard input ends, so with the program that started it, however that ends.
    #[arg(long)]
    pub(crate) stop_with_stdin: bool,
    /// A TOML file with the settings of pools, clients and users. Without it, everything has a default.
    #[arg(long, value_name = "FILE", env = "LOCAL_USER_POOL_CONFIG")]
    config: Option<PathBuf>,
    /// A database that keeps pools, clients, users, keys, sign-ins and messages across restarts; without it, a restart forgets
    /// them. If it and the settings file have the same pool or client, the settings file wins. A JSON file of an earlier
    /// version is converted, and stays as FILE.json-old.
    #[arg(long, value_name = "FILE", env = "LOCAL_USER_POOL_STATE")]
    pub(crate) state: Option<PathBuf>,
    /// A database folder of cognito-local, such as .cognito/db: takes over its pools, clients and users, unless they exist here.
    #[arg(long, value_name = "FOLDER", env = "LOCAL_USER_POOL_IMPORT_COGNITO_LOCAL")]
    import_cognito_local: Option<PathBuf>,
    /// A file of users for the first pool, in the form of Cognito's import jobs: CSV with the header that GetCSVHeader gives.
    /// Users who exist stay as they are.
    #[arg(long, value_name = "FILE", env = "LOCAL_USER_POOL_IMPORT_USERS")]
    import_users: Option<PathBuf>,
    /// Where the page behind a confirmation link leads.
    #[arg(long, value_name = "URL", env = "LOCAL_USER_POOL_APP_URL")]
    app_url: Option<String>,
    /// An origin whose pages may call the pool, besides those of this machine: https://app.example. Can be given several times.
    #[arg(long, value_name = "ORIGIN", env = "LOCAL_USER_POOL_ALLOW_ORIGIN", value_delimiter = ',')]
    allow_origin: Vec<String>,
    /// A host name of the pool, besides those of this machine: pool.example. Can be given several times.
    #[arg(long, value_name = "HOST", env = "LOCAL_USER_POOL_ALLOW_HOST", value_delimiter = ',')]
    allow_host: Vec<String>,
    /// Where Lambda functions are called, by the Invoke API of LocalStack, SAM or Lambda: http://localhost:4566.
    #[arg(long, value_name = "URL", env = "LOCAL_USER_POOL_LAMBDA_ENDPOINT")]
    lambda_endpoint: Option<String>,
    /// Calls a URL in place of a Lambda function: arn:aws:lambda:…=http://localhost:3000/. Can be given several times.
    #[arg(
        long,
        value_name = "ARN=URL",
        env = "LOCAL_USER_POOL_TRIGGER",
        value_delimiter = ',',
        value_parser = trigger
    )]
    trigger: Vec<(String, String)>,
}

/// What it does instead of serving pools.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Succeeds if a pool answers on this machine: for health checks of containers
    Health {
        /// Its port
        #[arg(long, env = "LOCAL_USER_POOL_PORT", default_value_t = 9230)]
        port: u16,
    },
}

impl Options {
    /// The configuration file's, with what the command line says in its place or besides.
    ///
    /// # Errors
    /// With the file's name, when it cannot be read or used.
    pub(crate) fn config(&self) -> io::Result<Config> {
        let mut config = match &self.config {
            Some(path) => read(path)?,
            None => Config::default(),
        };
        config.listen = self.listen.unwrap_or(config.listen);
        config.allow_remote |= self.allow_remote;
        config.test_control |= self.test_control;
        config.public_url = self.public_url.clone().or(config.public_url);
        config.issuer = self.issuer.clone().unwrap_or(config.issuer);
        config.app_url = self.app_url.clone().unwrap_or(config.app_url);
        config.access_keys.extend(self.access_key.iter().cloned());
        config.import_cognito_local = self.import_cognito_local.clone().or(config.import_cognito_local);
        config.import_users = self.import_users.clone().or(config.import_users);
        config.allow_origins.extend(self.allow_origin.iter().cloned());
        config.allow_hosts.extend(self.allow_host.iter().cloned());
        config.lambda_endpoint = self.lambda_endpoint.clone().or(config.lambda_endpoint);
        config.triggers.extend(self.trigger.iter().cloned());
        Ok(config)
    }
}

fn read(path: &Path) -> io::Result<Config> {
    let named = |kind, error: &dyn fmt::Display| io::Error::new(kind, format!("{}: {error}", path.display()));
    let text = fs::read_to_string(path).map_err(|error| named(error.kind(), &error))?;
    Config::from_toml_unchecked(&text).map_err(|error| named(io::ErrorKind::InvalidInput, &error))
}

/// The first sign before an address is the one between.
fn trigger(text: &str) -> Result<(String, String), String> {
    let (arn, url) = text.split_once("=http").ok_or("must look like arn:aws:lambda:…=http://localhost:3000/")?;
    Ok((arn.to_owned(), format!("http{url}")))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    const README: &str = include_str!("../README.md");

    #[test]
    fn the_readme_names_every_option_and_every_option_but_one_is_a_variable() {
        for option in
            Options::command().get_arguments().filter_map(|option| option.get_long().map(|name| (name, option)))
        {
            let (name, option) = option;
            if matches!(name, "help" | "version") {
                continue;
            }
            assert!(README.contains(&format!("`--{name}`")), "--{name}");
            let variable = format!("LOCAL_USER_POOL_{}", name.to_uppercase().replace('-', "_"));
            let expected = (name != "stop-with-stdin").then_some(variable);
            assert_eq!(option.get_env().map(|name| name.to_string_lossy().into_owned()), expected, "--{name}");
        }
    }
}
