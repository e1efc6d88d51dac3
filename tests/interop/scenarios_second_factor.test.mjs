// amazon-cognito-identity-js: second factors.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { begin, called, finished, next, signIn, user, userPool } from './identity-js.mjs';
import { DEMO, LocalUserPool, wrongCode } from './pool.mjs';
import { totpCode, wrongTotpCode } from './totp.mjs';

const PASSWORD = 'Correct-Horse1';
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const SMS = { username: 'sms@example.com', number: '+12025550101' };
const APP = { username: 'app@example.com' };
const BOTH = { username: 'both@example.com', number: '+12025550102' };
const NEITHER = { username: 'neither@example.com' };
let pool;

before(async () => {
	pool = await LocalUserPool.start(`
		[UserPool]
		MfaConfiguration = "ON"
		SmsMfa = true
		SoftwareTokenMfa = true
		[[users]]
		email = "${SMS.username}"
		password = "${PASSWORD}"
		phone_number = "${SMS.number}"
		mfa = ["SMS_MFA"]
		[[users]]
		email = "${APP.username}"
		password = "${PASSWORD}"
		mfa = ["SOFTWARE_TOKEN_MFA"]
		totp_secret = "${SECRET}"
		[[users]]
		email = "${BOTH.username}"
		password = "${PASSWORD}"
		phone_number = "${BOTH.number}"
		mfa = ["SMS_MFA", "SOFTWARE_TOKEN_MFA"]
		totp_secret = "${SECRET}"
		[[users]]
		email = "${NEITHER.username}"
		password = "${PASSWORD}"
	`);
});
after(() => pool.stop());

/** Begins with the password; gives the user and the step that follows. */
async function begun({ username }) {
	const cognitoUser = user(userPool(pool), username);
	return { cognitoUser, asked: await begin(cognitoUser, username, PASSWORD) };
}

function assertSignedInAs({ username }, step) {
	const session = finished(step);
	assert.equal(session.getIdToken().payload.email, username);
	assert.ok(session.isValid());
}

/** RespondToAuthChallenge's refusal of a wrong code. */
const MISMATCH = { code: 'CodeMismatchException', message: 'Invalid code or auth state for the user.' };

test('scenario 24: SMS_MFA: a wrong code, then the right one', async () => {
	const { cognitoUser, asked } = await begun(SMS);
	assert.equal(asked.step, 'mfaRequired');
	const [challenge, parameters] = asked.values;
	assert.equal(challenge, 'SMS_MFA');
	assert.equal(parameters.CODE_DELIVERY_DELIVERY_MEDIUM, 'SMS');
	assert.equal(parameters.CODE_DELIVERY_DESTINATION, `+*******${SMS.number.slice(-4)}`);

	const code = await pool.lastCode(SMS.number, 'mfa_code');
	const send = (answer) => next((callbacks) => cognitoUser.sendMFACode(answer, callbacks));
	await assert.rejects(send(wrongCode(code)), MISMATCH);
	assertSignedInAs(SMS, await send(code));
	await assert.rejects(send(code), { code: 'NotAuthorizedException' }, 'a session that was used');
});

test('scenario 24: SMS_MFA: not before the password', async () => {
	const sent = (await pool.messages(SMS.number)).length;
	const cognitoUser = user(userPool(pool), SMS.username);
	await assert.rejects(begin(cognitoUser, SMS.username, `${PASSWORD}x`), { code: 'NotAuthorizedException' });
	assert.equal((await pool.messages(SMS.number)).length, sent);
});

test('scenario 24: SOFTWARE_TOKEN_MFA: a wrong code, the right one, and no code twice', async () => {
	const { cognitoUser, asked } = await begun(APP);
	const { cognitoUser: again } = await begun(APP);
	assert.equal(asked.step, 'totpRequired');
	assert.equal(asked.values[0], 'SOFTWARE_TOKEN_MFA');
	const send = (signingIn, code) =>
		next((callbacks) => signingIn.sendMFACode(code, callbacks, 'SOFTWARE_TOKEN_MFA'));
	await assert.rejects(send(cognitoUser, wrongTotpCode(SECRET)), MISMATCH);
	const code = totpCode(SECRET);
	assertSignedInAs(APP, await send(cognitoUser, code));
	await assert.rejects(send(again, code), { code: 'ExpiredCodeException' });
	assertSignedInAs(APP, await send(again, totpCode(SECRET, 1)));
});

test('scenario 24: SELECT_MFA_TYPE: either of the two', async () => {
	for (const [answer, step, code] of [
		['SMS_MFA', 'mfaRequired', () => pool.lastCode(BOTH.number, 'mfa_code')],
		['SOFTWARE_TOKEN_MFA', 'totpRequired', () => totpCode(SECRET)],
	]) {
		const { cognitoUser, asked } = await begun(BOTH);
		assert.equal(asked.step, 'selectMFAType', answer);
		const [challenge, parameters] = asked.values;
		assert.equal(challenge, 'SELECT_MFA_TYPE', answer);
		assert.deepEqual(JSON.parse(parameters.MFAS_CAN_CHOOSE).sort(), ['SMS_MFA', 'SOFTWARE_TOKEN_MFA'], answer);
		// EMAIL_OTP is not among them.
		await assert.rejects(
			next((callbacks) => cognitoUser.sendMFASelectionAnswer('EMAIL_OTP', callbacks)),
			{ code: 'InvalidParameterException' },
			answer,
		);
		const chosen = await next((callbacks) => cognitoUser.sendMFASelectionAnswer(answer, callbacks));
		assert.deepEqual([chosen.step, chosen.values[0]], [step, answer]);
		const given = await code();
		const send = (sent) => next((callbacks) => cognitoUser.sendMFACode(sent, callbacks, answer));
		await assert.rejects(send(answer === 'SMS_MFA' ? wrongCode(given) : wrongTotpCode(SECRET)), MISMATCH, answer);
		assertSignedInAs(BOTH, await send(given));
	}
});

test('scenario 24: MFA_SETUP: an authenticator app while signing in, and asked for ever after', async () => {
	const { cognitoUser, asked } = await begun(NEITHER);
	assert.equal(asked.step, 'mfaSetup');
	const [challenge, parameters] = asked.values;
	assert.equal(challenge, 'MFA_SETUP');
	assert.ok(JSON.parse(parameters.MFAS_CAN_SETUP).includes('SOFTWARE_TOKEN_MFA'));

	const associated = await next((callbacks) => cognitoUser.associateSoftwareToken(callbacks));
	assert.equal(associated.step, 'associateSecretCode');
	const [secret] = associated.values;
	assert.match(secret, /^[A-Z2-7]{52}$/);
	const verify = (code) => next((callbacks) => cognitoUser.verifySoftwareToken(code, 'An app', callbacks));
	await assert.rejects(verify(wrongTotpCode(secret)), { code: 'EnableSoftwareTokenMFAException' });
	assertSignedInAs(NEITHER, await verify(totpCode(secret)));

	const { cognitoUser: again, asked: app } = await begun(NEITHER);
	assert.deepEqual([app.step, app.values[1].FRIENDLY_DEVICE_NAME], ['totpRequired', 'An app']);
	const send = (code) => next((callbacks) => again.sendMFACode(code, callbacks, 'SOFTWARE_TOKEN_MFA'));
	await assert.rejects(send(totpCode(SECRET, 1)), MISMATCH, "another app's code");
	assertSignedInAs(NEITHER, await send(totpCode(secret, 1)));
});

/** Those who have no second factor yet, where it is optional. */
async function withOptionalFactors(run) {
	const username = 'optional@example.com';
	const number = '+12025550103';
	const optional = await LocalUserPool.start(`
		[UserPool]
		MfaConfiguration = "OPTIONAL"
		SmsMfa = true
		SoftwareTokenMfa = true
		[[users]]
		email = "${username}"
		password = "${PASSWORD}"
		phone_number = "${number}"
	`);
	try {
		const another = () => user(userPool(optional), username);
		const signedIn = another();
		await signIn(signedIn, username, PASSWORD);
		await run({ optional, username, number, another, signedIn });
	} finally {
		await optional.stop();
	}
}

const ON = { Enabled: true, PreferredMfa: true };
const OFF = { Enabled: false, PreferredMfa: false };

function prefer(cognitoUser, sms, softwareToken) {
	return called((done) => cognitoUser.setUserMfaPreference(sms, softwareToken, done));
}

test('scenario 25: SMS becomes the preferred second factor, and is given up again', () =>
	withOptionalFactors(async ({ optional, username, number, another, signedIn }) => {
		assert.equal(await prefer(signedIn, ON, null), 'SUCCESS');
		const again = another();
		assert.equal((await begin(again, username, PASSWORD)).step, 'mfaRequired');
		const code = await optional.lastCode(number, 'mfa_code');
		assertSignedInAs({ username }, await next((callbacks) => again.sendMFACode(code, callbacks)));

		assert.equal(await prefer(signedIn, OFF, null), 'SUCCESS');
		await signIn(another(), username, PASSWORD);
	}));

test('scenario 25: SMS without a number, and by who is not signed in', () =>
	withOptionalFactors(async ({ another }) => {
		await assert.rejects(prefer(another(), ON, null), { message: 'User is not authenticated' });
		const without = await LocalUserPool.start(`
			[UserPool]
			MfaConfiguration = "OPTIONAL"
			SmsMfa = true
		`);
		try {
			const cognitoUser = user(userPool(without), DEMO.username);
			await signIn(cognitoUser, DEMO.username, DEMO.password);
			await assert.rejects(prefer(cognitoUser, ON, null), { code: 'InvalidParameterException' });
		} finally {
			await without.stop();
		}
	}));

test('scenario 26: an authenticator app is set up, preferred and given up again', () =>
	withOptionalFactors(async ({ username, another, signedIn }) => {
		await assert.rejects(prefer(signedIn, null, ON), { code: 'InvalidParameterException' }, 'not set up yet');
		const [secret] = (await next((callbacks) => signedIn.associateSoftwareToken(callbacks))).values;
		const verify = (code) => next((callbacks) => signedIn.verifySoftwareToken(code, 'An app', callbacks));
		await assert.rejects(verify(wrongTotpCode(secret)), { code: 'EnableSoftwareTokenMFAException' });
		assert.equal((await verify(totpCode(secret))).session.Status, 'SUCCESS');
		assert.equal(await prefer(signedIn, null, ON), 'SUCCESS');

		const again = another();
		assert.equal((await begin(again, username, PASSWORD)).step, 'totpRequired');
		const sent = await next((callbacks) =>
			again.sendMFACode(totpCode(secret, 1), callbacks, 'SOFTWARE_TOKEN_MFA'),
		);
		assertSignedInAs({ username }, sent);

		await prefer(signedIn, null, OFF);
		await signIn(another(), username, PASSWORD);
	}));
