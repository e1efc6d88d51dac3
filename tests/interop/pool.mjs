// A local user pool in a process of its own: the binary that LOCAL_USER_POOL names.
//
// cargo build -p local-user-pool && cd tests/interop && npm ci
// LOCAL_USER_POOL=../../target/debug/local-user-pool node --test

import { spawn } from 'node:child_process';
import { once } from 'node:events';
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

	/** Starts the binary on a free port; the first line that it prints says which. */
	static async start() {
		const binary = process.env.LOCAL_USER_POOL;
		if (!binary) throw new Error('LOCAL_USER_POOL must name the local-user-pool binary');
		const child = spawn(binary, ['--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
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

	/** The codes sent to an address, oldest first. */
	async codes(address) {
		const messages = await (await fetch(`${this.endpoint}/inbox`)).json();
		return messages.filter(({ to }) => to === address).map(({ code }) => code);
	}

	async jwks() {
		return (await fetch(`${this.endpoint}/${POOL_ID}/.well-known/jwks.json`)).json();
	}
}

export function freshAddress() {
	return `${randomUUID()}@example.com`;
}
