// amazon-cognito-identity-js: devices that are remembered, and take the place of a second factor.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { begin, called, finished, next, outcome, signIn, user, userPool } from './identity-js.mjs';
import { LocalUserPool, wrongCode } from './pool.mjs';
import { MemoryStorage } from './storage.mjs';
import { totpCode } from './totp.mjs';

const PASSWORD = 'Correct-Horse1';
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const APP = 'app@example.com';
const SMS = { username: 'sms@example.com', number: '+12025550101' };
const PLAIN = 'plain@example.com';
let pool;

before(async () => {
	pool = await LocalUserPool.start(poolWithDevices(true));
});
after(() => pool.stop());

/** A pool that tracks devices; if it asks, only those that the person wants remembered count. */
function poolWithDevices(asks) {
	return `
		[UserPool]
		MfaConfiguration = "OPTIONAL"
		SmsMfa = true
		SoftwareTokenMfa = true
		[UserPool.DeviceConfiguration]
		ChallengeRequiredOnNewDevice = true
		DeviceOnlyRememberedOnUserPrompt = ${asks}
		[[users]]
		email = "${APP}"
		password = "${PASSWORD}"
		mfa = ["SOFTWARE_TOKEN_MFA"]
		preferred_mfa = "SOFTWARE_TOKEN_MFA"
		totp_secret = "${SECRET}"
		[[users]]
		email = "${SMS.username}"
		password = "${PASSWORD}"
		phone_number = "${SMS.number}"
		mfa = ["SMS_MFA"]
		preferred_mfa = "SMS_MFA"
		[[users]]
		email = "${PLAIN}"
		password = "${PASSWORD}"
	`;
}

/** One browser: what it stores. */
function browser(of = pool) {
	const Storage = new MemoryStorage();
	return { Storage, user: (username) => user(userPool(of, Storage), username) };
}

function deviceKeyOf(session) {
	return session.getAccessToken().payload.device_key;
}

test('a device that was forgotten elsewhere is dropped, and the sign-in goes on', async () => {
	const [here, elsewhere] = [browser(), browser()];
	const key = deviceKeyOf(await signIn(here.user(PLAIN), PLAIN, PASSWORD));
	const other = elsewhere.user(PLAIN);
	await signIn(other, PLAIN, PASSWORD);
	await outcome((callbacks) => other.forgetSpecificDevice(key, callbacks));

	const again = here.user(PLAIN);
	const session = await signIn(again, PLAIN, PASSWORD);
	assert.notEqual(deviceKeyOf(session), key);
	assert.equal(here.Storage.getItem(here.Storage.keyEnding('.deviceKey')), deviceKeyOf(session));
});

test('a device whose secret is another one proves nothing', async () => {
	const here = browser();
	const first = here.user(PLAIN);
	await signIn(first, PLAIN, PASSWORD);
	await outcome((callbacks) => first.setDeviceStatusRemembered(callbacks));
	await signIn(here.user(PLAIN), PLAIN, PASSWORD);
	const secret = here.Storage.keyEnding('.randomPasswordKey');
	here.Storage.setItem(secret, Buffer.alloc(40, 1).toString('base64'));
	await assert.rejects(begin(here.user(PLAIN), PLAIN, PASSWORD), { code: 'NotAuthorizedException' });
});

test('tokens are refreshed on the device that they are for, and on no other', async () => {
	const here = browser();
	const first = here.user(PLAIN);
	const session = await signIn(first, PLAIN, PASSWORD);
	const refresh = (cognitoUser) =>
		called((callback) => cognitoUser.refreshSession(session.getRefreshToken(), callback));
	const refreshed = await refresh(userPool(pool, here.Storage).getCurrentUser());
	assert.notEqual(refreshed.getAccessToken().getJwtToken(), session.getAccessToken().getJwtToken());
	assert.equal(deviceKeyOf(refreshed), deviceKeyOf(session));

	const stolen = await pool.call('InitiateAuth', {
		AuthFlow: 'REFRESH_TOKEN_AUTH',
		ClientId: session.getAccessToken().payload.client_id,
		AuthParameters: { REFRESH_TOKEN: session.getRefreshToken().getToken() },
	});
	assert.deepEqual([stolen.status, stolen.body.__type], [400, 'NotAuthorizedException']);
});

test('a pool that does not ask remembers every device: SMS once, then never again', async () => {
	const eager = await LocalUserPool.start(poolWithDevices(false));
	try {
		const here = browser(eager);
		const first = here.user(SMS.username);
		assert.equal((await begin(first, SMS.username, PASSWORD)).step, 'mfaRequired');
		const code = await eager.lastCode(SMS.number, 'mfa_code');
		const send = (answer) => next((callbacks) => first.sendMFACode(answer, callbacks));
		await assert.rejects(send(wrongCode(code)), { code: 'CodeMismatchException' });
		const confirmed = await send(code);
		assert.deepEqual(confirmed.values, [], 'no user confirmation necessary');

		for (const flow of ['USER_SRP_AUTH', 'USER_PASSWORD_AUTH']) {
			// With a password in clear the device's key is looked up by the name that was typed.
			const name = flow === 'USER_SRP_AUTH' ? SMS.username : first.getUsername();
			const again = here.user(name);
			again.setAuthenticationFlowType(flow);
			const session = await signIn(again, name, PASSWORD);
			assert.equal(deviceKeyOf(session), deviceKeyOf(finished(confirmed)), flow);
		}
		assert.equal((await eager.messages(SMS.number)).length, 1);
		const typed = here.user(SMS.username);
		typed.setAuthenticationFlowType('USER_PASSWORD_AUTH');
		assert.equal((await begin(typed, SMS.username, PASSWORD)).step, 'mfaRequired', 'no key under this name');
	} finally {
		await eager.stop();
	}
});
