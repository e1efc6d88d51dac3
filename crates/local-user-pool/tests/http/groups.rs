//! Groups: who is in them, and what tokens and triggers say of it.

use std::collections::BTreeSet;

use local_user_pool::{
    Config, NewUser,
    settings::{Group, Trigger},
};
use serde_json::{Value, json};

use crate::{
    client::{Client, DEMO, DEMO_PASSWORD, FIRST, PASSWORD, POOL_ID, assert_refused, claims, new_user},
    handler::Handler,
};

const ROLE: &str = "arn:aws:iam::123456789012:role/painters";
const OTHER_ROLE: &str = "arn:aws:iam::123456789012:role/singers";

fn body(members: Value) -> Value {
    let mut members = members;
    members["UserPoolId"] = json!(POOL_ID);
    members
}

async fn create(client: &Client, name: &str, role: Option<&str>, precedence: Option<u32>) {
    let group = json!({ "GroupName": name, "RoleArn": role, "Precedence": precedence });
    client.call("CreateGroup", body(group)).await.unwrap();
}

async fn add(client: &Client, name: &str) {
    client.call("AdminAddUserToGroup", body(json!({ "GroupName": name, "Username": DEMO }))).await.unwrap();
}

fn names(groups: &Value) -> Vec<&str> {
    groups.as_array().unwrap().iter().map(|group| group["GroupName"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_group_is_made_read_changed_and_deleted() {
    let client = Client::start().await;
    let given = json!({ "GroupName": "painters", "Description": "They paint.", "RoleArn": ROLE, "Precedence": 0 });
    let made = client.call("CreateGroup", body(given.clone())).await.unwrap()["Group"].clone();
    for (name, value) in body(given.clone()).as_object().unwrap() {
        assert_eq!(&made[name], value, "{name}");
    }
    assert!(made["CreationDate"].is_u64() && made["LastModifiedDate"] == made["CreationDate"], "{made}");
    let get = async || client.call("GetGroup", body(json!({ "GroupName": "painters" }))).await;
    assert_eq!(get().await.unwrap()["Group"], made);
    let again = client.call("CreateGroup", body(given)).await;
    assert_refused("again", again, "GroupExistsException", "A group with the name already exists.");

    client.pool.advance(std::time::Duration::from_secs(60));
    let change = json!({ "GroupName": "painters", "Description": "They painted." });
    let changed = client.call("UpdateGroup", body(change)).await.unwrap()["Group"].clone();
    assert_eq!((&changed["Description"], &changed["RoleArn"]), (&json!("They painted."), &json!(ROLE)));
    assert_eq!((&changed["Precedence"], &changed["CreationDate"]), (&json!(0), &made["CreationDate"]));
    assert!(changed["LastModifiedDate"].as_u64() > made["LastModifiedDate"].as_u64());
    assert_eq!(get().await.unwrap()["Group"], changed);

    create(&client, "bare", None, None).await;
    let bare = client.call("GetGroup", body(json!({ "GroupName": "bare" }))).await.unwrap()["Group"].clone();
    let members: BTreeSet<&str> = bare.as_object().unwrap().keys().map(String::as_str).collect();
    let expected = BTreeSet::from(["CreationDate", "GroupName", "LastModifiedDate", "UserPoolId"]);
    assert_eq!(members, expected, "nothing that was not given");

    client.call("DeleteGroup", body(json!({ "GroupName": "painters" }))).await.unwrap();
    for operation in ["GetGroup", "UpdateGroup", "DeleteGroup", "ListUsersInGroup"] {
        let refused = client.call(operation, body(json!({ "GroupName": "painters" }))).await;
        assert_refused(operation, refused, "ResourceNotFoundException", "Group not found.");
    }
}

#[tokio::test]
async fn lists_come_in_parts() {
    let client = Client::start().await;
    for name in ["b", "c", "a"] {
        create(&client, name, None, None).await;
        add(&client, name).await;
    }
    let lists = [("ListGroups", json!({})), ("AdminListGroupsForUser", json!({ "Username": DEMO }))];
    for (operation, given) in lists {
        let mut first = body(given.clone());
        first["Limit"] = json!(2);
        let first = client.call(operation, first).await.unwrap();
        assert_eq!(names(&first["Groups"]), ["a", "b"], "{operation}");
        let mut second = body(given);
        second["NextToken"] = first["NextToken"].clone();
        let second = client.call(operation, second).await.unwrap();
        assert_eq!((names(&second["Groups"]), &second["NextToken"]), (vec!["c"], &Value::Null), "{operation}");
    }
    client.pool.add_user(new_user(FIRST)).unwrap();
    client.call("AdminAddUserToGroup", body(json!({ "GroupName": "a", "Username": FIRST }))).await.unwrap();
    let list = json!({ "GroupName": "a", "Limit": 1 });
    let first = client.call("ListUsersInGroup", body(list)).await.unwrap();
    let rest = json!({ "GroupName": "a", "NextToken": first["NextToken"] });
    let rest = client.call("ListUsersInGroup", body(rest)).await.unwrap();
    let users = [&first["Users"], &rest["Users"]].map(|users| users.as_array().unwrap().len());
    assert_eq!((users, &rest["NextToken"]), ([1, 1], &Value::Null));
    assert!(first["Users"][0]["Attributes"].is_array(), "a whole UserType");
}

#[tokio::test]
async fn who_is_in_a_group() {
    let client = Client::start().await;
    create(&client, "painters", None, None).await;
    let member = json!({ "GroupName": "painters", "Username": DEMO });
    for _ in 0..2 {
        client.call("AdminAddUserToGroup", body(member.clone())).await.unwrap();
    }
    let users = async || {
        let listed = client.call("ListUsersInGroup", body(json!({ "GroupName": "painters" }))).await.unwrap();
        listed["Users"].as_array().unwrap().len()
    };
    assert_eq!(users().await, 1, "once, however often");
    for _ in 0..2 {
        client.call("AdminRemoveUserFromGroup", body(member.clone())).await.unwrap();
    }
    assert_eq!(users().await, 0);
    for operation in ["AdminAddUserToGroup", "AdminRemoveUserFromGroup"] {
        let unknown_user = client.call(operation, body(json!({ "GroupName": "painters", "Username": FIRST }))).await;
        assert_refused(operation, unknown_user, "UserNotFoundException", "User does not exist.");
        let unknown_group = client.call(operation, body(json!({ "GroupName": "singers", "Username": DEMO }))).await;
        assert_refused(operation, unknown_group, "ResourceNotFoundException", "Group not found.");
    }
    client.call("AdminAddUserToGroup", body(member)).await.unwrap();
    client.call("DeleteGroup", body(json!({ "GroupName": "painters" }))).await.unwrap();
    create(&client, "painters", None, None).await;
    assert_eq!(users().await, 0, "a new group of the same name has nobody");
}

#[tokio::test]
async fn what_tokens_say_of_groups() {
    type Named = (&'static str, Option<&'static str>, Option<u32>);
    type Names = &'static [&'static str];
    type Case = (&'static str, &'static [Named], Names, Names, Option<&'static str>);
    let cases: [Case; 7] = [
        ("no group", &[], &[], &[], None),
        ("no role", &[("a", None, Some(1))], &["a"], &[], None),
        ("one role", &[("a", Some(ROLE), None)], &["a"], &[ROLE], Some(ROLE)),
        (
            "the lower number goes first",
            &[("a", Some(OTHER_ROLE), Some(2)), ("b", Some(ROLE), Some(1))],
            &["b", "a"],
            &[ROLE, OTHER_ROLE],
            Some(ROLE),
        ),
        (
            "any number goes before none",
            &[("a", Some(OTHER_ROLE), None), ("b", Some(ROLE), Some(9))],
            &["b", "a"],
            &[ROLE, OTHER_ROLE],
            Some(ROLE),
        ),
        (
            "equals that differ",
            &[("a", Some(OTHER_ROLE), Some(1)), ("b", Some(ROLE), Some(1))],
            &["a", "b"],
            &[OTHER_ROLE, ROLE],
            None,
        ),
        (
            "equals with the same role",
            &[("a", Some(ROLE), Some(1)), ("b", Some(ROLE), Some(1))],
            &["a", "b"],
            &[ROLE],
            Some(ROLE),
        ),
    ];
    for (name, groups, expected, roles, preferred) in cases {
        let client = Client::start().await;
        for (group, role, precedence) in groups {
            create(&client, group, *role, *precedence).await;
            add(&client, group).await;
        }
        let tokens = client.sign_in(DEMO, DEMO_PASSWORD).await.unwrap();
        let refreshed = client.refresh(&tokens["RefreshToken"]).await.unwrap();
        for tokens in [tokens, refreshed] {
            let (access, id) = (claims(&tokens["AccessToken"]), claims(&tokens["IdToken"]));
            let list = |expected: &[&str]| if expected.is_empty() { Value::Null } else { json!(expected) };
            assert_eq!(
                (&access["cognito:groups"], &id["cognito:groups"]),
                (&list(expected), &list(expected)),
                "{name}"
            );
            assert_eq!(
                (&id["cognito:roles"], &id["cognito:preferred_role"]),
                (&list(roles), &json!(preferred)),
                "{name}"
            );
            assert_eq!((&access["cognito:roles"], &access["cognito:preferred_role"]), (&Value::Null, &Value::Null));
        }
    }
}

#[tokio::test]
async fn triggers_are_told_and_may_replace_them() {
    let override_details =
        json!({ "groupsToOverride": ["singers"], "iamRolesToOverride": [OTHER_ROLE], "preferredRole": OTHER_ROLE });
    let details = json!({ "groupOverrideDetails": override_details });
    let handler = Handler::start(move |_| Ok(json!({ "claimsOverrideDetails": details }))).await;
    let group = Group { role_arn: Some(ROLE.to_owned()), ..Group::new("painters") };
    let user = NewUser { groups: vec!["painters".to_owned()], ..NewUser::new(FIRST, PASSWORD) };
    let config = Config { groups: vec![group], users: vec![user], ..handler.config(&[Trigger::PreTokenGeneration]) };
    let client = Client::with(config).await;
    let tokens = client.sign_in(FIRST, PASSWORD).await.unwrap();
    let told = json!({ "groupsToOverride": ["painters"], "iamRolesToOverride": [ROLE], "preferredRole": ROLE });
    assert_eq!(handler.last_request("TokenGeneration_Authentication")["groupConfiguration"], told);
    let (access, id) = (claims(&tokens["AccessToken"]), claims(&tokens["IdToken"]));
    assert_eq!((&access["cognito:groups"], &id["cognito:groups"]), (&json!(["singers"]), &json!(["singers"])));
    assert_eq!((&id["cognito:roles"], &id["cognito:preferred_role"]), (&json!([OTHER_ROLE]), &json!(OTHER_ROLE)));
}

#[tokio::test]
async fn groups_that_are_refused() {
    let client = Client::start().await;
    let problem = |path: &str, constraint: &str| {
        format!("1 validation error detected: Value at '{path}' failed to satisfy constraint: Member must {constraint}")
    };
    let cases = [
        (
            json!({ "GroupName": "a b" }),
            problem("groupName", "satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+"),
        ),
        (json!({ "GroupName": "a", "Precedence": -1 }), problem("precedence", "have value greater than or equal to 0")),
        (
            json!({ "GroupName": "a", "RoleArn": "a role that is no ARN" }),
            problem(
                "roleArn",
                "satisfy regular expression pattern: arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:([\\w+=/,.@-]*)?:[0-9]+:[\\w+=/,.@-]+(:[\\w+=/,.@-]+)?(:[\\w+=/,.@-]+)?",
            ),
        ),
    ];
    for (given, message) in cases {
        let name = given.to_string();
        assert_refused(&name, client.call("CreateGroup", body(given)).await, "InvalidParameterException", &message);
    }
    for (text, problem) in [
        ("[[Groups]]\nGroupName = 'a b'", "group \"a b\""),
        ("[[Groups]]\nGroupName = 'a'\nRole = 'b'", "unknown field `Role`"),
        ("[[Groups]]\nDescription = 'a'", "missing field `GroupName`"),
    ] {
        let error = Config::from_toml(text).unwrap_err().to_string();
        assert!(error.contains(problem), "{text}: {error}");
    }
}
