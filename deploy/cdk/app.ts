// A stack with nothing but the pool. Choices are given as context: `npx cdk deploy -c mfa=ON -c appUrl=https://example.com/`.

import { App, CfnOutput, Stack } from "aws-cdk-lib";
import { SignInPool, SignInPoolProps } from "./sign-in-pool";

const app = new App();
// Those of the credentials that `cdk deploy` is given.
const env = { account: process.env.CDK_DEFAULT_ACCOUNT, region: process.env.CDK_DEFAULT_REGION };
const stack = new Stack(app, app.node.tryGetContext("stack") ?? "SignIn", { env });

// What context says is text, on the command line; everything else keeps the construct's default.
function text(name: string): string | undefined {
  const given: unknown = app.node.tryGetContext(name);
  return given === undefined ? undefined : `${given}`;
}

// A mistyped choice must not make another pool than the one that was meant.
function choice<T extends string>(name: string, choices: readonly T[]): T | undefined {
  const given = text(name);
  const chosen = choices.find((choice) => choice === given);
  if (given !== undefined && chosen === undefined) {
    throw new Error(`${name} is ${given}: choose one of ${choices.join(", ")}`);
  }
  return chosen;
}

function flag(name: string): boolean | undefined {
  const chosen = choice(name, ["true", "false"]);
  return chosen === undefined ? undefined : chosen === "true";
}

function count(name: string): number | undefined {
  const given = text(name);
  if (given === undefined) return undefined;
  if (!/^\d+$/.test(given)) throw new Error(`${name} is ${given}: it must be a whole number`);
  return Number(given);
}

const props: SignInPoolProps = {
  poolName: text("poolName"),
  appUrl: text("appUrl"),
  relyingPartyId: text("relyingPartyId"),
  signInIdentifiers: choice("signInIdentifiers", [
    "email",
    "phone_number",
    "email-or-phone",
    "username",
    "username-or-email",
  ]),
  signInFlow: choice("signInFlow", ["USER_SRP_AUTH", "USER_AUTH", "CUSTOM_AUTH", "USER_PASSWORD_AUTH"]),
  passkeys: flag("passkeys"),
  emailCodes: flag("emailCodes"),
  selfSignUp: flag("selfSignUp"),
  verification: choice("verification", ["code", "link"]),
  mfa: choice("mfa", ["OFF", "OPTIONAL", "ON"]),
  smsMfa: flag("smsMfa"),
  emailMfa: flag("emailMfa"),
  rememberDevices: choice("rememberDevices", ["no", "ask", "always"]),
  passwordMinimumLength: count("passwordMinimumLength"),
  passwordHistory: count("passwordHistory"),
  accessTokenMinutes: count("accessTokenMinutes"),
  refreshTokenDays: count("refreshTokenDays"),
  rotationGraceSeconds: count("rotationGraceSeconds"),
  tier: choice("tier", ["LITE", "ESSENTIALS", "PLUS"]),
  emailFrom: text("emailFrom"),
  emailDomain: text("emailDomain"),
  emailRegion: text("emailRegion"),
  domainPrefix: text("domainPrefix"),
  deletionProtection: flag("deletionProtection"),
};
const pool = new SignInPool(stack, "SignIn", props);

// By these names `cargo xtask configure` finds them.
new CfnOutput(stack, "UserPoolId", { value: pool.userPool.userPoolId });
new CfnOutput(stack, "ClientId", { value: pool.client.userPoolClientId });
new CfnOutput(stack, "SignInFlow", { value: props.signInFlow ?? "USER_SRP_AUTH" });
