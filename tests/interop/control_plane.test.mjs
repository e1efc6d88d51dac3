// @aws-sdk/client-cognito-identity-provider: pools, clients and users as an administrator sets them up.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';
import {
	CognitoIdentityProvider,
	InvalidParameterException,
	OperationNotEnabledException,
	RefreshTokenReuseException,
	ResourceNotFoundException,
	UserNotFoundException,
	UsernameExistsException,
	paginateListUserPools,
	paginateListUsers,
} from '@aws-sdk/client-cognito-identity-provider';
import { LocalUserPool, POOL_ID, freshAddress } from './pool.mjs';

const PASSWORD = 'Correct-Horse1';
let pool;
let admin;

before(async () => {
	pool = await LocalUserPool.start();
	const { endpoint } = pool;
	// Any signature is as good as another.
	const credentials = { accessKeyId: 'anyone', secretAccessKey: 'anything' };
	admin = new CognitoIdentityProvider({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
});
after(async () => {
	admin.destroy();
	await pool.stop();
});

/** A pool whose users sign in with their address, and a client of it. */
async function created(poolMembers = {}, clientMembers = {}) {
	const { UserPool } = await admin.createUserPool({
		PoolName: 'interop',
		UsernameAttributes: ['email'],
		AutoVerifiedAttributes: ['email'],
		UsernameConfiguration: { CaseSensitive: false },
		...poolMembers,
	});
	const { UserPoolClient } = await admin.createUserPoolClient({
		UserPoolId: UserPool.Id,
		ClientName: 'interop',
		ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
		...clientMembers,
	});
	return [UserPool, UserPoolClient];
}

function attributes(list) {
	return Object.fromEntries(list.map(({ Name, Value }) => [Name, Value]));
}

test('a pool from its making to its end', async () => {
	const [{ Id, CreationDate, SchemaAttributes }, { ClientId, ClientSecret }] = await created({
		Policies: { PasswordPolicy: { MinimumLength: 10, RequireNumbers: true } },
		Schema: [{ Name: 'color', AttributeDataType: 'String', Mutable: true }],
	});
	assert.match(Id, /^us-east-1_[0-9A-Za-z]{9}$/);
	assert.ok(Math.abs(CreationDate - Date.now()) < 60_000, CreationDate);
	assert.ok(SchemaAttributes.some(({ Name }) => Name === 'custom:color'));
	assert.equal(ClientSecret, undefined);

	const { UserPool } = await admin.describeUserPool({ UserPoolId: Id });
	assert.equal(UserPool.Policies.PasswordPolicy.MinimumLength, 10);
	await admin.setUserPoolMfaConfig({
		UserPoolId: Id,
		MfaConfiguration: 'OPTIONAL',
		SoftwareTokenMfaConfiguration: { Enabled: true },
	});
	const mfa = await admin.getUserPoolMfaConfig({ UserPoolId: Id });
	assert.deepEqual([mfa.MfaConfiguration, mfa.SoftwareTokenMfaConfiguration.Enabled], ['OPTIONAL', true]);
	await admin.updateUserPool({ UserPoolId: Id, UserPoolTier: 'PLUS' });
	const updated = (await admin.describeUserPool({ UserPoolId: Id })).UserPool;
	assert.deepEqual([updated.UserPoolTier, updated.MfaConfiguration], ['PLUS', 'OFF']);
	assert.equal(updated.Policies.PasswordPolicy.MinimumLength, 8, 'not sent, so the default again');

	const client = { UserPoolId: Id, ClientId };
	await admin.updateUserPoolClient({ ...client, AuthSessionValidity: 5 });
	assert.equal((await admin.describeUserPoolClient(client)).UserPoolClient.AuthSessionValidity, 5);
	const { UserPoolClients } = await admin.listUserPoolClients({ UserPoolId: Id });
	assert.deepEqual(UserPoolClients, [{ ClientId, ClientName: 'interop', UserPoolId: Id }]);
	await admin.deleteUserPoolClient(client);
	await assert.rejects(admin.describeUserPoolClient(client), ResourceNotFoundException);
	await admin.deleteUserPool({ UserPoolId: Id });
	await assert.rejects(admin.describeUserPool({ UserPoolId: Id }), ResourceNotFoundException);
});

test('pages of pools and users', async () => {
	const [{ Id }] = await created();
	const ids = [];
	for await (const { UserPools } of paginateListUserPools({ client: admin, pageSize: 1 }, { MaxResults: 1 })) {
		assert.ok(UserPools.length <= 1);
		ids.push(...UserPools.map(({ Id }) => Id));
	}
	assert.ok(ids.includes(Id) && ids.includes(POOL_ID), ids);
	const addresses = [freshAddress(), freshAddress(), freshAddress()].sort();
	for (const Username of addresses) await admin.adminCreateUser({ UserPoolId: Id, Username, MessageAction: 'SUPPRESS' });
	const found = [];
	for await (const { Users } of paginateListUsers({ client: admin }, { UserPoolId: Id, Limit: 2 })) {
		found.push(...Users.map(({ Attributes }) => attributes(Attributes).email));
	}
	assert.deepEqual(found.sort(), addresses);
	const { Users } = await admin.listUsers({ UserPoolId: Id, Filter: `email = "${addresses[1]}"` });
	assert.deepEqual(Users.map(({ Attributes }) => attributes(Attributes).email), [addresses[1]]);
});

test('a user with a temporary password, and a client with a secret', async () => {
	const [{ Id: UserPoolId }, { ClientId, ClientSecret }] = await created({}, { GenerateSecret: true });
	const secretHash = (name) => createHmac('sha256', ClientSecret).update(name + ClientId).digest('base64');
	const Username = freshAddress();
	const { User } = await admin.adminCreateUser({
		UserPoolId,
		Username,
		UserAttributes: [{ Name: 'email_verified', Value: 'true' }],
		DesiredDeliveryMediums: ['EMAIL'],
	});
	assert.equal(User.UserStatus, 'FORCE_CHANGE_PASSWORD');
	await assert.rejects(admin.adminCreateUser({ UserPoolId, Username }), UsernameExistsException);
	const [{ code, kind }] = await pool.messages(Username);
	assert.equal(kind, 'temporary_password');

	const begin = { UserPoolId, ClientId, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH' };
	const parameters = { USERNAME: Username, PASSWORD: code };
	await assert.rejects(admin.adminInitiateAuth({ ...begin, AuthParameters: parameters }), /SECRET_HASH was not received/);
	const asked = await admin.adminInitiateAuth({
		...begin,
		AuthParameters: { ...parameters, SECRET_HASH: secretHash(Username) },
	});
	assert.equal(asked.ChallengeName, 'NEW_PASSWORD_REQUIRED');
	const USERNAME = asked.ChallengeParameters.USER_ID_FOR_SRP;
	const { AuthenticationResult } = await admin.adminRespondToAuthChallenge({
		UserPoolId,
		ClientId,
		ChallengeName: asked.ChallengeName,
		Session: asked.Session,
		ChallengeResponses: { USERNAME, NEW_PASSWORD: PASSWORD, SECRET_HASH: secretHash(USERNAME) },
	});
	const { AccessToken, RefreshToken } = AuthenticationResult;
	const self = await admin.getUser({ AccessToken });
	assert.deepEqual([self.Username, attributes(self.UserAttributes).email], [User.Username, Username]);
	const renewed = await admin.getTokensFromRefreshToken({ ClientId, ClientSecret, RefreshToken });
	assert.ok(renewed.AuthenticationResult.AccessToken);

	const seen = await admin.adminGetUser({ UserPoolId, Username });
	assert.equal(seen.UserStatus, 'CONFIRMED');
	assert.ok(seen.UserLastModifiedDate >= seen.UserCreateDate);
	await admin.adminUpdateUserAttributes({ UserPoolId, Username, UserAttributes: [{ Name: 'name', Value: 'New' }] });
	assert.equal(attributes((await admin.adminGetUser({ UserPoolId, Username })).UserAttributes).name, 'New');
	await admin.adminDeleteUser({ UserPoolId, Username });
	await assert.rejects(admin.adminGetUser({ UserPoolId, Username }), UserNotFoundException);
});

test('a forgotten password, a password set by the administrator, a disabled user', async () => {
	const [{ Id: UserPoolId }, { ClientId }] = await created();
	const Username = freshAddress();
	const signIn = (PASSWORD) =>
		admin.initiateAuth({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME: Username, PASSWORD } });
	await admin.signUp({ ClientId, Username, Password: PASSWORD });
	await admin.adminConfirmSignUp({ UserPoolId, Username });
	await assert.rejects(admin.adminResetUserPassword({ UserPoolId, Username }), { name: 'InvalidParameterException' });
	const verified = [{ Name: 'email_verified', Value: 'true' }];
	await admin.adminUpdateUserAttributes({ UserPoolId, Username, UserAttributes: verified });

	await admin.adminResetUserPassword({ UserPoolId, Username });
	await assert.rejects(signIn(PASSWORD), { name: 'PasswordResetRequiredException' });
	const { CodeDeliveryDetails } = await admin.forgotPassword({ ClientId, Username });
	assert.equal(CodeDeliveryDetails.DeliveryMedium, 'EMAIL');
	const { code } = (await pool.messages(Username)).at(-1);
	await admin.confirmForgotPassword({ ClientId, Username, ConfirmationCode: code, Password: `${PASSWORD}x` });
	assert.ok((await signIn(`${PASSWORD}x`)).AuthenticationResult.IdToken);

	await admin.adminSetUserPassword({ UserPoolId, Username, Password: PASSWORD, Permanent: true });
	const { AccessToken } = (await signIn(PASSWORD)).AuthenticationResult;
	await admin.adminDisableUser({ UserPoolId, Username });
	await assert.rejects(signIn(PASSWORD), { name: 'NotAuthorizedException', message: 'User is disabled.' });
	await assert.rejects(admin.getUser({ AccessToken }), { name: 'NotAuthorizedException' });
	await admin.adminEnableUser({ UserPoolId, Username });
	await signIn(PASSWORD);
	await admin.adminUserGlobalSignOut({ UserPoolId, Username });
});

test('refresh tokens that are replaced', async () => {
	const rotation = { RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 } };
	const [{ Id: UserPoolId }, { ClientId }] = await created({}, rotation);
	const Username = freshAddress();
	await admin.adminCreateUser({ UserPoolId, Username, MessageAction: 'SUPPRESS' });
	await admin.adminSetUserPassword({ UserPoolId, Username, Password: PASSWORD, Permanent: true });
	const AuthParameters = { USERNAME: Username, PASSWORD };
	const first = await admin.initiateAuth({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters });
	const { RefreshToken } = first.AuthenticationResult;
	const second = await admin.getTokensFromRefreshToken({ ClientId, RefreshToken });
	assert.notEqual(second.AuthenticationResult.RefreshToken, RefreshToken);
	await assert.rejects(admin.getTokensFromRefreshToken({ ClientId, RefreshToken }), RefreshTokenReuseException);
});

test('sessions: tracked or not, and how many of a user', async () => {
	const [{ Id: UserPoolId }, { ClientId }] = await created({ UserPoolTier: 'ESSENTIALS' });
	const Username = freshAddress();
	await admin.adminCreateUser({ UserPoolId, Username, MessageAction: 'SUPPRESS' });
	await admin.adminSetUserPassword({ UserPoolId, Username, Password: PASSWORD, Permanent: true });
	const signIn = async () => {
		const AuthParameters = { USERNAME: Username, PASSWORD };
		return (await admin.initiateAuth({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters })).AuthenticationResult;
	};
	const before = await signIn();
	const { UserSessionTracking } = await admin.getUserPoolSessionConfiguration({ UserPoolId });
	assert.equal(UserSessionTracking, 'DISABLED');
	await assert.rejects(admin.listUserSessions({ AccessToken: before.AccessToken }), OperationNotEnabledException);

	const tracking = { UserPoolId, UserSessionTracking: 'ENABLED', TokenSession: { MaxPerUser: 2 } };
	const set = await admin.setUserPoolSessionConfiguration(tracking);
	assert.deepEqual([set.UserSessionTracking, set.TokenSession], ['ENABLED', { MaxPerUser: 2 }]);
	for (const MaxPerUser of [0, 101]) {
		const wrong = admin.setUserPoolSessionConfiguration({ ...tracking, TokenSession: { MaxPerUser } });
		await assert.rejects(wrong, InvalidParameterException, `${MaxPerUser}`);
	}
	const tokens = [await signIn(), await signIn(), await signIn()];
	const { Sessions } = await admin.listUserSessions({ AccessToken: tokens[2].AccessToken });
	assert.equal(Sessions.length, 2);
	const seen = await Promise.allSettled(tokens.map(({ AccessToken }) => admin.getUser({ AccessToken })));
	assert.deepEqual(seen.map(({ status }) => status), ['rejected', 'fulfilled', 'fulfilled']);
});
