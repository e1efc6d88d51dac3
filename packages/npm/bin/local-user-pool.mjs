#!/usr/bin/env node
// The program itself, as `npx local-user-pool` calls it.

import { spawn } from 'node:child_process';
import { constants } from 'node:os';

import { binary } from '../binary.mjs';

try {
	const child = spawn(binary(), process.argv.slice(2), { stdio: 'inherit' });
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
	child.on('error', fail);
	child.on('exit', (code, signal) => {
		process.exitCode = code ?? 128 + constants.signals[signal];
	});
} catch (error) {
	fail(error);
}

function fail(error) {
	console.error(`local-user-pool: ${error.message}`);
	process.exitCode = 1;
}
