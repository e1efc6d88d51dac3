// amazon-cognito-identity-js: what the user of a device, signed in on it, does with it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { begin, byName, finished, next, outcome, signIn, user, userPool } from './identity-js.mjs';
import { LocalUserPool } from './pool.mjs';
import { MemoryStorage } from './storage.mjs';

const PASSWORD = 'Correct-Horse1';
let pool;

/** Each scenario has its own user, whose devices no other test sees. */
const USERS = [15, 16, 17, 18, 19].map((scenario) => ({
	username: `scenario${scenario}@example.com`,
	number: `+120255501${scenario}`,
}));

before(async () => {
	pool = await LocalUserPool.start(`
		[UserPool]
		MfaConfiguration = "OPTIONAL"
		SmsMfa = true
		[UserPool.DeviceConfiguration]
		ChallengeRequiredOnNewDevice = true
		DeviceOnlyRememberedOnUserPrompt = true
		${USERS.map(
			({ username, number }) => `
				[[users]]
				email = "${username}"
				password = "${PASSWORD}"
				phone_number = "${number}"
				mfa = ["SMS_MFA"]
				preferred_mfa = "SMS_MFA"
			`,
		).join('')}
	`);
});
after(() => pool.stop());

/** One browser of one user: what it stores. */
class Browser {
	Storage = new MemoryStorage();

	constructor({ username, number }) {
		Object.assign(this, { username, number });
	}

	user() {
		return user(userPool(pool, this.Storage), this.username);
	}

	/** Signs in with a code by SMS; gives the user, the device's key, and what else came with the session. */
	async signInWithCode() {
		const cognitoUser = this.user();
		assert.equal((await begin(cognitoUser, this.username, PASSWORD)).step, 'mfaRequired');
		const code = await pool.lastCode(this.number, 'mfa_code');
		const signedIn = await next((callbacks) => cognitoUser.sendMFACode(code, callbacks));
		const key = finished(signedIn).getAccessToken().payload.device_key;
		return { cognitoUser, key, values: signedIn.values };
	}

	/** Signs in; no code is asked for. Gives the device's key. */
	async signInWithout() {
		const session = await signIn(this.user(), this.username, PASSWORD);
		return session.getAccessToken().payload.device_key;
	}
}

function list(cognitoUser, limit, token) {
	return outcome((callbacks) => cognitoUser.listDevices(limit, token, callbacks));
}

test('scenario 15: the devices, page by page', async () => {
	const keys = [];
	let cognitoUser;
	for (const browser of [1, 2, 3].map(() => new Browser(USERS[0]))) {
		const signedIn = await browser.signInWithCode();
		({ cognitoUser } = signedIn);
		keys.push(signedIn.key);
	}
	assert.equal(new Set(keys).size, 3);

	const first = await list(cognitoUser, 2, null);
	assert.equal(first.Devices.length, 2);
	const second = await list(cognitoUser, 2, first.PaginationToken);
	assert.equal(second.PaginationToken, undefined);
	const listed = [...first.Devices, ...second.Devices].map(({ DeviceKey }) => DeviceKey);
	assert.deepEqual(listed.toSorted(), keys.toSorted());
	const { Devices: all, PaginationToken: more } = await list(cognitoUser, 60, null);
	assert.deepEqual([all.length, more], [3, undefined]);
	for (const limit of [-1, 61]) {
		await assert.rejects(list(cognitoUser, limit, null), { code: 'InvalidParameterException' }, `${limit}`);
	}
	await assert.rejects(list(cognitoUser, 2, 'no such page'), { code: 'InvalidParameterException' });
	await assert.rejects(list(new Browser(USERS[0]).user(), 2, null), { message: 'User is not authenticated' });
});

test('scenario 16: what is known of this device', async () => {
	const browser = new Browser(USERS[1]);
	const { cognitoUser, key } = await browser.signInWithCode();
	assert.match(key, /^us-east-1_[0-9a-f-]{36}$/);
	assert.equal(browser.Storage.getItem(browser.Storage.keyEnding('.deviceKey')), key);
	const { Device: device } = await outcome((callbacks) => cognitoUser.getDevice(callbacks));
	assert.equal(device.DeviceKey, key);
	assert.equal(byName(device.DeviceAttributes).device_name, 'nodejs');
	for (const name of ['DeviceCreateDate', 'DeviceLastModifiedDate', 'DeviceLastAuthenticatedDate']) {
		assert.ok(Math.abs(device[name] - Date.now() / 1000) < 60, `${name} ${device[name]}`);
	}
});

test('scenario 17: a remembered device takes the place of the code', async () => {
	const browser = new Browser(USERS[2]);
	const { cognitoUser, key, values } = await browser.signInWithCode();
	assert.deepEqual(values, [true], 'user confirmation necessary');
	assert.equal((await browser.signInWithCode()).key, key, 'not before it is said');

	assert.equal(await outcome((callbacks) => cognitoUser.setDeviceStatusRemembered(callbacks)), 'SUCCESS');
	assert.equal(await browser.signInWithout(), key);
	await assert.rejects(begin(browser.user(), browser.username, `${PASSWORD}x`), { code: 'NotAuthorizedException' });
	assert.notEqual((await new Browser(USERS[2]).signInWithCode()).key, key, 'another browser');
});

test('scenario 18: a device that is no longer remembered does not', async () => {
	const browser = new Browser(USERS[3]);
	const { cognitoUser, key } = await browser.signInWithCode();
	await outcome((callbacks) => cognitoUser.setDeviceStatusRemembered(callbacks));
	await browser.signInWithout();
	assert.equal(await outcome((callbacks) => cognitoUser.setDeviceStatusNotRemembered(callbacks)), 'SUCCESS');
	assert.equal((await browser.signInWithCode()).key, key, 'it is known all the same');
	const { Devices: devices } = await list(cognitoUser, 10, null);
	assert.deepEqual(devices.map(({ DeviceKey }) => DeviceKey), [key]);
});

test('scenario 19: a device is forgotten', async () => {
	const browser = new Browser(USERS[4]);
	const { cognitoUser, key } = await browser.signInWithCode();
	await outcome((callbacks) => cognitoUser.setDeviceStatusRemembered(callbacks));
	assert.equal(await outcome((callbacks) => cognitoUser.forgetDevice(callbacks)), 'SUCCESS');
	assert.throws(() => browser.Storage.keyEnding('.deviceKey'));
	assert.deepEqual((await list(cognitoUser, 10, null)).Devices, []);
	assert.notEqual((await browser.signInWithCode()).key, key);
});
