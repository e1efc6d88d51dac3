// Amplify: second factors, those that are set up on the way included.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { fetchMFAPreference, setUpTOTP, signOut, updateMFAPreference, verifyTOTPSetup } from '@aws-amplify/auth';
import { WRONG_CODE, WRONG_PASSWORD, answer, assertSignedInAs, begin, browser } from './amplify.mjs';
import { LocalUserPool, wrongCode } from './pool.mjs';
import { totpCode, wrongTotpCode } from './totp.mjs';

const PASSWORD = 'Correct-Horse1';
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const EMAIL = 'email@example.com';
const ALL = { username: 'all@example.com', number: '+12025550101' };
const PLAIN = 'plain@example.com';
/** Where second factors are optional. */
let pool;
/** Where everyone has one. Users have names there, and need no address. */
let strict;

before(async () => {
	[pool, strict] = await Promise.all([
		LocalUserPool.start(`
			[UserPool]
			MfaConfiguration = "OPTIONAL"
			SmsMfa = true
			SoftwareTokenMfa = true
			EmailMfa = true
			[[users]]
			email = "${EMAIL}"
			password = "${PASSWORD}"
			mfa = ["EMAIL_OTP"]
			[[users]]
			email = "${ALL.username}"
			password = "${PASSWORD}"
			phone_number = "${ALL.number}"
			mfa = ["SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"]
			totp_secret = "${SECRET}"
			[[users]]
			email = "${PLAIN}"
			password = "${PASSWORD}"
		`),
		LocalUserPool.start(`
			[UserPool]
			UsernameAttributes = []
			Schema = []
			MfaConfiguration = "ON"
			SoftwareTokenMfa = true
			EmailMfa = true
			[UserPool.AccountRecoverySetting]
			RecoveryMechanisms = [{ Priority = 1, Name = "admin_only" }]
			[[users]]
			username = "app"
			password = "${PASSWORD}"
			[[users]]
			username = "address"
			password = "${PASSWORD}"
		`),
	]);
});
after(() => Promise.all([pool.stop(), strict.stop()]));
beforeEach(() => browser(pool));

test('EMAIL_OTP as second factor, whatever the password came by', async () => {
	for (const begun of [['USER_SRP_AUTH'], ['USER_PASSWORD_AUTH'], ['USER_AUTH', 'PASSWORD'], ['USER_AUTH', 'PASSWORD_SRP']]) {
		const sent = (await pool.messages(EMAIL)).length;
		await assert.rejects(begin(EMAIL, `${PASSWORD}x`, ...begun), WRONG_PASSWORD, `${begun}`);
		assert.equal((await pool.messages(EMAIL)).length, sent, 'no code before the password');

		assert.deepEqual(
			await begin(EMAIL, PASSWORD, ...begun),
			{
				signInStep: 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE',
				codeDeliveryDetails: { deliveryMedium: 'EMAIL', destination: 'e***@e***' },
			},
			`${begun}`,
		);
		const code = await pool.lastCode(EMAIL, 'mfa_code');
		await assert.rejects(answer(wrongCode(code)), WRONG_CODE, `${begun}`);
		await assertSignedInAs(EMAIL, await answer(code));
	}
});

test('the choice between three second factors', async () => {
	for (const [choice, step, code] of [
		['SMS', 'CONFIRM_SIGN_IN_WITH_SMS_CODE', () => pool.lastCode(ALL.number, 'mfa_code')],
		['TOTP', 'CONFIRM_SIGN_IN_WITH_TOTP_CODE', () => totpCode(SECRET)],
		['EMAIL', 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE', () => pool.lastCode(ALL.username, 'mfa_code')],
	]) {
		const { signInStep, allowedMFATypes } = await begin(ALL.username, PASSWORD);
		assert.equal(signInStep, 'CONTINUE_SIGN_IN_WITH_MFA_SELECTION');
		assert.deepEqual(allowedMFATypes.toSorted(), ['EMAIL', 'SMS', 'TOTP']);
		assert.equal((await answer(choice)).signInStep, step);
		const given = await code();
		await assert.rejects(answer(choice === 'TOTP' ? wrongTotpCode(SECRET) : wrongCode(given)), WRONG_CODE, choice);
		await assertSignedInAs(ALL.username, await answer(given));
	}
});

test('MFA_SETUP: an authenticator app, and asked for ever after', async () => {
	browser(strict);
	const { signInStep, allowedMFATypes } = await begin('app', PASSWORD);
	assert.equal(signInStep, 'CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION');
	assert.deepEqual(allowedMFATypes.toSorted(), ['EMAIL', 'TOTP']);
	const { signInStep: setUp, totpSetupDetails } = await answer('TOTP');
	assert.equal(setUp, 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP');
	const secret = totpSetupDetails.sharedSecret;
	assert.equal(totpSetupDetails.getSetupUri('An-App').searchParams.get('secret'), secret);
	await assert.rejects(answer(wrongTotpCode(secret)), { name: 'EnableSoftwareTokenMFAException' });
	const done = await answer(totpCode(secret), { friendlyDeviceName: 'An app' });
	assert.deepEqual(await fetchMFAPreference(), { enabled: ['TOTP'], preferred: 'TOTP' });
	await assertSignedInAs(undefined, done);

	assert.deepEqual(await begin('app', PASSWORD), { signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' });
	await assert.rejects(answer(wrongTotpCode(secret)), WRONG_CODE);
	await assertSignedInAs(undefined, await answer(totpCode(secret, 1)));
});

test('MFA_SETUP: an e-mail address, verified by its code', async () => {
	browser(strict);
	const address = 'address@example.com';
	assert.equal((await begin('address', PASSWORD)).signInStep, 'CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION');
	assert.deepEqual(await answer('EMAIL'), { signInStep: 'CONTINUE_SIGN_IN_WITH_EMAIL_SETUP' });
	const asked = {
		signInStep: 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE',
		codeDeliveryDetails: { deliveryMedium: 'EMAIL', destination: 'a***@e***' },
	};
	assert.deepEqual(await answer(address), asked);
	const code = await strict.lastCode(address, 'mfa_code');
	await assert.rejects(answer(wrongCode(code)), WRONG_CODE);
	const { id } = await assertSignedInAs(address, await answer(code));
	assert.equal(id.email_verified, true);

	assert.deepEqual(await begin('address', PASSWORD), asked);
	await assertSignedInAs(address, await answer(await strict.lastCode(address, 'mfa_code')));
});

test('a second factor that a signed-in user sets up, prefers and gives up again', async () => {
	assert.deepEqual(await begin(PLAIN, PASSWORD), { signInStep: 'DONE' });
	const { sharedSecret } = await setUpTOTP();
	await assert.rejects(verifyTOTPSetup({ code: wrongTotpCode(sharedSecret) }), {
		name: 'EnableSoftwareTokenMFAException',
	});
	await verifyTOTPSetup({ code: totpCode(sharedSecret) });
	await updateMFAPreference({ totp: 'PREFERRED', email: 'ENABLED' });
	const { enabled, preferred } = await fetchMFAPreference();
	assert.deepEqual([enabled.toSorted(), preferred], [['EMAIL', 'TOTP'], 'TOTP']);
	await signOut();

	assert.deepEqual(await begin(PLAIN, PASSWORD), { signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' });
	assert.deepEqual(await answer(totpCode(sharedSecret, 1)), { signInStep: 'DONE' });
	await updateMFAPreference({ totp: 'DISABLED', email: 'DISABLED' });
	await signOut();
	await assertSignedInAs(PLAIN, await begin(PLAIN, PASSWORD));
});
