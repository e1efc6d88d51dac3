// amazon-cognito-identity-js: passwords that are sent as they are, and forgotten ones.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { begin, called, finished, signIn, signUp, user, userPool } from './identity-js.mjs';
import { CLIENT_ID, DEMO, LocalUserPool, freshAddress, wrongCode } from './pool.mjs';

const PASSWORD = 'Correct-Horse1';
const NEW_PASSWORD = 'Battery-Staple2';
let pool;

before(async () => {
	pool = await LocalUserPool.start();
});
after(() => pool.stop());

async function confirmedUser() {
	const [Pool, address] = [userPool(pool), freshAddress()];
	await signUp(Pool, address, PASSWORD, { email: address });
	const code = await pool.lastCode(address, 'sign_up_code');
	await called((done) => user(Pool, address).confirmRegistration(code, false, done));
	return address;
}

function reset(cognitoUser, code, password) {
	return new Promise((onSuccess, onFailure) => cognitoUser.confirmPassword(code, password, { onSuccess, onFailure }));
}

test('USER_PASSWORD_AUTH', async () => {
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
	assert.equal(session.getIdToken().payload.email, DEMO.username);
	assert.equal(session.getAccessToken().payload.client_id, CLIENT_ID);
});

test('a forgotten password: a wrong code, a weak password, then a new one', async () => {
	const address = await confirmedUser();
	const cognitoUser = user(userPool(pool), address);
	const { CodeDeliveryDetails: delivery } = await new Promise((inputVerificationCode, onFailure) =>
		cognitoUser.forgotPassword({ inputVerificationCode, onFailure }),
	);
	assert.deepEqual([delivery.DeliveryMedium, delivery.AttributeName], ['EMAIL', 'email']);
	assert.match(delivery.Destination, /^.\*\*\*@e\*\*\*$/);

	const code = await pool.lastCode(address, 'password_reset_code');
	await assert.rejects(reset(cognitoUser, wrongCode(code), NEW_PASSWORD), { code: 'CodeMismatchException' });
	await assert.rejects(reset(cognitoUser, code, 'short'), { code: 'InvalidPasswordException' });
	await signIn(user(userPool(pool), address), address, PASSWORD);
	assert.equal(await reset(cognitoUser, code, NEW_PASSWORD), 'SUCCESS');
	await assert.rejects(reset(cognitoUser, code, PASSWORD), { code: 'ExpiredCodeException' }, 'a code that was used');

	await assert.rejects(signIn(user(userPool(pool), address), address, PASSWORD), { code: 'NotAuthorizedException' });
	await signIn(user(userPool(pool), address), address, NEW_PASSWORD);
});

test("an unknown user's forgotten password looks like anyone's", async () => {
	const address = freshAddress();
	const cognitoUser = user(userPool(pool), address);
	const { CodeDeliveryDetails: delivery } = await new Promise((inputVerificationCode, onFailure) =>
		cognitoUser.forgotPassword({ inputVerificationCode, onFailure }),
	);
	assert.deepEqual([delivery.DeliveryMedium, delivery.AttributeName], ['EMAIL', 'email']);
	assert.deepEqual(await pool.messages(address), []);
	await assert.rejects(reset(cognitoUser, '123456', NEW_PASSWORD), ({ code }) =>
		['CodeMismatchException', 'ExpiredCodeException'].includes(code),
	);
});

test('a user whose password must be reset is told so', async () => {
	const username = 'reset@example.com';
	const other = await LocalUserPool.start(`
		[[users]]
		email = "${username}"
		password = "${PASSWORD}"
		status = "RESET_REQUIRED"
	`);
	try {
		const cognitoUser = user(userPool(other), username);
		await assert.rejects(begin(cognitoUser, username, PASSWORD), { code: 'PasswordResetRequiredException' });
		await new Promise((inputVerificationCode, onFailure) =>
			cognitoUser.forgotPassword({ inputVerificationCode, onFailure }),
		);
		await reset(cognitoUser, await other.lastCode(username, 'password_reset_code'), NEW_PASSWORD);
		await signIn(user(userPool(other), username), username, NEW_PASSWORD);
	} finally {
		await other.stop();
	}
});
