// aws-jwt-verify: the tokens against the pool's own keys.

import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { after, before, test } from 'node:test';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { Handler } from './handler.mjs';
import { signIn, user, userPool } from './identity-js.mjs';
import { CLIENT_ID, DEMO, LocalUserPool, POOL_ID } from './pool.mjs';

let pool;
let tokens;
let jwks;

before(async () => {
	pool = await LocalUserPool.start();
	const session = await signIn(user(userPool(pool), DEMO.username), DEMO.username, DEMO.password);
	tokens = { access: session.getAccessToken().getJwtToken(), id: session.getIdToken().getJwtToken() };
	jwks = await pool.jwks();
});
after(() => pool.stop());

function verifier(tokenUse, keys = jwks, clientId = CLIENT_ID) {
	const verifier = CognitoJwtVerifier.create({ userPoolId: POOL_ID, tokenUse, clientId });
	verifier.cacheJwks(keys);
	return verifier;
}

test('both tokens are verified', () => {
	const access = verifier('access').verifySync(tokens.access);
	const id = verifier('id').verifySync(tokens.id);
	assert.equal(access.iss, `https://cognito-idp.us-east-1.amazonaws.com/${POOL_ID}`);
	assert.equal(access.username, id['cognito:username']);
	assert.equal(access.sub, id.sub);
	assert.equal(access.scope, 'aws.cognito.signin.user.admin');
	assert.equal(id.aud, CLIENT_ID);
	assert.equal(id.email, DEMO.username);
	assert.equal(access.origin_jti, id.origin_jti);
	assert.equal(access.exp - access.iat, 3600);
});

test('what is not this token is refused', async () => {
	const other = await LocalUserPool.start();
	const otherKeys = await other.jwks();
	await other.stop();
	const claims = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));
	const withClaims = (token, changed) => {
		const [header, , signature] = token.split('.');
		const payload = Buffer.from(JSON.stringify({ ...claims(token), ...changed })).toString('base64url');
		return [header, payload, signature].join('.');
	};
	const forger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
	const forged = (token) => {
		const signed = token.slice(0, token.lastIndexOf('.'));
		return `${signed}.${sign('sha256', Buffer.from(signed), forger).toString('base64url')}`;
	};
	for (const [name, check, error] of [
		['an access token as id token', () => verifier('id').verifySync(tokens.access), 'CognitoJwtInvalidTokenUseError'],
		['an id token as access token', () => verifier('access').verifySync(tokens.id), 'CognitoJwtInvalidTokenUseError'],
		['another client', () => verifier('access', jwks, 'another').verifySync(tokens.access), 'CognitoJwtInvalidClientIdError'],
		["another pool's keys", () => verifier('access', otherKeys).verifySync(tokens.access), 'KidNotFoundInJwksError'],
		[
			'a changed claim',
			() => verifier('access').verifySync(withClaims(tokens.access, { username: 'another' })),
			'JwtInvalidSignatureError',
		],
		['a forged signature', () => verifier('access').verifySync(forged(tokens.access)), 'JwtInvalidSignatureError'],
		['no signature', () => verifier('access').verifySync(tokens.access.replace(/\.[^.]*$/, '.')), 'JwtParseError'],
	]) {
		assert.throws(check, (thrown) => thrown.constructor.name === error, name);
	}
	// The same way of changing a token, with nothing changed.
	verifier('access').verifySync(withClaims(tokens.access, {}));
});

test('tokens that were refreshed are verified too', async () => {
	const session = await signIn(user(userPool(pool), DEMO.username), DEMO.username, DEMO.password);
	const RefreshToken = session.getRefreshToken().getToken();
	const { body } = await pool.call('GetTokensFromRefreshToken', { ClientId: CLIENT_ID, RefreshToken });
	verifier('access').verifySync(body.AuthenticationResult.AccessToken);
	verifier('id').verifySync(body.AuthenticationResult.IdToken);
});

test('claims of a function and groups are in verified tokens', async () => {
	const handler = await Handler.start(() => ({
		claimsAndScopeOverrideDetails: {
			idTokenGeneration: { claimsToAddOrOverride: { tenant: { id: 7 } }, claimsToSuppress: ['email'] },
			accessTokenGeneration: { claimsToAddOrOverride: { roles: ['a', 'b'] }, scopesToAdd: ['api/read'] },
		},
	}));
	const other = await LocalUserPool.start(`
		[UserPool.LambdaConfig.PreTokenGenerationConfig]
		LambdaVersion = "V2_0"
		LambdaArn = "${handler.url}"
	`);
	try {
		const operation = async (name, members) => {
			const { status, body } = await other.call(name, { UserPoolId: POOL_ID, ...members });
			assert.equal(status, 200, `${name}: ${JSON.stringify(body)}`);
		};
		await operation('CreateGroup', { GroupName: 'painters', Precedence: 1 });
		await operation('CreateGroup', { GroupName: 'singers', Precedence: 0 });
		for (const GroupName of ['painters', 'singers']) {
			await operation('AdminAddUserToGroup', { GroupName, Username: DEMO.username });
		}
		const session = await signIn(user(userPool(other), DEMO.username), DEMO.username, DEMO.password);
		const keys = await other.jwks();
		const groups = ['singers', 'painters'];
		const access = CognitoJwtVerifier.create({
			userPoolId: POOL_ID,
			tokenUse: 'access',
			clientId: CLIENT_ID,
			groups: 'painters',
			scope: 'api/read',
		});
		access.cacheJwks(keys);
		const ofAccess = access.verifySync(session.getAccessToken().getJwtToken());
		assert.deepEqual(ofAccess['cognito:groups'], groups);
		assert.deepEqual(ofAccess.roles, ['a', 'b']);
		assert.equal(ofAccess.scope, 'aws.cognito.signin.user.admin api/read');
		const ofId = verifier('id', keys).verifySync(session.getIdToken().getJwtToken());
		assert.deepEqual(ofId['cognito:groups'], groups);
		assert.deepEqual(ofId.tenant, { id: 7 });
		assert.equal(ofId.email, undefined);
		const [request] = handler.requests('TokenGeneration_Authentication');
		assert.deepEqual(request.groupConfiguration.groupsToOverride, groups);
		assert.deepEqual(request.scopes, ['aws.cognito.signin.user.admin']);

		const elsewhere = CognitoJwtVerifier.create({
			userPoolId: POOL_ID,
			tokenUse: 'access',
			clientId: CLIENT_ID,
			groups: 'dancers',
		});
		elsewhere.cacheJwks(keys);
		assert.throws(
			() => elsewhere.verifySync(session.getAccessToken().getJwtToken()),
			(error) => error.constructor.name === 'CognitoJwtInvalidGroupError',
		);
	} finally {
		await other.stop();
		await handler.stop();
	}
});
