// amazon-cognito-identity-js: devices that are remembered, and take the place of a second factor.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { begin, called, finished, next, signIn, user, userPool } from './identity-js.mjs';
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

/** Calls a function of the library that has only onSuccess and onFailure. */
function done(start) {
	return new Promise((onSuccess, onFailure) => start({ onSuccess, onFailure }));
}

function deviceKeyOf(session) {
	return session.getAccessToken().payload.device_key;
}

test('a device is confirmed, remembered, proves itself in place of a code, and is forgotten', async () => {
	const here = browser();
	const first = here.user(APP);
	assert.equal((await begin(first, APP, PASSWORD)).step, 'totpRequired');
	const confirmed = await next((callbacks) =>
		first.sendMFACode(totpCode(SECRET), callbacks, 'SOFTWARE_TOKEN_MFA'),
	);
	const [userConfirmationNecessary] = confirmed.values;
	assert.equal(userConfirmationNecessary, true);
	const key = deviceKeyOf(finished(confirmed));
	assert.match(key, /^us-east-1_[0-9a-f-]{36}$/);
	assert.equal(here.Storage.getItem(here.Storage.keyEnding('.deviceKey')), key);

	// Nobody has said yet that it shall be remembered: it does not take the place of anything.
	const unprompted = here.user(APP);
	assert.equal((await begin(unprompted, APP, PASSWORD)).step, 'totpRequired');

	assert.equal(await done((callbacks) => first.setDeviceStatusRemembered(callbacks)), 'SUCCESS');
	const { Devices: devices } = await done((callbacks) => first.listDevices(10, null, callbacks));
	assert.deepEqual(devices.map(({ DeviceKey }) => DeviceKey), [key]);
	const { Device: device } = await done((callbacks) => first.getDevice(callbacks));
	const attributes = Object.fromEntries(device.DeviceAttributes.map(({ Name, Value }) => [Name, Value]));
	assert.equal(attributes.device_name, 'nodejs');

	const second = await signIn(here.user(APP), APP, PASSWORD);
	assert.equal(second.getIdToken().payload.email, APP);
	assert.equal(deviceKeyOf(second), key);
	await assert.rejects(begin(here.user(APP), APP, `${PASSWORD}x`), { code: 'NotAuthorizedException' });
	// Another browser is another device.
	assert.equal((await begin(browser().user(APP), APP, PASSWORD)).step, 'totpRequired');

	assert.equal(await done((callbacks) => first.forgetDevice(callbacks)), 'SUCCESS');
	assert.throws(() => here.Storage.keyEnding('.deviceKey'));
	const asked = here.user(APP);
	assert.equal((await begin(asked, APP, PASSWORD)).step, 'totpRequired');
	const { Devices: left } = await done((callbacks) => first.listDevices(10, null, callbacks));
	assert.deepEqual(left, []);
});

test('a device that was forgotten elsewhere is dropped, and the sign-in goes on', async () => {
	const [here, elsewhere] = [browser(), browser()];
	const key = deviceKeyOf(await signIn(here.user(PLAIN), PLAIN, PASSWORD));
	const other = elsewhere.user(PLAIN);
	await signIn(other, PLAIN, PASSWORD);
	await done((callbacks) => other.forgetSpecificDevice(key, callbacks));

	const again = here.user(PLAIN);
	const session = await signIn(again, PLAIN, PASSWORD);
	assert.notEqual(deviceKeyOf(session), key);
	assert.equal(here.Storage.getItem(here.Storage.keyEnding('.deviceKey')), deviceKeyOf(session));
});

test('a device whose secret is another one proves nothing', async () => {
	const here = browser();
	const first = here.user(PLAIN);
	await signIn(first, PLAIN, PASSWORD);
	await done((callbacks) => first.setDeviceStatusRemembered(callbacks));
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
