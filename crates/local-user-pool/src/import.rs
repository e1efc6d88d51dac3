//! What is kept elsewhere, taken over when the server starts: pools of other emulators that it does not have yet, with their
//! clients and users; and users of a file.

mod cognito_local;

use std::{fs, io, path::Path};

use serde_json::Value;

use crate::{
    operations,
    pool::{PoolDocument, user::User},
    service::Service,
    settings::{UserPool, UserPoolClient},
};

/// A pool of another emulator.
struct Imported {
    settings: UserPool,
    clients: Vec<UserPoolClient>,
    users: Vec<User>,
}

/// Takes over the pools of cognito-local's database, `.cognito/db`. One that is there already is left as it is, so that a
/// start with the same options changes nothing that has happened since.
///
/// # Errors
/// With the file's name, when the folder cannot be read or has what this server cannot serve.
pub(crate) fn cognito_local(service: &Service, folder: &Path) -> io::Result<()> {
    let now = service.clock.now();
    for imported in cognito_local::read(folder, now)? {
        let id = imported.settings.id.clone();
        if service.with_pool(&id, |_| Ok(())).is_ok() {
            continue;
        }
        let refuse = |problem: String| unusable(&folder.join(format!("{id}.json")), problem);
        if let Some(problem) = imported.settings.problem() {
            return Err(refuse(problem));
        }
        let named = |error: crate::ServiceError| refuse(error.message().to_owned());
        let mut data = PoolDocument::fresh(imported.settings).map_err(named)?;
        for client in imported.clients {
            if let Some(problem) = client.problem() {
                return Err(refuse(problem));
            }
            if service.with_client(&client.client_id, |_, _| Ok(())).is_ok() {
                return Err(refuse(format!("the client {} is of another pool here", client.client_id)));
            }
            data.clients.insert(client.client_id.clone(), client);
        }
        service.add_pool(data).map_err(named)?;
        service
            .change_pool(&id, |pool| imported.users.iter().try_for_each(|user| pool.insert(user.clone())))
            .map_err(named)?;
    }
    Ok(())
}

/// Takes over the users of a file as import jobs of Cognito read it: comma-separated values under the header that
/// GetCSVHeader tells. Those who are there already are left as they are.
///
/// # Errors
/// With the file's name, when it cannot be read or has what the pool refuses; then none of them is there.
pub(crate) fn users(service: &Service, pool_id: &str, file: &Path) -> io::Result<()> {
    let text = fs::read_to_string(file)
        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", file.display())))?;
    operations::import_users(service, pool_id, &text).map_err(|problem| unusable(file, problem))
}

fn unusable(file: &Path, problem: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("{}: {problem}", file.display()))
}

/// The text of a member.
fn text<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value[name].as_str().filter(|text| !text.is_empty())
}
