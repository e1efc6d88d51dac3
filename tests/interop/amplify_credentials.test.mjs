// Amplify and @aws-sdk/client-cognito-identity: AWS credentials from an identity pool.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fetchAuthSession, signOut } from '@aws-amplify/auth';
import {
	CognitoIdentity,
	NotAuthorizedException,
	ResourceNotFoundException,
} from '@aws-sdk/client-cognito-identity';
import { begin, browser } from './amplify.mjs';
import { IDENTITY_POOLS, IDENTITY_POOL_ID, PROVIDER, WITH_GUESTS } from './identity_pool.mjs';
import { DEMO, LocalUserPool } from './pool.mjs';

const UNKNOWN = 'us-east-1:00000000-0000-4000-8000-000000000000';
let pool;
let identities;

before(async () => {
	pool = await LocalUserPool.start(IDENTITY_POOLS);
	const { endpoint } = pool;
	identities = new CognitoIdentity({ endpoint, region: 'us-east-1', maxAttempts: 1 });
});
after(async () => {
	identities.destroy();
	await pool.stop();
});

test('whoever signs in gets credentials; they are kept, and renewed when asked for', async () => {
	browser(pool, undefined, { identityPoolId: IDENTITY_POOL_ID });
	const none = await fetchAuthSession();
	assert.deepEqual([none.credentials, none.identityId], [undefined, undefined], 'nobody');

	await begin(DEMO.username, DEMO.password);
	const first = await fetchAuthSession();
	assert.match(first.identityId, /^us-east-1:[0-9a-f-]{36}$/);
	assert.match(first.credentials.accessKeyId, /^ASIA[A-Z0-9]{16}$/);
	assert.ok(first.credentials.expiration > Date.now());
	const same = await fetchAuthSession();
	assert.equal(same.credentials.accessKeyId, first.credentials.accessKeyId);
	const renewed = await fetchAuthSession({ forceRefresh: true });
	assert.notEqual(renewed.credentials.accessKeyId, first.credentials.accessKeyId);
	assert.equal(renewed.identityId, first.identityId);
	await signOut();
	assert.equal((await fetchAuthSession()).credentials, undefined);
});

test('a guest gets credentials, and is whoever signs in', async () => {
	const guests = [];
	const people = [];
	for (const round of ['first', 'second']) {
		browser(pool, undefined, { identityPoolId: WITH_GUESTS, allowGuestAccess: true });
		const guest = await fetchAuthSession();
		assert.equal(guest.tokens, undefined, round);
		assert.match(guest.credentials.accessKeyId, /^ASIA[A-Z0-9]{16}$/, round);
		assert.equal((await fetchAuthSession()).identityId, guest.identityId, round);
		guests.push(guest.identityId);

		await begin(DEMO.username, DEMO.password);
		const person = await fetchAuthSession();
		assert.notEqual(person.credentials.accessKeyId, guest.credentials.accessKeyId, round);
		people.push(person.identityId);
		await signOut();
	}
	assert.notEqual(guests[0], guests[1]);
	assert.deepEqual(people, [guests[0], guests[0]], 'the second guest turns out to be someone known');
});

test('a guest where there are none', async () => {
	browser(pool, undefined, { identityPoolId: IDENTITY_POOL_ID, allowGuestAccess: true });
	await assert.rejects(fetchAuthSession(), { name: 'NotAuthorizedException' });
});

test('the operations by themselves', async () => {
	browser(pool);
	await begin(DEMO.username, DEMO.password);
	const { tokens } = await fetchAuthSession();
	await signOut();
	const Logins = { [PROVIDER]: tokens.idToken.toString() };
	const { IdentityId } = await identities.getId({ IdentityPoolId: IDENTITY_POOL_ID, Logins });
	assert.equal((await identities.getId({ IdentityPoolId: IDENTITY_POOL_ID, Logins })).IdentityId, IdentityId);
	const { IdentityId: same, Credentials } = await identities.getCredentialsForIdentity({ IdentityId, Logins });
	assert.equal(same, IdentityId);
	assert.deepEqual(Object.keys(Credentials).toSorted(), ['AccessKeyId', 'Expiration', 'SecretKey', 'SessionToken']);
	assert.ok(Credentials.Expiration instanceof Date);

	const { IdentityId: elsewhere } = await identities.getId({ IdentityPoolId: WITH_GUESTS, Logins });
	assert.notEqual(elsewhere, IdentityId);
	const { IdentityId: guest } = await identities.getId({ IdentityPoolId: WITH_GUESTS });
	const other = { 'cognito-idp.us-east-1.amazonaws.com/us-east-1_Another': tokens.idToken.toString() };
	const access = { [PROVIDER]: tokens.accessToken.toString() };
	for (const [name, IdentityPoolId, logins, refusal] of [
		['an unknown pool', UNKNOWN, Logins, ResourceNotFoundException],
		['no guests', IDENTITY_POOL_ID, undefined, NotAuthorizedException],
		['another provider', IDENTITY_POOL_ID, other, NotAuthorizedException],
		['an access token', IDENTITY_POOL_ID, access, NotAuthorizedException],
	]) {
		await assert.rejects(identities.getId({ IdentityPoolId, Logins: logins }), refusal, name);
	}
	for (const [name, identity, logins, refusal] of [
		['an unknown identity', UNKNOWN, Logins, ResourceNotFoundException],
		['no login', IdentityId, undefined, NotAuthorizedException],
		['an access token', IdentityId, access, NotAuthorizedException],
	]) {
		const request = { IdentityId: identity, Logins: logins };
		await assert.rejects(identities.getCredentialsForIdentity(request), refusal, name);
	}
	const asGuest = await identities.getCredentialsForIdentity({ IdentityId: guest });
	assert.ok(asGuest.Credentials.SessionToken);
});
