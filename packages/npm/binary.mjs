// Where the program is.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The path of the program: what LOCAL_USER_POOL_BINARY names, or the one in this package for this machine. */
export function binary() {
	const named = process.env.LOCAL_USER_POOL_BINARY;
	if (named) return named;
	const machine = `${process.platform}-${process.arch}`;
	const file = fileURLToPath(new URL(`binaries/${machine}/local-user-pool`, import.meta.url));
	if (existsSync(file)) return file;
	throw new Error(
		`local-user-pool has no program for ${machine} in this package. Build it (cargo build --profile pool-release ` +
			'-p local-user-pool) and let LOCAL_USER_POOL_BINARY name it.',
	);
}
