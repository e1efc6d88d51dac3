// The package for pip, installed from its wheel into a fresh environment.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { after, before, suite, test } from 'node:test';

import { Folder, named } from './folder.mjs';
import { example } from './readme.mjs';
import { signIn } from './srp.mjs';

const REQUIREMENTS = fileURLToPath(new URL('python/requirements.txt', import.meta.url));
const PIP = ['-m', 'pip', '--quiet', '--disable-pip-version-check', '--no-input', 'install'];

suite('pip', () => {
	let folder;
	let python;

	before(async () => {
		folder = await Folder.empty();
		await folder.run('python3', ['-m', 'venv', 'environment']);
		python = folder.file('environment', 'bin', 'python');
		await folder.run(python, [...PIP, '--require-hashes', '--requirement', REQUIREMENTS]);
		await folder.run(python, [...PIP, '--no-deps', named('WHEEL')]);
	});

	after(() => folder.remove());

	test('the command starts the program, which a user signs in at', async (t) => {
		const command = folder.file('environment', 'bin', 'local-user-pool');
		const pool = spawn(command, ['--port', '0'], { cwd: folder.path, stdio: ['ignore', 'pipe', 'inherit'] });
		t.after(() => pool.kill());
		const [line] = await once(createInterface({ input: pool.stdout }), 'line');
		const endpoint = `http://127.0.0.1:${/:(\d+)$/.exec(line)[1]}`;
		const { user_pool_id: userPoolId, client_id: clientId } = await (await fetch(`${endpoint}/ready`)).json();
		const claims = await signIn({ endpoint, userPoolId, clientId }, 'demo@example.com', 'Demo-Passw0rd');
		assert.equal(claims.email, 'demo@example.com');
	});

	test("the README's example, with the fixture", async () => {
		await writeFile(folder.file('test_sign_in.py'), await example('test_sign_in.py'));
		const told = await folder.run(python, ['-m', 'pytest', '-q', 'test_sign_in.py']).catch(({ stdout }) => stdout);
		assert.match(told, /^1 passed in /m, told);
	});

	test('the fixture takes settings, and test control does what it says', async () => {
		await writeFile(
			folder.file('conftest.py'),
			`import pytest


@pytest.fixture(scope="session")
def local_user_pool_settings():
    return "[UserPoolClient]\\nClientId = 'myclient'"
`,
		);
		await writeFile(
			folder.file('test_control.py'),
			`from datetime import datetime, timezone

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from local_user_pool import LocalUserPool


def test_control(local_user_pool):
    pool = local_user_pool
    assert pool.client_id == "myclient"
    cognito = pool.client(config=Config(retries={"total_max_attempts": 1}))
    person = {"ClientId": "myclient", "Username": "ada@example.com", "Password": "Correct-Horse1"}
    pool.fault("throttle", operation="SignUp")
    with pytest.raises(ClientError, match="TooManyRequestsException"):
        cognito.sign_up(**person)
    pool.fix_code("123456")
    cognito.sign_up(**person)
    (message,) = pool.inbox(to="ada@example.com", wait=30)
    assert (message.code, message.user_pool_id) == ("123456", pool.user_pool_id)
    pool.snapshot("signed up")
    pool.remove_messages(to="ada@example.com")
    assert pool.inbox() == []
    pool.restore("signed up")
    assert len(pool.inbox()) == 1
    pool.fix_code()
    pool.set_time(datetime(2030, 1, 1, tzinfo=timezone.utc))
    pool.advance(60)
    pool.set_time()
    pool.clear_faults()
    with pytest.raises(LookupError):
        pool.last_code("nobody@example.com", wait=0)
    with pytest.raises(RuntimeError, match="wait must be"):
        pool.inbox(wait=100)


@pytest.mark.parametrize("_", range(2))
def test_each_begins_anew(fresh_user_pool, _):
    pool = fresh_user_pool
    pool.client().sign_up(ClientId=pool.client_id, Username="alan@example.com", Password="Correct-Horse1")


def test_settings_that_cannot_be():
    with pytest.raises(RuntimeError, match="before it listened"):
        LocalUserPool("colour = 1")


def test_it_ends_with_its_block():
    with LocalUserPool() as pool:
        assert pool.inbox() == []
    with pytest.raises(OSError):
        pool.inbox()
`,
		);
		const told = await folder.run(python, ['-m', 'pytest', '-q', 'test_control.py']).catch(({ stdout }) => stdout);
		assert.match(told, /^5 passed in /m, told);
	});
});
