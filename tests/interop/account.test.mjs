// amazon-cognito-identity-js: sign-ups and sign-ins that are refused, and passwords of every kind.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { claims, registered, signIn, signUp, user, userPool } from './identity-js.mjs';
import { DEMO, LocalUserPool, freshAddress } from './pool.mjs';

const PASSWORD = 'Correct-Horse1';
let pool;

before(async () => {
	pool = await LocalUserPool.start();
});
after(() => pool.stop());

test('a wrong password and an unknown user are refused alike', async () => {
	const refusals = [];
	for (const [username, password] of [
		[DEMO.username, `${DEMO.password}x`],
		[DEMO.username, ''],
		[freshAddress(), DEMO.password],
	]) {
		const refusal = await signIn(user(userPool(pool), username), username, password).then(
			() => assert.fail(`${username} signed in`),
			({ code, message }) => ({ code, message }),
		);
		refusals.push(refusal);
	}
	const expected = { code: 'NotAuthorizedException', message: 'Incorrect username or password.' };
	assert.deepEqual(refusals, [expected, expected, expected]);
});

test('passwords are taken as they are', async () => {
	for (const password of ['Zwölf-Käse-1 🧀 mit Blank', 'a:b::c-D1', `${'x'.repeat(250)}-A1`]) {
		const address = await registered(pool, password);
		const session = await signIn(user(userPool(pool), address), address, password);
		assert.equal(claims(session).email, address, password);
	}
});

test('sign-ups that are refused', async () => {
	const address = freshAddress();
	for (const [username, password, attributes, code] of [
		[DEMO.username, PASSWORD, { email: DEMO.username }, 'UsernameExistsException'],
		[address, 'short', { email: address }, 'InvalidPasswordException'],
		['no address', PASSWORD, {}, 'InvalidParameterException'],
		[address, PASSWORD, { email: address, 'custom:unknown': 'x' }, 'InvalidParameterException'],
	]) {
		await assert.rejects(signUp(userPool(pool), username, password, attributes), { code }, `${username} ${password}`);
	}
});
