// An identity pool whose people are those of the user pool.

import { CLIENT_ID, POOL_ID } from './pool.mjs';

export const IDENTITY_POOL_ID = 'us-east-1:0a1b2c3d-4e5f-4a6b-8c7d-0123456789ab';
export const WITH_GUESTS = 'us-east-1:0a1b2c3d-4e5f-4a6b-8c7d-ba9876543210';
/** Who vouches for the people. */
export const PROVIDER = `cognito-idp.us-east-1.amazonaws.com/${POOL_ID}`;

/** Settings of the two identity pools. */
export const IDENTITY_POOLS = [[IDENTITY_POOL_ID, false], [WITH_GUESTS, true]]
	.map(
		([id, guests]) => `
			[[IdentityPools]]
			IdentityPoolId = "${id}"
			AllowUnauthenticatedIdentities = ${guests}
			CognitoIdentityProviders = [{ ProviderName = "${PROVIDER}", ClientId = "${CLIENT_ID}" }]
		`,
	)
	.join('');
