//! Import jobs: users from a file of comma-separated values
//! (<https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool.html>).

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One job, and the file until it is read.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ImportJob {
    pub(crate) name: String,
    /// CloudWatchLogsRoleArn; nothing is logged.
    pub(crate) role_arn: String,
    /// What the address must carry that the file is PUT to.
    pub(crate) upload_key: String,
    pub(crate) file: Option<String>,
    pub(crate) status: ImportStatus,
    pub(crate) created_at: u64,
    pub(crate) started_at: Option<u64>,
    pub(crate) completed_at: Option<u64>,
    pub(crate) imported: u64,
    pub(crate) skipped: u64,
    pub(crate) failed: u64,
    pub(crate) completion_message: Option<String>,
    /// Which process runs it: one that was killed has left it for ever.
    process: Option<String>,
}

/// UserImportJobStatusType.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum ImportStatus {
    Created,
    Pending,
    InProgress,
    Stopping,
    Expired,
    Stopped,
    Failed,
    Succeeded,
}

/// How long a file can be uploaded, and a job started, after the job was made; seconds. Cognito's jobs expire after a day.
pub(crate) const LIFETIME_SECONDS: u64 = 24 * 3600;

static PROCESS: LazyLock<String> = LazyLock::new(|| Uuid::new_v4().to_string());

impl ImportJob {
    pub(crate) fn new(name: &str, role_arn: &str, now: u64) -> Self {
        Self {
            name: name.to_owned(),
            role_arn: role_arn.to_owned(),
            upload_key: Uuid::new_v4().simple().to_string(),
            file: None,
            status: ImportStatus::Created,
            created_at: now,
            started_at: None,
            completed_at: None,
            imported: 0,
            skipped: 0,
            failed: 0,
            completion_message: None,
            process: None,
        }
    }

    /// How it stands now.
    pub(crate) fn status(&self, now: u64) -> ImportStatus {
        let is_running =
            matches!(self.status, ImportStatus::Pending | ImportStatus::InProgress | ImportStatus::Stopping);
        match self.status {
            ImportStatus::Created if now >= self.created_at + LIFETIME_SECONDS => ImportStatus::Expired,
            _ if is_running && self.process.as_ref() != Some(&*PROCESS) => ImportStatus::Failed,
            status => status,
        }
    }

    /// Begins; gives the file.
    pub(crate) fn begin(&mut self, now: u64) -> Option<String> {
        let file = self.file.take()?;
        (self.status, self.started_at, self.process) = (ImportStatus::Pending, Some(now), Some(PROCESS.clone()));
        Some(file)
    }

    /// Ends, for whichever reason.
    pub(crate) fn end(&mut self, status: ImportStatus, message: &str, now: u64) {
        (self.status, self.completed_at) = (status, Some(now));
        self.completion_message = Some(message.to_owned());
    }
}
