// amazon-cognito-identity-js: where a session is kept, and how it ends.

import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import identity from 'amazon-cognito-identity-js';
import { called, claims, outcome, registered, signIn, user, userPool } from './identity-js.mjs';
import { CLIENT_ID, DEMO, LocalUserPool } from './pool.mjs';
import { CookieJar, MemoryStorage } from './storage.mjs';

const { CookieStorage } = identity;
const PASSWORD = 'Correct-Horse1';
let pool;

before(async () => {
	pool = await LocalUserPool.start();
});
after(() => pool.stop());
afterEach(() => {
	delete globalThis.document;
});

test('scenario 11: signing out here revokes this refresh token and no other', async () => {
	const [here, elsewhere] = [user(userPool(pool), DEMO.username), user(userPool(pool), DEMO.username)];
	const session = await signIn(here, DEMO.username, DEMO.password);
	const other = await signIn(elsewhere, DEMO.username, DEMO.password);
	await called((done) => here.signOut(done));
	assert.equal(here.pool.getCurrentUser(), null);

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

test('scenario 12: signing out everywhere ends every sign-in of the user', async () => {
	const address = await registered(pool, PASSWORD);
	const [here, elsewhere] = [user(userPool(pool), address), user(userPool(pool), address)];
	const sessions = [await signIn(here, address, PASSWORD), await signIn(elsewhere, address, PASSWORD)];
	await called((done) => elsewhere.getUserAttributes(done));

	assert.equal(await outcome((callbacks) => here.globalSignOut(callbacks)), 'SUCCESS');

	await assert.rejects(called((done) => elsewhere.getUserAttributes(done)), { code: 'NotAuthorizedException' });
	for (const session of sessions) {
		// Not through the library: it would repeat the refused call for seven seconds.
		const RefreshToken = session.getRefreshToken().getToken();
		const { status, body } = await pool.call('GetTokensFromRefreshToken', { ClientId: CLIENT_ID, RefreshToken });
		assert.deepEqual([status, body.__type], [400, 'NotAuthorizedException']);
	}
	await signIn(here, address, PASSWORD);
});

test('scenario 13: the current user comes from storage, and is refreshed once the tokens have expired', async () => {
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

	assert.equal(userPool(pool).getCurrentUser(), null, 'an empty storage');
});

test('scenario 23: the tokens are kept in cookies', async () => {
	const jar = new CookieJar('https://app.example.com/');
	globalThis.document = jar.document();
	const storage = () => new CookieStorage({ domain: '.example.com', expires: 30, sameSite: 'strict' });
	const cognitoUser = user(userPool(pool, storage()), DEMO.username);
	const session = await signIn(cognitoUser, DEMO.username, DEMO.password);

	const names = jar.cookies().map(({ key }) => key.split('.').at(-1));
	assert.deepEqual(names.toSorted(), ['LastAuthUser', 'accessToken', 'clockDrift', 'idToken', 'refreshToken']);
	for (const { key, domain, path, secure, sameSite, expires } of jar.cookies()) {
		assert.deepEqual([domain, path, secure, sameSite], ['example.com', '/', true, 'strict'], key);
		assert.equal(Math.round((expires - Date.now()) / 86_400_000), 30, key);
	}
	const read = async () => {
		const current = userPool(pool, storage()).getCurrentUser();
		return current && (await called((done) => current.getSession(done)));
	};
	assert.equal((await read()).getAccessToken().getJwtToken(), session.getAccessToken().getJwtToken());
	globalThis.document = jar.document('https://other.example.com/anywhere');
	assert.equal(claims(await read()).email, DEMO.username, 'of the same domain');
	for (const address of ['http://app.example.com/', 'https://another.example/']) {
		globalThis.document = jar.document(address);
		assert.equal(await read(), null, address);
	}

	globalThis.document = jar.document();
	await called((done) => cognitoUser.signOut(done));
	assert.deepEqual(jar.cookies(), []);
	assert.equal(await read(), null);
});

test('scenario 23: what the cookies can be set to', () => {
	for (const [name, options, expected] of [
		['nothing', {}, { domain: 'app.example.com', hostOnly: true, path: '/', secure: true, days: 365 }],
		['a domain', { domain: '.example.com' }, { domain: 'example.com', hostOnly: false }],
		['a path', { path: '/account' }, { path: '/account' }],
		['days', { expires: 1 }, { days: 1 }],
		['no longer than the browser runs', { expires: null }, { expires: 'Infinity' }],
		['not secure', { secure: false }, { secure: false }],
		['lax', { sameSite: 'lax' }, { sameSite: 'lax' }],
		['none', { sameSite: 'none' }, { sameSite: 'none', secure: true }],
	]) {
		const jar = new CookieJar('https://app.example.com/account');
		globalThis.document = jar.document();
		const storage = new CookieStorage(options);
		const value = 'a value; with = everything, ä "';
		assert.equal(storage.setItem('a key', value), value, name);
		assert.equal(storage.getItem('a key'), value, name);
		const [cookie, ...others] = jar.cookies();
		assert.deepEqual(others, [], name);
		const days = Math.round((cookie.expires - Date.now()) / 86_400_000);
		const actual = { ...cookie.toJSON(), expires: String(cookie.expires), secure: cookie.secure, days };
		for (const [member, wanted] of Object.entries(expected)) assert.equal(actual[member], wanted, `${name}: ${member}`);
		storage.removeItem('a key');
		assert.deepEqual(jar.cookies(), [], name);
		assert.equal(storage.getItem('a key'), null, name);
	}
	for (const [name, options, message] of [
		['no such value', { sameSite: 'Strict' }, /must be "lax", "strict" or "none"/],
		['for every site in clear', { sameSite: 'none', secure: false }, /requires the Secure attribute/],
	]) {
		assert.throws(() => new CookieStorage(options), { message }, name);
	}
});

test('scenario 23: cookies that a browser does not take', () => {
	for (const [name, address, options] of [
		["another site's domain", 'https://app.example.com/', { domain: 'another.example' }],
		['a public suffix', 'https://app.example.com/', { domain: 'com' }],
		['secure without TLS', 'http://app.example.com/', {}],
	]) {
		const jar = new CookieJar(address);
		globalThis.document = jar.document();
		const storage = new CookieStorage(options);
		storage.setItem('key', 'value');
		assert.deepEqual([jar.cookies(), storage.getItem('key')], [[], null], name);
	}
});
