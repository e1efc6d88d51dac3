// The static binary, alone in an empty root directory: as in the image, which is made from scratch.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { test } from 'node:test';

import { Folder, named } from './folder.mjs';
import { signIn } from './srp.mjs';

/** The program with that root directory; others than root need a user namespace of their own for it. */
function inRoot(path, args) {
	const chroot = [path, '/local-user-pool', ...args];
	return process.getuid() === 0 ? ['chroot', chroot] : ['unshare', ['--map-root-user', 'chroot', ...chroot]];
}

test('a user signs in, with nothing around the program but its own file', async (t) => {
	const folder = await Folder.empty();
	t.after(() => folder.remove());
	await copyFile(named('PROGRAM'), folder.file('local-user-pool'));
	// What the image sets.
	const env = { LOCAL_USER_POOL_LISTEN: '0.0.0.0', LOCAL_USER_POOL_ALLOW_REMOTE: 'true', LOCAL_USER_POOL_PORT: '0' };
	const [program, args] = inRoot(folder.path, []);
	const pool = spawn(program, args, { env: { PATH: process.env.PATH, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
	t.after(() => pool.kill());
	const lines = createInterface({ input: pool.stdout });
	const [line] = await once(lines, 'line');
	const endpoint = `http://127.0.0.1:${/:(\d+)$/.exec(line)[1]}`;
	const { user_pool_id: userPoolId, client_id: clientId } = await (await fetch(`${endpoint}/ready`)).json();
	const claims = await signIn({ endpoint, userPoolId, clientId }, 'demo@example.com', 'Demo-Passw0rd');
	assert.equal(claims.email, 'demo@example.com');

	const [health, asked] = inRoot(folder.path, ['health', '--port', new URL(endpoint).port]);
	await folder.run(health, asked);
	const ended = once(pool, 'exit');
	pool.kill('SIGTERM');
	assert.deepEqual(await ended, [0, null]);
	await assert.rejects(folder.run(health, asked), /no pool is served/);
});

test('it has no program interpreter: it asks for no C library', async () => {
	const elf = await readFile(named('PROGRAM'));
	assert.equal(elf.subarray(0, 5).toString('latin1'), '\x7fELF\x02');
	const [headers, size, count] = [Number(elf.readBigUInt64LE(32)), elf.readUInt16LE(54), elf.readUInt16LE(56)];
	const kinds = Array.from({ length: count }, (_, index) => elf.readUInt32LE(headers + index * size));
	const INTERPRETER = 3;
	assert.ok(!kinds.includes(INTERPRETER), kinds.join());
});

test('the image has only what the Dockerfile names beside it', async () => {
	const text = await readFile(new URL('../../packages/docker/Dockerfile', import.meta.url), 'utf8');
	const copied = [...text.matchAll(/^COPY (\S+)/gm)].map(([, name]) => name);
	assert.deepEqual(copied, ['local-user-pool']);
	assert.match(text, /^FROM scratch$/m);
});
