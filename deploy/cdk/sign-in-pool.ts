// A user pool for leptos-cognito, with its app client: the same as deploy/user-pool.yaml. docs/deploy-pool.md says what each
// choice means.

import { Duration, RemovalPolicy, Stack, aws_cognito as cognito, aws_iam as iam } from "aws-cdk-lib";
import { Construct } from "constructs";

/** What an owner chooses. */
export interface SignInPoolProps {
  /** The pool's name. @default "sign-in" */
  readonly poolName?: string;
  /** The app's address, with a slash at the end. @default "http://localhost:8080/" */
  readonly appUrl?: string;
  /** For passkeys: the app's host name, or a domain above it. */
  readonly relyingPartyId?: string;
  /** What people sign in with; you cannot change it later. @default "email" */
  readonly signInIdentifiers?: "email" | "phone_number" | "email-or-phone" | "username" | "username-or-email";
  /** @default "USER_SRP_AUTH" */
  readonly signInFlow?: "USER_SRP_AUTH" | "USER_AUTH" | "CUSTOM_AUTH" | "USER_PASSWORD_AUTH";
  /** Whether people can sign in with passkeys; needs USER_AUTH. @default false */
  readonly passkeys?: boolean;
  /** Whether people can sign in with a code by email; needs USER_AUTH and Amazon SES. @default false */
  readonly emailCodes?: boolean;
  /** Whether people can create accounts themselves. @default true */
  readonly selfSignUp?: boolean;
  /** What the pool sends after a sign-up; links need a domainPrefix. @default "code" */
  readonly verification?: "code" | "link";
  /** Whether people need a second factor. @default "OPTIONAL" */
  readonly mfa?: "OFF" | "OPTIONAL" | "ON";
  /** Whether a text message can be one; it always can if people sign in with a phone number. @default false */
  readonly smsMfa?: boolean;
  /** Whether an email can be one; needs Amazon SES. @default false */
  readonly emailMfa?: boolean;
  /** Whether a remembered device takes the place of the second factor. @default "no" */
  readonly rememberDevices?: "no" | "ask" | "always";
  /** @default 8 */
  readonly passwordMinimumLength?: number;
  /** How many earlier passwords may not be used again. @default 0 */
  readonly passwordHistory?: number;
  /** How long access tokens and ID tokens are valid, in minutes. @default 15 */
  readonly accessTokenMinutes?: number;
  /** After how many days people have to sign in again. @default 30 */
  readonly refreshTokenDays?: number;
  /** For how many seconds a refresh token still works after it was replaced: up to 60. @default 30 */
  readonly rotationGraceSeconds?: number;
  /** The feature plan. @default "ESSENTIALS" */
  readonly tier?: "LITE" | "ESSENTIALS" | "PLUS";
  /** The sender's address, of a verified identity of Amazon SES. Without one, Cognito sends at most 50 emails a day. */
  readonly emailFrom?: string;
  /** Its domain, if that is what is verified. */
  readonly emailDomain?: string;
  /** Where it is verified. @default the stack's region, which has to be known then (`env`) */
  readonly emailRegion?: string;
  /** A prefix for a domain of Amazon Cognito: for managed login, and for links in emails. */
  readonly domainPrefix?: string;
  /** @default true */
  readonly deletionProtection?: boolean;
}

const STANDARD_ATTRIBUTES: cognito.StandardAttributesMask = {
  address: true,
  birthdate: true,
  email: true,
  familyName: true,
  fullname: true,
  gender: true,
  givenName: true,
  lastUpdateTime: true,
  locale: true,
  middleName: true,
  nickname: true,
  phoneNumber: true,
  preferredUsername: true,
  profilePage: true,
  profilePicture: true,
  timezone: true,
  website: true,
};

/** The pool and its app client. */
export class SignInPool extends Construct {
  readonly userPool: cognito.UserPool;
  readonly client: cognito.UserPoolClient;

  constructor(scope: Construct, id: string, props: SignInPoolProps = {}) {
    super(scope, id);
    const {
      poolName = "sign-in",
      appUrl = "http://localhost:8080/",
      signInIdentifiers: identifiers = "email",
      signInFlow = "USER_SRP_AUTH",
      mfa = "OPTIONAL",
      tier = "ESSENTIALS",
      rememberDevices = "no",
      verification = "code",
    } = props;
    check(props);

    const byPhone = ["phone_number", "email-or-phone"].includes(identifiers);
    const byEmail = identifiers !== "phone_number";
    const hasMfa = mfa !== "OFF";
    const hasSmsMfa = hasMfa && (byPhone || (props.smsMfa ?? false));
    const hasEmailMfa = hasMfa && (props.emailMfa ?? false);
    const verified = { email: byEmail, phone: byPhone };

    this.userPool = new cognito.UserPool(this, "UserPool", {
      userPoolName: poolName,
      featurePlan: cognito.FeaturePlan[tier],
      deletionProtection: props.deletionProtection ?? true,
      removalPolicy: RemovalPolicy.RETAIN,
      selfSignUpEnabled: props.selfSignUp ?? true,
      signInAliases: {
        username: identifiers.startsWith("username"),
        email: ["email", "email-or-phone", "username-or-email"].includes(identifiers),
        phone: byPhone,
      },
      signInCaseSensitive: false,
      autoVerify: verified,
      // A new address is proven before it takes the place of the old one.
      keepOriginal: verified,
      standardAttributes: {
        email: byEmail && !byPhone ? { required: true, mutable: true } : undefined,
        phoneNumber: identifiers === "phone_number" ? { required: true, mutable: true } : undefined,
      },
      customAttributes: { telnum: new cognito.StringAttribute({ minLen: 0, maxLen: 20, mutable: true }) },
      passwordPolicy: {
        minLength: props.passwordMinimumLength ?? 8,
        requireUppercase: true,
        requireLowercase: true,
        requireDigits: true,
        requireSymbols: true,
        passwordHistorySize: tier === "LITE" ? undefined : props.passwordHistory || undefined,
        tempPasswordValidity: Duration.days(3),
      },
      signInPolicy:
        tier === "LITE"
          ? undefined
          : { allowedFirstAuthFactors: { password: true, passkey: props.passkeys, emailOtp: props.emailCodes } },
      passkeyRelyingPartyId: props.relyingPartyId,
      passkeyUserVerification: props.relyingPartyId ? cognito.PasskeyUserVerification.REQUIRED : undefined,
      mfa: { OFF: cognito.Mfa.OFF, OPTIONAL: cognito.Mfa.OPTIONAL, ON: cognito.Mfa.REQUIRED }[mfa],
      // Where text messages can be sent, Cognito wants them to be second factors too.
      mfaSecondFactor: hasMfa ? { otp: true, sms: hasSmsMfa, email: hasEmailMfa } : undefined,
      deviceTracking:
        rememberDevices === "no"
          ? undefined
          : { challengeRequiredOnNewDevice: true, deviceOnlyRememberedOnUserPrompt: rememberDevices === "ask" },
      accountRecovery: recovery(byEmail, byPhone, hasSmsMfa, hasEmailMfa),
      userVerification: {
        emailStyle:
          verification === "link" ? cognito.VerificationEmailStyle.LINK : cognito.VerificationEmailStyle.CODE,
      },
      email: props.emailFrom
        ? cognito.UserPoolEmail.withSES({
            fromEmail: props.emailFrom,
            sesVerifiedDomain: props.emailDomain,
            sesRegion: props.emailRegion,
          })
        : cognito.UserPoolEmail.withCognito(),
      smsRole: byPhone || hasSmsMfa ? textRole(this, `${poolName}-sign-in`) : undefined,
      smsRoleExternalId: byPhone || hasSmsMfa ? `${poolName}-sign-in` : undefined,
      standardThreatProtectionMode: tier === "PLUS" ? cognito.StandardThreatProtectionMode.FULL_FUNCTION : undefined,
    });

    const withDomain = props.domainPrefix !== undefined;
    const readable = new cognito.ClientAttributes()
      .withStandardAttributes({ ...STANDARD_ATTRIBUTES, emailVerified: true, phoneNumberVerified: true })
      .withCustomAttributes("telnum");
    const writable = new cognito.ClientAttributes()
      .withStandardAttributes(STANDARD_ATTRIBUTES)
      .withCustomAttributes("telnum");
    const tokenValidity = Duration.minutes(props.accessTokenMinutes ?? 15);

    this.client = this.userPool.addClient("Client", {
      userPoolClientName: `${poolName}-app`,
      // A page can keep no secret.
      generateSecret: false,
      authFlows: {
        // Where a custom challenge is asked for, no other flow leads past it.
        userSrp: signInFlow !== "CUSTOM_AUTH",
        user: signInFlow === "USER_AUTH",
        custom: signInFlow === "CUSTOM_AUTH",
        userPassword: signInFlow === "USER_PASSWORD_AUTH",
      },
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      authSessionValidity: Duration.minutes(5),
      accessTokenValidity: tokenValidity,
      idTokenValidity: tokenValidity,
      refreshTokenValidity: Duration.days(props.refreshTokenDays ?? 30),
      refreshTokenRotationGracePeriod: Duration.seconds(props.rotationGraceSeconds ?? 30),
      readAttributes: readable,
      writeAttributes: writable,
      disableOAuth: !withDomain,
      oAuth: withDomain
        ? {
            flows: { authorizationCodeGrant: true },
            scopes: [
              cognito.OAuthScope.OPENID,
              cognito.OAuthScope.COGNITO_ADMIN,
              cognito.OAuthScope.EMAIL,
              cognito.OAuthScope.PROFILE,
            ],
            callbackUrls: [`${appUrl}callback`],
            logoutUrls: [appUrl],
          }
        : undefined,
      supportedIdentityProviders: withDomain ? [cognito.UserPoolClientIdentityProvider.COGNITO] : undefined,
    });
    // The construct allows REFRESH_TOKEN_AUTH always, which is not to be had together with rotation; the app renews by
    // GetTokensFromRefreshToken.
    const resource = this.client.node.defaultChild as cognito.CfnUserPoolClient;
    resource.explicitAuthFlows = resource.explicitAuthFlows?.filter((flow) => flow !== "ALLOW_REFRESH_TOKEN_AUTH");

    if (props.domainPrefix !== undefined) {
      const hasManagedLogin = tier !== "LITE";
      this.userPool.addDomain("Domain", {
        cognitoDomain: { domainPrefix: props.domainPrefix },
        managedLoginVersion: hasManagedLogin
          ? cognito.ManagedLoginVersion.NEWER_MANAGED_LOGIN
          : cognito.ManagedLoginVersion.CLASSIC_HOSTED_UI,
      });
      if (hasManagedLogin) {
        // Without a style the pages of managed login are not there.
        new cognito.CfnManagedLoginBranding(this, "Branding", {
          userPoolId: this.userPool.userPoolId,
          clientId: this.client.userPoolClientId,
          useCognitoProvidedValues: true,
        });
      }
    }
  }
}

/** By which the pool sends text messages; only pools of this account can use it. */
function textRole(scope: Construct, externalId: string): iam.Role {
  const sendsText = new iam.PolicyStatement({ actions: ["sns:publish"], resources: ["*"] });
  return new iam.Role(scope, "TextRole", {
    assumedBy: new iam.ServicePrincipal("cognito-idp.amazonaws.com", {
      conditions: { StringEquals: { "sts:ExternalId": externalId, "aws:SourceAccount": Stack.of(scope).account } },
    }),
    inlinePolicies: { text: new iam.PolicyDocument({ statements: [sendsText] }) },
  });
}

/** What a code for a second factor is sent to cannot be the only way to a new password. */
function recovery(byEmail: boolean, byPhone: boolean, hasSmsMfa: boolean, hasEmailMfa: boolean): cognito.AccountRecovery {
  if (hasEmailMfa || (byEmail && byPhone)) return cognito.AccountRecovery.EMAIL_AND_PHONE_WITHOUT_MFA;
  if (byEmail) return cognito.AccountRecovery.EMAIL_ONLY;
  return hasSmsMfa ? cognito.AccountRecovery.NONE : cognito.AccountRecovery.PHONE_ONLY_WITHOUT_MFA;
}

/** What Cognito would refuse in the middle of a deployment. */
function check(props: SignInPoolProps) {
  const isChoice = props.signInFlow === "USER_AUTH";
  const isLite = props.tier === "LITE";
  const refusals: [boolean | undefined, string][] = [
    [isChoice && isLite, "USER_AUTH needs the plan ESSENTIALS or PLUS"],
    [props.passkeys && !(isChoice && props.relyingPartyId), "passkeys need USER_AUTH and a relyingPartyId"],
    [props.emailCodes && !(isChoice && props.emailFrom), "codes by email need USER_AUTH and an emailFrom"],
    [props.emailMfa && (isLite || !props.emailFrom), "emailMfa needs the plan ESSENTIALS or PLUS, and an emailFrom"],
    [
      props.mfa === "ON" && (props.passkeys || props.emailCodes),
      "Cognito has passkeys and codes by email only where a second factor is not required: set mfa to OPTIONAL or OFF",
    ],
    [props.verification === "link" && props.domainPrefix === undefined, "links need a domainPrefix"],
  ];
  for (const [isRefused, why] of refusals) {
    if (isRefused) throw new Error(why);
  }
}
