// Amplify: USER_AUTH, where the first factor is chosen.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { autoSignIn, confirmSignUp, signUp } from '@aws-amplify/auth';
import { WRONG_CODE, WRONG_PASSWORD, answer, assertSignedInAs, begin, browser } from './amplify.mjs';
import { LocalUserPool, freshAddress, wrongCode } from './pool.mjs';

const PASSWORD = 'Correct-Horse1';
const ALL = { username: 'all@example.com', number: '+12025550101' };
const PLAIN = 'plain@example.com';
let pool;

before(async () => {
	pool = await LocalUserPool.start(`
		[UserPool.Policies.SignInPolicy]
		AllowedFirstAuthFactors = ["PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"]
		[[users]]
		email = "${ALL.username}"
		password = "${PASSWORD}"
		phone_number = "${ALL.number}"
		[[users]]
		email = "${PLAIN}"
		password = "${PASSWORD}"
	`);
});
after(() => pool.stop());
beforeEach(() => browser(pool));

/** Where the codes of the user with all factors go. */
const CODES = [
	['EMAIL_OTP', 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE', ALL.username, { deliveryMedium: 'EMAIL', destination: 'a***@e***' }],
	['SMS_OTP', 'CONFIRM_SIGN_IN_WITH_SMS_CODE', ALL.number, { deliveryMedium: 'SMS', destination: '+*******0101' }],
];

test('a preferred password, by SRP and as it is', async () => {
	for (const challenge of ['PASSWORD_SRP', 'PASSWORD']) {
		await assert.rejects(begin(ALL.username, `${PASSWORD}x`, 'USER_AUTH', challenge), WRONG_PASSWORD, challenge);
		await assert.rejects(begin('unknown@example.com', PASSWORD, 'USER_AUTH', challenge), WRONG_PASSWORD, challenge);
		await assertSignedInAs(ALL.username, await begin(ALL.username, PASSWORD, 'USER_AUTH', challenge));
	}
});

test('a preferred code: a wrong one, then the right one', async () => {
	for (const [challenge, signInStep, to, codeDeliveryDetails] of CODES) {
		const step = await begin(ALL.username, undefined, 'USER_AUTH', challenge);
		assert.deepEqual(step, { signInStep, codeDeliveryDetails });
		const code = await pool.lastCode(to, 'sign_in_code');
		assert.match(code, /^\d{8}$/, challenge);
		await assert.rejects(answer(wrongCode(code)), WRONG_CODE, challenge);
		await assertSignedInAs(ALL.username, await answer(code));
	}
});

test('the choice between all that the user has', async () => {
	const choose = async () => {
		const { signInStep, availableChallenges } = await begin(ALL.username, undefined, 'USER_AUTH');
		assert.equal(signInStep, 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION');
		assert.deepEqual(availableChallenges.toSorted(), ['EMAIL_OTP', 'PASSWORD', 'PASSWORD_SRP', 'SMS_OTP']);
	};
	for (const challenge of ['PASSWORD_SRP', 'PASSWORD']) {
		await choose();
		assert.deepEqual(await answer(challenge), { signInStep: 'CONFIRM_SIGN_IN_WITH_PASSWORD' }, challenge);
		await assert.rejects(answer(`${PASSWORD}x`), WRONG_PASSWORD, challenge);

		await choose();
		await answer(challenge);
		await assertSignedInAs(ALL.username, await answer(PASSWORD));
	}
	for (const [challenge, signInStep, to, codeDeliveryDetails] of CODES) {
		await choose();
		assert.deepEqual(await answer(challenge), { signInStep, codeDeliveryDetails });
		const code = await pool.lastCode(to, 'sign_in_code');
		await assert.rejects(answer(wrongCode(code)), WRONG_CODE, challenge);
		await assertSignedInAs(ALL.username, await answer(code));
	}
});

test('what the user does not have is not done: another choice is offered', async () => {
	const { signInStep, availableChallenges } = await begin(PLAIN, undefined, 'USER_AUTH', 'SMS_OTP');
	assert.equal(signInStep, 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION');
	assert.deepEqual(availableChallenges.toSorted(), ['EMAIL_OTP', 'PASSWORD', 'PASSWORD_SRP']);
	await assert.rejects(answer('SMS_OTP'), { name: 'InvalidParameterException' });
});

test('an unknown user is asked the same, and no code is right', async () => {
	const nobody = freshAddress();
	const { signInStep, codeDeliveryDetails } = await begin(nobody, undefined, 'USER_AUTH', 'EMAIL_OTP');
	assert.equal(signInStep, 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE');
	assert.deepEqual(codeDeliveryDetails, { deliveryMedium: 'EMAIL', destination: `${nobody[0]}***@e***` });
	assert.deepEqual(await pool.messages(nobody), []);
	for (const code of ['00000000', '12345678']) await assert.rejects(answer(code), WRONG_CODE, code);
});

test('sign-up without a password, and straight on', async () => {
	const address = freshAddress();
	const options = { userAttributes: { email: address }, autoSignIn: { authFlowType: 'USER_AUTH' } };
	const { nextStep: signedUp } = await signUp({ username: address, options });
	assert.equal(signedUp.signUpStep, 'CONFIRM_SIGN_UP');
	assert.equal(signedUp.codeDeliveryDetails.deliveryMedium, 'EMAIL');
	const confirmationCode = await pool.lastCode(address, 'sign_up_code');
	await assert.rejects(confirmSignUp({ username: address, confirmationCode: wrongCode(confirmationCode) }), {
		name: 'CodeMismatchException',
	});
	const { nextStep: confirmed } = await confirmSignUp({ username: address, confirmationCode });
	assert.deepEqual(confirmed, { signUpStep: 'COMPLETE_AUTO_SIGN_IN' });
	const { nextStep } = await autoSignIn();
	const { id } = await assertSignedInAs(address, nextStep);
	assert.equal(id.email_verified, true);
	assert.equal((await pool.messages(address)).length, 1, 'no second code');

	await begin(address, undefined, 'USER_AUTH', 'EMAIL_OTP');
	await assertSignedInAs(address, await answer(await pool.lastCode(address, 'sign_in_code')));
});
