"""What cognito-local keeps of two pools: how the files beside this one were made.

npx cognito-local@5.3.0 with CODE=123456, in an empty folder; then python make.py (with boto3); then .cognito/db.
"""

import boto3

PASSWORD, TEMPORARY = "Correct-Horse1", "Temporary-1"
cognito = boto3.client(
    "cognito-idp",
    region_name="local",
    endpoint_url="http://127.0.0.1:9229",
    aws_access_key_id="local",
    aws_secret_access_key="local",
)


def email(address, **others):
    names = {"email": address, **others}
    return [{"Name": name.replace("__", ":"), "Value": value} for name, value in names.items()]


shop = cognito.create_user_pool(
    PoolName="shop",
    UsernameAttributes=["email"],
    AutoVerifiedAttributes=["email"],
    MfaConfiguration="OPTIONAL",
    Schema=[{"Name": "email", "Required": True}, {"Name": "color", "AttributeDataType": "String"}],
)["UserPool"]["Id"]
web = cognito.create_user_pool_client(UserPoolId=shop, ClientName="web")["UserPoolClient"]["ClientId"]
cognito.create_user_pool_client(UserPoolId=shop, ClientName="server", GenerateSecret=True)
for name, attributes in (
    ("ada@example.com", email("ada@example.com", custom__color="red")),
    ("alan@example.com", email("alan@example.com")),
):
    cognito.sign_up(ClientId=web, Username=name, Password=PASSWORD, UserAttributes=attributes)
cognito.confirm_sign_up(ClientId=web, Username="ada@example.com", ConfirmationCode="123456")
cognito.admin_create_user(
    UserPoolId=shop,
    Username="grace@example.com",
    TemporaryPassword=TEMPORARY,
    DesiredDeliveryMediums=["EMAIL"],
    UserAttributes=email("grace@example.com", email_verified="true"),
)
cognito.create_group(UserPoolId=shop, GroupName="buyers", Description="Who buys", Precedence=1)
cognito.admin_add_user_to_group(UserPoolId=shop, Username="ada@example.com", GroupName="buyers")

# Every pool of its has user names that are emails, unless its own configuration says otherwise.
staff = cognito.create_user_pool(PoolName="staff")["UserPool"]["Id"]
cognito.create_user_pool_client(
    UserPoolId=staff, ClientName="desk", ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
)
for name in ("barbara@example.com", "katherine@example.com"):
    cognito.admin_create_user(
        UserPoolId=staff,
        Username=name,
        TemporaryPassword=TEMPORARY,
        DesiredDeliveryMediums=["EMAIL"],
        UserAttributes=email(name),
    )
    cognito.admin_set_user_password(UserPoolId=staff, Username=name, Password=PASSWORD, Permanent=True)
cognito.admin_disable_user(UserPoolId=staff, Username="katherine@example.com")
