// amazon-cognito-identity-js: challenges that triggers make up.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import identity from 'amazon-cognito-identity-js';
import { Handler } from './handler.mjs';
import { begin, finished, next, user, userPool } from './identity-js.mjs';
import { DEMO, LocalUserPool } from './pool.mjs';

const { AuthenticationDetails } = identity;
const ROUNDS = ['first', 'second', 'third'];
let handler;
let pool;

before(async () => {
	handler = await Handler.start((event) => answered(event));
	pool = await LocalUserPool.start(`
		[UserPool.LambdaConfig]
		DefineAuthChallenge = "${handler.url}"
		CreateAuthChallenge = "${handler.url}"
		VerifyAuthChallengeResponse = "${handler.url}"
		[[users]]
		email = "${DEMO.username}"
		password = "${DEMO.password}"
	`);
});
after(async () => {
	await pool.stop();
	await handler.stop();
});

/** Three questions, each to be answered with its own name twice; two wrong answers to one of them end it all. */
function answered({ triggerSource, request }) {
	const custom = (request.session ?? []).filter(({ challengeName }) => challengeName === 'CUSTOM_CHALLENGE');
	const right = custom.filter(({ challengeResult }) => challengeResult);
	switch (triggerSource) {
		case 'DefineAuthChallenge_Authentication': {
			const bySrp = request.session[0]?.challengeName === 'SRP_A';
			if (bySrp && request.session.length === 1) return define('PASSWORD_VERIFIER');
			if (right.length === ROUNDS.length) return { issueTokens: true, failAuthentication: false };
			const failed = custom.slice(-2).filter(({ challengeResult }) => !challengeResult).length === 2;
			return failed ? { issueTokens: false, failAuthentication: true } : define('CUSTOM_CHALLENGE');
		}
		case 'CreateAuthChallenge_Authentication': {
			const round = ROUNDS[right.length];
			return {
				publicChallengeParameters: { prompt: `The ${round} word, twice?` },
				privateChallengeParameters: { answer: round + round },
				challengeMetadata: round,
			};
		}
		case 'VerifyAuthChallengeResponse_Authentication':
			return { answerCorrect: request.challengeAnswer === request.privateChallengeParameters.answer };
	}
}

function define(challengeName) {
	return { challengeName, issueTokens: false, failAuthentication: false };
}

function answer(cognitoUser, text, metadata) {
	return next((callbacks) => cognitoUser.sendCustomChallengeAnswer(text, callbacks, metadata));
}

function assertAsked(step, round) {
	assert.equal(step.step, 'customChallenge', round);
	assert.equal(step.values[0].prompt, `The ${round} word, twice?`);
	assert.equal(step.values[0].answer, undefined, 'what is private');
}

/** From the first question on: one wrong answer, then three right ones. Gives the session. */
async function answerAll(cognitoUser, first) {
	assertAsked(first, 'first');
	assertAsked(await answer(cognitoUser, 'wrong'), 'first');
	assertAsked(await answer(cognitoUser, 'firstfirst'), 'second');
	assertAsked(await answer(cognitoUser, 'secondsecond', { round: '3' }), 'third');
	const session = finished(await answer(cognitoUser, 'thirdthird'));
	assert.equal(session.getIdToken().payload.email, DEMO.username);
	assert.ok(session.isValid());
	return session;
}

test('scenario 22: CUSTOM_AUTH without a password: several rounds', async () => {
	handler.events.length = 0;
	const cognitoUser = user(userPool(pool), DEMO.username);
	const details = new AuthenticationDetails({ Username: DEMO.username });
	await answerAll(cognitoUser, await next((callbacks) => cognitoUser.initiateAuth(details, callbacks)));

	const history = handler.requests('DefineAuthChallenge_Authentication').at(-1).session;
	assert.deepEqual(
		history.map(({ challengeMetadata, challengeResult }) => [challengeMetadata, challengeResult]),
		[['first', false], ['first', true], ['second', true], ['third', true]],
	);
	const verified = handler.requests('VerifyAuthChallengeResponse_Authentication');
	assert.deepEqual(verified[2].clientMetadata, { round: '3' });
	assert.equal(verified[2].userAttributes.email, DEMO.username);
});

test('scenario 22: CUSTOM_AUTH with SRP: the password first, then the same rounds', async () => {
	handler.events.length = 0;
	const cognitoUser = user(userPool(pool), DEMO.username);
	cognitoUser.setAuthenticationFlowType('CUSTOM_AUTH');
	await answerAll(cognitoUser, await begin(cognitoUser, DEMO.username, DEMO.password));
	const history = handler.requests('DefineAuthChallenge_Authentication').at(-1).session;
	assert.deepEqual(
		history.slice(0, 2).map(({ challengeName, challengeResult }) => [challengeName, challengeResult]),
		[['SRP_A', true], ['PASSWORD_VERIFIER', true]],
	);
});

test('scenario 22: CUSTOM_AUTH with SRP: a wrong password leads to no question', async () => {
	handler.events.length = 0;
	const cognitoUser = user(userPool(pool), DEMO.username);
	cognitoUser.setAuthenticationFlowType('CUSTOM_AUTH');
	await assert.rejects(begin(cognitoUser, DEMO.username, `${DEMO.password}x`), {
		code: 'NotAuthorizedException',
		message: 'Incorrect username or password.',
	});
	assert.deepEqual(handler.requests('CreateAuthChallenge_Authentication'), []);
});

test('scenario 22: CUSTOM_AUTH: what DefineAuthChallenge fails is over', async () => {
	const cognitoUser = user(userPool(pool), DEMO.username);
	const details = new AuthenticationDetails({ Username: DEMO.username });
	await next((callbacks) => cognitoUser.initiateAuth(details, callbacks));
	assertAsked(await answer(cognitoUser, 'wrong'), 'first');
	await assert.rejects(answer(cognitoUser, 'wrong again'), { code: 'NotAuthorizedException' });
	await assert.rejects(answer(cognitoUser, 'firstfirst'), { code: 'NotAuthorizedException' });
});

test('scenario 22: CUSTOM_AUTH in a pool without triggers', async () => {
	const without = await LocalUserPool.start();
	try {
		const cognitoUser = user(userPool(without), DEMO.username);
		const details = new AuthenticationDetails({ Username: DEMO.username });
		await assert.rejects(
			next((callbacks) => cognitoUser.initiateAuth(details, callbacks)),
			{ code: 'InvalidParameterException' },
		);
	} finally {
		await without.stop();
	}
});

test('scenario 22: CUSTOM_AUTH: a remembered device proves itself after the last answer', async () => {
	const remembering = await LocalUserPool.start(`
		[UserPool.DeviceConfiguration]
		ChallengeRequiredOnNewDevice = true
		[UserPool.LambdaConfig]
		DefineAuthChallenge = "${handler.url}"
		CreateAuthChallenge = "${handler.url}"
		VerifyAuthChallengeResponse = "${handler.url}"
	`);
	try {
		const here = userPool(remembering);
		const signIn = async () => {
			const cognitoUser = user(here, DEMO.username);
			const details = new AuthenticationDetails({ Username: DEMO.username });
			const first = await next((callbacks) => cognitoUser.initiateAuth(details, callbacks));
			const session = await answerAll(cognitoUser, first);
			return session.getAccessToken().payload.device_key;
		};
		const key = await signIn();
		assert.match(key, /^us-east-1_[0-9a-f-]{36}$/);
		assert.equal(await signIn(), key);
		here.storage.setItem(here.storage.keyEnding('.randomPasswordKey'), Buffer.alloc(40, 1).toString('base64'));
		await assert.rejects(signIn(), { code: 'NotAuthorizedException' });
	} finally {
		await remembering.stop();
	}
});
