// amazon-cognito-identity-js: passwords that are changed, forgotten, temporary, or sent as they are.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
	begin,
	called,
	claims,
	finished,
	next,
	outcome,
	registered,
	sent,
	signIn,
	user,
	userPool,
} from './identity-js.mjs';
import { CLIENT_ID, DEMO, LocalUserPool, wrongCode } from './pool.mjs';
import { totpCode } from './totp.mjs';

const TEMPORARY = 'Temporary-Horse1';
const PASSWORD = 'Correct-Horse1';
const NEW_PASSWORD = 'Battery-Staple2';
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
let pool;
/** Where an administrator makes the users. */
let administered;

before(async () => {
	[pool, administered] = await Promise.all([
		LocalUserPool.start(),
		LocalUserPool.start(`
			[UserPool]
			MfaConfiguration = "OPTIONAL"
			SoftwareTokenMfa = true
			Schema = [{ Name = "email", Required = true }, { Name = "name", Required = true }]
			[[users]]
			email = "nameless@example.com"
			password = "${TEMPORARY}"
			status = "FORCE_CHANGE_PASSWORD"
			[[users]]
			email = "complete@example.com"
			password = "${TEMPORARY}"
			status = "FORCE_CHANGE_PASSWORD"
			attributes = { name = "Complete" }
			mfa = ["SOFTWARE_TOKEN_MFA"]
			preferred_mfa = "SOFTWARE_TOKEN_MFA"
			totp_secret = "${SECRET}"
		`),
	]);
});
after(() => Promise.all([pool.stop(), administered.stop()]));

test('scenario 08: the password is changed', async () => {
	const address = await registered(pool, PASSWORD);
	const cognitoUser = user(userPool(pool), address);
	const change = (old, changed) => called((done) => cognitoUser.changePassword(old, changed, done));
	await assert.rejects(change(PASSWORD, NEW_PASSWORD), { message: 'User is not authenticated' });

	const session = await signIn(cognitoUser, address, PASSWORD);
	for (const [old, changed, code] of [
		[`${PASSWORD}x`, NEW_PASSWORD, 'NotAuthorizedException'],
		[PASSWORD, 'short', 'InvalidPasswordException'],
		[PASSWORD, 'only lower case', 'InvalidPasswordException'],
	]) {
		await assert.rejects(change(old, changed), { code }, `${old} to ${changed}`);
	}
	await signIn(user(userPool(pool), address), address, PASSWORD);
	assert.equal(await change(PASSWORD, NEW_PASSWORD), 'SUCCESS');

	await assert.rejects(signIn(user(userPool(pool), address), address, PASSWORD), { code: 'NotAuthorizedException' });
	await signIn(user(userPool(pool), address), address, NEW_PASSWORD);
	const refreshed = await called((done) => cognitoUser.refreshSession(session.getRefreshToken(), done));
	assert.equal(claims(refreshed).email, address, 'the sign-in goes on');
});

test('scenario 09: a forgotten password: a wrong code, a weak password, then a new one', async () => {
	const address = await registered(pool, PASSWORD);
	const cognitoUser = user(userPool(pool), address);
	const { CodeDeliveryDetails: delivery } = await sent((callbacks) => cognitoUser.forgotPassword(callbacks));
	assert.deepEqual([delivery.DeliveryMedium, delivery.AttributeName], ['EMAIL', 'email']);
	assert.match(delivery.Destination, /^.\*\*\*@e\*\*\*$/);

	const code = await pool.lastCode(address, 'password_reset_code');
	const reset = (given, password) => outcome((callbacks) => cognitoUser.confirmPassword(given, password, callbacks));
	await assert.rejects(reset(wrongCode(code), NEW_PASSWORD), { code: 'CodeMismatchException' });
	await assert.rejects(reset(code, 'short'), { code: 'InvalidPasswordException' });
	await signIn(user(userPool(pool), address), address, PASSWORD);
	assert.equal(await reset(code, NEW_PASSWORD), 'SUCCESS');
	await assert.rejects(reset(code, PASSWORD), { code: 'ExpiredCodeException' }, 'a code that was used');

	await assert.rejects(signIn(user(userPool(pool), address), address, PASSWORD), { code: 'NotAuthorizedException' });
	await signIn(user(userPool(pool), address), address, NEW_PASSWORD);
});

async function begunWithTemporary(username) {
	const cognitoUser = user(userPool(administered), username);
	return { cognitoUser, asked: await begin(cognitoUser, username, TEMPORARY) };
}

function complete(cognitoUser, password, given) {
	return next((callbacks) => cognitoUser.completeNewPasswordChallenge(password, given, callbacks));
}

test('scenario 20: a new password, with an attribute that is missing', async () => {
	const username = 'nameless@example.com';
	const wrong = user(userPool(administered), username);
	await assert.rejects(begin(wrong, username, PASSWORD), { code: 'NotAuthorizedException' });

	const { cognitoUser: meddler } = await begunWithTemporary(username);
	await assert.rejects(complete(meddler, PASSWORD, { name: 'A name', email: 'another@example.com' }), {
		code: 'NotAuthorizedException',
	});

	const { cognitoUser, asked } = await begunWithTemporary(username);
	assert.equal(asked.step, 'newPasswordRequired');
	const [attributes, missing] = asked.values;
	assert.equal(attributes.email, username);
	assert.equal(attributes.email_verified, 'true');
	assert.deepEqual(missing, ['name']);
	for (const [password, given, code] of [
		[PASSWORD, {}, 'InvalidParameterException'],
		['short', { name: 'A name' }, 'InvalidPasswordException'],
		[PASSWORD, { name: 'A name', 'custom:unknown': 'x' }, 'InvalidParameterException'],
	]) {
		await assert.rejects(complete(cognitoUser, password, given), { code }, `${password} ${JSON.stringify(given)}`);
	}
	const { email, name } = claims(finished(await complete(cognitoUser, PASSWORD, { name: 'A name' })));
	assert.deepEqual([email, name], [username, 'A name']);

	await assert.rejects(begunWithTemporary(username), { code: 'NotAuthorizedException' }, 'the temporary password');
	await signIn(user(userPool(administered), username), username, PASSWORD);
});

test('scenario 20: a new password, then the second factor', async () => {
	const username = 'complete@example.com';
	const { cognitoUser, asked } = await begunWithTemporary(username);
	assert.deepEqual([asked.step, asked.values[0].name, asked.values[1]], ['newPasswordRequired', 'Complete', []]);
	const app = await complete(cognitoUser, PASSWORD, {});
	assert.equal(app.step, 'totpRequired');
	const answer = (code) => next((callbacks) => cognitoUser.sendMFACode(code, callbacks, 'SOFTWARE_TOKEN_MFA'));
	assert.equal(claims(finished(await answer(totpCode(SECRET)))).email, username);
});

test('scenario 27: USER_PASSWORD_AUTH', async () => {
	const typed = (username) => {
		const cognitoUser = user(userPool(pool), username);
		cognitoUser.setAuthenticationFlowType('USER_PASSWORD_AUTH');
		return cognitoUser;
	};
	for (const [username, password] of [
		[DEMO.username, `${DEMO.password}x`],
		['unknown@example.com', DEMO.password],
	]) {
		await assert.rejects(begin(typed(username), username, password), {
			code: 'NotAuthorizedException',
			message: 'Incorrect username or password.',
		});
	}
	const session = finished(await begin(typed(DEMO.username), DEMO.username, DEMO.password));
	assert.equal(claims(session).email, DEMO.username);
	assert.equal(session.getAccessToken().payload.client_id, CLIENT_ID);
});
