//! GetCSVHeader, CreateUserImportJob, DescribeUserImportJob, ListUserImportJobs, StartUserImportJob, StopUserImportJob.

mod run;

use serde_json::{Map, Value, json};

use super::{page::page, settings_members::described};
use crate::{
    error::ServiceError,
    pool::{
        Pool,
        import_job::{ImportJob, ImportStatus},
    },
    random,
    request::CheckedMembers,
    service::Service,
    settings::UserPool,
};

pub(crate) use run::import_all;

const ID_LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const ID_LENGTH: usize = 10;
/// The columns of every pool, as Cognito orders them.
const COLUMNS: [&str; 19] = [
    "name",
    "given_name",
    "family_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "email",
    "email_verified",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "phone_number",
    "phone_number_verified",
    "address",
    "updated_at",
];
const MFA_ENABLED: &str = "cognito:mfa_enabled";
const USERNAME: &str = "cognito:username";

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetCSVHeader.html>
pub(crate) fn get_csv_header(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    service.with_pool(CheckedMembers(body).text("UserPoolId"), |pool| {
        Ok(json!({ "UserPoolId": pool.settings().id, "CSVHeader": header(pool.settings()) }))
    })
}

/// Hashes of passwords make no SRP verifier, so jobs with them are refused.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserImportJob.html>
pub(crate) fn create_user_import_job(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    if let Some(algorithm) = members.optional("PasswordHashingAlgorithm") {
        let message =
            format!("PasswordHashingAlgorithm {algorithm} cannot be had: a local user pool imports no hashes.");
        return Err(ServiceError::invalid_parameter(message));
    }
    let now = service.clock.now();
    let id = format!("import-{}", random::text(ID_LETTERS, ID_LENGTH)?);
    service.change_pool(members.text("UserPoolId"), |pool| {
        let job = ImportJob::new(members.text("JobName"), members.text("CloudWatchLogsRoleArn"), now);
        pool.data.resources.import_jobs.insert(id.clone(), job);
        answer(service, pool, &id)
    })
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserImportJob.html>
pub(crate) fn describe_user_import_job(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    service.with_pool(members.text("UserPoolId"), |pool| answer(service, pool, members.text("JobId")))
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserImportJobs.html>
pub(crate) fn list_user_import_jobs(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let most = members.number("MaxResults").unwrap_or_default() as usize;
    service.with_pool(members.text("UserPoolId"), |pool| {
        let jobs = pool.data.resources.import_jobs.iter();
        let jobs = jobs.map(|(id, job)| (id.clone(), description(service, pool, id, job))).collect();
        let (jobs, next) = page(jobs, most, members.optional("PaginationToken"))?;
        Ok(described([("UserImportJobs", Value::Array(jobs)), ("PaginationToken", json!(next))]))
    })
}

/// The users come one after another while the call is answered already.
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_StartUserImportJob.html>
pub(crate) fn start_user_import_job(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let (pool_id, id) = (members.text("UserPoolId"), members.text("JobId"));
    let now = service.clock.now();
    let (answer, file) = service.change_pool(pool_id, |pool| {
        if pool.settings().auto_verified_attributes.is_empty() {
            return Err(unmet("The user pool must have an auto-verified attribute."));
        }
        let job = pool.data.resources.import_jobs.get_mut(id).ok_or_else(unknown)?;
        if job.status(now) != ImportStatus::Created {
            return Err(unmet("Only a job that has not been started can be started."));
        }
        let file = job.begin(now).ok_or_else(|| unmet("The file with the users has not been uploaded."))?;
        Ok((answer(service, pool, id)?, file))
    })?;
    run::start(service.clone(), pool_id.to_owned(), id.to_owned(), file)?;
    Ok(answer)
}

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_StopUserImportJob.html>
pub(crate) fn stop_user_import_job(service: &Service, body: &Map<String, Value>) -> Result<Value, ServiceError> {
    let members = CheckedMembers(body);
    let id = members.text("JobId");
    let now = service.clock.now();
    service.change_pool(members.text("UserPoolId"), |pool| {
        let job = pool.data.resources.import_jobs.get_mut(id).ok_or_else(unknown)?;
        match job.status(now) {
            ImportStatus::Created => job.end(ImportStatus::Stopped, STOPPED, now),
            ImportStatus::Pending | ImportStatus::InProgress => job.status = ImportStatus::Stopping,
            _ => return Err(unmet("The job has ended.")),
        }
        answer(service, pool, id)
    })
}

/// Takes the file that is PUT to PreSignedUrl.
///
/// # Errors
/// ResourceNotFoundException for another address than that of a job that waits for its file.
pub(crate) fn upload(service: &Service, pool_id: &str, id: &str, key: &str, file: &str) -> Result<(), ServiceError> {
    let now = service.clock.now();
    service.change_pool(pool_id, |pool| {
        let job = pool.data.resources.import_jobs.get_mut(id).ok_or_else(unknown)?;
        let is_its = aws_lc_rs::constant_time::verify_slices_are_equal(key.as_bytes(), job.upload_key.as_bytes());
        if is_its.is_err() || job.status(now) != ImportStatus::Created {
            return Err(unknown());
        }
        job.file = Some(file.to_owned());
        Ok(())
    })
}

const STOPPED: &str = "The job was stopped.";

fn header(settings: &UserPool) -> Vec<&str> {
    let custom = settings.schema.iter().map(|attribute| attribute.name.as_str());
    let custom = custom.filter(|name| name.starts_with("custom:"));
    COLUMNS.into_iter().chain(custom).chain([MFA_ENABLED, USERNAME]).collect()
}

fn answer(service: &Service, pool: &Pool, id: &str) -> Result<Value, ServiceError> {
    let job = pool.data.resources.import_jobs.get(id).ok_or_else(unknown)?;
    Ok(json!({ "UserImportJob": description(service, pool, id, job) }))
}

/// UserImportJobType.
fn description(service: &Service, pool: &Pool, id: &str, job: &ImportJob) -> Value {
    let pool_id = &pool.settings().id;
    let status = job.status(service.clock.now());
    let url = format!("{}/user-imports/{pool_id}/{id}?key={}", service.base_url, job.upload_key);
    described([
        ("JobName", json!(job.name)),
        ("JobId", json!(id)),
        ("UserPoolId", json!(pool_id)),
        ("PreSignedUrl", json!((status == ImportStatus::Created).then_some(url))),
        ("CreationDate", json!(job.created_at)),
        ("StartDate", json!(job.started_at)),
        ("CompletionDate", json!(job.completed_at)),
        ("Status", json!(status)),
        ("CloudWatchLogsRoleArn", json!(job.role_arn)),
        ("ImportedUsers", json!(job.imported)),
        ("SkippedUsers", json!(job.skipped)),
        ("FailedUsers", json!(job.failed)),
        ("CompletionMessage", json!(job.completion_message)),
    ])
}

fn unknown() -> ServiceError {
    ServiceError::new("ResourceNotFoundException", "User import job does not exist.")
}

fn unmet(message: &'static str) -> ServiceError {
    ServiceError::new("PreconditionNotMetException", message)
}
