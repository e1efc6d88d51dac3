"""pycognito against the local user pool: sign-in, devices, refresh, attributes.

Needs LOCAL_USER_POOL, the binary, and the packages of requirements.txt:
    cargo xtask test interop
"""

import sys
import unittest
from unittest import mock
from uuid import uuid4

import boto3
import pycognito
from botocore.exceptions import ClientError
from pycognito import aws_srp
from pycognito.exceptions import (
    ForceChangePasswordException,
    SMSMFAChallengeException,
    SoftwareTokenMFAChallengeException,
)

from local_user_pool import CLIENT_ID, POOL_ID, LocalUserPool

PASSWORD = "Correct-Horse1"
NEW_PASSWORD = "Another-Horse2"
NUMBER = "+12025550101"
PLAIN, SMS, APP, TEMPORARY, FORGETFUL = (
    f"{name}@example.com" for name in ("plain", "sms", "app", "temporary", "forgetful")
)
SECRET = "Z" * 24
USERS = f"""
    [[users]]
    email = "{PLAIN}"
    password = "{PASSWORD}"
    [[users]]
    email = "{FORGETFUL}"
    password = "{PASSWORD}"
    [[users]]
    email = "{SMS}"
    password = "{PASSWORD}"
    phone_number = "{NUMBER}"
    mfa = ["SMS_MFA"]
    preferred_mfa = "SMS_MFA"
    [[users]]
    email = "{APP}"
    password = "{PASSWORD}"
    mfa = ["SOFTWARE_TOKEN_MFA"]
    preferred_mfa = "SOFTWARE_TOKEN_MFA"
    totp_secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    [[users]]
    email = "{TEMPORARY}"
    password = "{PASSWORD}"
    status = "FORCE_CHANGE_PASSWORD"
"""
FACTORS = """
    [UserPool]
    MfaConfiguration = "OPTIONAL"
    SmsMfa = true
    SoftwareTokenMfa = true
"""
DEVICES = """
    [UserPool.DeviceConfiguration]
    ChallengeRequiredOnNewDevice = true
    DeviceOnlyRememberedOnUserPrompt = true
"""


def client_of(pool):
    """boto3's own, with keys that mean nothing: administrators' operations sign their requests."""
    return boto3.client(
        "cognito-idp",
        region_name="us-east-1",
        endpoint_url=pool.endpoint,
        aws_access_key_id="none",
        aws_secret_access_key="none",
    )


class Against(unittest.TestCase):
    """Tests against one pool."""

    settings = ""

    @classmethod
    def setUpClass(cls):
        cls.pool = LocalUserPool(cls.settings)
        cls.addClassCleanup(cls.pool.stop)

    def user(self, name, secret=None, **tokens):
        """pycognito's user. It checks tokens by the pool's own keys and Cognito's issuer."""
        keys = {"aws_access_key_id": "none", "aws_secret_access_key": "none", "endpoint_url": self.pool.endpoint}
        user = pycognito.Cognito(
            POOL_ID, CLIENT_ID, username=name, client_secret=secret, boto3_client_kwargs=keys, **tokens
        )
        user.pool_domain_url = None
        user.pool_jwk = self.pool.get(f"/{POOL_ID}/.well-known/jwks.json")
        return user

    def signed_in(self, name=PLAIN, password=PASSWORD):
        user = self.user(name)
        user.authenticate(password)
        return user

    def refused(self, code, sentence, call, *arguments, **named):
        with self.assertRaises(ClientError) as raised:
            call(*arguments, **named)
        error = raised.exception.response["Error"]
        self.assertEqual((error["Code"], error["Message"]), (code, sentence))


class SignIn(Against):
    settings = FACTORS + USERS

    def test_password_is_proven_and_the_tokens_verify(self):
        user = self.signed_in()
        user.verify_tokens()
        self.assertEqual(user.access_claims["client_id"], CLIENT_ID)
        self.assertEqual(user.id_claims["email"], PLAIN)
        self.assertEqual(user.access_claims["username"], user.id_claims["cognito:username"])

    def test_wrong_password_and_unknown_user_read_the_same(self):
        for name in (PLAIN, "nobody@example.com"):
            user = self.user(name)
            sentence = "Incorrect username or password."
            self.refused("NotAuthorizedException", sentence, user.authenticate, "Wrong-Horse1")

    def test_whoever_has_yet_to_confirm_is_told_so_with_any_password(self):
        address = f"{uuid4()}@example.com"
        self.user(address).register(address, PASSWORD)
        for password in (PASSWORD, "Wrong-Horse1"):
            user = self.user(address)
            self.refused("UserNotConfirmedException", "User is not confirmed.", user.authenticate, password)

    def test_codes_by_sms(self):
        user = self.user(SMS)
        with self.assertRaises(SMSMFAChallengeException):
            user.authenticate(PASSWORD)
        wrong = "Invalid code or auth state for the user."
        self.refused("CodeMismatchException", wrong, user.respond_to_sms_mfa_challenge, "0")
        user.respond_to_sms_mfa_challenge(self.pool.last_code(NUMBER, "mfa_code"))
        self.assertEqual(user.id_claims["email"], SMS)

    def test_authenticator_app_is_asked_for(self):
        with self.assertRaises(SoftwareTokenMFAChallengeException):
            self.user(APP).authenticate(PASSWORD)

    def test_temporary_password_is_replaced(self):
        user = self.user(TEMPORARY)
        with self.assertRaises(ForceChangePasswordException):
            user.authenticate(PASSWORD)
        pattern = r"^[\S]+.*[\S]+$"
        sentence = (
            "1 validation error detected: Value at 'password' failed to satisfy constraint: "
            f"Member must satisfy regular expression pattern: {pattern}"
        )
        blank = f"{NEW_PASSWORD} "
        self.refused("InvalidParameterException", sentence, user.new_password_challenge, PASSWORD, blank)
        user.new_password_challenge(PASSWORD, NEW_PASSWORD)
        self.signed_in(TEMPORARY, NEW_PASSWORD)

    def test_password_is_changed_and_forgotten(self):
        user = self.signed_in(FORGETFUL)
        user.change_password(PASSWORD, NEW_PASSWORD)
        other = self.user(FORGETFUL)
        other.initiate_forgot_password()
        code = self.pool.last_code(FORGETFUL, "password_reset_code")
        other.confirm_forgot_password(code, PASSWORD)
        self.signed_in(FORGETFUL)

    def test_sign_out_everywhere_ends_the_tokens(self):
        user = self.signed_in()
        token = user.access_token
        user.logout()
        revoked = "Access Token has been revoked"
        self.refused("NotAuthorizedException", revoked, user.client.get_user, AccessToken=token)


class ClientWithSecret(Against):
    settings = f"""
        [UserPoolClient]
        ClientSecret = "{SECRET}"
    """

    def test_every_step_carries_the_secret_hash(self):
        address = f"{uuid4()}@example.com"
        user = self.user(address, SECRET)
        user.register(address, PASSWORD)
        user.confirm_sign_up(self.pool.last_code(address, "sign_up_code"), address)
        user.authenticate(PASSWORD)
        self.assertEqual(user.id_claims["email"], address)


class Refresh(Against):
    settings = USERS

    def test_tokens_are_renewed(self):
        user = self.signed_in()
        access_token, refresh_token = user.access_token, user.refresh_token
        user.renew_access_token()
        self.assertNotEqual(user.access_token, access_token)
        self.assertEqual(user.refresh_token, refresh_token, "it does not change")
        self.assertFalse(user.check_token(), "the new one is not expired")

    def test_remembered_tokens_go_on(self):
        first = self.signed_in()
        tokens = {name: getattr(first, name) for name in ("id_token", "access_token", "refresh_token")}
        later = self.user(PLAIN, **tokens)
        later.verify_tokens()
        later.renew_access_token()
        self.assertEqual(later.access_claims["origin_jti"], first.access_claims["origin_jti"])

    def test_revoked_refresh_token_is_refused(self):
        user = self.signed_in()
        user.client.revoke_token(ClientId=CLIENT_ID, Token=user.refresh_token)
        revoked = "Refresh Token has been revoked"
        self.refused("NotAuthorizedException", revoked, user.renew_access_token)


class Attributes(Against):
    settings = """
        [[UserPool.Schema]]
        Name = "email"
        Required = true
        [[UserPool.Schema]]
        Name = "custom:level"
        AttributeDataType = "Number"
        NumberAttributeConstraints = { MinValue = 1, MaxValue = 10 }
        [[UserPool.Schema]]
        Name = "custom:fixed"
        Mutable = false
    """ + USERS

    def registered(self, **custom):
        address = f"{uuid4()}@example.com"
        user = self.user(address)
        user.set_base_attributes(email=address, given_name="Ann")
        user.add_custom_attributes(**custom)
        user.register(address, PASSWORD)
        user.confirm_sign_up(self.pool.last_code(address, "sign_up_code"), address)
        user.authenticate(PASSWORD)
        return user

    def test_attributes_of_a_sign_up_are_read_and_changed(self):
        user = self.registered(level="3", fixed="x")
        read = user.get_user()
        self.assertEqual((read.given_name, read.email_verified), ("Ann", True))
        user.update_profile({"given_name": "Änne", "custom:level": "10"})
        read = user.get_user(attr_map={"custom:level": "level"})
        self.assertEqual((read.given_name, read.level), ("Änne", "10"))

    def test_limits_hold_at_every_operation(self):
        problem = "custom:level: Number must be no greater than 10"
        user = self.user("new@example.com")
        user.set_base_attributes(email="new@example.com")
        user.add_custom_attributes(level="11")
        sentence = f"Attributes did not conform to the schema: {problem}"
        self.refused("InvalidParameterException", sentence, user.register, "new@example.com", PASSWORD)
        user = self.signed_in()
        for update in (user.update_profile, user.admin_update_profile):
            refused = f"Invalid user attributes: {problem}"
            self.refused("InvalidParameterException", refused, update, {"custom:level": "11"})

    def test_immutable_ones_stay(self):
        user = self.registered(fixed="x")
        sentence = "user.custom:fixed: Attribute cannot be updated. (changing an immutable attribute)"
        for update in (user.update_profile, user.admin_update_profile):
            self.refused("InvalidParameterException", sentence, update, {"custom:fixed": "y"})

    def test_address_is_verified_anew(self):
        user = self.registered()
        address = f"{uuid4()}@example.com"
        user.update_profile({"email": address})
        self.assertFalse(user.get_user().email_verified)
        user.validate_verification(self.pool.last_code(address, "attribute_verification_code"), "email")
        self.assertTrue(user.get_user().email_verified)


class UserNames(Against):
    settings = f"""
        [UserPool]
        UsernameAttributes = []
        [[users]]
        username = "ann"
        email = "{PLAIN}"
        password = "{PASSWORD}"
    """

    def test_sub_names_a_user_to_administrators_alone(self):
        sub = self.signed_in("ann").access_claims["sub"]
        self.assertNotEqual(sub, "ann")
        administrator = self.user(sub)
        administrator.admin_update_profile({"nickname": "A"})
        self.assertEqual(administrator.admin_get_user().nickname, "A")
        sentence = "Incorrect username or password."
        self.refused("NotAuthorizedException", sentence, administrator.authenticate, PASSWORD)


class Devices(Against):
    settings = FACTORS + DEVICES + USERS

    def setUp(self):
        # For devices pycognito has Cognito's own address.
        post = aws_srp.requests.post
        patch = mock.patch.object(aws_srp.requests, "post", lambda _, **named: post(self.pool.endpoint, **named))
        patch.start()
        self.addCleanup(patch.stop)

    def srp(self, password=PASSWORD, name=SMS, **device):
        return aws_srp.AWSSRP(name, password, POOL_ID, CLIENT_ID, client=client_of(self.pool), **device)

    def remembered(self):
        """A device that has signed in with a code, and its tokens."""
        first = self.srp()
        with self.assertRaises(SMSMFAChallengeException) as raised:
            first.authenticate_user()
        asked = raised.exception.get_tokens()
        tokens = first.client.respond_to_auth_challenge(
            ClientId=CLIENT_ID,
            ChallengeName="SMS_MFA",
            Session=asked["Session"],
            ChallengeResponses={"USERNAME": SMS, "SMS_MFA_CODE": self.pool.last_code(NUMBER, "mfa_code")},
        )
        answer, device_password = first.confirm_device(tokens, "Python")
        self.assertEqual((answer.status_code, answer.json()), (200, {"UserConfirmationNecessary": True}))
        access_token = tokens["AuthenticationResult"]["AccessToken"]
        first.update_device_status(True, access_token, first.device_key)
        device = {
            "device_key": first.device_key,
            "device_group_key": first.device_group_key,
            "device_password": device_password,
        }
        return device, access_token

    def test_remembered_device_takes_the_place_of_the_code(self):
        device, access_token = self.remembered()
        sent = len(self.pool.messages(NUMBER))
        for _ in range(2):
            tokens = self.srp(**device).authenticate_user()
            self.assertIn("AccessToken", tokens["AuthenticationResult"])
            self.assertNotIn("NewDeviceMetadata", tokens["AuthenticationResult"])
        self.assertEqual(len(self.pool.messages(NUMBER)), sent, "no further code")
        listed = client_of(self.pool).list_devices(AccessToken=access_token)["Devices"]
        own = next(one for one in listed if one["DeviceKey"] == device["device_key"])
        attributes = {one["Name"]: one["Value"] for one in own["DeviceAttributes"]}
        self.assertEqual(attributes["device_name"], "Python")
        self.assertEqual(attributes["dev:device_remembered_status"], "remembered")

    def test_wrong_secret_of_a_device_proves_nothing(self):
        device, _ = self.remembered()
        wrong = self.srp(**{**device, "device_password": "wrong"})
        self.refused("NotAuthorizedException", "Incorrect username or password.", wrong.authenticate_user)

    def test_wrong_password_is_not_made_good_by_the_device(self):
        device, _ = self.remembered()
        wrong = self.srp("Wrong-Horse1", **device)
        self.refused("NotAuthorizedException", "Incorrect username or password.", wrong.authenticate_user)

    def test_forgotten_device_is_asked_for_a_code_again(self):
        device, access_token = self.remembered()
        self.srp().forget_device(access_token, device["device_key"])
        gone = self.srp(**device)
        self.refused("ResourceNotFoundException", "Device does not exist.", gone.authenticate_user)
        with self.assertRaises(SMSMFAChallengeException):
            self.srp().authenticate_user()


class AccessKeys(unittest.TestCase):
    """Where the pool asks administrators for a key, boto3's signatures are it."""

    def setUp(self):
        self.pool = LocalUserPool(LOCAL_USER_POOL_ACCESS_KEY="AKIDEXAMPLE:secret/with+signs")
        self.addCleanup(self.pool.stop)

    def client(self, key_id, secret, **session):
        return boto3.client(
            "cognito-idp",
            region_name="us-east-1",
            endpoint_url=self.pool.endpoint,
            aws_access_key_id=key_id,
            aws_secret_access_key=secret,
            **session,
        )

    def test_the_key_opens_what_is_for_administrators(self):
        for session in ({}, {"aws_session_token": "temporary"}):
            client = self.client("AKIDEXAMPLE", "secret/with+signs", **session)
            users = client.list_users(UserPoolId=POOL_ID)["Users"]
            self.assertEqual(len(users), 1)

    def test_others_do_not(self):
        for key_id, secret, code in (
            ("AKIDEXAMPLE", "another", "InvalidSignatureException"),
            ("AKIDOTHER", "secret/with+signs", "UnrecognizedClientException"),
        ):
            client = self.client(key_id, secret)
            with self.assertRaises(ClientError) as raised:
                client.list_users(UserPoolId=POOL_ID)
            self.assertEqual(raised.exception.response["Error"]["Code"], code)
            # What users do themselves is open.
            person = {"USERNAME": "demo@example.com", "PASSWORD": "Demo-Passw0rd"}
            client.initiate_auth(ClientId=CLIENT_ID, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=person)


if __name__ == "__main__":
    unittest.main(testRunner=unittest.TextTestRunner(stream=sys.stdout, verbosity=2))
