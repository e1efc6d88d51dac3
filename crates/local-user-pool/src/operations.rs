//! The operations of the API: one function each, found by name.

mod account;
mod admin_create_user;
mod admin_users;
mod attribute_codes;
mod auth_event_feedback;
mod auth_events;
mod change_password;
mod client_metadata;
mod client_secrets;
mod client_sessions;
mod confirm_sign_up;
mod custom_attributes;
mod developer_identities;
mod devices;
mod forgot_password;
mod groups;
mod identity;
mod identity_pools;
mod identity_providers;
mod initiate_auth;
mod list_users;
mod log_delivery;
mod managed_login_branding;
mod mfa;
mod mfa_config;
mod page;
mod provider_links;
mod replicas;
mod resend_confirmation_code;
mod resource_servers;
mod respond_to_auth_challenge;
mod risk_configuration;
mod session_config;
mod settings_members;
mod sign_up;
mod tags;
mod terms;
mod tokens;
mod ui_customization;
mod user_attributes;
mod user_import;
mod user_pool_clients;
mod user_pool_domains;
mod user_pools;
mod user_sessions;
mod web_authn;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::{
    error::ServiceError,
    pool::tokens::Access,
    request::{Members, TOKEN},
    service::Service,
};

pub(crate) use confirm_sign_up::{Confirmation, confirm};
pub(crate) use settings_members::overlaid;
pub(crate) use user_import::{import_all as import_users, upload};

/// Reads the members of a request and answers it.
pub(crate) type Operation = fn(&Service, &Map<String, Value>) -> Result<Value, ServiceError>;

/// The one that X-Amz-Target names, and its name.
pub(crate) fn by_target(target: &str) -> Option<(&str, Operation)> {
    let (service, name) = target.split_once('.')?;
    let operation = match service {
        "AWSCognitoIdentityProviderService" => of_user_pools(name),
        "AWSCognitoIdentityService" => of_identity_pools(name),
        _ => None,
    };
    Some((name, operation?))
}

fn of_user_pools(name: &str) -> Option<Operation> {
    Some(match name {
        "AddCustomAttributes" => custom_attributes::add_custom_attributes,
        "AddUserPoolClientSecret" => client_secrets::add_user_pool_client_secret,
        "AdminAddUserToGroup" => groups::admin_add_user_to_group,
        "AdminConfirmSignUp" => admin_users::admin_confirm_sign_up,
        "AdminCreateUser" => admin_create_user::admin_create_user,
        "AdminDeleteSoftwareToken" => mfa::admin_delete_software_token,
        "AdminDeleteUser" => admin_users::admin_delete_user,
        "AdminDeleteUserAttributes" => admin_users::admin_delete_user_attributes,
        "AdminDisableProviderForUser" => provider_links::admin_disable_provider_for_user,
        "AdminDisableUser" => admin_users::admin_disable_user,
        "AdminEnableUser" => admin_users::admin_enable_user,
        "AdminForgetDevice" => devices::admin_forget_device,
        "AdminGetDevice" => devices::admin_get_device,
        "AdminGetUser" => admin_users::admin_get_user,
        "AdminGetUserAuthFactors" => mfa::admin_get_user_auth_factors,
        "AdminInitiateAuth" => initiate_auth::admin_initiate_auth,
        "AdminLinkProviderForUser" => provider_links::admin_link_provider_for_user,
        "AdminListDevices" => devices::admin_list_devices,
        "AdminListGroupsForUser" => groups::admin_list_groups_for_user,
        "AdminListUserAuthEvents" => auth_events::admin_list_user_auth_events,
        "AdminListUserSessions" => user_sessions::admin_list_user_sessions,
        "AdminRemoveUserFromGroup" => groups::admin_remove_user_from_group,
        "AdminResetUserPassword" => admin_users::admin_reset_user_password,
        "AdminRespondToAuthChallenge" => respond_to_auth_challenge::admin_respond_to_auth_challenge,
        "AdminRevokeUserSession" => user_sessions::admin_revoke_user_session,
        "AdminSetUserMFAPreference" => mfa::admin_set_user_mfa_preference,
        "AdminSetUserPassword" => admin_users::admin_set_user_password,
        "AdminSetUserSettings" => mfa::admin_set_user_settings,
        "AdminUpdateAuthEventFeedback" => auth_events::admin_update_auth_event_feedback,
        "AdminUpdateDeviceStatus" => devices::admin_update_device_status,
        "AdminUpdateUserAttributes" => admin_users::admin_update_user_attributes,
        "AdminUserGlobalSignOut" => admin_users::admin_user_global_sign_out,
        "AssociateSoftwareToken" => mfa::associate_software_token,
        "ChangePassword" => change_password::change_password,
        "CompleteWebAuthnRegistration" => web_authn::complete_web_authn_registration,
        "ConfirmDevice" => devices::confirm_device,
        "ConfirmForgotPassword" => forgot_password::confirm_forgot_password,
        "ConfirmSignUp" => confirm_sign_up::confirm_sign_up,
        "CreateCIMDPolicy" => client_metadata::create_cimd_policy,
        "CreateGroup" => groups::create_group,
        "CreateIdentityProvider" => identity_providers::create_identity_provider,
        "CreateManagedLoginBranding" => managed_login_branding::create_managed_login_branding,
        "CreateResourceServer" => resource_servers::create_resource_server,
        "CreateTerms" => terms::create_terms,
        "CreateUserImportJob" => user_import::create_user_import_job,
        "CreateUserPool" => user_pools::create_user_pool,
        "CreateUserPoolClient" => user_pool_clients::create_user_pool_client,
        "CreateUserPoolDomain" => user_pool_domains::create_user_pool_domain,
        "CreateUserPoolReplica" => replicas::create_user_pool_replica,
        "DeleteCIMDPolicy" => client_metadata::delete_cimd_policy,
        "DeleteGroup" => groups::delete_group,
        "DeleteIdentityProvider" => identity_providers::delete_identity_provider,
        "DeleteManagedLoginBranding" => managed_login_branding::delete_managed_login_branding,
        "DeleteResourceServer" => resource_servers::delete_resource_server,
        "DeleteTerms" => terms::delete_terms,
        "DeleteUser" => account::delete_user,
        "DeleteUserAttributes" => user_attributes::delete_user_attributes,
        "DeleteUserPool" => user_pools::delete_user_pool,
        "DeleteUserPoolClient" => user_pool_clients::delete_user_pool_client,
        "DeleteUserPoolClientSecret" => client_secrets::delete_user_pool_client_secret,
        "DeleteUserPoolDomain" => user_pool_domains::delete_user_pool_domain,
        "DeleteUserPoolReplica" => replicas::delete_user_pool_replica,
        "DeleteWebAuthnCredential" => web_authn::delete_web_authn_credential,
        "DescribeCIMDPolicy" => client_metadata::describe_cimd_policy,
        "DescribeIdentityProvider" => identity_providers::describe_identity_provider,
        "DescribeManagedLoginBranding" => managed_login_branding::describe_managed_login_branding,
        "DescribeManagedLoginBrandingByClient" => managed_login_branding::describe_managed_login_branding_by_client,
        "DescribeResourceServer" => resource_servers::describe_resource_server,
        "DescribeRiskConfiguration" => risk_configuration::describe_risk_configuration,
        "DescribeTerms" => terms::describe_terms,
        "DescribeTermsByClient" => terms::describe_terms_by_client,
        "DescribeUserImportJob" => user_import::describe_user_import_job,
        "DescribeUserPool" => user_pools::describe_user_pool,
        "DescribeUserPoolClient" => user_pool_clients::describe_user_pool_client,
        "DescribeUserPoolDomain" => user_pool_domains::describe_user_pool_domain,
        "ForgetDevice" => devices::forget_device,
        "ForgotPassword" => forgot_password::forgot_password,
        "GetCSVHeader" => user_import::get_csv_header,
        "GetDevice" => devices::get_device,
        "GetGroup" => groups::get_group,
        "GetIdentityProviderByIdentifier" => identity_providers::get_identity_provider_by_identifier,
        "GetLogDeliveryConfiguration" => log_delivery::get_log_delivery_configuration,
        "GetTokensFromRefreshToken" => tokens::get_tokens_from_refresh_token,
        "GetUICustomization" => ui_customization::get_ui_customization,
        "GetUser" => account::get_user,
        "GetUserAttributeVerificationCode" => attribute_codes::get_user_attribute_verification_code,
        "GetUserAuthFactors" => mfa::get_user_auth_factors,
        "GetUserPoolClientSessionConfiguration" => client_sessions::get_user_pool_client_session_configuration,
        "GetUserPoolMfaConfig" => mfa_config::get_user_pool_mfa_config,
        "GetUserPoolSessionConfiguration" => session_config::get_user_pool_session_configuration,
        "GlobalSignOut" => account::global_sign_out,
        "InitiateAuth" => initiate_auth::initiate_auth,
        "ListCIMDPolicies" => client_metadata::list_cimd_policies,
        "ListClientMetadataURLs" => client_metadata::list_client_metadata_urls,
        "ListDevices" => devices::list_devices,
        "ListGroups" => groups::list_groups,
        "ListIdentityProviders" => identity_providers::list_identity_providers,
        "ListResourceServers" => resource_servers::list_resource_servers,
        "ListTagsForResource" => tags::list_tags_for_resource,
        "ListTerms" => terms::list_terms,
        "ListUserImportJobs" => user_import::list_user_import_jobs,
        "ListUserPoolClientSecrets" => client_secrets::list_user_pool_client_secrets,
        "ListUserPoolClients" => user_pool_clients::list_user_pool_clients,
        "ListUserPoolReplicas" => replicas::list_user_pool_replicas,
        "ListUserPools" => user_pools::list_user_pools,
        "ListUserSessions" => user_sessions::list_user_sessions,
        "ListUsers" => list_users::list_users,
        "ListUsersInGroup" => groups::list_users_in_group,
        "ListWebAuthnCredentials" => web_authn::list_web_authn_credentials,
        "ResendConfirmationCode" => resend_confirmation_code::resend_confirmation_code,
        "RespondToAuthChallenge" => respond_to_auth_challenge::respond_to_auth_challenge,
        "RevokeToken" => tokens::revoke_token,
        "RevokeUserSession" => user_sessions::revoke_user_session,
        "SetLogDeliveryConfiguration" => log_delivery::set_log_delivery_configuration,
        "SetRiskConfiguration" => risk_configuration::set_risk_configuration,
        "SetUICustomization" => ui_customization::set_ui_customization,
        "SetUserMFAPreference" => mfa::set_user_mfa_preference,
        "SetUserPoolClientSessionConfiguration" => client_sessions::set_user_pool_client_session_configuration,
        "SetUserPoolMfaConfig" => mfa_config::set_user_pool_mfa_config,
        "SetUserPoolSessionConfiguration" => session_config::set_user_pool_session_configuration,
        "SetUserSettings" => mfa::set_user_settings,
        "SignUp" => sign_up::sign_up,
        "StartUserImportJob" => user_import::start_user_import_job,
        "StartWebAuthnRegistration" => web_authn::start_web_authn_registration,
        "StopUserImportJob" => user_import::stop_user_import_job,
        "TagResource" => tags::tag_resource,
        "UntagResource" => tags::untag_resource,
        "UpdateAuthEventFeedback" => auth_event_feedback::update_auth_event_feedback,
        "UpdateCIMDPolicy" => client_metadata::update_cimd_policy,
        "UpdateClientMetadataURLState" => client_metadata::update_client_metadata_url_state,
        "UpdateDeviceStatus" => devices::update_device_status,
        "UpdateGroup" => groups::update_group,
        "UpdateIdentityProvider" => identity_providers::update_identity_provider,
        "UpdateManagedLoginBranding" => managed_login_branding::update_managed_login_branding,
        "UpdateResourceServer" => resource_servers::update_resource_server,
        "UpdateTerms" => terms::update_terms,
        "UpdateUserAttributes" => user_attributes::update_user_attributes,
        "UpdateUserPool" => user_pools::update_user_pool,
        "UpdateUserPoolClient" => user_pool_clients::update_user_pool_client,
        "UpdateUserPoolDomain" => user_pool_domains::update_user_pool_domain,
        "UpdateUserPoolReplica" => replicas::update_user_pool_replica,
        "VerifySoftwareToken" => mfa::verify_software_token,
        "VerifyUserAttribute" => attribute_codes::verify_user_attribute,
        _ => return None,
    })
}

fn of_identity_pools(name: &str) -> Option<Operation> {
    Some(match name {
        "CreateIdentityPool" => identity_pools::create_identity_pool,
        "DeleteIdentities" => identity_pools::delete_identities,
        "DeleteIdentityPool" => identity_pools::delete_identity_pool,
        "DescribeIdentity" => identity_pools::describe_identity,
        "DescribeIdentityPool" => identity_pools::describe_identity_pool,
        "GetCredentialsForIdentity" => identity::get_credentials_for_identity,
        "GetId" => identity::get_id,
        "GetIdentityPoolRoles" => identity_pools::get_identity_pool_roles,
        "GetOpenIdToken" => identity::get_open_id_token,
        "GetOpenIdTokenForDeveloperIdentity" => developer_identities::get_open_id_token_for_developer_identity,
        "GetPrincipalTagAttributeMap" => identity_pools::get_principal_tag_attribute_map,
        "ListIdentities" => identity_pools::list_identities,
        "ListIdentityPools" => identity_pools::list_identity_pools,
        "ListTagsForResource" => identity_pools::list_tags_for_resource,
        "LookupDeveloperIdentity" => developer_identities::lookup_developer_identity,
        "MergeDeveloperIdentities" => developer_identities::merge_developer_identities,
        "SetIdentityPoolRoles" => identity_pools::set_identity_pool_roles,
        "SetPrincipalTagAttributeMap" => identity_pools::set_principal_tag_attribute_map,
        "TagResource" => identity_pools::tag_resource,
        "UnlinkDeveloperIdentity" => developer_identities::unlink_developer_identity,
        "UnlinkIdentity" => identity::unlink_identity,
        "UntagResource" => identity_pools::untag_resource,
        "UpdateIdentityPool" => identity_pools::update_identity_pool,
        _ => return None,
    })
}

/// The pool and the user of a request that has an access token and nothing else.
fn authorized(service: &Service, body: &Map<String, Value>) -> Result<(String, Access), ServiceError> {
    let mut members = Members::new(body);
    let access_token = members.required("AccessToken", &TOKEN);
    members.check()?;
    service.authorize(access_token)
}

/// A map that outlives its request.
fn owned(map: &BTreeMap<&str, &str>) -> BTreeMap<String, String> {
    map.iter().map(|(&name, &value)| (name.to_owned(), value.to_owned())).collect()
}

/// Where an operation names the pool as well as the client.
///
/// # Errors
/// ResourceNotFoundException for a client of another pool.
fn check_pool_of(service: &Service, client_id: &str, pool_id: &str) -> Result<(), ServiceError> {
    service.with_client(client_id, |pool, _| match pool.settings().id == pool_id {
        true => Ok(()),
        false => {
            Err(ServiceError::new("ResourceNotFoundException", format!("User pool client {client_id} does not exist.")))
        }
    })
}
