// Filled in by whoever serves the page, as for the app: one build serves every local user pool.
const meta = (name) => document.querySelector(`meta[name="${name}"]`).content;

export const userPoolId = meta("cognito-user-pool-id");
export const clientId = meta("cognito-client-id");
export const endpoint = meta("cognito-endpoint");
