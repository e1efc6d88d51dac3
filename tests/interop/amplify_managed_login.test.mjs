// Amplify v6: signInWithRedirect, its return and signOut. The page that it leaves for is a person's in front of the pool.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { fetchAuthSession, getCurrentUser, signInWithRedirect, signOut } from '@aws-amplify/auth';
import { DEMO, LocalUserPool } from './pool.mjs';
import { browser } from './amplify.mjs';
import { Screen } from './screen.mjs';

const HOME = 'http://localhost:8080/';
const CALLBACK = 'http://localhost:8080/callback';

// Where it finds out which of the app's addresses is its own, and what it sets to leave.
globalThis.window = Object.assign(new EventTarget(), { location: { ...parts(CALLBACK), href: CALLBACK } });

let pool;
let screen;

before(async () => {
	const settings = new URL('../../crates/local-user-pool/pools/managed-login.toml', import.meta.url);
	pool = await LocalUserPool.start(await readFile(settings, 'utf8'));
	// It takes every domain to have TLS.
	const { fetch } = globalThis;
	globalThis.fetch = (address, init) => fetch(withoutTls(address), init);
	screen = new Screen(pool, HOME);
	const oauth = {
		domain: new URL(pool.endpoint).host,
		scopes: ['openid', 'email', 'aws.cognito.signin.user.admin'],
		redirectSignIn: [CALLBACK],
		redirectSignOut: [HOME],
		responseType: 'code',
	};
	browser(pool, undefined, {
		userPoolId: 'us-east-1_ManagedLogin',
		userPoolClientId: '4localmanagedlogin0000001',
		loginWith: { oauth },
	});
});
after(() => pool.stop());

function parts(address) {
	const { origin, pathname, hostname } = new URL(address);
	return { origin, pathname, hostname };
}

function withoutTls(address) {
	return String(address).replace('https://127.0.0.1:', 'http://127.0.0.1:');
}

/** Leaves for the pool, answers its page if it asks, and comes back. */
function leave(answered, input = {}) {
	const authSessionOpener = async (address) => {
		const { page, callback } = await screen.visit(withoutTls(address));
		const url = callback ?? (await screen.send(page, answered)).callback;
		return { type: 'success', url: url.href };
	};
	return signInWithRedirect({ ...input, options: { ...input.options, authSessionOpener } });
}

test('a sign-in on the page of the pool, and out again', async () => {
	await leave(DEMO);
	const { tokens } = await fetchAuthSession();
	assert.equal(tokens.idToken.payload.email, DEMO.username);
	assert.equal(tokens.accessToken.payload.scope, 'openid email aws.cognito.signin.user.admin');
	assert.equal((await getCurrentUser()).username, tokens.accessToken.payload.username);
	const renewed = await fetchAuthSession({ forceRefresh: true });
	assert.notEqual(renewed.tokens.accessToken.toString(), tokens.accessToken.toString());

	await signOut();
	const { callback } = await screen.visit(withoutTls(window.location.href));
	assert.equal(callback.href, HOME);
	await assert.rejects(getCurrentUser(), { name: 'UserUnAuthenticatedException' });
	await assert.rejects(leave({}, { options: { prompt: 'NONE' } }), /login_required/, 'the browser is not known any more');
});

test('a user of an identity provider, known to the browser afterwards', async () => {
	await leave({ sub: '1234', email: 'first@example.org', answer: 'continue' }, { provider: 'Google' });
	assert.equal((await getCurrentUser()).username, 'Google_1234');
	await leave({}, { options: { prompt: 'NONE' } });
	assert.equal((await getCurrentUser()).username, 'Google_1234');
	await signOut();
});

test('a cancelled sign-in', async () => {
	await assert.rejects(leave({ answer: 'cancel' }, { provider: { custom: 'Staff' } }), { name: 'OAuthSignInException' });
});
