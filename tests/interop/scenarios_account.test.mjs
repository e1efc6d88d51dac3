// amazon-cognito-identity-js: the attributes of who is signed in, and the account's end.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import identity from 'amazon-cognito-identity-js';
import {
	begin,
	byName,
	called,
	claims,
	outcome,
	registered,
	sent,
	signIn,
	signUp,
	user,
	userPool,
} from './identity-js.mjs';
import { DEMO, LocalUserPool, freshAddress, wrongCode } from './pool.mjs';
import { MemoryStorage } from './storage.mjs';

const { CognitoUserAttribute } = identity;
const PASSWORD = 'Correct-Horse1';
const SMS = { username: 'sms@example.com', number: '+12025550101' };
let pool;

before(async () => {
	pool = await LocalUserPool.start(`
		[UserPool]
		MfaConfiguration = "OPTIONAL"
		SmsMfa = true
		Schema = [
			{ Name = "email", Required = true },
			{ Name = "custom:color", AttributeDataType = "String", Mutable = true },
			{ Name = "custom:origin", AttributeDataType = "String", Mutable = false },
		]
		[[users]]
		email = "${DEMO.username}"
		password = "${DEMO.password}"
		attributes = { name = "Demo" }
		[[users]]
		email = "${SMS.username}"
		password = "${PASSWORD}"
		phone_number = "${SMS.number}"
	`);
});
after(() => pool.stop());

/** A new user who is signed in. */
async function someone(attributes = {}) {
	const address = await registered(pool, PASSWORD, attributes);
	const cognitoUser = user(userPool(pool), address);
	const session = await signIn(cognitoUser, address, PASSWORD);
	return { address, cognitoUser, session };
}

async function attributesOf(cognitoUser) {
	return byName(await called((done) => cognitoUser.getUserAttributes(done)));
}

/** Gives 'SUCCESS' and where codes went. */
function update(cognitoUser, attributes) {
	const list = Object.entries(attributes).map(([Name, Value]) => new CognitoUserAttribute({ Name, Value }));
	return new Promise((resolve, reject) => {
		cognitoUser.updateAttributes(list, (error, ...values) => (error ? reject(error) : resolve(values)));
	});
}

function remove(cognitoUser, ...names) {
	return called((done) => cognitoUser.deleteAttributes(names, done));
}

test('scenario 04: the attributes are read', async () => {
	const cognitoUser = user(userPool(pool), DEMO.username);
	await assert.rejects(attributesOf(cognitoUser), { message: 'User is not authenticated' });
	await signIn(cognitoUser, DEMO.username, DEMO.password);
	const attributes = await called((done) => cognitoUser.getUserAttributes(done));
	const [first] = attributes;
	assert.equal(byName(attributes)[first.getName()], first.getValue());
	const { email, email_verified, name, sub } = byName(attributes);
	assert.deepEqual([email, email_verified, name], [DEMO.username, 'true', 'Demo']);
	assert.equal(sub, cognitoUser.getUsername());
});

test('scenario 05: an attribute is verified with the code that was sent', async () => {
	const { cognitoUser } = await someone();
	const another = freshAddress();
	const [, { CodeDeliveryDetailsList: sentTo }] = await update(cognitoUser, { email: another });
	assert.deepEqual(sentTo.map(({ AttributeName }) => AttributeName), ['email']);
	assert.equal((await attributesOf(cognitoUser)).email_verified, 'false');

	const { CodeDeliveryDetails: delivery } = await sent((callbacks) =>
		cognitoUser.getAttributeVerificationCode('email', callbacks),
	);
	assert.deepEqual([delivery.DeliveryMedium, delivery.AttributeName], ['EMAIL', 'email']);
	assert.notEqual(delivery.Destination, another);
	const code = (await pool.codes(another)).at(-1);
	const verify = (given) => outcome((callbacks) => cognitoUser.verifyAttribute('email', given, callbacks));
	await assert.rejects(verify(wrongCode(code)), { code: 'CodeMismatchException' });
	assert.equal(await verify(code), 'SUCCESS');
	const { email, email_verified } = await attributesOf(cognitoUser);
	assert.deepEqual([email, email_verified], [another, 'true']);
	await assert.rejects(verify(code), { code: 'ExpiredCodeException' }, 'a code that was used');
	await signIn(user(userPool(pool), another), another, PASSWORD);
});

test('scenario 05: a code is sent only for an address or a number that is there', async () => {
	const { cognitoUser } = await someone();
	const ask = (name) => outcome((callbacks) => cognitoUser.getAttributeVerificationCode(name, callbacks));
	for (const name of ['phone_number', 'name', 'custom:unknown']) {
		await assert.rejects(ask(name), { code: 'InvalidParameterException' }, name);
	}
	assert.equal(await ask('email'), 'SUCCESS', 'without inputVerificationCode');
});

test('scenario 06: attributes are deleted', async () => {
	const { address, cognitoUser } = await someone({ name: 'Someone', nickname: 'joe', 'custom:color': 'red' });
	assert.equal(await remove(cognitoUser, 'nickname', 'custom:color'), 'SUCCESS');
	const { nickname, 'custom:color': color, name, email } = await attributesOf(cognitoUser);
	assert.deepEqual([nickname, color, name, email], [undefined, undefined, 'Someone', address]);
	for (const [deleted, code] of [
		['email', 'InvalidParameterException'],
		['sub', 'NotAuthorizedException'],
		['custom:unknown', 'InvalidParameterException'],
	]) {
		await assert.rejects(remove(cognitoUser, deleted), { code }, deleted);
	}
	assert.equal((await attributesOf(cognitoUser)).email, address);
});

test('scenario 07: attributes are updated, and come with the next tokens', async () => {
	const { address, cognitoUser, session } = await someone({ name: 'Someone', 'custom:origin': 'here' });
	const [said] = await update(cognitoUser, { nickname: 'joe', name: 'Someone else', 'custom:color': 'blue' });
	assert.equal(said, 'SUCCESS');
	const { nickname, name, 'custom:color': color, 'custom:origin': origin, email } = await attributesOf(cognitoUser);
	assert.deepEqual([nickname, name, color, origin, email], ['joe', 'Someone else', 'blue', 'here', address]);
	const refreshed = await called((done) => cognitoUser.refreshSession(session.getRefreshToken(), done));
	assert.deepEqual([claims(refreshed).nickname, claims(refreshed)['custom:color']], ['joe', 'blue']);

	for (const [attributes, code] of [
		[{ 'custom:unknown': 'x' }, 'InvalidParameterException'],
		[{ 'custom:origin': 'there' }, 'InvalidParameterException'],
		[{ sub: 'another' }, 'NotAuthorizedException'],
		[{ email_verified: 'true' }, 'NotAuthorizedException'],
		[{ phone_number: '0771234567' }, 'InvalidParameterException'],
		[{ email: DEMO.username }, 'AliasExistsException'],
	]) {
		const [written] = Object.keys(attributes);
		await assert.rejects(update(cognitoUser, attributes), { code }, written);
	}
	assert.equal((await attributesOf(cognitoUser)).email, address);
});

test('scenario 10: the user is deleted', async () => {
	const { address, cognitoUser, session } = await someone();
	const other = user(userPool(pool), address);
	await signIn(other, address, PASSWORD);
	assert.equal(await called((done) => cognitoUser.deleteUser(done)), 'SUCCESS');
	assert.equal(cognitoUser.pool.getCurrentUser(), null);

	await assert.rejects(attributesOf(other), { code: 'UserNotFoundException' });
	const { status, body } = await pool.call('GetTokensFromRefreshToken', {
		ClientId: session.getAccessToken().payload.client_id,
		RefreshToken: session.getRefreshToken().getToken(),
	});
	assert.deepEqual([status, body.__type], [400, 'NotAuthorizedException']);
	await assert.rejects(signIn(user(userPool(pool), address), address, PASSWORD), {
		code: 'NotAuthorizedException',
		message: 'Incorrect username or password.',
	});
	const again = await signUp(userPool(pool), address, PASSWORD, { email: address });
	assert.notEqual(again.userSub, claims(session).sub);
});

test('scenario 21: which second factors a user has', async () => {
	const cognitoUser = user(userPool(pool), SMS.username);
	await signIn(cognitoUser, SMS.username, PASSWORD);
	const settings = async () => {
		const data = await called((done) => cognitoUser.getUserData(done, { bypassCache: true }));
		return [data.PreferredMfaSetting, data.UserMFASettingList];
	};
	assert.deepEqual(await settings(), [undefined, undefined]);
	for (const [PreferredMfa, expected] of [
		[false, [undefined, ['SMS_MFA']]],
		[true, ['SMS_MFA', ['SMS_MFA']]],
	]) {
		await called((done) => cognitoUser.setUserMfaPreference({ Enabled: true, PreferredMfa }, null, done));
		assert.deepEqual(await settings(), expected);
	}
	await called((done) => cognitoUser.setUserMfaPreference({ Enabled: false, PreferredMfa: false }, null, done));
	assert.deepEqual(await settings(), [undefined, undefined]);
});

test('scenario 21: SMS as the one second factor, as it was before there were others', async () => {
	const { address, cognitoUser } = await someone();
	const factors = async () => {
		const data = await called((done) => cognitoUser.getUserData(done, { bypassCache: true }));
		return data.UserMFASettingList;
	};
	const enable = () => called((done) => cognitoUser.enableMFA(done));
	await assert.rejects(enable(), { code: 'InvalidParameterException' }, 'no number');
	await update(cognitoUser, { phone_number: '+12025550102' });
	assert.equal(await enable(), 'SUCCESS');
	assert.deepEqual(await factors(), ['SMS_MFA']);
	assert.equal((await begin(user(userPool(pool), address), address, PASSWORD)).step, 'mfaRequired');
	assert.equal(await called((done) => cognitoUser.disableMFA(done)), 'SUCCESS');
	assert.equal(await factors(), undefined);
	await signIn(user(userPool(pool), address), address, PASSWORD);
	assert.equal(await called((done) => cognitoUser.getMFAOptions(done)), undefined);
});

test('scenario 28: user data, kept and fresh', async () => {
	const Storage = new MemoryStorage();
	const address = await registered(pool, PASSWORD, { name: 'Someone' });
	const cognitoUser = user(userPool(pool, Storage), address);
	const read = (options) => called((done) => cognitoUser.getUserData(done, options));
	await assert.rejects(read(), { message: 'User is not authenticated' });
	const session = await signIn(cognitoUser, address, PASSWORD);
	const kept = await read();
	assert.equal(kept.Username, cognitoUser.getUsername());
	assert.equal(byName(kept.UserAttributes).name, 'Someone');

	// Somewhere else the name is changed.
	const elsewhere = user(userPool(pool), address);
	await signIn(elsewhere, address, PASSWORD);
	await update(elsewhere, { name: 'Someone else' });
	assert.deepEqual(await read(), kept);
	assert.equal(JSON.parse(Storage.getItem(Storage.keyEnding('.userData'))).Username, kept.Username);
	const fresh = await read({ bypassCache: true });
	assert.equal(byName(fresh.UserAttributes).name, 'Someone else');
	assert.deepEqual(await read(), fresh);
	const stored = cognitoUser.getSignInUserSession().getAccessToken().getJwtToken();
	assert.notEqual(stored, session.getAccessToken().getJwtToken(), 'the tokens are fresh too');
});
