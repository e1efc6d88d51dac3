// @aws-sdk/client-cognito-identity-provider: what users do with their own account, with nothing but an access token.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
	AliasExistsException,
	CodeMismatchException,
	CognitoIdentityProvider,
	ExpiredCodeException,
	InvalidParameterException,
	InvalidPasswordException,
	NotAuthorizedException,
	ResourceNotFoundException,
	UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { byName } from './identity-js.mjs';
import { CLIENT_ID, LocalUserPool, freshAddress, wrongCode } from './pool.mjs';
import { totpCode } from './totp.mjs';

const PASSWORD = 'Correct-Horse1';
const NEW_PASSWORD = 'Battery-Staple2';
const TAKEN = 'taken@example.com';
let pool;
let cognito;

before(async () => {
	pool = await LocalUserPool.start(`
		[UserPool]
		MfaConfiguration = "OPTIONAL"
		SmsMfa = true
		SoftwareTokenMfa = true
		[UserPool.Policies.SignInPolicy]
		AllowedFirstAuthFactors = ["PASSWORD", "EMAIL_OTP", "WEB_AUTHN"]
		[UserPool.DeviceConfiguration]
		ChallengeRequiredOnNewDevice = true
		[[users]]
		email = "${TAKEN}"
		password = "${PASSWORD}"
	`);
	const { endpoint } = pool;
	cognito = new CognitoIdentityProvider({ endpoint, region: 'us-east-1', maxAttempts: 1 });
});
after(async () => {
	cognito.destroy();
	await pool.stop();
});

/** Signs in; gives the tokens and a new device's key. */
async function signIn(USERNAME, PASSWORD) {
	const { AuthenticationResult } = await cognito.initiateAuth({
		AuthFlow: 'USER_PASSWORD_AUTH',
		ClientId: CLIENT_ID,
		AuthParameters: { USERNAME, PASSWORD },
	});
	return AuthenticationResult;
}

/** Someone new, who has signed in. */
async function someone(attributes = {}) {
	const Username = freshAddress();
	await cognito.signUp({
		ClientId: CLIENT_ID,
		Username,
		Password: PASSWORD,
		UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
	});
	const ConfirmationCode = await pool.lastCode(Username, 'sign_up_code');
	await cognito.confirmSignUp({ ClientId: CLIENT_ID, Username, ConfirmationCode });
	const { AccessToken, RefreshToken, NewDeviceMetadata } = await signIn(Username, PASSWORD);
	return { Username, AccessToken, RefreshToken, DeviceKey: NewDeviceMetadata.DeviceKey };
}

async function attributesOf(AccessToken) {
	return byName((await cognito.getUser({ AccessToken })).UserAttributes);
}

test('attributes', async () => {
	const { Username, AccessToken } = await someone({ name: 'Someone', nickname: 'joe' });
	const update = (Name, Value) => cognito.updateUserAttributes({ AccessToken, UserAttributes: [{ Name, Value }] });
	assert.deepEqual((await update('name', 'Someone else')).CodeDeliveryDetailsList, []);
	await cognito.deleteUserAttributes({ AccessToken, UserAttributeNames: ['nickname'] });
	const { name, nickname, email } = await attributesOf(AccessToken);
	assert.deepEqual([name, nickname, email], ['Someone else', undefined, Username]);
	await assert.rejects(update('custom:unknown', 'x'), InvalidParameterException);
	await assert.rejects(update('email', TAKEN), AliasExistsException);
});

test('another address, and its code', async () => {
	const { AccessToken } = await someone();
	const address = freshAddress();
	const UserAttributes = [{ Name: 'email', Value: address }];
	const { CodeDeliveryDetailsList: list } = await cognito.updateUserAttributes({ AccessToken, UserAttributes });
	const expected = { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: `${address[0]}***@e***` };
	assert.deepEqual(list, [expected]);
	const request = { AccessToken, AttributeName: 'email' };
	const { CodeDeliveryDetails: delivery } = await cognito.getUserAttributeVerificationCode(request);
	assert.deepEqual(delivery, expected);
	const Code = await pool.lastCode(address, 'attribute_verification_code');
	await assert.rejects(cognito.verifyUserAttribute({ ...request, Code: wrongCode(Code) }), CodeMismatchException);
	await cognito.verifyUserAttribute({ ...request, Code });
	assert.equal((await attributesOf(AccessToken)).email_verified, 'true');
	await assert.rejects(cognito.verifyUserAttribute({ ...request, Code }), ExpiredCodeException);
});

test('the password', async () => {
	const { Username, AccessToken } = await someone();
	const change = (PreviousPassword, ProposedPassword) =>
		cognito.changePassword({ AccessToken, PreviousPassword, ProposedPassword });
	await assert.rejects(change(`${PASSWORD}x`, NEW_PASSWORD), NotAuthorizedException);
	await assert.rejects(change(PASSWORD, 'short'), InvalidPasswordException);
	await change(PASSWORD, NEW_PASSWORD);
	await assert.rejects(signIn(Username, PASSWORD), NotAuthorizedException);
	await signIn(Username, NEW_PASSWORD);
});

test('second factors, by the name of today and that of before', async () => {
	const { Username, AccessToken } = await someone();
	const { SecretCode } = await cognito.associateSoftwareToken({ AccessToken });
	await cognito.verifySoftwareToken({ AccessToken, UserCode: totpCode(SecretCode) });
	const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true };
	await cognito.setUserMFAPreference({ AccessToken, SoftwareTokenMfaSettings });
	const factors = await cognito.getUserAuthFactors({ AccessToken });
	assert.equal(factors.PreferredMfaSetting, 'SOFTWARE_TOKEN_MFA');
	assert.deepEqual(factors.UserMFASettingList, ['SOFTWARE_TOKEN_MFA']);
	assert.deepEqual(factors.ConfiguredUserAuthFactors.toSorted(), ['EMAIL_OTP', 'PASSWORD']);
	assert.equal(factors.Username, (await cognito.getUser({ AccessToken })).Username);
	assert.notEqual(factors.Username, Username);

	const sms = { AccessToken, MFAOptions: [{ AttributeName: 'phone_number', DeliveryMedium: 'SMS' }] };
	await assert.rejects(cognito.setUserSettings(sms), InvalidParameterException, 'no number');
});

test('devices', async () => {
	const { Username, AccessToken, DeviceKey } = await someone();
	const { NewDeviceMetadata: other } = await signIn(Username, PASSWORD);
	const DeviceSecretVerifierConfig = { Salt: 'c2FsdA==', PasswordVerifier: 'dmVyaWZpZXI=' };
	for (const [key, DeviceName] of [[DeviceKey, 'One'], [other.DeviceKey, 'Other']]) {
		const device = { AccessToken, DeviceKey: key, DeviceName, DeviceSecretVerifierConfig };
		const { UserConfirmationNecessary: necessary } = await cognito.confirmDevice(device);
		assert.equal(necessary, false);
	}
	const page = await cognito.listDevices({ AccessToken, Limit: 1 });
	const { Devices: rest } = await cognito.listDevices({ AccessToken, PaginationToken: page.PaginationToken });
	const devices = [...page.Devices, ...rest];
	assert.deepEqual(devices.map((device) => device.DeviceKey).toSorted(), [DeviceKey, other.DeviceKey].toSorted());
	for (const { DeviceCreateDate, DeviceLastModifiedDate, DeviceLastAuthenticatedDate } of devices) {
		for (const date of [DeviceCreateDate, DeviceLastModifiedDate, DeviceLastAuthenticatedDate]) {
			assert.ok(date instanceof Date && Math.abs(date - Date.now()) < 60_000, `${date}`);
		}
	}
	const { Device } = await cognito.getDevice({ AccessToken, DeviceKey });
	assert.equal(byName(Device.DeviceAttributes).device_name, 'One');
	await cognito.forgetDevice({ AccessToken, DeviceKey });
	await assert.rejects(cognito.getDevice({ AccessToken, DeviceKey }), ResourceNotFoundException);
});

test('passkeys, of which there are none', async () => {
	const { AccessToken } = await someone();
	assert.deepEqual((await cognito.listWebAuthnCredentials({ AccessToken })).Credentials, []);
	const none = { AccessToken, CredentialId: 'none' };
	await assert.rejects(cognito.deleteWebAuthnCredential(none), ResourceNotFoundException);
	const { CredentialCreationOptions: options } = await cognito.startWebAuthnRegistration({ AccessToken });
	assert.deepEqual(options.excludeCredentials, []);
	assert.ok(options.challenge);
});

test('sessions: they are listed, and ended one by one', async () => {
	const { Username, AccessToken } = await someone();
	const others = [await signIn(Username, PASSWORD), await signIn(Username, PASSWORD)];
	const list = async () => (await cognito.listUserSessions({ AccessToken })).Sessions;
	const sessions = await list();
	assert.equal(sessions.length, 3);
	assert.equal(new Set(sessions.map(({ SessionId }) => SessionId)).size, 3);
	assert.deepEqual(sessions.map(({ IsCurrentSession }) => IsCurrentSession).toSorted(), [false, false, true]);
	for (const { SessionId, SessionType, ClientId, CreateDate, LastActiveDate } of sessions) {
		assert.match(SessionId, /^tkn[a-z0-9]{25}$/);
		assert.deepEqual([SessionType, ClientId], ['TOKEN', CLIENT_ID]);
		for (const date of [CreateDate, LastActiveDate]) {
			assert.ok(date instanceof Date && Math.abs(date - Date.now()) < 60_000, `${date}`);
		}
	}
	const current = sessions.find(({ IsCurrentSession }) => IsCurrentSession);
	const ended = sessions.find(({ IsCurrentSession }) => !IsCurrentSession);
	const revoke = (SessionId) => cognito.revokeUserSession({ AccessToken, SessionId });
	await assert.rejects(revoke(current.SessionId), InvalidParameterException, 'this one');
	await revoke(ended.SessionId);
	await assert.rejects(revoke(ended.SessionId), ResourceNotFoundException);
	const left = (await list()).map(({ SessionId }) => SessionId);
	assert.deepEqual(left.length, 2);
	assert.ok(!left.includes(ended.SessionId));
	const alive = await Promise.allSettled(others.map((other) => cognito.getUser({ AccessToken: other.AccessToken })));
	assert.deepEqual(alive.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
	const { reason } = alive.find(({ status }) => status === 'rejected');
	assert.ok(reason instanceof NotAuthorizedException, `${reason}`);
});

test('the end of the account', async () => {
	const { Username, AccessToken, RefreshToken, DeviceKey } = await someone();
	await cognito.deleteUser({ AccessToken });
	const refresh = { ClientId: CLIENT_ID, RefreshToken, DeviceKey };
	await assert.rejects(cognito.getTokensFromRefreshToken(refresh), NotAuthorizedException);
	await assert.rejects(cognito.getUser({ AccessToken }), UserNotFoundException);
	await assert.rejects(signIn(Username, PASSWORD), NotAuthorizedException);
});
