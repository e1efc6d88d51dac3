// Empty folders, and what is run in them.

import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export class Folder {
	constructor(path) {
		this.path = path;
	}

	static async empty() {
		return new Folder(await mkdtemp(join(tmpdir(), 'local-user-pool-package-')));
	}

	async remove() {
		await rm(this.path, { recursive: true, force: true });
	}

	file(...names) {
		return join(this.path, ...names);
	}

	/** Runs a program to its end; gives what it printed. A failure has what it complained of. */
	async run(program, args, options = {}) {
		const { stdout } = await run(program, args, { cwd: this.path, timeout: 240_000, ...options });
		return stdout;
	}
}

/** What the environment has to name. */
export function named(variable) {
	const value = process.env[variable];
	if (!value) throw new Error(`${variable} is not set: cargo xtask test packages`);
	return value;
}
