"""boto3 against the local user pool: what is put in is what is described, and what is deleted is gone.

Needs LOCAL_USER_POOL, the binary, and the packages of requirements.txt:
    cargo xtask test interop
"""

import unittest

import boto3

from local_user_pool import POOL_ID, LocalUserPool

DEMO = "demo@example.com"
ROLE = "arn:aws:iam::123456789012:role/painters"
API = "https://api.example.com"
FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:tokens"


class RoundTrips(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.pool = LocalUserPool()
        cls.addClassCleanup(cls.pool.stop)
        cls.client = boto3.client(
            "cognito-idp",
            region_name="us-east-1",
            endpoint_url=cls.pool.endpoint,
            aws_access_key_id="none",
            aws_secret_access_key="none",
        )

    def assert_within(self, given, described):
        """Every member that was put in is there, as it was put in."""
        self.assertEqual(given, {name: described.get(name) for name in given})

    def test_groups(self):
        client, name = self.client, {"UserPoolId": POOL_ID, "GroupName": "painters"}
        given = {**name, "Description": "They paint.", "RoleArn": ROLE, "Precedence": 3}
        self.assert_within(given, client.create_group(**given)["Group"])
        self.assert_within(given, client.get_group(**name)["Group"])
        with self.assertRaises(client.exceptions.GroupExistsException):
            client.create_group(**given)
        changed = {**given, "Description": "They painted.", "Precedence": 0}
        self.assert_within(changed, client.update_group(**changed)["Group"])
        self.assert_within(changed, client.get_group(**name)["Group"])
        self.assertEqual(["painters"], [group["GroupName"] for group in client.list_groups(UserPoolId=POOL_ID)["Groups"]])

        client.admin_add_user_to_group(**name, Username=DEMO)
        of_user = client.admin_list_groups_for_user(UserPoolId=POOL_ID, Username=DEMO)["Groups"]
        self.assert_within(changed, of_user[0])
        users = [user for part in client.get_paginator("list_users_in_group").paginate(**name) for user in part["Users"]]
        attributes = {attribute["Name"]: attribute["Value"] for attribute in users[0]["Attributes"]}
        self.assertEqual((1, DEMO), (len(users), attributes["email"]))
        client.admin_remove_user_from_group(**name, Username=DEMO)
        self.assertEqual([], client.list_users_in_group(**name)["Users"])

        client.delete_group(**name)
        with self.assertRaises(client.exceptions.ResourceNotFoundException):
            client.get_group(**name)

    def test_resource_servers(self):
        client, name = self.client, {"UserPoolId": POOL_ID, "Identifier": API}
        scopes = [{"ScopeName": scope, "ScopeDescription": scope.title()} for scope in ("read", "write")]
        given = {**name, "Name": "API", "Scopes": scopes}
        self.assertEqual(given, client.create_resource_server(**given)["ResourceServer"])
        self.assertEqual(given, client.describe_resource_server(**name)["ResourceServer"])
        changed = {**given, "Name": "Renamed", "Scopes": scopes[:1]}
        self.assertEqual(changed, client.update_resource_server(**changed)["ResourceServer"])
        self.assertEqual(changed, client.describe_resource_server(**name)["ResourceServer"])
        listed = client.list_resource_servers(UserPoolId=POOL_ID, MaxResults=50)["ResourceServers"]
        self.assertEqual([changed], listed)

        program = {
            "UserPoolId": POOL_ID,
            "ClientName": "program",
            "GenerateSecret": True,
            "AllowedOAuthFlowsUserPoolClient": True,
            "AllowedOAuthFlows": ["client_credentials"],
            "AllowedOAuthScopes": [f"{API}/read"],
        }
        made = client.create_user_pool_client(**program)["UserPoolClient"]
        self.assert_within({key: made[key] for key in program if key != "GenerateSecret"}, made)
        with self.assertRaises(client.exceptions.ScopeDoesNotExistException):
            client.create_user_pool_client(**{**program, "AllowedOAuthScopes": [f"{API}/write"]})
        client.delete_user_pool_client(UserPoolId=POOL_ID, ClientId=made["ClientId"])

        client.delete_resource_server(**name)
        with self.assertRaises(client.exceptions.ResourceNotFoundException):
            client.describe_resource_server(**name)

    def test_functions(self):
        sender = {"LambdaVersion": "V1_0", "LambdaArn": FUNCTION}
        given = {
            "PreSignUp": FUNCTION,
            "PreTokenGeneration": FUNCTION,
            "PreTokenGenerationConfig": {"LambdaVersion": "V3_0", "LambdaArn": FUNCTION},
            "CustomEmailSender": sender,
            "CustomSMSSender": sender,
            "InboundFederation": sender,
            "KMSKeyID": "arn:aws:kms:us-east-1:123456789012:key/1a2b",
        }
        pool = self.client.create_user_pool(PoolName="Functions", LambdaConfig=given)["UserPool"]
        described = self.client.describe_user_pool(UserPoolId=pool["Id"])["UserPool"]
        self.assertEqual(given, described["LambdaConfig"])
        self.client.delete_user_pool(UserPoolId=pool["Id"])


if __name__ == "__main__":
    unittest.main()
