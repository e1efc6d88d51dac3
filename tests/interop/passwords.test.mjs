// amazon-cognito-identity-js: passwords that someone forgot who is unknown, or who must set another one.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { begin, outcome, sent, signIn, user, userPool } from './identity-js.mjs';
import { LocalUserPool, freshAddress } from './pool.mjs';

const PASSWORD = 'Correct-Horse1';
const NEW_PASSWORD = 'Battery-Staple2';
const RESET = 'reset@example.com';
let pool;

before(async () => {
	pool = await LocalUserPool.start(`
		[[users]]
		email = "${RESET}"
		password = "${PASSWORD}"
		status = "RESET_REQUIRED"
	`);
});
after(() => pool.stop());

function reset(cognitoUser, code) {
	return outcome((callbacks) => cognitoUser.confirmPassword(code, NEW_PASSWORD, callbacks));
}

test("an unknown user's forgotten password looks like anyone's", async () => {
	const address = freshAddress();
	const cognitoUser = user(userPool(pool), address);
	const { CodeDeliveryDetails: delivery } = await sent((callbacks) => cognitoUser.forgotPassword(callbacks));
	assert.deepEqual([delivery.DeliveryMedium, delivery.AttributeName], ['EMAIL', 'email']);
	assert.deepEqual(await pool.messages(address), []);
	await assert.rejects(reset(cognitoUser, '123456'), ({ code }) =>
		['CodeMismatchException', 'ExpiredCodeException'].includes(code),
	);
});

test('a user whose password must be reset is told so', async () => {
	const cognitoUser = user(userPool(pool), RESET);
	await assert.rejects(begin(cognitoUser, RESET, PASSWORD), { code: 'PasswordResetRequiredException' });
	await sent((callbacks) => cognitoUser.forgotPassword(callbacks));
	await reset(cognitoUser, await pool.lastCode(RESET, 'password_reset_code'));
	await signIn(user(userPool(pool), RESET), RESET, NEW_PASSWORD);
});
