// A user pool for a test: the program in a process of its own, and its test control.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { binary } from './binary.mjs';

/** Starts a user pool on a free port of this machine. It ends with this process, if stop() does not end it before. */
export async function start(options = {}) {
	const { settings, config, state, port = 0, args = [], env = {} } = options;
	if (settings !== undefined && config !== undefined) throw new Error('give either settings or config');
	const directory = settings === undefined ? undefined : await mkdtemp(join(tmpdir(), 'local-user-pool-'));
	try {
		const file = directory === undefined ? config : join(directory, 'settings.toml');
		if (directory !== undefined) await writeFile(file, settings);
		const named = [
			...(file === undefined ? [] : ['--config', file]),
			...(state === undefined ? [] : ['--state', state]),
		];
		const control = ['--port', String(port), '--test-control', '--stop-with-stdin'];
		return await started([...control, ...named, ...args], env);
	} finally {
		if (directory !== undefined) await rm(directory, { recursive: true });
	}
}

async function started(args, env) {
	const program = binary();
	// Its input closes when this process ends, however it ends.
	const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env } });
	let complaint = '';
	child.stderr.on('data', (text) => (complaint = (complaint + text).slice(-4096)));
	const ended = new Promise((_, reject) => {
		child.on('error', reject);
		child.on('exit', (code) => reject(new Error(`${program} ended with ${code}: ${complaint.trim()}`)));
	});
	// Told to whoever waits for it, and to nobody later.
	ended.catch(() => {});
	const lines = createInterface({ input: child.stdout });
	const [line] = await Promise.race([once(lines, 'line'), ended]);
	lines.on('line', () => {});
	// It is the test that keeps Node running, not the pool.
	for (const handle of [child, child.stdin, child.stdout, child.stderr]) handle.unref();
	const port = /:(\d+)$/.exec(line)?.[1];
	if (!port) throw new Error(`no address in ${line}`);
	// By number: localhost may be ::1 first.
	const endpoint = `http://127.0.0.1:${port}`;
	const { user_pool_id: userPoolId, client_id: clientId } = await called(endpoint, 'GET', '/ready');
	return new LocalUserPool(child, { endpoint, userPoolId, clientId });
}

class LocalUserPool {
	#child;

	constructor(child, { endpoint, userPoolId, clientId }) {
		this.#child = child;
		this.endpoint = endpoint;
		this.userPoolId = userPoolId;
		this.clientId = clientId;
	}

	/** The messages that were sent, oldest first; with `wait`, as soon as there is one. */
	async inbox({ to, kind, username, userPoolId, wait } = {}) {
		const wanted = { to, kind, username, user_pool_id: userPoolId, wait };
		const query = new URLSearchParams(Object.entries(wanted).filter(([, value]) => value !== undefined));
		const messages = await this.#control('GET', `/messages?${query}`);
		return messages.map(({ user_pool_id, ...message }) => ({ ...message, userPoolId: user_pool_id }));
	}

	/** The code that was sent last; waits up to `wait` seconds for the first one. */
	async lastCode(to, { kind, wait = 5 } = {}) {
		const message = (await this.inbox({ to, kind, wait })).at(-1);
		if (!message) throw new Error(`no ${kind ?? 'message'} was sent to ${to}`);
		return message.code;
	}

	/** Removes messages. */
	async removeMessages({ to, kind, username, userPoolId } = {}) {
		const wanted = { to, kind, username, user_pool_id: userPoolId };
		const query = new URLSearchParams(Object.entries(wanted).filter(([, value]) => value !== undefined));
		await this.#control('DELETE', `/messages?${query}`);
	}

	/** Makes everything as it was at the start: pools, users, messages, time, codes, faults. */
	async reset() {
		await this.#control('POST', '/reset');
	}

	/** Keeps pools, users, tokens and messages as they are now, under a name. */
	async snapshot(name) {
		await this.#control('PUT', `/snapshots/${encodeURIComponent(name)}`);
	}

	/** Comes back to what was kept under a name. */
	async restore(name) {
		await this.#control('POST', `/snapshots/${encodeURIComponent(name)}/restore`);
	}

	/** Moves the pool's time forward. */
	async advance(seconds) {
		await this.#control('POST', '/clock/advance', { seconds });
	}

	/** Sets the pool's time; without one it is this machine's again. */
	async setTime(time) {
		if (time === undefined) await this.#control('DELETE', '/clock');
		else await this.#control('PUT', '/clock', { now: Math.floor(time.getTime() / 1000) });
	}

	/** Makes every code that is sent from now on this one; without one they are random again. */
	async fixCode(code) {
		if (code === undefined) await this.#control('DELETE', '/code');
		else await this.#control('PUT', '/code', { code });
	}

	/** Lets the next calls of an operation fail, or wait. */
	async fault({ operation, fault, calls, milliseconds }) {
		await this.#control('POST', '/faults', { operation, fault, calls, milliseconds });
	}

	/** Forgets the faults that have not come yet. */
	async clearFaults() {
		await this.#control('DELETE', '/faults');
	}

	/** Ends it. */
	async stop() {
		if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
		const ended = once(this.#child, 'exit');
		this.#child.ref();
		this.#child.kill('SIGTERM');
		await ended;
	}

	async [Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose')]() {
		await this.stop();
	}

	#control(method, path, body) {
		return called(this.endpoint, method, `/test-control${path}`, body);
	}
}

async function called(endpoint, method, path, body) {
	const response = await fetch(`${endpoint}${path}`, {
		method,
		...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
	});
	const answer = await response.json();
	if (!response.ok) throw new Error(`${method} ${path}: ${answer.message}`);
	return answer;
}
