// A sign-in by SRP, with Amazon's own client.

import identity from 'amazon-cognito-identity-js';

const { AuthenticationDetails, CognitoUser, CognitoUserPool } = identity;

/** The claims of the id token that somebody signs in for. */
export function signIn({ endpoint, userPoolId, clientId }, Username, Password) {
	const Storage = new Map();
	const storage = {
		setItem: (name, value) => Storage.set(name, value),
		getItem: (name) => Storage.get(name) ?? null,
		removeItem: (name) => Storage.delete(name),
		clear: () => Storage.clear(),
	};
	const Pool = new CognitoUserPool({ UserPoolId: userPoolId, ClientId: clientId, endpoint, Storage: storage });
	return new Promise((resolve, reject) => {
		new CognitoUser({ Username, Pool, Storage: storage }).authenticateUser(
			new AuthenticationDetails({ Username, Password }),
			{ onSuccess: (session) => resolve(session.getIdToken().payload), onFailure: reject },
		);
	});
}
