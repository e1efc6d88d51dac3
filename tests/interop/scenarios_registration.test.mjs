// amazon-cognito-identity-js: from the sign-up to the first sign-in.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { called, claims, signIn, signUp, user, userPool } from './identity-js.mjs';
import { CLIENT_ID, LocalUserPool, freshAddress, wrongCode } from './pool.mjs';

const PASSWORD = 'Correct-Horse1';
let pool;

before(async () => {
	pool = await LocalUserPool.start();
});
after(() => pool.stop());

function confirm(cognitoUser, code, forceAliasCreation = true) {
	return called((done) => cognitoUser.confirmRegistration(code, forceAliasCreation, done));
}

test('scenario 01: a registration is confirmed with the code that was sent', async () => {
	const [Pool, address] = [userPool(pool), freshAddress()];
	const signedUp = await signUp(Pool, address, PASSWORD, { email: address, name: 'Someone' });
	assert.equal(signedUp.userConfirmed, false);
	assert.equal(signedUp.codeDeliveryDetails.DeliveryMedium, 'EMAIL');
	assert.notEqual(signedUp.codeDeliveryDetails.Destination, address);

	const codes = await pool.codes(address);
	assert.equal(codes.length, 1);
	await assert.rejects(confirm(user(Pool, address), wrongCode(codes[0])), { code: 'CodeMismatchException' });
	assert.equal(await confirm(user(Pool, address), codes[0]), 'SUCCESS');

	const session = await signIn(user(Pool, address), address, PASSWORD);
	assert.equal(claims(session).sub, signedUp.userSub);
	assert.equal(claims(session).email, address);
	assert.equal(claims(session).email_verified, true);
	assert.equal(session.getAccessToken().payload.client_id, CLIENT_ID);
	assert.ok(session.isValid());
});

test('scenario 02: who has not confirmed is told so, and gets another code by e-mail', async () => {
	const [Pool, address] = [userPool(pool), freshAddress()];
	await signUp(Pool, address, PASSWORD, { email: address });
	await assert.rejects(signIn(user(Pool, address), address, PASSWORD), { code: 'UserNotConfirmedException' });

	const resend = () => called((done) => user(Pool, address).resendConfirmationCode(done));
	const { CodeDeliveryDetails: delivery } = await resend();
	assert.deepEqual([delivery.DeliveryMedium, delivery.AttributeName], ['EMAIL', 'email']);
	const [old, code] = await pool.codes(address);
	if (old !== code) {
		await assert.rejects(confirm(user(Pool, address), old), ({ code }) =>
			['CodeMismatchException', 'ExpiredCodeException'].includes(code),
		);
	}
	await confirm(user(Pool, address), code, false);
	await signIn(user(Pool, address), address, PASSWORD);
	await assert.rejects(resend(), { code: 'InvalidParameterException' });
});

test('scenario 03: another code by SMS', async () => {
	const number = '+12025550103';
	const texting = await LocalUserPool.start(`
		users = []
		[UserPool]
		UsernameAttributes = ["phone_number"]
		AutoVerifiedAttributes = ["phone_number"]
		Schema = [{ Name = "phone_number", Required = true }]
	`);
	try {
		const Pool = userPool(texting);
		const { codeDeliveryDetails: first } = await signUp(Pool, number, PASSWORD, { phone_number: number });
		const { CodeDeliveryDetails: again } = await called((done) => user(Pool, number).resendConfirmationCode(done));
		for (const delivery of [first, again]) {
			assert.deepEqual(delivery, {
				DeliveryMedium: 'SMS',
				AttributeName: 'phone_number',
				Destination: `+*******${number.slice(-4)}`,
			});
		}
		const codes = await texting.codes(number);
		assert.equal(codes.length, 2);
		assert.equal(await confirm(user(Pool, number), codes[1]), 'SUCCESS');
		const { phone_number, phone_number_verified } = claims(await signIn(user(Pool, number), number, PASSWORD));
		assert.deepEqual([phone_number, phone_number_verified], [number, true]);
	} finally {
		await texting.stop();
	}
});
