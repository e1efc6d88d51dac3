// A page of the same origin as the app, on which one of the libraries does one thing. For tests/e2e/src/other_page.rs: on
// standard input comes what to do and what the browser keeps, on standard output goes what came of it and what is kept then.

import { Buffer } from 'node:buffer';
import identity from 'amazon-cognito-identity-js';
import { fetchAuthSession, getCurrentUser, signOut } from '@aws-amplify/auth';
import { CookieStorage as AmplifyCookieStorage } from '@aws-amplify/core';
import { answer, begin as beginWithAmplify, browser } from './amplify.mjs';
import { begin, called, finished, next, user, userPool } from './identity-js.mjs';
import { LocalUserPool } from './pool.mjs';
import { CookieJar, MemoryStorage } from './storage.mjs';

const ADDRESS = 'https://app.example.com/';
const LIBRARIES = { 'amazon-cognito-identity-js': identityJs, 'aws-amplify': amplify };

/** Sets the clock of this process ahead of the real one, or behind. */
function setClockAhead(seconds) {
	const RealDate = Date;
	const now = () => RealDate.now() + seconds * 1000;
	globalThis.Date = class extends RealDate {
		constructor(...values) {
			super(...(values.length === 0 ? [now()] : values));
		}

		static now() {
			return now();
		}
	};
}

/** What a browser keeps: entries of its storage, or cookies as a page reads them. */
function kept({ place, entries }) {
	if (place === 'cookies') {
		const jar = new CookieJar(ADDRESS);
		// Amplify looks for frameworks by their elements.
		const elements = { querySelector: () => null, querySelectorAll: () => [], getElementById: () => null };
		globalThis.document = Object.assign(jar.document(), elements);
		for (const [name, value] of entries) globalThis.document.cookie = `${name}=${value}; path=/; secure`;
		return { Storage: identity.CookieStorage, AmplifyStorage: AmplifyCookieStorage, entries: () => jar.entries() };
	}
	const storage = new MemoryStorage();
	for (const [key, value] of entries) storage.setItem(key, value);
	// One that is there already, in the place of one that is made with options.
	const Same = function () {
		return storage;
	};
	return { Storage: Same, AmplifyStorage: Same, entries: () => storage.entries() };
}

async function identityJs(pool, { deed, username, password, flow }, { Storage }) {
	const Pool = userPool(pool, new Storage({}));
	if (deed === 'sign in') {
		const cognitoUser = user(Pool, username);
		cognitoUser.setAuthenticationFlowType(flow);
		let step = await begin(cognitoUser, username, password);
		if (step.step === 'mfaRequired') {
			const code = await pool.newestCode('mfa_code');
			step = await next((callbacks) => cognitoUser.sendMFACode(code, callbacks));
		}
		finished(step);
	}
	const current = Pool.getCurrentUser();
	if (!current) return null;
	let session = await called((done) => current.getSession(done));
	if (deed === 'refresh') session = await called((done) => current.refreshSession(session.getRefreshToken(), done));
	if (deed === 'sign out') {
		await called((done) => current.signOut(done));
		return null;
	}
	const [access, id] = [session.getAccessToken(), session.getIdToken()];
	return seen(current.getUsername(), access.getJwtToken(), access.payload, id.payload);
}

async function amplify(pool, { deed, username, password, flow }, { AmplifyStorage }) {
	browser(pool, new AmplifyStorage({}));
	if (deed === 'sign in') {
		let { signInStep } = await beginWithAmplify(username, password, flow);
		if (signInStep === 'CONFIRM_SIGN_IN_WITH_SMS_CODE') {
			({ signInStep } = await answer(await pool.newestCode('mfa_code')));
		}
		if (signInStep !== 'DONE') throw new Error(`not signed in but ${signInStep}`);
	}
	const { tokens } = await fetchAuthSession({ forceRefresh: deed === 'refresh' });
	if (!tokens) return null;
	if (deed === 'sign out') {
		await signOut();
		return null;
	}
	const { username: current } = await getCurrentUser();
	return seen(current, tokens.accessToken.toString(), tokens.accessToken.payload, tokens.idToken.payload);
}

/** Whom a library holds for signed in, and by what. */
function seen(username, accessToken, access, id) {
	return { username, email: id.email, accessToken, deviceKey: access.device_key ?? null };
}

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const task = JSON.parse(Buffer.concat(chunks).toString());
setClockAhead(task.clockAhead);
const page = kept(task);
const session = await LIBRARIES[task.library](new LocalUserPool(null, task.endpoint), task, page);
process.stdout.write(JSON.stringify({ session, entries: page.entries() }), () => process.exit());
