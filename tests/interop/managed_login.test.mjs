// oauth4webapi, a certified OpenID Connect client: managed login by the standards it checks.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import * as oauth from 'oauth4webapi';
import { DEMO, LocalUserPool } from './pool.mjs';
import { Screen } from './screen.mjs';

const POOL_ID = 'us-east-1_ManagedLogin';
const CLIENT = { client_id: '4localmanagedlogin0000001' };
const CALLBACK = 'http://localhost:8080/callback';
const SCOPE = 'openid email aws.cognito.signin.user.admin';
// The pool has no TLS.
const OPTIONS = {
	[oauth.allowInsecureRequests]: true,
	[oauth.customFetch]: (address, init) => fetch(address.replace('://localhost:', '://127.0.0.1:'), init),
};

let pool;
let server;

before(async () => {
	const settings = new URL('../../crates/local-user-pool/pools/managed-login.toml', import.meta.url);
	pool = await LocalUserPool.start(await readFile(settings, 'utf8'));
	server = await discovered();
});
after(() => pool.stop());

async function discovered() {
	const document = await fetch(`${pool.endpoint}/${POOL_ID}/.well-known/openid-configuration`);
	const issuer = new URL(`https://cognito-idp.us-east-1.amazonaws.com/${POOL_ID}`);
	const server = await oauth.processDiscoveryResponse(issuer, document);
	assert.ok(server.authorization_endpoint && server.token_endpoint && server.userinfo_endpoint);
	return server;
}

/** Leaves for the pool's page; what comes back is not looked at yet. */
async function leave(answered, parameters = {}) {
	const verifier = oauth.generateRandomCodeVerifier();
	const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
	const address = new URL(server.authorization_endpoint);
	address.search = new URLSearchParams({
		...CLIENT,
		response_type: 'code',
		redirect_uri: CALLBACK,
		scope: SCOPE,
		code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
		code_challenge_method: 'S256',
		state,
		nonce,
		...parameters,
	});
	const screen = new Screen(pool, CALLBACK);
	const { page, callback } = await screen.visit(address.href);
	return { verifier, state, nonce, callback: callback ?? (await screen.send(page, answered)).callback };
}

/** Exchanges the code; gives the answer before it is checked. */
function exchange({ callback, state, verifier }) {
	const parameters = oauth.validateAuthResponse(server, CLIENT, callback, state);
	return oauth.authorizationCodeGrantRequest(server, CLIENT, oauth.None(), parameters, CALLBACK, verifier, OPTIONS);
}

async function signIn(answered = DEMO, parameters = {}) {
	const departure = await leave(answered, parameters);
	const answer = await exchange(departure);
	const expected = { expectedNonce: departure.nonce, requireIdToken: true };
	const tokens = await oauth.processAuthorizationCodeResponse(server, CLIENT, answer, expected);
	await oauth.validateApplicationLevelSignature(server, answer, OPTIONS);
	return { tokens, claims: oauth.getValidatedIdTokenClaims(tokens) };
}

test('code, PKCE, state, nonce and signature', async () => {
	const { tokens, claims } = await signIn();
	assert.equal(claims.email, DEMO.username);
	const user = await pool.call('GetUser', { AccessToken: tokens.access_token });
	assert.equal(user.body.Username, claims['cognito:username']);

	const info = await oauth.userInfoRequest(server, CLIENT, tokens.access_token, OPTIONS);
	const told = await oauth.processUserInfoResponse(server, CLIENT, claims.sub, info);
	assert.equal(told.email, DEMO.username);
	assert.equal(told.name, undefined, 'not without the scope profile');
});

test('a refresh, and its end', async () => {
	const { tokens } = await signIn();
	const renew = () => oauth.refreshTokenGrantRequest(server, CLIENT, oauth.None(), tokens.refresh_token, OPTIONS);
	const renewed = await oauth.processRefreshTokenResponse(server, CLIENT, await renew());
	assert.notEqual(renewed.access_token, tokens.access_token);
	const revoked = await oauth.revocationRequest(server, CLIENT, oauth.None(), tokens.refresh_token, OPTIONS);
	await oauth.processRevocationResponse(revoked);
	const refused = oauth.processRefreshTokenResponse(server, CLIENT, await renew());
	await assert.rejects(refused, { name: 'ResponseBodyError', error: 'invalid_grant' });
	const info = oauth.userInfoRequest(server, CLIENT, renewed.access_token, OPTIONS);
	const told = info.then((answer) => oauth.processUserInfoResponse(server, CLIENT, oauth.skipSubjectCheck, answer));
	await assert.rejects(told, { name: 'WWWAuthenticateChallengeError' });
});

test('a user of an identity provider', async () => {
	const answered = { sub: '1234', email: 'first@example.org', answer: 'continue' };
	const { claims } = await signIn(answered, { identity_provider: 'Google' });
	assert.equal(claims['cognito:username'], 'Google_1234');
	assert.equal(claims.identities[0].providerName, 'Google');
	const cancelled = await leave({ answer: 'cancel' }, { identity_provider: 'Google' });
	assert.throws(() => oauth.validateAuthResponse(server, CLIENT, cancelled.callback, cancelled.state), {
		name: 'AuthorizationResponseError',
		error: 'access_denied',
	});
});

test('returns that are refused', async () => {
	const process = (answer, nonce) =>
		oauth.processAuthorizationCodeResponse(server, CLIENT, answer, { expectedNonce: nonce, requireIdToken: true });
	const first = await leave(DEMO);
	const second = await leave(DEMO);
	assert.throws(() => oauth.validateAuthResponse(server, CLIENT, first.callback, second.state), /state/);

	const wrong = await exchange({ ...first, verifier: second.verifier });
	await assert.rejects(process(wrong, first.nonce), { error: 'invalid_grant' }, 'wrong verifier');

	await process(await exchange(second), second.nonce);
	await assert.rejects(process(await exchange(second), second.nonce), { error: 'invalid_grant' }, 'used again');

	const third = await leave(DEMO);
	await assert.rejects(process(await exchange(third), first.nonce), /nonce/);

	const silent = await leave(DEMO, { prompt: 'none' });
	assert.throws(() => oauth.validateAuthResponse(server, CLIENT, silent.callback, silent.state), {
		error: 'login_required',
	});
});
