// amazon-cognito-identity-js signs in; @aws-sdk/credential-provider-cognito-identity turns that into AWS credentials,
// as AWS.CognitoIdentityCredentials did.

import assert from 'node:assert/strict';
import { after, afterEach, before, mock, test } from 'node:test';
import { fromCognitoIdentityPool } from '@aws-sdk/credential-provider-cognito-identity';
import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { called, claims, registered, signIn, user, userPool } from './identity-js.mjs';
import { IDENTITY_POOLS, IDENTITY_POOL_ID, PROVIDER } from './identity_pool.mjs';
import { LocalUserPool } from './pool.mjs';
import { MemoryStorage } from './storage.mjs';

const PASSWORD = 'Correct-Horse1';
const HOUR = 3600_000;
let pool;

before(async () => {
	pool = await LocalUserPool.start(IDENTITY_POOLS);
});
after(() => pool.stop());
afterEach(() => mock.timers.reset());

/** Someone who has signed in: who comes back with what is stored. */
async function someone() {
	const Storage = new MemoryStorage();
	const address = await registered(pool, PASSWORD);
	const session = await signIn(user(userPool(pool, Storage), address), address, PASSWORD);
	return { address, session, current: userPool(pool, Storage).getCurrentUser() };
}

/** Asks the identity pool for credentials, each time with the token that `idToken` gives. */
function provider(idToken) {
	return fromCognitoIdentityPool({
		identityPoolId: IDENTITY_POOL_ID,
		logins: { [PROVIDER]: idToken },
		clientConfig: { endpoint: pool.endpoint, region: 'us-east-1', maxAttempts: 1 },
	});
}

async function idToken(cognitoUser) {
	const session = await called((done) => cognitoUser.getSession(done));
	return session.getIdToken().getJwtToken();
}

test('scenario 14: the id token is turned into AWS credentials', async () => {
	const { address, session, current } = await someone();
	const credentials = await provider(() => idToken(current))();
	assert.match(credentials.identityId, /^us-east-1:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
	assert.match(credentials.accessKeyId, /^ASIA[A-Z0-9]{16}$/);
	assert.match(credentials.secretAccessKey, /^[A-Za-z0-9+/]{40}$/);
	assert.ok(credentials.sessionToken.length > 100);
	assert.ok(Math.abs(credentials.expiration - Date.now() - HOUR) < 60_000, `${credentials.expiration}`);

	const again = await signIn(user(userPool(pool), address), address, PASSWORD);
	const later = await provider(async () => again.getIdToken().getJwtToken())();
	assert.equal(later.identityId, credentials.identityId, 'the same person');
	assert.notEqual(later.accessKeyId, credentials.accessKeyId);
	const { current: other } = await someone();
	assert.notEqual((await provider(() => idToken(other))()).identityId, credentials.identityId, 'someone else');

	const token = session.getIdToken().getJwtToken();
	for (const [name, wrong] of [
		['an access token', session.getAccessToken().getJwtToken()],
		['no signature', token.replace(/[^.]*$/, '')],
		['another signature', token.replace(/[^.]*$/, (signature) => [...signature].toReversed().join(''))],
		['no token', 'no token'],
	]) {
		await assert.rejects(provider(async () => wrong)(), { name: 'NotAuthorizedException' }, name);
	}
	await assert.rejects(provider(() => idToken(user(userPool(pool), address)))(), {
		message: 'Local storage is missing an ID Token, Please authenticate',
	});
});

test('scenario 29: credentials that expire are renewed, with a refreshed id token', async () => {
	const { address, session, current } = await someone();
	const tokens = [];
	const logins = async () => {
		tokens.push(await idToken(current));
		return tokens.at(-1);
	};
	const aws = new CognitoIdentityProvider({
		endpoint: pool.endpoint,
		region: 'us-east-1',
		credentials: provider(logins),
	});
	const first = await aws.config.credentials();
	assert.equal((await aws.config.credentials()).accessKeyId, first.accessKeyId, 'kept');
	assert.deepEqual(new Set(tokens), new Set([session.getIdToken().getJwtToken()]));

	// By this clock, the id token and the credentials have expired.
	mock.timers.enable({ apis: ['Date'], now: Date.now() + 2 * HOUR });
	const renewed = await aws.config.credentials();
	assert.notEqual(renewed.accessKeyId, first.accessKeyId);
	assert.equal(renewed.identityId, first.identityId);
	assert.notEqual(tokens.at(-1), tokens[0]);

	// As the README has it: the session is refreshed, and its id token asked with.
	const refreshed = await called((done) => current.refreshSession(session.getRefreshToken(), done));
	assert.equal(claims(refreshed).email, address);
	const again = await provider(async () => refreshed.getIdToken().getJwtToken())();
	assert.equal(again.identityId, first.identityId);
	assert.ok(again.expiration >= renewed.expiration);
	aws.destroy();
});
