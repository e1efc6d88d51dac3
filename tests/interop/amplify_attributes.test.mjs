// Amplify: the attributes of who is signed in.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import {
	confirmUserAttribute,
	deleteUserAttributes,
	fetchAuthSession,
	fetchUserAttributes,
	sendUserAttributeVerificationCode,
	signOut,
	updateUserAttribute,
	updateUserAttributes,
} from '@aws-amplify/auth';
import { assertSignedInAs, begin, browser } from './amplify.mjs';
import { LocalUserPool, freshAddress, wrongCode } from './pool.mjs';

const PASSWORD = 'Correct-Horse1';
const PLAIN = 'plain@example.com';
const MOVING = 'moving@example.com';
const CAREFUL = 'careful@example.com';
/** Where a new address is the user's at once, and verified later. */
let pool;
/** Where it must be verified before it is the user's. */
let careful;

function settings(...emails) {
	return `
		[UserPool]
		Schema = [
			{ Name = "email", Required = true },
			{ Name = "custom:color", AttributeDataType = "String", Mutable = true },
		]
		${emails
			.map(
				(email) => `
					[[users]]
					email = "${email}"
					password = "${PASSWORD}"
					attributes = { name = "Someone" }
				`,
			)
			.join('')}
	`;
}

before(async () => {
	[pool, careful] = await Promise.all([
		LocalUserPool.start(settings(PLAIN, MOVING)),
		LocalUserPool.start(`${settings(CAREFUL)}
			[UserPool.UserAttributeUpdateSettings]
			AttributesRequireVerificationBeforeUpdate = ["email"]
		`),
	]);
});
after(() => Promise.all([pool.stop(), careful.stop()]));
beforeEach(() => browser(pool));

const DONE = { isUpdated: true, nextStep: { updateAttributeStep: 'DONE' } };

function toConfirm(destination) {
	return {
		isUpdated: false,
		nextStep: {
			updateAttributeStep: 'CONFIRM_ATTRIBUTE_WITH_CODE',
			codeDeliveryDetails: { deliveryMedium: 'EMAIL', destination, attributeName: 'email' },
		},
	};
}

test('attributes are updated, come with the next tokens, and are deleted', async () => {
	await begin(PLAIN, PASSWORD);
	const userAttributes = { name: 'Someone else', nickname: 'joe', 'custom:color': 'blue' };
	const updated = await updateUserAttributes({ userAttributes });
	assert.deepEqual(updated, { name: DONE, nickname: DONE, 'custom:color': DONE });
	const { name, nickname, 'custom:color': color, email } = await fetchUserAttributes();
	assert.deepEqual([{ name, nickname, 'custom:color': color }, email], [userAttributes, PLAIN]);
	const { tokens } = await fetchAuthSession({ forceRefresh: true });
	assert.equal(tokens.idToken.payload.nickname, 'joe');

	await deleteUserAttributes({ userAttributeKeys: ['nickname', 'custom:color'] });
	const left = await fetchUserAttributes();
	assert.deepEqual([left.name, left.nickname, left['custom:color']], ['Someone else', undefined, undefined]);
	for (const [refused, refusal] of [
		[() => deleteUserAttributes({ userAttributeKeys: ['email'] }), 'InvalidParameterException'],
		[() => deleteUserAttributes({ userAttributeKeys: ['custom:unknown'] }), 'InvalidParameterException'],
		[() => updateUserAttributes({ userAttributes: { 'custom:unknown': 'x' } }), 'InvalidParameterException'],
		[() => updateUserAttributes({ userAttributes: { email_verified: 'true' } }), 'NotAuthorizedException'],
		[() => updateUserAttributes({ userAttributes: { email: MOVING } }), 'AliasExistsException'],
		[() => sendUserAttributeVerificationCode({ userAttributeKey: 'phone_number' }), 'InvalidParameterException'],
	]) {
		await assert.rejects(refused, { name: refusal }, `${refused}`);
	}
	await signOut();
	await assert.rejects(fetchUserAttributes(), { name: 'UserUnAuthenticatedException' });
});

test('another address, verified by its code', async () => {
	await begin(MOVING, PASSWORD);
	const address = freshAddress();
	const update = await updateUserAttribute({ userAttribute: { attributeKey: 'email', value: address } });
	assert.deepEqual(update, toConfirm(`${address[0]}***@e***`));
	const { email, email_verified } = await fetchUserAttributes();
	assert.deepEqual([email, email_verified], [address, 'false']);

	const first = await pool.lastCode(address, 'attribute_verification_code');
	const sent = await sendUserAttributeVerificationCode({ userAttributeKey: 'email' });
	assert.deepEqual(sent, { deliveryMedium: 'EMAIL', destination: `${address[0]}***@e***`, attributeName: 'email' });
	const code = await pool.lastCode(address, 'attribute_verification_code');
	const confirm = (confirmationCode) => confirmUserAttribute({ userAttributeKey: 'email', confirmationCode });
	await assert.rejects(confirm(wrongCode(code)), { name: 'CodeMismatchException' });
	if (first !== code) await assert.rejects(confirm(first), { name: 'CodeMismatchException' });
	await confirm(code);
	assert.equal((await fetchUserAttributes()).email_verified, 'true');
	await signOut();
	await assertSignedInAs(address, await begin(address, PASSWORD));
});

test('another address that is the old one until it is verified', async () => {
	browser(careful);
	await begin(CAREFUL, PASSWORD);
	const address = freshAddress();
	const update = await updateUserAttribute({ userAttribute: { attributeKey: 'email', value: address } });
	assert.deepEqual(update, toConfirm(`${address[0]}***@e***`));
	const emailOf = ({ email, email_verified }) => [email, email_verified];
	assert.deepEqual(emailOf(await fetchUserAttributes()), [CAREFUL, 'true']);
	const confirmationCode = await careful.lastCode(address, 'attribute_verification_code');
	await confirmUserAttribute({ userAttributeKey: 'email', confirmationCode });
	assert.deepEqual(emailOf(await fetchUserAttributes()), [address, 'true']);
	await signOut();
});
