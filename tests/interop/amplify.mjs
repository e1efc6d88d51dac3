// Amplify without a browser. `@aws-amplify/auth` and `@aws-amplify/core` are what `aws-amplify` exports as
// `aws-amplify/auth` and `aws-amplify`, without the eighty packages for everything else.

import assert from 'node:assert/strict';
import { confirmSignIn, fetchAuthSession, signIn, signOut } from '@aws-amplify/auth';
import {
	CognitoAWSCredentialsAndIdentityIdProvider,
	DefaultIdentityIdStore,
	cognitoUserPoolsTokenProvider,
} from '@aws-amplify/auth/cognito';
import { Amplify, ConsoleLogger } from '@aws-amplify/core';
import { CLIENT_ID, POOL_ID } from './pool.mjs';
import { MemoryStorage } from './storage.mjs';

// It warns of every endpoint that is not Amazon's.
ConsoleLogger.LOG_LEVEL = 'ERROR';

/** The name of the device. */
export const USER_AGENT = 'interop';
Object.defineProperty(globalThis, 'navigator', { value: { userAgent: USER_AGENT }, configurable: true });

// It waits three minutes for each sign-up's confirmation, done or not; that shall not keep the process from ending.
const { setTimeout } = globalThis;
globalThis.setTimeout = (callback, milliseconds, ...values) => {
	const timeout = setTimeout(callback, milliseconds, ...values);
	return milliseconds > 60_000 ? timeout.unref() : timeout;
};

/**
 * Makes Amplify one browser: it forgets what it was, and begins with what `storage` has. `identityPool` is what it knows
 * of an identity pool.
 */
export function browser(pool, storage = new MemoryStorage(), identityPool = {}) {
	const Cognito = {
		userPoolId: POOL_ID,
		userPoolClientId: CLIENT_ID,
		userPoolEndpoint: pool.endpoint,
		identityPoolEndpoint: pool.endpoint,
		...identityPool,
	};
	const credentialsProvider = new CognitoAWSCredentialsAndIdentityIdProvider(new DefaultIdentityIdStore(storage));
	const tokenProvider = cognitoUserPoolsTokenProvider;
	Amplify.configure({ Auth: { Cognito } }, { Auth: { tokenProvider, credentialsProvider } });
	cognitoUserPoolsTokenProvider.setAuthConfig({ Cognito });
	cognitoUserPoolsTokenProvider.setKeyValueStorage(storage);
	return storage;
}

/** Begins a sign-in; gives the next step. */
export async function begin(username, password, authFlowType = 'USER_SRP_AUTH', preferredChallenge = undefined) {
	const { nextStep } = await signIn({ username, password, options: { authFlowType, preferredChallenge } });
	return nextStep;
}

/** Answers a step; gives the next one. */
export async function answer(challengeResponse, options = undefined) {
	const { nextStep } = await confirmSignIn({ challengeResponse, options });
	return nextStep;
}

/** That the step was the last one, and whose tokens came. Gives their claims, and signs out. */
export async function assertSignedInAs(email, nextStep) {
	assert.deepEqual(nextStep, { signInStep: 'DONE' });
	const { tokens } = await fetchAuthSession();
	assert.equal(tokens.idToken.payload.email, email);
	assert.equal(tokens.accessToken.payload.client_id, CLIENT_ID);
	assert.equal(tokens.accessToken.payload.sub, tokens.idToken.payload.sub);
	await signOut();
	return { access: tokens.accessToken.payload, id: tokens.idToken.payload };
}

/** How Amplify names a wrong password. */
export const WRONG_PASSWORD = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };
/** How it names a wrong code. */
export const WRONG_CODE = { name: 'CodeMismatchException', message: 'Invalid code or auth state for the user.' };
