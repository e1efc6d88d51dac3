// The examples of the README.

import { readFile } from 'node:fs/promises';

const README = new URL('../../crates/local-user-pool/README.md', import.meta.url);

/** The example that the README calls by that file's name. */
export async function example(name) {
	const text = await readFile(README, 'utf8');
	const [, after] = text.split(`<!-- ${name}:`);
	const code = /```\w+\n([\s\S]*?)```/.exec(after)?.[1];
	if (!code) throw new Error(`the README has no example ${name}`);
	return code;
}
