// An authenticator app: one-time codes by RFC 6238.

import { createHmac } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * The code of now, or of some steps later. One step of tolerance either way makes the codes of now and of the next step
 * right, whatever the moment: two sign-ins need not wait for each other.
 */
export function totpCode(secret, stepsLater = 0) {
	return codeOfStep(secret, Math.floor(Date.now() / 30_000) + stepsLater);
}

/** A code that is right neither now nor around now. */
export function wrongTotpCode(secret) {
	const right = [-3, -2, -1, 0, 1, 2, 3].map((steps) => totpCode(secret, steps));
	return ['000000', '000001', '000002', '000003', '000004', '000005', '000006', '000007'].find(
		(code) => !right.includes(code),
	);
}

function codeOfStep(secret, step) {
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(step));
	const digest = createHmac('sha1', decoded(secret)).update(counter).digest();
	const offset = digest.at(-1) & 0xf;
	return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** RFC 4648, section 6. */
function decoded(base32) {
	const bits = [...base32].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('');
	const bytes = bits.match(/.{8}/g) ?? [];
	return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)));
}
