// Amplify: signing up, temporary passwords, challenges that triggers make up, signing out, and the account's end.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import {
	autoSignIn,
	confirmSignUp,
	deleteUser,
	fetchAuthSession,
	fetchUserAttributes,
	getCurrentUser,
	signOut,
	signUp,
} from '@aws-amplify/auth';
import { WRONG_PASSWORD, answer, assertSignedInAs, begin, browser } from './amplify.mjs';
import { Handler } from './handler.mjs';
import { CLIENT_ID, DEMO, LocalUserPool, freshAddress, wrongCode } from './pool.mjs';

const PASSWORD = 'Correct-Horse1';
const NEW_PASSWORD = 'Battery-Staple2';
const TEMPORARY = 'temporary@example.com';
let handler;
let pool;

before(async () => {
	handler = await Handler.start(({ triggerSource, request }) => {
		const right = (request.session ?? []).filter(
			({ challengeName, challengeResult }) => challengeName === 'CUSTOM_CHALLENGE' && challengeResult,
		).length;
		switch (triggerSource) {
			case 'DefineAuthChallenge_Authentication': {
				const bySrp = request.session.length === 1 && request.session[0].challengeName === 'SRP_A';
				const challengeName = bySrp ? 'PASSWORD_VERIFIER' : 'CUSTOM_CHALLENGE';
				return { challengeName, issueTokens: right === 2, failAuthentication: false };
			}
			case 'CreateAuthChallenge_Authentication':
				return {
					publicChallengeParameters: { prompt: `Question ${right + 1}` },
					privateChallengeParameters: { answer: `Answer ${right + 1}` },
				};
			case 'VerifyAuthChallengeResponse_Authentication':
				return { answerCorrect: request.challengeAnswer === request.privateChallengeParameters.answer };
		}
	});
	pool = await LocalUserPool.start(`
		[UserPool]
		Schema = [{ Name = "email", Required = true }, { Name = "name", Required = true }]
		[UserPool.LambdaConfig]
		DefineAuthChallenge = "${handler.url}"
		CreateAuthChallenge = "${handler.url}"
		VerifyAuthChallengeResponse = "${handler.url}"
		[[users]]
		email = "${DEMO.username}"
		password = "${DEMO.password}"
		attributes = { name = "Demo" }
		[[users]]
		email = "${TEMPORARY}"
		password = "${PASSWORD}"
		status = "FORCE_CHANGE_PASSWORD"
	`);
});
after(async () => {
	await pool.stop();
	await handler.stop();
});
beforeEach(() => browser(pool));

test('sign-up with a password, and straight on', async () => {
	const address = freshAddress();
	const options = { userAttributes: { email: address, name: 'Someone' }, autoSignIn: true };
	const register = () => signUp({ username: address, password: PASSWORD, options });
	assert.equal((await register()).nextStep.signUpStep, 'CONFIRM_SIGN_UP');
	await assert.rejects(autoSignIn(), { name: 'AutoSignInException' }, 'before the confirmation');
	const confirmationCode = await pool.lastCode(address, 'sign_up_code');
	const confirm = (code) => confirmSignUp({ username: address, confirmationCode: code });
	await assert.rejects(confirm(wrongCode(confirmationCode)), { name: 'CodeMismatchException' });
	assert.deepEqual((await confirm(confirmationCode)).nextStep, { signUpStep: 'COMPLETE_AUTO_SIGN_IN' });
	await assertSignedInAs(address, (await autoSignIn()).nextStep);
	await assert.rejects(register(), { name: 'UsernameExistsException' });
});

test('who has not confirmed the sign-up is led there', async () => {
	const address = freshAddress();
	await signUp({ username: address, password: PASSWORD, options: { userAttributes: { name: 'Someone' } } });
	assert.deepEqual(await begin(address, PASSWORD), { signInStep: 'CONFIRM_SIGN_UP' });
});

test('NEW_PASSWORD_REQUIRED with an attribute that is missing', async () => {
	assert.deepEqual(await begin(TEMPORARY, PASSWORD), {
		signInStep: 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED',
		missingAttributes: ['name'],
	});
	await assert.rejects(answer('short', { userAttributes: { name: 'A name' } }), { name: 'InvalidPasswordException' });
	await assert.rejects(answer(NEW_PASSWORD), { name: 'InvalidParameterException' });
	const { id } = await assertSignedInAs(TEMPORARY, await answer(NEW_PASSWORD, { userAttributes: { name: 'A name' } }));
	assert.equal(id.name, 'A name');
	await assert.rejects(begin(TEMPORARY, PASSWORD), WRONG_PASSWORD);
	await assertSignedInAs(TEMPORARY, await begin(TEMPORARY, NEW_PASSWORD));
});

test('a custom challenge, with and without a password', async () => {
	for (const [flow, password] of [['CUSTOM_WITHOUT_SRP', undefined], ['CUSTOM_WITH_SRP', DEMO.password]]) {
		const { signInStep, additionalInfo } = await begin(DEMO.username, password, flow);
		assert.equal(signInStep, 'CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE', flow);
		assert.equal(additionalInfo.prompt, 'Question 1', flow);
		assert.equal((await answer('wrong')).additionalInfo.prompt, 'Question 1', flow);
		assert.equal((await answer('Answer 1')).additionalInfo.prompt, 'Question 2', flow);
		await assertSignedInAs(DEMO.username, await answer('Answer 2'));
	}
	await assert.rejects(begin(DEMO.username, `${DEMO.password}x`, 'CUSTOM_WITH_SRP'), WRONG_PASSWORD);
});

test('who is signed in, and that signing out ends it', async () => {
	assert.deepEqual(await begin(DEMO.username, DEMO.password), { signInStep: 'DONE' });
	const { username, userId, signInDetails } = await getCurrentUser();
	assert.equal(username, userId);
	assert.deepEqual(signInDetails, { loginId: DEMO.username, authFlowType: 'USER_SRP_AUTH' });
	const attributes = await fetchUserAttributes();
	assert.deepEqual([attributes.sub, attributes.email, attributes.name], [userId, DEMO.username, 'Demo']);
	await assert.rejects(begin(DEMO.username, DEMO.password), { name: 'UserAlreadyAuthenticatedException' });

	const { tokens } = await fetchAuthSession();
	await signOut({ global: true });
	await assert.rejects(getCurrentUser(), { name: 'UserUnAuthenticatedException' });
	const refused = await pool.call('GetUser', { AccessToken: tokens.accessToken.toString() });
	assert.deepEqual([refused.status, refused.body.__type], [400, 'NotAuthorizedException']);
	assert.equal(tokens.accessToken.payload.client_id, CLIENT_ID);
});

test('a user is deleted, and the address is free again', async () => {
	const address = freshAddress();
	const options = { userAttributes: { name: 'Someone' } };
	const register = () => signUp({ username: address, password: PASSWORD, options });
	const { userId } = await register();
	await confirmSignUp({ username: address, confirmationCode: await pool.lastCode(address, 'sign_up_code') });
	await begin(address, PASSWORD);
	const { tokens } = await fetchAuthSession();
	await deleteUser();
	await assert.rejects(getCurrentUser(), { name: 'UserUnAuthenticatedException' });
	const refused = await pool.call('GetUser', { AccessToken: tokens.accessToken.toString() });
	assert.equal(refused.status, 400);
	await assert.rejects(begin(address, PASSWORD), WRONG_PASSWORD);
	assert.notEqual((await register()).userId, userId);
});

test('refresh tokens that rotate', async () => {
	const rotating = await LocalUserPool.start(`
		[UserPoolClient.RefreshTokenRotation]
		Feature = "ENABLED"
	`);
	try {
		const storage = browser(rotating);
		const stored = () => storage.getItem(storage.keyEnding('.refreshToken'));
		await begin(DEMO.username, DEMO.password);
		const refreshTokens = [stored()];
		for (const time of [1, 2]) {
			const { tokens } = await fetchAuthSession({ forceRefresh: true });
			assert.equal(tokens.idToken.payload.email, DEMO.username, `${time}`);
			refreshTokens.push(stored());
		}
		assert.equal(new Set(refreshTokens).size, 3);
		const again = { ClientId: CLIENT_ID, RefreshToken: refreshTokens[0] };
		const refused = await rotating.call('GetTokensFromRefreshToken', again);
		assert.deepEqual([refused.status, refused.body.__type], [400, 'RefreshTokenReuseException']);
		await signOut();
	} finally {
		await rotating.stop();
	}
});
