// amazon-cognito-identity-js: a password in place of a temporary one.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { begin, finished, next, signIn, user, userPool } from './identity-js.mjs';
import { LocalUserPool } from './pool.mjs';
import { totpCode } from './totp.mjs';

const TEMPORARY = 'Temporary-Horse1';
const PASSWORD = 'Correct-Horse1';
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
let pool;

before(async () => {
	pool = await LocalUserPool.start(`
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
	`);
});
after(() => pool.stop());

async function begun(username) {
	const cognitoUser = user(userPool(pool), username);
	return { cognitoUser, asked: await begin(cognitoUser, username, TEMPORARY) };
}

test('NEW_PASSWORD_REQUIRED with an attribute that is missing', async () => {
	const username = 'nameless@example.com';
	const wrong = user(userPool(pool), username);
	await assert.rejects(begin(wrong, username, PASSWORD), { code: 'NotAuthorizedException' });

	const complete = (cognitoUser, password, given) =>
		next((callbacks) => cognitoUser.completeNewPasswordChallenge(password, given, callbacks));
	const { cognitoUser: meddler } = await begun(username);
	await assert.rejects(complete(meddler, PASSWORD, { name: 'A name', email: 'another@example.com' }), {
		code: 'NotAuthorizedException',
	});

	const { cognitoUser, asked } = await begun(username);
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
	const claims = finished(await complete(cognitoUser, PASSWORD, { name: 'A name' })).getIdToken().payload;
	assert.deepEqual([claims.email, claims.name], [username, 'A name']);

	await assert.rejects(begun(username), { code: 'NotAuthorizedException' }, 'the temporary password');
	await signIn(user(userPool(pool), username), username, PASSWORD);
});

test('NEW_PASSWORD_REQUIRED, then the second factor', async () => {
	const username = 'complete@example.com';
	const { cognitoUser, asked } = await begun(username);
	assert.deepEqual([asked.step, asked.values[0].name, asked.values[1]], ['newPasswordRequired', 'Complete', []]);
	const app = await next((callbacks) => cognitoUser.completeNewPasswordChallenge(PASSWORD, {}, callbacks));
	assert.equal(app.step, 'totpRequired');
	const send = (code) => next((callbacks) => cognitoUser.sendMFACode(code, callbacks, 'SOFTWARE_TOKEN_MFA'));
	assert.equal(finished(await send(totpCode(SECRET))).getIdToken().payload.email, username);
});
