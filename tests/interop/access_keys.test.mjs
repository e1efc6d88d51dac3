// Where the pool asks administrators for a key: the AWS SDK signs with it.

import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { CognitoIdentityProvider } from '@aws-sdk/client-cognito-identity-provider';
import { CLIENT_ID, DEMO, LocalUserPool, POOL_ID } from './pool.mjs';

suite('access keys', () => {
	let pool;

	before(async () => {
		pool = await LocalUserPool.start('', { LOCAL_USER_POOL_ACCESS_KEY: 'AKIDOLD:old,AKIDEXAMPLE:secret/with+signs' });
	});

	after(() => pool.stop());

	const client = (accessKeyId, secretAccessKey, others = {}) =>
		new CognitoIdentityProvider({
			endpoint: pool.endpoint,
			region: 'us-east-1',
			credentials: { accessKeyId, secretAccessKey, ...others },
		});

	test('a signature with one of the keys opens what is for administrators', async () => {
		for (const others of [{}, { sessionToken: 'temporary' }]) {
			const { Users } = await client('AKIDEXAMPLE', 'secret/with+signs', others).listUsers({ UserPoolId: POOL_ID });
			assert.equal(Users.length, 1);
		}
		await client('AKIDOLD', 'old').describeUserPool({ UserPoolId: POOL_ID });
	});

	test('others do not, and need not where users act themselves', async () => {
		for (const [key, secret, name] of [
			['AKIDEXAMPLE', 'another', 'InvalidSignatureException'],
			['AKIDOTHER', 'secret/with+signs', 'UnrecognizedClientException'],
		]) {
			const other = client(key, secret);
			await assert.rejects(other.listUsers({ UserPoolId: POOL_ID }), { name });
			const AuthParameters = { USERNAME: DEMO.username, PASSWORD: DEMO.password };
			await other.initiateAuth({ AuthFlow: 'USER_PASSWORD_AUTH', ClientId: CLIENT_ID, AuthParameters });
		}
	});

	test('a changed request has no signature any more', async () => {
		const changing = client('AKIDEXAMPLE', 'secret/with+signs');
		changing.middlewareStack.add(
			(next) => (call) => {
				const body = Buffer.from(call.request.body).toString();
				call.request.body = body.replace(POOL_ID, POOL_ID.replace('1', '2'));
				return next(call);
			},
			{ step: 'deserialize', priority: 'low' },
		);
		await assert.rejects(changing.listUsers({ UserPoolId: POOL_ID }), { name: 'InvalidSignatureException' });
	});
});
