// The SRP exchange by hand: right answers from amazon-cognito-identity-js with one thing changed.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import identity from 'amazon-cognito-identity-js';
import { called } from './identity-js.mjs';
import { CLIENT_ID, DEMO, LocalUserPool, POOL_ID } from './pool.mjs';

const { AuthenticationHelper, DateHelper } = identity;
const { default: BigInteger } = createRequire(import.meta.url)('amazon-cognito-identity-js/lib/BigInteger.js');
const POOL_NAME = POOL_ID.split('_')[1];
let pool;

before(async () => {
	pool = await LocalUserPool.start();
});
after(() => pool.stop());

function initiate(SRP_A, USERNAME = DEMO.username) {
	const AuthParameters = { USERNAME, SRP_A };
	return pool.call('InitiateAuth', { AuthFlow: 'USER_SRP_AUTH', ClientId: CLIENT_ID, AuthParameters });
}

/** Starts an exchange; gives what the answer is made of, and the key that signs it. */
async function start(password = DEMO.password) {
	const helper = new AuthenticationHelper(POOL_NAME);
	const a = await called((done) => helper.getLargeAValue(done));
	const { status, body } = await initiate(a.toString(16));
	assert.deepEqual([status, body.ChallengeName], [200, 'PASSWORD_VERIFIER']);
	const { USER_ID_FOR_SRP, SRP_B, SALT, SECRET_BLOCK } = body.ChallengeParameters;
	const [b, salt] = [new BigInteger(SRP_B, 16), new BigInteger(SALT, 16)];
	const key = await called((done) => helper.getPasswordAuthenticationKey(USER_ID_FOR_SRP, password, b, salt, done));
	return { key, userId: USER_ID_FOR_SRP, secretBlock: SECRET_BLOCK, timestamp: new DateHelper().getNowString() };
}

function signature({ key, userId, secretBlock, timestamp }) {
	const hmac = createHmac('sha256', key).update(POOL_NAME).update(userId);
	return hmac.update(Buffer.from(secretBlock, 'base64')).update(timestamp).digest('base64');
}

function answer(exchange, changed = {}) {
	const ChallengeResponses = {
		USERNAME: exchange.userId,
		PASSWORD_CLAIM_SECRET_BLOCK: exchange.secretBlock,
		PASSWORD_CLAIM_SIGNATURE: signature(exchange),
		TIMESTAMP: exchange.timestamp,
		...changed,
	};
	const body = { ChallengeName: 'PASSWORD_VERIFIER', ClientId: CLIENT_ID, ChallengeResponses };
	return pool.call('RespondToAuthChallenge', body);
}

function flippedBit(base64) {
	const bytes = Buffer.from(base64, 'base64');
	bytes[0] ^= 1;
	return bytes.toString('base64');
}

/** The library's own spelling of another time. */
function timestampAt(milliseconds) {
	const [weekday, day, month, year, time] = new Date(milliseconds).toUTCString().replace(',', '').split(' ');
	return `${weekday} ${month} ${Number(day)} ${time} UTC ${year}`;
}

test('the unchanged answer is accepted', async () => {
	const { status, body } = await answer(await start());
	assert.equal(status, 200);
	assert.ok(body.AuthenticationResult.RefreshToken);
});

test('an answer with one thing changed is refused', async () => {
	for (const [name, change] of [
		['signature', (exchange) => ({ PASSWORD_CLAIM_SIGNATURE: flippedBit(signature(exchange)) })],
		['an empty signature', () => ({ PASSWORD_CLAIM_SIGNATURE: '' })],
		['a key of zeros', (exchange) => ({ PASSWORD_CLAIM_SIGNATURE: signature({ ...exchange, key: Buffer.alloc(16) }) })],
		['timestamp', () => ({ TIMESTAMP: timestampAt(Date.now() + 2000) })],
		['secret block', (exchange) => ({ PASSWORD_CLAIM_SECRET_BLOCK: flippedBit(exchange.secretBlock) })],
		['user name', () => ({ USERNAME: 'another@example.com' })],
	]) {
		const exchange = await start();
		const { status, body } = await answer(exchange, change(exchange));
		assert.equal(status, 400, name);
		assert.match(body.__type, /^(NotAuthorized|InvalidParameter)Exception$/, name);
		assert.equal(body.AuthenticationResult, undefined, name);
	}
});

test('a secret block of another exchange is refused', async () => {
	const [first, second] = [await start(), await start()];
	const { status, body } = await answer({ ...first, secretBlock: second.secretBlock });
	assert.deepEqual([status, body.__type], [400, 'NotAuthorizedException']);
});

test('an old timestamp is refused even when it is signed', async () => {
	for (const offset of [-3600_000, 3600_000]) {
		const { status, body } = await answer({ ...(await start()), timestamp: timestampAt(Date.now() + offset) });
		assert.deepEqual([status, body.__type], [400, 'NotAuthorizedException'], `${offset}`);
	}
	const { status } = await answer({ ...(await start()), timestamp: timestampAt(Date.now()) });
	assert.equal(status, 200, 'spelled by this test, but now');
});

test('an answer counts once', async () => {
	const exchange = await start();
	assert.equal((await answer(exchange)).status, 200);
	const { status, body } = await answer(exchange);
	assert.deepEqual([status, body.__type], [400, 'NotAuthorizedException']);
});

test('a wrong password is refused', async () => {
	const { status, body } = await answer(await start('Demo-Passw0re'));
	assert.deepEqual([status, body.__type], [400, 'NotAuthorizedException']);
});

test('a public value that is zero modulo N, or none at all, is refused', async () => {
	const { N } = new AuthenticationHelper(POOL_NAME);
	for (const [name, a] of [
		['0', '0'],
		['00', '00'],
		['N', N.toString(16)],
		['N in capitals', N.toString(16).toUpperCase()],
		['N after a zero', `0${N.toString(16)}`],
		['2N', N.add(N).toString(16)],
		['no number', 'xyz'],
		['a negative number', '-2'],
		['nothing', ''],
	]) {
		for (const username of [DEMO.username, 'unknown@example.com']) {
			const { status, body } = await initiate(a, username);
			assert.deepEqual([status, body.__type], [400, 'InvalidParameterException'], `${name}, ${username}`);
		}
	}
	const { status } = await initiate(N.subtract(BigInteger.ONE).toString(16));
	assert.equal(status, 200, 'N - 1');
});
