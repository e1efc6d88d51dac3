// Amplify: passwords that are forgotten, or changed.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { confirmResetPassword, fetchAuthSession, resetPassword, signOut, updatePassword } from '@aws-amplify/auth';
import { WRONG_PASSWORD, assertSignedInAs, begin, browser } from './amplify.mjs';
import { LocalUserPool, wrongCode } from './pool.mjs';

const PASSWORD = 'Correct-Horse1';
const NEW_PASSWORD = 'Battery-Staple2';
const FORGETFUL = 'forgetful@example.com';
const RESET = 'reset@example.com';
const CHANGING = 'changing@example.com';
let pool;

before(async () => {
	pool = await LocalUserPool.start(`
		[[users]]
		email = "${FORGETFUL}"
		password = "${PASSWORD}"
		[[users]]
		email = "${RESET}"
		password = "${PASSWORD}"
		status = "RESET_REQUIRED"
		[[users]]
		email = "${CHANGING}"
		password = "${PASSWORD}"
	`);
});
after(() => pool.stop());
beforeEach(() => browser(pool));

test('a forgotten password: a wrong code, a weak password, then a new one', async () => {
	const { nextStep } = await resetPassword({ username: FORGETFUL });
	assert.deepEqual(nextStep, {
		resetPasswordStep: 'CONFIRM_RESET_PASSWORD_WITH_CODE',
		codeDeliveryDetails: { deliveryMedium: 'EMAIL', destination: 'f***@e***', attributeName: 'email' },
	});
	const confirmationCode = await pool.lastCode(FORGETFUL, 'password_reset_code');
	const confirm = (code, newPassword) =>
		confirmResetPassword({ username: FORGETFUL, confirmationCode: code, newPassword });
	await assert.rejects(confirm(wrongCode(confirmationCode), NEW_PASSWORD), { name: 'CodeMismatchException' });
	await assert.rejects(confirm(confirmationCode, 'short'), { name: 'InvalidPasswordException' });
	await confirm(confirmationCode, NEW_PASSWORD);
	await assert.rejects(begin(FORGETFUL, PASSWORD), WRONG_PASSWORD);
	await assertSignedInAs(FORGETFUL, await begin(FORGETFUL, NEW_PASSWORD));
});

test('a user whose password must be reset is led there', async () => {
	assert.deepEqual(await begin(RESET, PASSWORD), { signInStep: 'RESET_PASSWORD' });
	await resetPassword({ username: RESET });
	const confirmationCode = await pool.lastCode(RESET, 'password_reset_code');
	await confirmResetPassword({ username: RESET, confirmationCode, newPassword: NEW_PASSWORD });
	await assertSignedInAs(RESET, await begin(RESET, NEW_PASSWORD));
});

test('a password is changed, and the sign-in goes on', async () => {
	await begin(CHANGING, PASSWORD);
	for (const [oldPassword, newPassword, name] of [
		[`${PASSWORD}x`, NEW_PASSWORD, 'NotAuthorizedException'],
		[PASSWORD, 'short', 'InvalidPasswordException'],
	]) {
		await assert.rejects(updatePassword({ oldPassword, newPassword }), { name }, newPassword);
	}
	await updatePassword({ oldPassword: PASSWORD, newPassword: NEW_PASSWORD });
	const { tokens } = await fetchAuthSession({ forceRefresh: true });
	assert.equal(tokens.idToken.payload.email, CHANGING);
	await signOut();
	await assert.rejects(begin(CHANGING, PASSWORD), WRONG_PASSWORD);
	await assertSignedInAs(CHANGING, await begin(CHANGING, NEW_PASSWORD));
});
