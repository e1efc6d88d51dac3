// amazon-cognito-identity-js: an account from its sign-up to its last sign-out.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { called, signIn, signUp, user, userPool } from './identity-js.mjs';
import { CLIENT_ID, DEMO, LocalUserPool, freshAddress } from './pool.mjs';
import { MemoryStorage } from './storage.mjs';

const PASSWORD = 'Correct-Horse1';
let pool;

before(async () => {
	pool = await LocalUserPool.start();
});
after(() => pool.stop());

test('sign-up, confirmation with the code that was sent, sign-in', async () => {
	const [Pool, address] = [userPool(pool), freshAddress()];
	const signedUp = await signUp(Pool, address, PASSWORD, { email: address, name: 'Someone' });
	assert.equal(signedUp.userConfirmed, false);
	assert.equal(signedUp.codeDeliveryDetails.DeliveryMedium, 'EMAIL');
	assert.notEqual(signedUp.codeDeliveryDetails.Destination, address);

	const codes = await pool.codes(address);
	assert.equal(codes.length, 1);
	const wrong = codes[0] === '000000' ? '000001' : '000000';
	await assert.rejects(
		called((done) => user(Pool, address).confirmRegistration(wrong, false, done)),
		{ code: 'CodeMismatchException' },
	);
	assert.equal(await called((done) => user(Pool, address).confirmRegistration(codes[0], false, done)), 'SUCCESS');

	const session = await signIn(user(Pool, address), address, PASSWORD);
	assert.equal(session.getIdToken().payload.sub, signedUp.userSub);
	assert.equal(session.getIdToken().payload.email, address);
	assert.equal(session.getIdToken().payload.email_verified, true);
	assert.equal(session.getAccessToken().payload.client_id, CLIENT_ID);
	assert.ok(session.isValid());
});

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
		const [Pool, address] = [userPool(pool), freshAddress()];
		await signUp(Pool, address, password, { email: address });
		const [code] = await pool.codes(address);
		await called((done) => user(Pool, address).confirmRegistration(code, false, done));
		const session = await signIn(user(Pool, address), address, password);
		assert.equal(session.getIdToken().payload.email, address, password);
	}
});

test('an unconfirmed user is told so, and gets another code', async () => {
	const [Pool, address] = [userPool(pool), freshAddress()];
	await signUp(Pool, address, PASSWORD, { email: address });
	await assert.rejects(signIn(user(Pool, address), address, PASSWORD), { code: 'UserNotConfirmedException' });

	const resent = await called((done) => user(Pool, address).resendConfirmationCode(done));
	assert.equal(resent.CodeDeliveryDetails.AttributeName, 'email');
	const [old, code] = await pool.codes(address);
	if (old !== code) {
		await assert.rejects(
			called((done) => user(Pool, address).confirmRegistration(old, false, done)),
			({ code }) => ['CodeMismatchException', 'ExpiredCodeException'].includes(code),
		);
	}
	await called((done) => user(Pool, address).confirmRegistration(code, false, done));
	await signIn(user(Pool, address), address, PASSWORD);

	await assert.rejects(
		called((done) => user(Pool, address).resendConfirmationCode(done)),
		{ code: 'InvalidParameterException' },
	);
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

test('attributes of the signed-in user', async () => {
	const cognitoUser = user(userPool(pool), DEMO.username);
	await signIn(cognitoUser, DEMO.username, DEMO.password);
	const attributes = await called((done) => cognitoUser.getUserAttributes(done));
	const byName = Object.fromEntries(attributes.map(({ Name, Value }) => [Name, Value]));
	assert.equal(byName.email, DEMO.username);
	assert.equal(byName.email_verified, 'true');
	assert.equal(byName.name, 'Demo');
	assert.equal(byName.sub, cognitoUser.getUsername());
});

test('a stored session is restored, and refreshed once it has expired', async () => {
	const Storage = new MemoryStorage();
	const first = await signIn(user(userPool(pool, Storage), DEMO.username), DEMO.username, DEMO.password);
	const restored = userPool(pool, Storage).getCurrentUser();
	const same = await called((done) => restored.getSession(done));
	assert.equal(same.getAccessToken().getJwtToken(), first.getAccessToken().getJwtToken());

	// A clock that is two hours behind the pool's: by the pool's time the tokens have expired.
	Storage.setItem(Storage.keyEnding('.clockDrift'), -2 * 3600);
	const later = userPool(pool, Storage).getCurrentUser();
	const refreshed = await called((done) => later.getSession(done));
	assert.notEqual(refreshed.getAccessToken().getJwtToken(), first.getAccessToken().getJwtToken());
	assert.equal(refreshed.getRefreshToken().getToken(), first.getRefreshToken().getToken());
	const [old, fresh] = [first, refreshed].map((session) => session.getAccessToken().payload);
	assert.equal(fresh.origin_jti, old.origin_jti);
	assert.equal(fresh.auth_time, old.auth_time);
	assert.notEqual(fresh.jti, old.jti);
});

test('signing out everywhere ends every sign-in of the user', async () => {
	const [Pool, address] = [userPool(pool), freshAddress()];
	await signUp(Pool, address, PASSWORD, { email: address });
	const [code] = await pool.codes(address);
	await called((done) => user(Pool, address).confirmRegistration(code, false, done));
	const [here, elsewhere] = [user(Pool, address), user(userPool(pool), address)];
	const sessions = [await signIn(here, address, PASSWORD), await signIn(elsewhere, address, PASSWORD)];
	await called((done) => elsewhere.getUserAttributes(done));

	const outcome = await new Promise((onSuccess, onFailure) => here.globalSignOut({ onSuccess, onFailure }));
	assert.equal(outcome, 'SUCCESS');

	await assert.rejects(called((done) => elsewhere.getUserAttributes(done)), { code: 'NotAuthorizedException' });
	for (const session of sessions) {
		// Not through the library: it would repeat the refused call for seven seconds.
		const RefreshToken = session.getRefreshToken().getToken();
		const { status, body } = await pool.call('GetTokensFromRefreshToken', { ClientId: CLIENT_ID, RefreshToken });
		assert.deepEqual([status, body.__type], [400, 'NotAuthorizedException']);
	}
	await signIn(here, address, PASSWORD);
});

test('signing out here revokes this refresh token and no other', async () => {
	const [here, elsewhere] = [user(userPool(pool), DEMO.username), user(userPool(pool), DEMO.username)];
	const session = await signIn(here, DEMO.username, DEMO.password);
	const other = await signIn(elsewhere, DEMO.username, DEMO.password);
	await called((done) => here.signOut(done));

	for (const operation of ['GetTokensFromRefreshToken', 'InitiateAuth']) {
		const refresh = ({ token }) =>
			operation === 'InitiateAuth'
				? { AuthFlow: 'REFRESH_TOKEN_AUTH', ClientId: CLIENT_ID, AuthParameters: { REFRESH_TOKEN: token } }
				: { ClientId: CLIENT_ID, RefreshToken: token };
		const revoked = await pool.call(operation, refresh(session.getRefreshToken()));
		assert.deepEqual([revoked.status, revoked.body.__type], [400, 'NotAuthorizedException'], operation);
		const alive = await pool.call(operation, refresh(other.getRefreshToken()));
		assert.equal(alive.status, 200, operation);
		assert.ok(alive.body.AuthenticationResult.AccessToken, operation);
	}
});
