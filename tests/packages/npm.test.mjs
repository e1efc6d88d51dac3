// The package for npm, installed from its tarball into an empty folder.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { after, before, suite, test } from 'node:test';

import packages from './package.json' with { type: 'json' };
import { Folder, named } from './folder.mjs';
import { example } from './readme.mjs';
import { signIn } from './srp.mjs';

const NPM = ['--no-audit', '--no-fund', '--no-update-notifier'];
const sdk = '@aws-sdk/client-cognito-identity-provider';

suite('npm', () => {
	let folder;

	before(async () => {
		folder = await Folder.empty();
		await folder.run('npm', ['init', '--yes', ...NPM]);
		await folder.run('npm', ['install', ...NPM, named('TARBALL'), `${sdk}@${packages.devDependencies[sdk]}`]);
	});

	after(() => folder.remove());

	test('npx starts the program, which a user signs in at', async (t) => {
		const pool = spawn('npx', ['local-user-pool', '--port', '0'], {
			cwd: folder.path,
			stdio: ['ignore', 'pipe', 'inherit'],
			detached: true,
		});
		t.after(() => pool.exitCode === null && process.kill(-pool.pid));
		const [line] = await once(createInterface({ input: pool.stdout }), 'line');
		const endpoint = `http://127.0.0.1:${/:(\d+)$/.exec(line)[1]}`;
		const { user_pool_id: userPoolId, client_id: clientId } = await (await fetch(`${endpoint}/ready`)).json();
		const claims = await signIn({ endpoint, userPoolId, clientId }, 'demo@example.com', 'Demo-Passw0rd');
		assert.equal(claims.email, 'demo@example.com');
		const ended = once(pool, 'exit');
		process.kill(-pool.pid, 'SIGTERM');
		await ended;
		await assert.rejects(fetch(`${endpoint}/ready`), 'the program has ended with npx');
	});

	test('what is wrong is told, and is a failure', async () => {
		await assert.rejects(folder.run('npx', ['local-user-pool', '--listen', '0.0.0.0', '--port', '0']), (error) => {
			assert.match(error.stderr, /other machines reach it/);
			return error.code === 1;
		});
	});

	test("the README's example", async () => {
		await writeFile(folder.file('sign-in.mjs'), await example('sign-in.mjs'));
		assert.equal(await folder.run('node', ['sign-in.mjs']), 'ada@example.com\n');
	});

	test('a program that forgets to stop the pool ends all the same, and the pool with it', async () => {
		const script = `
			import { start } from 'local-user-pool';
			console.log((await start()).endpoint);
		`;
		await writeFile(folder.file('forgetful.mjs'), script);
		const endpoint = (await folder.run('node', ['forgetful.mjs'])).trim();
		while (await fetch(`${endpoint}/health`).then(() => true, () => false));
	});

	test('test control', async () => {
		const script = `
			import assert from 'node:assert/strict';
			import { start } from 'local-user-pool';
			await assert.rejects(start({ settings: 'colour = 1' }), /unknown field/);
			const pool = await start({ settings: "[UserPoolClient]\\nClientId = 'myclient'" });
			assert.equal(pool.clientId, 'myclient');
			const call = (operation, body) => fetch(pool.endpoint, {
				method: 'POST',
				headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.' + operation },
				body: JSON.stringify(body),
			});
			await pool.fixCode('123456');
			await pool.fault({ operation: 'SignUp', fault: 'throttle' });
			const person = { ClientId: 'myclient', Username: 'ada@example.com', Password: 'Correct-Horse1' };
			assert.equal((await call('SignUp', person)).status, 400);
			const waiting = pool.inbox({ to: 'ada@example.com', wait: 30 });
			assert.equal((await call('SignUp', person)).status, 200);
			const [message] = await waiting;
			assert.deepEqual([message.code, message.userPoolId], ['123456', pool.userPoolId]);
			await pool.snapshot('signed up');
			await pool.removeMessages({ to: 'ada@example.com' });
			assert.deepEqual(await pool.inbox(), []);
			await pool.restore('signed up');
			assert.equal((await pool.inbox()).length, 1);
			await pool.reset();
			assert.deepEqual(await pool.inbox(), []);
			assert.equal((await call('SignUp', person)).status, 200);
			await pool.fixCode();
			await pool.setTime(new Date('2030-01-01T00:00:00Z'));
			await pool.advance(60);
			await pool.setTime();
			await pool.clearFaults();
			await assert.rejects(pool.inbox({ wait: 100 }), /wait must be/);
			await assert.rejects(pool.lastCode('nobody@example.com', { wait: 0 }), /no message was sent/);
			await pool.stop();
			await pool.stop();
		`;
		await writeFile(folder.file('control.mjs'), script);
		await folder.run('node', ['control.mjs']);
	});

	test('its types say what it does', async () => {
		const script = `
			import { start, type LocalUserPool, type Message } from 'local-user-pool';
			const pool: LocalUserPool = await start({ settings: '', port: 0 });
			const messages: Message[] = await pool.inbox({ kind: 'mfa_code', wait: 1 });
			await pool.fault({ fault: 'delay', milliseconds: 5, calls: null });
			// @ts-expect-error there is no such fault
			await pool.fault({ fault: 'earthquake' });
			console.log(pool.endpoint, pool.userPoolId.length, messages[0]?.link);
		`;
		await writeFile(folder.file('types.mts'), script);
		const options = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'esnext', '--types', 'node'];
		const roots = ['--typeRoots', new URL('node_modules/@types', import.meta.url).pathname];
		const tsc = new URL('node_modules/typescript/bin/tsc', import.meta.url).pathname;
		await folder.run('node', [tsc, ...options, ...roots, 'types.mts']).catch((error) => assert.fail(error.stdout));
	});
});
