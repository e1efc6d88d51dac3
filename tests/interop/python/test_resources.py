"""boto3 against the local user pool: every resource that infrastructure tools know is made, read, changed and deleted, and
a second run finds nothing to change.

Needs LOCAL_USER_POOL, the binary, and the packages of requirements.txt:
    cargo xtask test interop
"""

import base64
import copy
import hmac
import json
import pathlib
import sys
import time
import unittest
import urllib.request
from uuid import uuid4

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from local_user_pool import CLIENT_ID, POOL_ID, LocalUserPool

PASSWORD = "Correct-Horse1"
SAMPLES = pathlib.Path(__file__).parents[3] / "crates/local-user-pool/tests/http/samples.json"


def samples():
    """Requests with every setting that there is, by operation; bytes are bytes as boto3 wants them."""

    def read(members):
        for name in ("Bytes", "ImageFile"):
            if name in members:
                members[name] = base64.b64decode(members[name])
        return members

    return json.loads(SAMPLES.read_text(encoding="utf-8"), object_hook=read)


def difference(wanted, found, path=""):
    """Paths of what is wanted and not found so; what is found besides has a default."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        return [
            problem
            for name, value in wanted.items()
            for problem in (difference(value, found[name], f"{path}.{name}") if name in found else [f"{path}.{name}"])
        ]
    if isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        pairs = enumerate(zip(wanted, found, strict=True))
        return [problem for index, pair in pairs for problem in difference(*pair, f"{path}[{index}]")]
    return [] if wanted == found else [f"{path}: {wanted!r} is {found!r}"]


class Against(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.pool = LocalUserPool()
        cls.addClassCleanup(cls.pool.stop)
        # Any signature is as good as another.
        options = {
            "endpoint_url": cls.pool.endpoint,
            "region_name": "us-east-1",
            "aws_access_key_id": "anyone",
            "aws_secret_access_key": "anything",
            "config": Config(retries={"total_max_attempts": 1}),
        }
        cls.idp = boto3.client("cognito-idp", **options)
        cls.identity = boto3.client("cognito-identity", **options)
        cls.samples = samples()

    def refused(self, code, call, **members):
        with self.assertRaises(ClientError) as raised:
            call(**members)
        self.assertEqual(raised.exception.response["Error"]["Code"], code)

    def new_pool(self, **members):
        """Of the plan that has everything."""
        add_ons = {"AdvancedSecurityMode": "AUDIT"}
        settings = {"PoolName": "boto3", "UserPoolTier": "PLUS", "UserPoolAddOns": add_ons, **members}
        return self.idp.create_user_pool(**settings)["UserPool"]["Id"]

    def new_client(self, pool_id, **members):
        made = self.idp.create_user_pool_client(UserPoolId=pool_id, ClientName="boto3", **members)
        return made["UserPoolClient"]["ClientId"]

    def settles(self, wanted, read):
        """What was applied is found; the second run has nothing to do."""
        self.assertEqual(difference(wanted, read()), [])

    def first(self, operation):
        return copy.deepcopy(self.samples[operation][0])


class UserPools(Against):
    def test_a_pool_goes_round(self):
        wanted = self.first("CreateUserPool")
        pool_id = self.idp.create_user_pool(**wanted)["UserPool"]["Id"]

        def read():
            found = self.idp.describe_user_pool(UserPoolId=pool_id)["UserPool"]
            found["PoolName"] = found["Name"]
            # As tools read it: the custom ones, without their prefix.
            custom = [one for one in found["SchemaAttributes"] if one["Name"].startswith("custom:")]
            found["Schema"] = [{**one, "Name": one["Name"].removeprefix("custom:")} for one in custom]
            return found

        self.settles(wanted, read)
        fixed = ("UsernameAttributes", "UsernameConfiguration", "Schema", "AliasAttributes")
        changed = {name: value for name, value in wanted.items() if name not in fixed}
        self.idp.update_user_pool(UserPoolId=pool_id, **changed)
        self.settles(wanted, read)
        changed["Policies"]["PasswordPolicy"]["MinimumLength"] = 20
        changed["UserPoolTags"] = {"stage": "live"}
        changed["DeletionProtection"] = "ACTIVE"
        self.idp.update_user_pool(UserPoolId=pool_id, **changed)
        self.settles(changed, read)
        self.refused("InvalidParameterException", self.idp.delete_user_pool, UserPoolId=pool_id)
        self.idp.update_user_pool(UserPoolId=pool_id, **{**changed, "DeletionProtection": "INACTIVE"})
        self.idp.delete_user_pool(UserPoolId=pool_id)
        self.refused("ResourceNotFoundException", self.idp.describe_user_pool, UserPoolId=pool_id)

    def test_an_update_without_a_member_means_its_default(self):
        pool_id = self.idp.create_user_pool(**self.first("CreateUserPool"))["UserPool"]["Id"]
        bare = self.idp.create_user_pool(PoolName="bare")["UserPool"]
        self.idp.update_user_pool(UserPoolId=pool_id)
        found = self.idp.describe_user_pool(UserPoolId=pool_id)["UserPool"]
        always = ("Policies", "MfaConfiguration", "EmailConfiguration", "UserPoolTier", "AcrConfiguration")
        for name in (*always, "VerificationMessageTemplate"):
            self.assertEqual(found[name], bare[name], name)
        self.assertNotIn("DeviceConfiguration", found)

    def test_custom_attributes_are_added(self):
        pool_id = self.new_pool()
        color = {"Name": "color", "AttributeDataType": "String", "Mutable": True}
        self.idp.add_custom_attributes(UserPoolId=pool_id, CustomAttributes=[color])
        found = self.idp.describe_user_pool(UserPoolId=pool_id)["UserPool"]["SchemaAttributes"]
        self.assertIn("custom:color", [attribute["Name"] for attribute in found])
        twice = {"UserPoolId": pool_id, "CustomAttributes": [color]}
        self.refused("InvalidParameterException", self.idp.add_custom_attributes, **twice)
        attributes = [{"Name": "custom:color", "Value": "red"}]
        self.idp.admin_create_user(UserPoolId=pool_id, Username="ann", UserAttributes=attributes)

    def test_tags(self):
        pool_id = self.new_pool(UserPoolTags={"stage": "test"})
        arn = self.idp.describe_user_pool(UserPoolId=pool_id)["UserPool"]["Arn"]
        self.idp.tag_resource(ResourceArn=arn, Tags={"owner": "ann"})
        both = {"stage": "test", "owner": "ann"}
        self.assertEqual(self.idp.list_tags_for_resource(ResourceArn=arn)["Tags"], both)
        self.idp.untag_resource(ResourceArn=arn, TagKeys=["stage"])
        self.assertEqual(self.idp.describe_user_pool(UserPoolId=pool_id)["UserPool"]["UserPoolTags"], {"owner": "ann"})
        unknown = arn.replace(pool_id, "us-east-1_Nobody")
        self.refused("ResourceNotFoundException", self.idp.list_tags_for_resource, ResourceArn=unknown)

    def test_what_is_set_is_got(self):
        pairs = [
            ("SetUserPoolMfaConfig", "set_user_pool_mfa_config", "get_user_pool_mfa_config", None),
            (
                "SetUserPoolSessionConfiguration",
                "set_user_pool_session_configuration",
                "get_user_pool_session_configuration",
                None,
            ),
            (
                "SetLogDeliveryConfiguration",
                "set_log_delivery_configuration",
                "get_log_delivery_configuration",
                "LogDeliveryConfiguration",
            ),
            ("SetRiskConfiguration", "set_risk_configuration", "describe_risk_configuration", "RiskConfiguration"),
        ]
        pool_id = self.new_pool()
        for operation, put, get, at in pairs:
            for wanted in self.samples[operation]:
                with self.subTest(operation):
                    getattr(self.idp, put)(UserPoolId=pool_id, **wanted)
                    answer = getattr(self.idp, get)(UserPoolId=pool_id)
                    self.assertEqual(difference(wanted, answer[at] if at else answer), [])
        self.idp.set_risk_configuration(UserPoolId=pool_id)
        found = self.idp.describe_risk_configuration(UserPoolId=pool_id)["RiskConfiguration"]
        self.assertEqual(found, {"UserPoolId": pool_id}, "without its parts it is the default again")
        self.idp.set_log_delivery_configuration(UserPoolId=pool_id, LogConfigurations=[])
        found = self.idp.get_log_delivery_configuration(UserPoolId=pool_id)["LogDeliveryConfiguration"]
        self.assertEqual(found["LogConfigurations"], [])

    def test_domains(self):
        pool_id = self.new_pool()
        for index, wanted in enumerate(self.samples["CreateUserPoolDomain"]):
            domain = wanted["Domain"]
            made = self.idp.create_user_pool_domain(UserPoolId=pool_id, **wanted)
            self.assertEqual("CloudFrontDomain" in made, index == 1, "in front of a custom domain")

            def read(domain=domain):
                return self.idp.describe_user_pool_domain(Domain=domain)["DomainDescription"]

            self.settles(wanted, read)
            self.idp.update_user_pool_domain(UserPoolId=pool_id, Domain=domain, ManagedLoginVersion=1)
            self.settles({**wanted, "ManagedLoginVersion": 1}, read)
        found = self.idp.describe_user_pool(UserPoolId=pool_id)["UserPool"]
        self.assertEqual((found["Domain"], found["CustomDomain"]), ("round-trip", "auth.example.com"))
        for wanted in self.samples["CreateUserPoolDomain"]:
            self.idp.delete_user_pool_domain(UserPoolId=pool_id, Domain=wanted["Domain"])
            gone = self.idp.describe_user_pool_domain(Domain=wanted["Domain"])["DomainDescription"]
            self.assertEqual(gone, {})

    def test_identity_provider(self):
        pool_id, wanted = self.new_pool(), self.first("CreateIdentityProvider")
        self.idp.create_identity_provider(UserPoolId=pool_id, **wanted)
        one = {"UserPoolId": pool_id, "ProviderName": wanted["ProviderName"]}

        def read():
            return self.idp.describe_identity_provider(**one)["IdentityProvider"]

        self.settles(wanted, read)
        found = self.idp.get_identity_provider_by_identifier(UserPoolId=pool_id, IdpIdentifier="example.com")
        self.assertEqual(found["IdentityProvider"], read())
        self.idp.update_identity_provider(**one, IdpIdentifiers=["other.example"])
        self.settles({**wanted, "IdpIdentifiers": ["other.example"]}, read)
        gone = {"UserPoolId": pool_id, "IdpIdentifier": "example.com"}
        self.refused("ResourceNotFoundException", self.idp.get_identity_provider_by_identifier, **gone)
        self.idp.delete_identity_provider(**one)
        self.refused("ResourceNotFoundException", self.idp.describe_identity_provider, **one)

    def test_replicas(self):
        pool_id = self.new_pool()
        one = {"UserPoolId": pool_id, "RegionName": "eu-west-1"}
        self.idp.create_user_pool_replica(**one)
        self.idp.update_user_pool_replica(**one, Status="ACTIVE")
        found = self.idp.list_user_pool_replicas(UserPoolId=pool_id)["UserPoolReplicas"]
        shown = [(replica["RegionName"], replica["Role"], replica["Status"]) for replica in found]
        self.assertEqual(shown, [("us-east-1", "PRIMARY", "ACTIVE"), ("eu-west-1", "SECONDARY", "ACTIVE")])
        self.refused("InvalidParameterException", self.idp.delete_user_pool_replica, **one)
        self.idp.update_user_pool_replica(**one, Status="INACTIVE")
        self.idp.delete_user_pool_replica(**one)
        self.assertEqual(len(self.idp.list_user_pool_replicas(UserPoolId=pool_id)["UserPoolReplicas"]), 1)


class Clients(Against):
    def setUp(self):
        self.pool_id = self.new_pool()
        self.client_id = self.new_client(self.pool_id)
        self.both = {"UserPoolId": self.pool_id, "ClientId": self.client_id}

    def test_a_client_goes_round(self):
        wanted = self.first("CreateUserPoolClient")
        made = self.idp.create_user_pool_client(UserPoolId=self.pool_id, **wanted)["UserPoolClient"]
        wanted.pop("GenerateSecret")
        one = {"UserPoolId": self.pool_id, "ClientId": made["ClientId"]}

        def read():
            return self.idp.describe_user_pool_client(**one)["UserPoolClient"]

        self.settles(wanted, read)
        self.idp.update_user_pool_client(**one, **wanted)
        self.settles({**wanted, "ClientSecret": made["ClientSecret"]}, read)
        wanted["AccessTokenValidity"] = 15
        self.idp.update_user_pool_client(**one, **wanted)
        self.settles(wanted, read)
        self.idp.update_user_pool_client(**one)
        bare = self.idp.describe_user_pool_client(**self.both)["UserPoolClient"]
        for name in ("RefreshTokenValidity", "TokenValidityUnits", "ExplicitAuthFlows", "AuthSessionValidity"):
            self.assertEqual(read()[name], bare[name], "an update without a member means its default")
        self.idp.delete_user_pool_client(**one)
        self.refused("ResourceNotFoundException", self.idp.describe_user_pool_client, **one)

    def test_branding(self):
        wanted = self.first("CreateManagedLoginBranding")
        made = self.idp.create_managed_login_branding(**self.both, **wanted)["ManagedLoginBranding"]
        one = {"UserPoolId": self.pool_id, "ManagedLoginBrandingId": made["ManagedLoginBrandingId"]}

        def read():
            return self.idp.describe_managed_login_branding(**one)["ManagedLoginBranding"]

        self.settles(wanted, read)
        by_client = self.idp.describe_managed_login_branding_by_client(**self.both)["ManagedLoginBranding"]
        self.assertEqual(by_client, read())
        again = {**self.both, "UseCognitoProvidedValues": True}
        self.refused("ManagedLoginBrandingExistsException", self.idp.create_managed_login_branding, **again)
        self.idp.update_managed_login_branding(**one, Settings={"components": {}})
        self.settles({**wanted, "Settings": {"components": {}}}, read)
        self.idp.update_managed_login_branding(**one, UseCognitoProvidedValues=True)
        self.assertEqual((read()["UseCognitoProvidedValues"], "Settings" in read()), (True, False))
        self.idp.delete_managed_login_branding(**one)
        self.refused("ResourceNotFoundException", self.idp.describe_managed_login_branding, **one)

    def test_style_of_the_classic_pages(self):
        wanted = self.first("SetUICustomization")
        self.refused("InvalidParameterException", self.idp.set_ui_customization, **self.both, **wanted)
        self.idp.create_user_pool_domain(UserPoolId=self.pool_id, Domain=f"style-{uuid4()}")
        self.assertEqual(self.idp.get_ui_customization(**self.both)["UICustomization"], {})
        self.idp.set_ui_customization(UserPoolId=self.pool_id, **wanted)
        found = self.idp.get_ui_customization(**self.both)["UICustomization"]
        self.assertEqual((found["ClientId"], found["CSS"]), ("ALL", wanted["CSS"]))
        with urllib.request.urlopen(found["ImageUrl"]) as image:
            self.assertEqual(image.read(), wanted["ImageFile"])
        self.idp.set_ui_customization(**self.both, CSS=".x {}")
        found = self.idp.get_ui_customization(**self.both)["UICustomization"]
        self.assertEqual((found["ClientId"], found["CSS"], "ImageUrl" in found), (self.client_id, ".x {}", False))

    def test_terms(self):
        wanted = self.first("CreateTerms")
        terms_id = self.idp.create_terms(**self.both, **wanted)["Terms"]["TermsId"]
        one = {"UserPoolId": self.pool_id, "TermsId": terms_id}

        def read():
            return self.idp.describe_terms(**one)["Terms"]

        self.settles(wanted, read)
        by_client = self.idp.describe_terms_by_client(**self.both, TermsName="terms-of-use")["Terms"]
        self.assertEqual(by_client, read())
        self.refused("TermsExistsException", self.idp.create_terms, **self.both, **wanted)
        links = {"cognito:default": "https://example.com/other"}
        self.idp.update_terms(**one, Links=links)
        self.settles({**wanted, "Links": links}, read)
        listed = self.idp.list_terms(UserPoolId=self.pool_id)["Terms"]
        self.assertEqual([terms["TermsId"] for terms in listed], [terms_id])
        self.idp.delete_terms(**one)
        self.refused("ResourceNotFoundException", self.idp.describe_terms, **one)

    def test_session_of_a_client(self):
        found = self.idp.get_user_pool_client_session_configuration(**self.both)
        self.assertEqual(found["SSOSession"], {"MaxValidityMinutes": 60})
        wanted = self.first("SetUserPoolClientSessionConfiguration")
        self.idp.set_user_pool_client_session_configuration(**self.both, **wanted)
        self.settles(wanted, lambda: self.idp.get_user_pool_client_session_configuration(**self.both))

    def test_policy_of_client_metadata(self):
        wanted = self.first("CreateCIMDPolicy")
        made = self.idp.create_cimd_policy(**self.both, **wanted)["CIMDPolicy"]
        one = {"UserPoolId": self.pool_id, "CIMDPolicyId": made["CIMDPolicyId"]}

        def read():
            return self.idp.describe_cimd_policy(**one)["CIMDPolicy"]

        self.settles(wanted, read)
        patterns = ["https://other.example/*"]
        self.idp.update_cimd_policy(**one, ClientId=self.client_id, URLPatterns=patterns)
        self.settles({**wanted, "URLPatterns": patterns}, read)
        self.assertEqual(len(self.idp.list_cimd_policies(UserPoolId=self.pool_id)["CIMDPolicies"]), 1)
        self.assertEqual(self.idp.list_client_metadata_urls(**one)["ClientMetadataURLs"], [])
        state = {**one, "URL": "https://other.example/client.json", "Action": "REFRESH"}
        self.refused("CachedCIMDURLDoesNotExistException", self.idp.update_client_metadata_url_state, **state)
        self.idp.delete_cimd_policy(**one)
        self.refused("ResourceNotFoundException", self.idp.describe_cimd_policy, **one)

    def test_secrets_are_rotated(self):
        flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
        made = self.idp.create_user_pool_client(
            UserPoolId=self.pool_id, ClientName="secret", GenerateSecret=True, ExplicitAuthFlows=flows
        )["UserPoolClient"]
        one = {"UserPoolId": self.pool_id, "ClientId": made["ClientId"]}
        self.idp.admin_create_user(UserPoolId=self.pool_id, Username="ann", MessageAction="SUPPRESS")
        permanent = {"Username": "ann", "Password": PASSWORD, "Permanent": True}
        self.idp.admin_set_user_password(UserPoolId=self.pool_id, **permanent)

        def signs_in(secret):
            digest = hmac.digest(secret.encode(), f"ann{made['ClientId']}".encode(), "sha256")
            parameters = {"USERNAME": "ann", "PASSWORD": PASSWORD, "SECRET_HASH": base64.b64encode(digest).decode()}
            try:
                self.idp.initiate_auth(
                    AuthFlow="USER_PASSWORD_AUTH", ClientId=made["ClientId"], AuthParameters=parameters
                )
            except self.idp.exceptions.NotAuthorizedException:
                return False
            return True

        old = made["ClientSecret"]
        new = self.idp.add_user_pool_client_secret(**one)["ClientSecretDescriptor"]
        self.assertEqual((signs_in(old), signs_in(new["ClientSecretValue"]), signs_in("x" * 24)), (True, True, False))
        self.refused("LimitExceededException", self.idp.add_user_pool_client_secret, **one)
        listed = self.idp.list_user_pool_client_secrets(**one)["ClientSecrets"]
        self.assertEqual([secret.get("ClientSecretValue") for secret in listed], [None, None])
        self.assertEqual(listed[1]["ClientSecretId"], new["ClientSecretId"])
        self.idp.delete_user_pool_client_secret(**one, ClientSecretId=listed[0]["ClientSecretId"])
        self.assertEqual((signs_in(old), signs_in(new["ClientSecretValue"])), (False, True))
        last = {**one, "ClientSecretId": new["ClientSecretId"]}
        self.refused("InvalidParameterException", self.idp.delete_user_pool_client_secret, **last)
        found = self.idp.describe_user_pool_client(**one)["UserPoolClient"]
        self.assertEqual(found["ClientSecret"], new["ClientSecretValue"])
        self.refused("InvalidParameterException", self.idp.add_user_pool_client_secret, **self.both)


class Users(Against):
    def ann(self, **pool):
        pool_id = self.new_pool(**pool)
        flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
        client_id = self.new_client(pool_id, ExplicitAuthFlows=flows)
        self.idp.admin_create_user(
            UserPoolId=pool_id,
            Username="ann",
            MessageAction="SUPPRESS",
            UserAttributes=[{"Name": "email", "Value": "ann@example.com"}, {"Name": "nickname", "Value": "A"}],
        )
        permanent = {"Username": "ann", "Password": PASSWORD, "Permanent": True}
        self.idp.admin_set_user_password(UserPoolId=pool_id, **permanent)
        return {"UserPoolId": pool_id, "Username": "ann"}, client_id

    def sign_in(self, client_id, password=PASSWORD):
        parameters = {"USERNAME": "ann", "PASSWORD": password}
        flow = {"AuthFlow": "USER_PASSWORD_AUTH", "ClientId": client_id}
        return self.idp.initiate_auth(**flow, AuthParameters=parameters)["AuthenticationResult"]

    def test_attributes_are_deleted(self):
        ann, _ = self.ann()
        self.idp.admin_delete_user_attributes(**ann, UserAttributeNames=["nickname"])
        names = [attribute["Name"] for attribute in self.idp.admin_get_user(**ann)["UserAttributes"]]
        self.assertNotIn("nickname", names)
        unknown = {**ann, "UserAttributeNames": ["shoe_size"]}
        self.refused("InvalidParameterException", self.idp.admin_delete_user_attributes, **unknown)

    def test_factors(self):
        ann, _ = self.ann()
        self.assertEqual(self.idp.admin_get_user_auth_factors(**ann)["ConfiguredUserAuthFactors"], ["PASSWORD"])
        self.refused("ResourceNotFoundException", self.idp.admin_delete_software_token, **ann)
        nobody = {**ann, "Username": "nobody"}
        self.refused("UserNotFoundException", self.idp.admin_get_user_auth_factors, **nobody)

    def test_sessions_are_listed_and_ended(self):
        ann, client_id = self.ann()
        self.refused("OperationNotEnabledException", self.idp.admin_list_user_sessions, **ann)
        tracked = {"UserSessionTracking": "ENABLED", "TokenSession": {"MaxPerUser": 5}}
        self.idp.set_user_pool_session_configuration(UserPoolId=ann["UserPoolId"], **tracked)
        tokens = self.sign_in(client_id)
        sessions = self.idp.admin_list_user_sessions(**ann)["Sessions"]
        self.assertEqual([session["ClientId"] for session in sessions], [client_id])
        self.idp.admin_revoke_user_session(**ann, SessionId=sessions[0]["SessionId"])
        self.assertEqual(self.idp.admin_list_user_sessions(**ann)["Sessions"], [])
        self.refused("NotAuthorizedException", self.idp.get_user, AccessToken=tokens["AccessToken"])
        again = {**ann, "SessionId": sessions[0]["SessionId"]}
        self.refused("ResourceNotFoundException", self.idp.admin_revoke_user_session, **again)

    def test_sign_ins_are_noted(self):
        ann, client_id = self.ann()
        self.refused("NotAuthorizedException", self.sign_in, client_id=client_id, password="Wrong-Horse1")
        self.sign_in(client_id)
        events = self.idp.admin_list_user_auth_events(**ann)["AuthEvents"]
        self.assertEqual([event["EventResponse"] for event in events], ["Pass", "Fail"], "the newest one first")
        first = self.idp.admin_list_user_auth_events(**ann, MaxResults=1)
        second = self.idp.admin_list_user_auth_events(**ann, MaxResults=1, NextToken=first["NextToken"])
        self.assertEqual(first["AuthEvents"] + second["AuthEvents"], events)
        feedback = {**ann, "EventId": events[1]["EventId"], "FeedbackValue": "Invalid"}
        self.idp.admin_update_auth_event_feedback(**feedback)
        found = self.idp.admin_list_user_auth_events(**ann)["AuthEvents"][1]["EventFeedback"]
        self.assertEqual(found["FeedbackValue"], "Invalid")
        self.idp.update_user_pool(UserPoolId=ann["UserPoolId"])
        self.refused("UserPoolAddOnNotEnabledException", self.idp.admin_list_user_auth_events, **ann)


class Import(Against):
    def job(self, pool_id, rows, **cells):
        """Runs a job with a file of these rows; gives how it ended."""
        header = self.idp.get_csv_header(UserPoolId=pool_id)["CSVHeader"]
        role = "arn:aws:iam::000000000000:role/import"
        members = {"UserPoolId": pool_id, "JobName": "import", "CloudWatchLogsRoleArn": role}
        job = self.idp.create_user_import_job(**members)["UserImportJob"]
        one = {"UserPoolId": pool_id, "JobId": job["JobId"]}
        self.refused("PreconditionNotMetException", self.idp.start_user_import_job, **one)
        lines = [",".join(row.get(name, "") for name in header) for row in rows]
        file = "\n".join([cells.get("header", ",".join(header)), *lines]).encode()
        url = job["PreSignedUrl"].replace("localhost", "127.0.0.1")
        headers = {"x-amz-server-side-encryption": "aws:kms"}
        with urllib.request.urlopen(urllib.request.Request(url, file, headers, method="PUT")) as answer:
            self.assertEqual(answer.status, 200)
        self.idp.start_user_import_job(**one)
        end = time.monotonic() + 60
        while True:
            job = self.idp.describe_user_import_job(**one)["UserImportJob"]
            if job["Status"] not in ("Pending", "InProgress") or time.monotonic() > end:
                return job

    def test_users_of_a_file(self):
        pool_id = self.new_pool(AutoVerifiedAttributes=["email"])
        row = {"cognito:mfa_enabled": "false", "email_verified": "true"}
        rows = [{**row, "cognito:username": f"user{index}", "email": f"{index}@example.com"} for index in range(120)]
        rows.append(rows[0])
        rows.append({**row, "cognito:username": "unverified", "email": "u@example.com", "email_verified": "false"})
        rows.append({**row, "cognito:username": "odd", "email": "no address"})
        job = self.job(pool_id, rows)
        counts = [job[f"{name}Users"] for name in ("Imported", "Skipped", "Failed")]
        self.assertEqual((job["Status"], counts), ("Succeeded", [120, 1, 2]))
        user = self.idp.admin_get_user(UserPoolId=pool_id, Username="user7")
        self.assertEqual(user["UserStatus"], "RESET_REQUIRED")
        attributes = {one["Name"]: one["Value"] for one in user["UserAttributes"]}
        self.assertEqual((attributes["email"], attributes["email_verified"]), ("7@example.com", "true"))
        self.assertEqual(len(self.idp.list_user_import_jobs(UserPoolId=pool_id, MaxResults=10)["UserImportJobs"]), 1)

    def test_imported_user_chooses_a_password(self):
        pool_id = self.new_pool(AutoVerifiedAttributes=["email"], UsernameAttributes=["email"])
        client_id = self.new_client(pool_id, ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])
        address = f"{uuid4()}@example.com"
        row = {"cognito:mfa_enabled": "false", "email_verified": "true", "email": address, "cognito:username": address}
        self.assertEqual(self.job(pool_id, [row])["ImportedUsers"], 1)
        self.idp.forgot_password(ClientId=client_id, Username=address)
        code = self.pool.last_code(address, "password_reset_code")
        new = {"Username": address, "ConfirmationCode": code, "Password": PASSWORD}
        self.idp.confirm_forgot_password(ClientId=client_id, **new)
        parameters = {"USERNAME": address, "PASSWORD": PASSWORD}
        tokens = self.idp.initiate_auth(
            AuthFlow="USER_PASSWORD_AUTH", ClientId=client_id, AuthParameters=parameters
        )
        self.assertIn("AccessToken", tokens["AuthenticationResult"])

    def test_file_that_is_none(self):
        pool_id = self.new_pool(AutoVerifiedAttributes=["email"])
        job = self.job(pool_id, [], header="a,b")
        self.assertEqual(job["Status"], "Failed")
        self.assertIn("lacks", job["CompletionMessage"])
        one = {"UserPoolId": pool_id, "JobId": job["JobId"]}
        self.refused("PreconditionNotMetException", self.idp.stop_user_import_job, **one)

    def test_job_is_stopped(self):
        role = "arn:aws:iam::000000000000:role/import"
        members = {"UserPoolId": self.new_pool(), "JobName": "import", "CloudWatchLogsRoleArn": role}
        job = self.idp.create_user_import_job(**members)["UserImportJob"]
        one = {"UserPoolId": job["UserPoolId"], "JobId": job["JobId"]}
        self.assertEqual(self.idp.stop_user_import_job(**one)["UserImportJob"]["Status"], "Stopped")
        self.refused("PreconditionNotMetException", self.idp.start_user_import_job, **one)


class IdentityPools(Against):
    def made(self, **members):
        settings = {"IdentityPoolName": "boto3", "AllowUnauthenticatedIdentities": True, **members}
        return self.identity.create_identity_pool(**settings)["IdentityPoolId"]

    def test_an_identity_pool_goes_round(self):
        wanted = self.first("CreateIdentityPool")
        pool_id = self.identity.create_identity_pool(**wanted)["IdentityPoolId"]

        def read():
            return self.identity.describe_identity_pool(IdentityPoolId=pool_id)

        self.settles(wanted, read)
        self.identity.update_identity_pool(IdentityPoolId=pool_id, **wanted)
        self.settles(wanted, read)
        wanted["AllowUnauthenticatedIdentities"] = False
        del wanted["SamlProviderARNs"]
        self.identity.update_identity_pool(IdentityPoolId=pool_id, **wanted)
        self.settles(wanted, read)
        self.assertNotIn("SamlProviderARNs", read(), "an update without a member means its default")
        listed = self.identity.list_identity_pools(MaxResults=60)["IdentityPools"]
        self.assertIn(pool_id, [pool["IdentityPoolId"] for pool in listed])
        self.identity.delete_identity_pool(IdentityPoolId=pool_id)
        self.refused("ResourceNotFoundException", self.identity.describe_identity_pool, IdentityPoolId=pool_id)

    def test_roles_and_tags(self):
        pool_id = self.made(IdentityPoolTags={"stage": "test"})
        roles = self.first("SetIdentityPoolRoles")
        self.identity.set_identity_pool_roles(IdentityPoolId=pool_id, **roles)
        self.settles(roles, lambda: self.identity.get_identity_pool_roles(IdentityPoolId=pool_id))
        tags = self.first("SetPrincipalTagAttributeMap")
        self.identity.set_principal_tag_attribute_map(IdentityPoolId=pool_id, **tags)
        one = {"IdentityPoolId": pool_id, "IdentityProviderName": tags["IdentityProviderName"]}
        self.settles(tags, lambda: self.identity.get_principal_tag_attribute_map(**one))
        arn = f"arn:aws:cognito-identity:us-east-1:000000000000:identitypool/{pool_id}"
        self.identity.tag_resource(ResourceArn=arn, Tags={"owner": "ann"})
        self.identity.untag_resource(ResourceArn=arn, TagKeys=["stage"])
        self.assertEqual(self.identity.list_tags_for_resource(ResourceArn=arn)["Tags"], {"owner": "ann"})

    def test_identities(self):
        pool_id = self.made()
        identity_id = self.identity.get_id(IdentityPoolId=pool_id)["IdentityId"]
        described = self.identity.describe_identity(IdentityId=identity_id)
        self.assertEqual((described["IdentityId"], "Logins" in described), (identity_id, False))
        listed = self.identity.list_identities(IdentityPoolId=pool_id, MaxResults=10)["Identities"]
        self.assertEqual([one["IdentityId"] for one in listed], [identity_id])
        token = self.identity.get_open_id_token(IdentityId=identity_id)["Token"]
        claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
        shown = (claims["sub"], claims["aud"], claims["amr"], claims["exp"] - claims["iat"])
        self.assertEqual(shown, (identity_id, pool_id, ["unauthenticated"], 600))
        self.identity.delete_identities(IdentityIdsToDelete=[identity_id])
        self.refused("ResourceNotFoundException", self.identity.describe_identity, IdentityId=identity_id)

    def test_login_is_unlinked(self):
        address = f"{uuid4()}@example.com"
        self.idp.sign_up(ClientId=CLIENT_ID, Username=address, Password=PASSWORD)
        code = self.pool.last_code(address, "sign_up_code")
        self.idp.confirm_sign_up(ClientId=CLIENT_ID, Username=address, ConfirmationCode=code)
        parameters = {"USERNAME": address, "PASSWORD": PASSWORD}
        tokens = self.idp.initiate_auth(
            AuthFlow="USER_PASSWORD_AUTH", ClientId=CLIENT_ID, AuthParameters=parameters
        )
        provider = f"cognito-idp.us-east-1.amazonaws.com/{POOL_ID}"
        logins = {provider: tokens["AuthenticationResult"]["IdToken"]}
        pool_id = self.made(CognitoIdentityProviders=[{"ProviderName": provider, "ClientId": CLIENT_ID}])
        identity_id = self.identity.get_id(IdentityPoolId=pool_id, Logins=logins)["IdentityId"]
        self.assertEqual(self.identity.describe_identity(IdentityId=identity_id)["Logins"], [provider])
        self.identity.unlink_identity(IdentityId=identity_id, Logins=logins, LoginsToRemove=[provider])
        self.assertNotIn("Logins", self.identity.describe_identity(IdentityId=identity_id))
        other = self.identity.get_id(IdentityPoolId=pool_id, Logins=logins)["IdentityId"]
        self.assertNotEqual(other, identity_id, "the login is a new identity")

    def test_developer_identities(self):
        pool_id = self.made(DeveloperProviderName="login.example", AllowUnauthenticatedIdentities=False)
        register = self.identity.get_open_id_token_for_developer_identity
        ann = register(IdentityPoolId=pool_id, Logins={"login.example": "ann"})
        again = register(IdentityPoolId=pool_id, Logins={"login.example": "ann"}, TokenDuration=60)
        self.assertEqual(again["IdentityId"], ann["IdentityId"])
        logins = {"cognito-identity.amazonaws.com": ann["Token"]}
        credentials = self.identity.get_credentials_for_identity(IdentityId=ann["IdentityId"], Logins=logins)
        self.assertIn("SessionToken", credentials["Credentials"])
        bob = register(IdentityPoolId=pool_id, Logins={"login.example": "bob"})
        stolen = {"IdentityId": bob["IdentityId"], "Logins": logins}
        self.refused("NotAuthorizedException", self.identity.get_credentials_for_identity, **stolen)
        taken = {"IdentityPoolId": pool_id, "IdentityId": bob["IdentityId"], "Logins": {"login.example": "ann"}}
        self.refused("DeveloperUserAlreadyRegisteredException", register, **taken)
        found = self.identity.lookup_developer_identity(IdentityPoolId=pool_id, DeveloperUserIdentifier="ann")
        self.assertEqual((found["IdentityId"], found["DeveloperUserIdentifierList"]), (ann["IdentityId"], ["ann"]))
        provider = {"IdentityPoolId": pool_id, "DeveloperProviderName": "login.example"}
        both = {"SourceUserIdentifier": "bob", "DestinationUserIdentifier": "ann"}
        merged = self.identity.merge_developer_identities(**provider, **both)
        self.assertEqual(merged["IdentityId"], ann["IdentityId"])
        found = self.identity.lookup_developer_identity(IdentityPoolId=pool_id, IdentityId=ann["IdentityId"])
        self.assertEqual(found["DeveloperUserIdentifierList"], ["ann", "bob"])
        one = {**provider, "IdentityId": ann["IdentityId"], "DeveloperUserIdentifier": "bob"}
        self.identity.unlink_developer_identity(**one)
        gone = {"IdentityPoolId": pool_id, "DeveloperUserIdentifier": "bob"}
        self.refused("ResourceNotFoundException", self.identity.lookup_developer_identity, **gone)


if __name__ == "__main__":
    unittest.main(testRunner=unittest.TextTestRunner(stream=sys.stdout, verbosity=2))
