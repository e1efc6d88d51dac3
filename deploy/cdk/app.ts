// A stack with nothing but the pool. Choices are given as context: `npx cdk deploy -c mfa=ON -c appUrl=https://example.com/`.

import { App, CfnOutput, Stack } from "aws-cdk-lib";
import { SignInPool, SignInPoolProps } from "./sign-in-pool";

const app = new App();
// Those of the credentials that `cdk deploy` is given.
const env = { account: process.env.CDK_DEFAULT_ACCOUNT, region: process.env.CDK_DEFAULT_REGION };
const stack = new Stack(app, app.node.tryGetContext("stack") ?? "SignIn", { env });

// What context says is text; everything else keeps the construct's default.
const text = (name: string): string | undefined => app.node.tryGetContext(name);
const flag = (name: string) => (text(name) === undefined ? undefined : `${text(name)}` === "true");
const count = (name: string) => (text(name) === undefined ? undefined : Number(text(name)));

const props: SignInPoolProps = {
  poolName: text("poolName"),
  appUrl: text("appUrl"),
  relyingPartyId: text("relyingPartyId"),
  signInIdentifiers: text("signInIdentifiers") as SignInPoolProps["signInIdentifiers"],
  signInFlow: text("signInFlow") as SignInPoolProps["signInFlow"],
  passkeys: flag("passkeys"),
  emailCodes: flag("emailCodes"),
  selfSignUp: flag("selfSignUp"),
  verification: text("verification") as SignInPoolProps["verification"],
  mfa: text("mfa") as SignInPoolProps["mfa"],
  smsMfa: flag("smsMfa"),
  emailMfa: flag("emailMfa"),
  rememberDevices: text("rememberDevices") as SignInPoolProps["rememberDevices"],
  passwordMinimumLength: count("passwordMinimumLength"),
  passwordHistory: count("passwordHistory"),
  accessTokenMinutes: count("accessTokenMinutes"),
  refreshTokenDays: count("refreshTokenDays"),
  rotationGraceSeconds: count("rotationGraceSeconds"),
  tier: text("tier") as SignInPoolProps["tier"],
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
