// Amplify: passkeys, with an authenticator in software.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import {
	associateWebAuthnCredential,
	deleteWebAuthnCredential,
	listWebAuthnCredentials,
	signOut,
} from '@aws-amplify/auth';
import { answer, assertSignedInAs, begin, browser } from './amplify.mjs';
import {
	AuthenticatorAssertionResponse,
	AuthenticatorAttestationResponse,
	CredentialsContainer,
	PublicKeyCredential,
} from './authenticator.mjs';
import { LocalUserPool } from './pool.mjs';

const PASSWORD = 'Correct-Horse1';
const PASSKEY = 'passkey@example.com';
const MANY = 'many@example.com';
const ORIGIN = 'http://localhost:8080';
let pool;

before(async () => {
	pool = await LocalUserPool.start(`
		[UserPool.Policies.SignInPolicy]
		AllowedFirstAuthFactors = ["PASSWORD", "WEB_AUTHN"]
		[[users]]
		email = "${PASSKEY}"
		password = "${PASSWORD}"
		[[users]]
		email = "${MANY}"
		password = "${PASSWORD}"
	`);
});
after(() => pool.stop());
beforeEach(() => browser(pool));

/** Has Amplify believe that it is on a page with these credentials: it looks for no more. */
function asPage(credentials) {
	const page = {
		AuthenticatorAssertionResponse,
		AuthenticatorAttestationResponse,
		PublicKeyCredential,
		document: { querySelector: () => null, querySelectorAll: () => [] },
		isSecureContext: true,
		navigator: { credentials },
		window: globalThis,
	};
	for (const [name, value] of Object.entries(page)) {
		Object.defineProperty(globalThis, name, { value, configurable: true });
	}
	return credentials;
}

test('a passkey is registered, signs in, preferred and chosen, and is deleted', async () => {
	const credentials = asPage(new CredentialsContainer(ORIGIN));
	assert.deepEqual(await begin(PASSKEY, PASSWORD), { signInStep: 'DONE' });
	await associateWebAuthnCredential();
	await assert.rejects(associateWebAuthnCredential(), { name: 'PasskeyAlreadyExists' });
	const { credentials: listed } = await listWebAuthnCredentials();
	assert.deepEqual(
		listed.map(({ credentialId, relyingPartyId }) => [credentialId, relyingPartyId]),
		credentials.passkeys.map(({ id }) => [id.toString('base64url'), 'localhost']),
	);
	await signOut();

	await assertSignedInAs(PASSKEY, await begin(PASSKEY, undefined, 'USER_AUTH', 'WEB_AUTHN'));
	const { availableChallenges } = await begin(PASSKEY, undefined, 'USER_AUTH');
	assert.ok(availableChallenges.includes('WEB_AUTHN'));
	await assertSignedInAs(PASSKEY, await answer('WEB_AUTHN'));

	await begin(PASSKEY, undefined, 'USER_AUTH', 'WEB_AUTHN');
	await deleteWebAuthnCredential({ credentialId: listed[0].credentialId });
	assert.deepEqual((await listWebAuthnCredentials()).credentials, []);
	await signOut();
	const { signInStep } = await begin(PASSKEY, undefined, 'USER_AUTH', 'WEB_AUTHN');
	assert.equal(signInStep, 'CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION');
});

test('passkeys of several authenticators, page by page', async () => {
	await begin(MANY, PASSWORD);
	const ids = [];
	while (ids.length < 3) {
		const credentials = asPage(new CredentialsContainer(ORIGIN));
		await associateWebAuthnCredential();
		ids.push(credentials.passkeys[0].id.toString('base64url'));
	}
	const listed = [];
	let nextToken;
	do {
		const page = await listWebAuthnCredentials({ pageSize: 2, nextToken });
		assert.ok(page.credentials.length <= 2);
		listed.push(...page.credentials);
		({ nextToken } = page);
	} while (nextToken);
	assert.deepEqual(listed.map(({ credentialId }) => credentialId).toSorted(), ids.toSorted());
	for (const passkey of listed) {
		assert.ok(passkey.friendlyCredentialName);
		assert.deepEqual(
			[passkey.relyingPartyId, passkey.authenticatorAttachment, passkey.authenticatorTransports],
			['localhost', 'platform', ['internal']],
		);
		assert.ok(Math.abs(passkey.createdAt - Date.now()) < 60_000, `${passkey.createdAt}`);
	}
	await deleteWebAuthnCredential({ credentialId: ids[1] });
	const left = (await listWebAuthnCredentials()).credentials.map(({ credentialId }) => credentialId);
	assert.deepEqual(left.toSorted(), [ids[0], ids[2]].toSorted());
	await assert.rejects(deleteWebAuthnCredential({ credentialId: ids[1] }), { name: 'ResourceNotFoundException' });
	await signOut();
});

test('a passkey of another key, another origin, or none at all is refused', async () => {
	const credentials = asPage(new CredentialsContainer(ORIGIN));
	await begin(PASSKEY, PASSWORD);
	await associateWebAuthnCredential();
	await signOut();

	const [passkey] = credentials.passkeys;
	const stranger = new CredentialsContainer(ORIGIN);
	await stranger.create({
		publicKey: {
			challenge: Buffer.alloc(32),
			rp: { id: 'localhost' },
			user: { id: passkey.userHandle },
			pubKeyCredParams: [{ alg: -7 }],
		},
	});
	const forged = new CredentialsContainer(ORIGIN);
	forged.passkeys.push({ ...passkey, privateKey: stranger.passkeys[0].privateKey });
	const phished = new CredentialsContainer('https://localhost.example');
	phished.passkeys.push(passkey);
	for (const [name, page, refusal] of [
		['another key', forged, 'NotAuthorizedException'],
		['another origin', phished, 'NotAuthorizedException'],
		['none', new CredentialsContainer(ORIGIN), 'PasskeyAuthenticationCanceled'],
	]) {
		asPage(page);
		await assert.rejects(begin(PASSKEY, undefined, 'USER_AUTH', 'WEB_AUTHN'), { name: refusal }, name);
	}
	asPage(credentials);
	await assertSignedInAs(PASSKEY, await begin(PASSKEY, undefined, 'USER_AUTH', 'WEB_AUTHN'));
});
