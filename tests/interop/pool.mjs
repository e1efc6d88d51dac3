// A local user pool in a process of its own: the binary that LOCAL_USER_POOL names.
//
// cargo build -p local-user-pool && cd tests/interop && npm ci
// LOCAL_USER_POOL=../../target/debug/local-user-pool node --test

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { randomUUID } from 'node:crypto';

export const POOL_ID = 'us-east-1_LocalPool1';
export const CLIENT_ID = '4localuserpoolclient000001';
export const DEMO = { username: 'demo@example.com', password: 'Demo-Passw0rd' };

export class LocalUserPool {
	#process;

	constructor(process, endpoint) {
		this.#process = process;
		this.endpoint = endpoint;
	}

	/** Starts the binary on a free port; the first line that it prints says which. `settings` are TOML, `env` its variables. */
	static async start(settings = '', env = {}) {
		const directory = await mkdtemp(join(tmpdir(), 'local-user-pool-'));
		try {
			const file = join(directory, 'settings.toml');
			await writeFile(file, settings);
			return await LocalUserPool.#started(file, env);
		} finally {
			await rm(directory, { recursive: true });
		}
	}

	static async #started(settings, env) {
		const binary = process.env.LOCAL_USER_POOL;
		if (!binary) throw new Error('LOCAL_USER_POOL must name the local-user-pool binary');
		const child = spawn(binary, ['--port', '0', '--config', settings, '--test-control'], {
			env: { ...process.env, ...env },
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		process.on('exit', () => child.kill());
		const ended = once(child, 'exit').then(([code]) => {
			throw new Error(`${binary} ended with ${code} before it listened`);
		});
		const lines = createInterface({ input: child.stdout });
		const [line] = await Promise.race([once(lines, 'line'), ended]);
		ended.catch(() => {});
		lines.on('line', () => {});
		const port = /:(\d+)$/.exec(line)?.[1];
		if (!port) throw new Error(`no address in ${line}`);
		// By number: localhost may be ::1 first, and the pool is on 127.0.0.1 alone.
		return new LocalUserPool(child, `http://127.0.0.1:${port}`);
	}

	async stop() {
		const ended = once(this.#process, 'exit');
		this.#process.kill('SIGTERM');
		await ended;
	}

	/** One operation by its wire name; gives {status, body}. */
	async call(operation, body) {
		const response = await fetch(this.endpoint, {
			method: 'POST',
			headers: {
				'content-type': 'application/x-amz-json-1.1',
				'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
			},
			body: JSON.stringify(body),
		});
		return { status: response.status, body: await response.json() };
	}

	/** The messages sent to an address or number, oldest first. */
	messages(address) {
		return this.#messages({ to: address });
	}

	/** The codes sent to an address or number, oldest first. */
	async codes(address) {
		return (await this.messages(address)).map(({ code }) => code);
	}

	/** The code sent last to an address or number; it must be of that kind. */
	async lastCode(address, kind) {
		const message = (await this.messages(address)).at(-1);
		if (message?.kind !== kind) throw new Error(`${kind} was not sent to ${address} but ${message?.kind}`);
		return message.code;
	}

	/** The code of that kind that was sent last, to whomever. */
	async newestCode(kind) {
		const code = (await this.#messages({ kind })).at(-1)?.code;
		if (!code) throw new Error(`no ${kind} was sent`);
		return code;
	}

	async #messages(wanted) {
		return (await fetch(`${this.endpoint}/test-control/messages?${new URLSearchParams(wanted)}`)).json();
	}

	async jwks() {
		return (await fetch(`${this.endpoint}/${POOL_ID}/.well-known/jwks.json`)).json();
	}
}

export function freshAddress() {
	return `${randomUUID()}@example.com`;
}

/** Digits that are as long as `code` and another code. */
export function wrongCode(code) {
	return code.replace(/.$/, (last) => (Number(last) + 1) % 10);
}
