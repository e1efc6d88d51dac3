// amazon-cognito-identity-js with promises for its callbacks, and without a browser.

import identity from 'amazon-cognito-identity-js';
import { CLIENT_ID, POOL_ID, freshAddress } from './pool.mjs';
import { MemoryStorage } from './storage.mjs';

const { AuthenticationDetails, CognitoUser, CognitoUserAttribute, CognitoUserPool } = identity;

export function userPool(pool, Storage = new MemoryStorage()) {
	return new CognitoUserPool({ UserPoolId: POOL_ID, ClientId: CLIENT_ID, endpoint: pool.endpoint, Storage });
}

export function user(Pool, Username) {
	return new CognitoUser({ Username, Pool, Storage: Pool.storage });
}

/** Calls a function that ends with a callback (error, value). */
export function called(start) {
	return new Promise((resolve, reject) => {
		start((error, value) => (error ? reject(error) : resolve(value)));
	});
}

/** Calls a function that ends with onSuccess or onFailure, and asks nothing. */
export function outcome(start) {
	return new Promise((onSuccess, onFailure) => start({ onSuccess, onFailure }));
}

/** Calls a function that has a code sent; gives where it went. */
export function sent(start) {
	return new Promise((inputVerificationCode, onFailure) => start({ inputVerificationCode, onFailure }));
}

export function signUp(Pool, address, password, attributes = {}) {
	const list = Object.entries(attributes).map(([Name, Value]) => new CognitoUserAttribute({ Name, Value }));
	return called((done) => Pool.signUp(address, password, list, null, done));
}

/** Someone who signed up and confirmed it; gives the address. */
export async function registered(pool, password, attributes = {}) {
	const [Pool, address] = [userPool(pool), freshAddress()];
	await signUp(Pool, address, password, { email: address, ...attributes });
	const code = await pool.lastCode(address, 'sign_up_code');
	await called((done) => user(Pool, address).confirmRegistration(code, false, done));
	return address;
}

/** The claims of the session's id token. */
export function claims(session) {
	return session.getIdToken().payload;
}

/** Attributes by their names. */
export function byName(attributes) {
	return Object.fromEntries(attributes.map(({ Name, Value }) => [Name, Value]));
}

/** What the library calls back while one signs in, besides onSuccess and onFailure. */
const QUESTIONS = [
	'associateSecretCode',
	'customChallenge',
	'mfaRequired',
	'mfaSetup',
	'newPasswordRequired',
	'selectMFAType',
	'totpRequired',
];

/**
 * Calls a function that ends with one of the library's callbacks. Gives {step, values}, the callback's name and what it
 * got; with onSuccess the session too.
 */
export function next(start) {
	return new Promise((resolve, onFailure) => {
		const questions = QUESTIONS.map((step) => [step, (...values) => resolve({ step, values })]);
		const onSuccess = (session, ...values) => resolve({ step: 'onSuccess', session, values });
		start({ onSuccess, onFailure, ...Object.fromEntries(questions) });
	});
}

/** Begins a sign-in with a password; gives the first step, as `next` does. */
export function begin(cognitoUser, Username, Password) {
	return next((callbacks) =>
		cognitoUser.authenticateUser(new AuthenticationDetails({ Username, Password }), callbacks),
	);
}

/** The session of a sign-in that is at its end. */
export function finished({ step, session, values }) {
	if (step !== 'onSuccess') throw new Error(`not signed in but ${step} ${JSON.stringify(values)}`);
	return session;
}

/** SRP from end to end; gives the library's session. */
export async function signIn(cognitoUser, Username, Password) {
	return finished(await begin(cognitoUser, Username, Password));
}
