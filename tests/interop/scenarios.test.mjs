// The scenarios that amazon-cognito-identity-js shows in its own README, each a test named by its number.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const SCENARIOS = 29;
/** A test that runs: neither skipped nor commented out. */
const TEST = /^test\('scenario (\d\d): /gm;

test('every scenario has its test', () => {
	const names = readdirSync(import.meta.dirname).filter((name) => /^scenarios_.*\.test\.mjs$/.test(name));
	const text = names.map((name) => readFileSync(`${import.meta.dirname}/${name}`, 'utf8')).join('\n');
	const tested = new Set([...text.matchAll(TEST)].map(([, number]) => Number(number)));
	const all = Array.from({ length: SCENARIOS }, (_, index) => index + 1);
	assert.deepEqual([...tested].toSorted((one, other) => one - other), all);
});
