import { CognitoUserPool } from "amazon-cognito-identity-js";

import { clientId, endpoint, userPoolId } from "../../settings.js";

export const pool = new CognitoUserPool({ UserPoolId: userPoolId, ClientId: clientId, endpoint });
