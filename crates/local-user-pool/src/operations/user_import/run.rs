//! An import job at work, in a thread of its own.

use std::thread;

use super::{MFA_ENABLED, STOPPED, USERNAME, header};
use crate::{
    error::ServiceError,
    pool::{
        Pool,
        attributes::{self, Occasion, Writer},
        import_job::{ImportJob, ImportStatus},
        user::User,
    },
    service::Service,
    settings::FirstFactor,
    srp,
    vocabulary::{MfaFactor, UserStatus},
};

/// So many users are imported in one change of the pool: others have their turn in between.
const USERS_AT_ONCE: usize = 50;

/// Why a line has given no user.
enum Refusal {
    /// The user is there already.
    Skipped,
    /// In one sentence.
    Failed(String),
}

/// Goes to work.
///
/// # Errors
/// InternalErrorException if the system has no further thread.
pub(super) fn start(service: Service, pool_id: String, id: String, file: String) -> Result<(), ServiceError> {
    let work = move || {
        // The pool may be deleted meanwhile, and the job with it: then there is nothing to note.
        drop(run(&service, &pool_id, &id, &file));
    };
    let thread = thread::Builder::new().name("user import".to_owned()).spawn(work);
    thread.map(drop).map_err(|_| ServiceError::internal("no thread"))
}

fn run(service: &Service, pool_id: &str, id: &str, file: &str) -> Result<(), ServiceError> {
    let end = |status, message: &str| {
        let now = service.clock.now();
        service.change_pool(pool_id, |pool| {
            job(pool, id)?.end(status, message, now);
            Ok(())
        })
    };
    service.change_pool(pool_id, |pool| {
        let job = job(pool, id)?;
        if job.status == ImportStatus::Pending {
            job.status = ImportStatus::InProgress;
        }
        Ok(())
    })?;
    let Ok((columns, rows)) = read(file) else {
        return end(ImportStatus::Failed, "The file cannot be read as comma-separated values.");
    };
    if let Some(missing) = service.with_pool(pool_id, |pool| Ok(missing_column(pool, &columns)))? {
        return end(ImportStatus::Failed, &missing);
    }
    for rows in rows.chunks(USERS_AT_ONCE) {
        let is_stopped = service.change_pool(pool_id, |pool| {
            if job(pool, id)?.status == ImportStatus::Stopping {
                return Ok(true);
            }
            for row in rows {
                let outcome = import(pool, &columns, row, service.clock.now());
                let job = job(pool, id)?;
                match outcome {
                    Ok(_) => job.imported += 1,
                    Err(Refusal::Skipped) => job.skipped += 1,
                    Err(Refusal::Failed(_)) => job.failed += 1,
                }
            }
            Ok(false)
        })?;
        if is_stopped {
            return end(ImportStatus::Stopped, STOPPED);
        }
    }
    end(ImportStatus::Succeeded, "Import Job Completed Successfully.")
}

/// Users of a file, all of them or none; those who are there already stay as they are.
///
/// # Errors
/// In one sentence, what is wrong with the file, and in which line.
pub(crate) fn import_all(service: &Service, pool_id: &str, file: &str) -> Result<(), String> {
    let (columns, rows) = read(file).map_err(|error| error.to_string())?;
    let now = service.clock.now();
    let imported = service.change_pool(pool_id, |pool| {
        if let Some(missing) = missing_column(pool, &columns) {
            return Err(ServiceError::invalid_parameter(missing));
        }
        let mut added = Vec::new();
        for row in &rows {
            match import(pool, &columns, row, now) {
                Ok(username) => added.push(username),
                Err(Refusal::Skipped) => {}
                Err(Refusal::Failed(problem)) => {
                    // What a refused change has done until then is kept.
                    added.iter().for_each(|username| pool.delete(username));
                    let line = row.position().map_or(0, csv::Position::line);
                    return Err(ServiceError::invalid_parameter(format!("line {line}: {problem}")));
                }
            }
        }
        Ok(())
    });
    imported.map_err(|error| error.message().to_owned())
}

fn missing_column(pool: &Pool, columns: &[String]) -> Option<String> {
    let missing = header(pool.settings()).into_iter().find(|name| !columns.iter().any(|column| column == name));
    missing.map(|name| format!("The header of the file lacks {name}."))
}

/// The names of the columns, and the rows below.
fn read(file: &str) -> Result<(Vec<String>, Vec<csv::StringRecord>), csv::Error> {
    let mut reader = csv::Reader::from_reader(file.as_bytes());
    let columns = reader.headers()?.iter().map(str::to_owned).collect();
    Ok((columns, reader.records().collect::<Result<_, _>>()?))
}

/// The user of a row, without a password; gives the user name.
fn import(pool: &mut Pool, columns: &[String], row: &csv::StringRecord, now: u64) -> Result<String, Refusal> {
    let failed = |error: ServiceError| Refusal::Failed(error.message().to_owned());
    let settings = pool.settings();
    let is_attribute = |(name, value): &(&str, &str)| !value.is_empty() && !matches!(*name, USERNAME | MFA_ENABLED);
    let cells = || columns.iter().map(String::as_str).zip(row.iter());
    let cell = |wanted: &str| cells().find(|(name, _)| *name == wanted).map_or("", |(_, value)| value);
    let given: Vec<(&str, &str)> = cells().filter(is_attribute).collect();
    let name = cell(USERNAME);
    if name.is_empty() {
        return Err(Refusal::Failed(format!("{USERNAME} is empty.")));
    }
    let is_verified = |attribute: &String| cell(&format!("{attribute}_verified")) == "true";
    if !settings.auto_verified_attributes.iter().any(is_verified) {
        return Err(Refusal::Failed("The user has no verified attribute that the pool verifies.".to_owned()));
    }
    let attributes = attributes::checked(settings, Writer::Administrator, Occasion::NewUser, &given).map_err(failed)?;
    attributes::check_required(settings, &attributes).map_err(failed)?;
    let sub = srp::fresh_username();
    let username = if settings.username_attributes.is_empty() { name.to_owned() } else { sub.clone() };
    // Where a code is enough, nobody has to choose a password first.
    let is_passwordless = [FirstFactor::EmailOtp, FirstFactor::SmsOtp].iter().any(|&code| settings.allows_first(code));
    let status = if is_passwordless { UserStatus::Confirmed } else { UserStatus::ResetRequired };
    let mut user = User::new(username.clone(), sub, status, now);
    user.attributes = attributes;
    if cell(MFA_ENABLED) == "true" {
        user.mfa.enable(MfaFactor::SmsMfa, true);
    }
    let verified: Vec<_> = user.verified_contacts().collect();
    match pool.insert(user) {
        Ok(()) => {}
        Err(error) if error.code() == "UsernameExistsException" => return Err(Refusal::Skipped),
        Err(error) => return Err(failed(error)),
    }
    for contact in verified {
        if pool.claim_alias(&username, contact, false).is_err() {
            pool.delete(&username);
            return Err(Refusal::Skipped);
        }
    }
    Ok(username)
}

fn job<'a>(pool: &'a mut Pool, id: &str) -> Result<&'a mut ImportJob, ServiceError> {
    pool.data.resources.import_jobs.get_mut(id).ok_or_else(super::unknown)
}
