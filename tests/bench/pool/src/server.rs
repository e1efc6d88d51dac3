//! The pool that is measured, in a process of its own.

use std::{
    io::{Read, Write},
    path::PathBuf,
    thread,
};

use local_user_pool::{
    Config, LocalUserPool, NewUser, Running,
    settings::{AuthFlow, UserPoolClient},
};

use crate::{
    Result,
    client::{PASSWORD, email},
};

/// So many are added in one unit of work.
const AT_ONCE: usize = 500;

/// Says where it is, adds the users that are not there, says so, and serves until its input ends.
pub(crate) fn run(users: usize, state: Option<PathBuf>) -> Result<()> {
    let explicit_auth_flows =
        vec![AuthFlow::AllowUserSrpAuth, AuthFlow::AllowUserPasswordAuth, AuthFlow::AllowRefreshTokenAuth];
    let client = UserPoolClient { explicit_auth_flows, ..UserPoolClient::default() };
    let config = Config { client, users: Vec::new(), ..Config::default() };
    let runtime = tokio::runtime::Runtime::new()?;
    let pool = runtime.block_on(LocalUserPool::start(config, 0, state))?;
    say(&pool.base_url())?;
    if pool.count_users() == 0 {
        fill(&pool, users)?;
    }
    say("filled")?;
    std::io::stdin().read_to_end(&mut Vec::new())?;
    runtime.block_on(pool.stop())?;
    Ok(())
}

/// On each core some: every user has a verifier of their own.
fn fill(pool: &Running, users: usize) -> Result<()> {
    let cores = thread::available_parallelism()?.get();
    thread::scope(|scope| {
        let filling: Vec<_> = (0..cores)
            .map(|core| {
                scope.spawn(move || -> Result<()> {
                    for first in (core * AT_ONCE..users).step_by(cores * AT_ONCE) {
                        let some: Vec<NewUser> = (first..users.min(first + AT_ONCE))
                            .map(|number| NewUser::new(email(number), PASSWORD))
                            .collect();
                        pool.add_users(&some)?;
                    }
                    Ok(())
                })
            })
            .collect();
        filling.into_iter().try_for_each(|thread| thread.join().map_err(|_| "a thread has panicked")?)
    })
}

fn say(line: &str) -> Result<()> {
    let mut output = std::io::stdout().lock();
    writeln!(output, "{line}")?;
    Ok(output.flush()?)
}
