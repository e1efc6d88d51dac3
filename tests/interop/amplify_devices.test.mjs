// Amplify: devices that are remembered, and take the place of a second factor.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fetchAuthSession, fetchDevices, forgetDevice, rememberDevice, signOut } from '@aws-amplify/auth';
import { USER_AGENT, WRONG_PASSWORD, answer, assertSignedInAs, begin, browser } from './amplify.mjs';
import { LocalUserPool } from './pool.mjs';

const PASSWORD = 'Correct-Horse1';
const SMS = { username: 'sms@example.com', number: '+12025550101' };
const PLAIN = 'plain@example.com';
let pool;

before(async () => {
	pool = await LocalUserPool.start(`
		[UserPool]
		MfaConfiguration = "OPTIONAL"
		SmsMfa = true
		[UserPool.Policies.SignInPolicy]
		AllowedFirstAuthFactors = ["PASSWORD", "EMAIL_OTP"]
		[UserPool.DeviceConfiguration]
		ChallengeRequiredOnNewDevice = true
		DeviceOnlyRememberedOnUserPrompt = true
		[[users]]
		email = "${SMS.username}"
		password = "${PASSWORD}"
		phone_number = "${SMS.number}"
		mfa = ["SMS_MFA"]
		preferred_mfa = "SMS_MFA"
		[[users]]
		email = "${PLAIN}"
		password = "${PASSWORD}"
	`);
});
after(() => pool.stop());

/** Signs in with a code by SMS, and stays so. */
async function signInWithCode() {
	assert.equal((await begin(SMS.username, PASSWORD)).signInStep, 'CONFIRM_SIGN_IN_WITH_SMS_CODE');
	assert.deepEqual(await answer(await pool.lastCode(SMS.number, 'mfa_code')), { signInStep: 'DONE' });
	const { tokens } = await fetchAuthSession();
	return tokens.accessToken.payload.device_key;
}

test('a device is remembered, proves itself in place of a code, and is forgotten', async () => {
	const storage = browser(pool);
	const key = await signInWithCode();
	assert.match(key, /^us-east-1_[0-9a-f-]{36}$/);
	assert.equal(storage.getItem(storage.keyEnding('.deviceKey')), key);
	await signOut();
	assert.equal((await begin(SMS.username, PASSWORD)).signInStep, 'CONFIRM_SIGN_IN_WITH_SMS_CODE', 'not yet remembered');
	assert.deepEqual(await answer(await pool.lastCode(SMS.number, 'mfa_code')), { signInStep: 'DONE' });
	await rememberDevice();
	assert.deepEqual((await fetchDevices()).map(({ id, name }) => [id, name]), [[key, USER_AGENT]]);
	await signOut();

	const sent = (await pool.messages(SMS.number)).length;
	for (const begun of [['USER_SRP_AUTH'], ['USER_AUTH', 'PASSWORD_SRP']]) {
		const { access } = await assertSignedInAs(SMS.username, await begin(SMS.username, PASSWORD, ...begun));
		assert.equal(access.device_key, key, `${begun}`);
		await assert.rejects(begin(SMS.username, `${PASSWORD}x`, ...begun), WRONG_PASSWORD, `${begun}`);
	}
	assert.equal((await pool.messages(SMS.number)).length, sent, 'no code');

	await begin(SMS.username, PASSWORD);
	await forgetDevice();
	assert.throws(() => storage.keyEnding('.deviceKey'));
	assert.deepEqual(await fetchDevices(), []);
	await signOut();
	assert.notEqual(await signInWithCode(), key);
	await forgetDevice();
});

test('a device that was forgotten elsewhere is dropped, and the sign-in goes on', async () => {
	const here = browser(pool);
	const key = await signInWithCode();
	await rememberDevice();
	await signOut();
	browser(pool);
	const other = await signInWithCode();
	await forgetDevice({ device: { id: key } });
	assert.deepEqual((await fetchDevices()).map(({ id }) => id), [other]);

	browser(pool, here);
	assert.notEqual(await signInWithCode(), key);
});

test('after a code in place of a password, the device is known by the name that was typed', async () => {
	const storage = browser(pool);
	const signInByMail = async () => {
		const { signInStep } = await begin(PLAIN, undefined, 'USER_AUTH', 'EMAIL_OTP');
		assert.equal(signInStep, 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE');
		assert.deepEqual(await answer(await pool.lastCode(PLAIN, 'sign_in_code')), { signInStep: 'DONE' });
		return (await fetchAuthSession()).tokens.accessToken.payload.device_key;
	};
	const key = await signInByMail();
	assert.equal(storage.getItem(storage.keyEnding(`.${PLAIN}.deviceKey`)), key);
	await rememberDevice();
	await signOut();
	assert.equal(await signInByMail(), key);
});

test('tokens are refreshed on the device that they are for', async () => {
	browser(pool);
	await begin(PLAIN, PASSWORD);
	const { tokens: first } = await fetchAuthSession();
	const { tokens: second } = await fetchAuthSession({ forceRefresh: true });
	assert.notEqual(second.accessToken.payload.jti, first.accessToken.payload.jti);
	assert.equal(second.accessToken.payload.device_key, first.accessToken.payload.device_key);
	assert.equal(second.accessToken.payload.origin_jti, first.accessToken.payload.origin_jti);
	assert.equal((await fetchDevices()).length, 2, 'this one, and the one of the test before');
});
