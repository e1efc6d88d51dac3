# A user pool for leptos-cognito, with its app client: the same as deploy/user-pool.yaml.

locals {
  by_phone   = contains(["phone_number", "email-or-phone"], var.sign_in_identifiers)
  by_email   = var.sign_in_identifiers != "phone_number"
  verified   = concat(local.by_email ? ["email"] : [], local.by_phone ? ["phone_number"] : [])
  has_mfa    = var.mfa != "OFF"
  email_mfa  = local.has_mfa && var.email_mfa
  sends_text = local.by_phone || (local.has_mfa && var.sms_mfa)
  has_domain = var.domain_prefix != ""

  # What a code for a second factor is sent to cannot be the only way to a new password.
  one_recovery = !local.by_email && local.has_mfa ? "admin_only" : (local.by_email ? "verified_email" : "verified_phone_number")
  recovery     = local.email_mfa || (local.by_email && local.by_phone) ? ["verified_email", "verified_phone_number"] : [local.one_recovery]

  username_attributes = {
    "email"             = ["email"]
    "phone_number"      = ["phone_number"]
    "email-or-phone"    = ["email", "phone_number"]
    "username"          = null
    "username-or-email" = null
  }

  written = [
    "address", "birthdate", "email", "family_name", "gender", "given_name", "locale", "middle_name", "name", "nickname",
    "phone_number", "picture", "preferred_username", "profile", "updated_at", "website", "zoneinfo", "custom:telnum",
  ]
}

resource "aws_cognito_user_pool" "sign_in" {
  name                     = var.pool_name
  user_pool_tier           = var.tier
  deletion_protection      = var.deletion_protection ? "ACTIVE" : "INACTIVE"
  username_attributes      = local.username_attributes[var.sign_in_identifiers]
  alias_attributes         = var.sign_in_identifiers == "username-or-email" ? ["email"] : null
  auto_verified_attributes = local.verified
  mfa_configuration        = var.mfa

  username_configuration {
    case_sensitive = false
  }

  # A new address is proven before it takes the place of the old one.
  user_attribute_update_settings {
    attributes_require_verification_before_update = local.verified
  }

  dynamic "schema" {
    for_each = local.by_email && !local.by_phone ? [true] : []
    content {
      name                = "email"
      attribute_data_type = "String"
      required            = true
      mutable             = true
      string_attribute_constraints {
        min_length = "0"
        max_length = "2048"
      }
    }
  }

  dynamic "schema" {
    for_each = var.sign_in_identifiers == "phone_number" ? [true] : []
    content {
      name                = "phone_number"
      attribute_data_type = "String"
      required            = true
      mutable             = true
      string_attribute_constraints {
        min_length = "0"
        max_length = "2048"
      }
    }
  }

  schema {
    name                = "telnum"
    attribute_data_type = "String"
    mutable             = true
    string_attribute_constraints {
      min_length = "0"
      max_length = "20"
    }
  }

  password_policy {
    minimum_length                   = var.password_policy.minimum_length
    require_uppercase                = var.password_policy.uppercase
    require_lowercase                = var.password_policy.lowercase
    require_numbers                  = var.password_policy.numbers
    require_symbols                  = var.password_policy.symbols
    password_history_size            = var.tier == "LITE" ? null : var.password_policy.history
    temporary_password_validity_days = 3
  }

  dynamic "sign_in_policy" {
    for_each = var.tier == "LITE" ? [] : [true]
    content {
      allowed_first_auth_factors = concat(
        ["PASSWORD"],
        var.passkeys ? ["WEB_AUTHN"] : [],
        var.email_codes ? ["EMAIL_OTP"] : [],
      )
    }
  }

  dynamic "web_authn_configuration" {
    for_each = var.relying_party_id == "" ? [] : [true]
    content {
      relying_party_id  = var.relying_party_id
      user_verification = "required"
    }
  }

  dynamic "software_token_mfa_configuration" {
    for_each = local.has_mfa ? [true] : []
    content {
      enabled = true
    }
  }

  dynamic "email_mfa_configuration" {
    for_each = local.email_mfa ? [true] : []
    content {
      message = "Your code is {####}."
      subject = "Your code"
    }
  }

  dynamic "sms_configuration" {
    for_each = local.sends_text ? [true] : []
    content {
      external_id    = "${var.pool_name}-sign-in"
      sns_caller_arn = aws_iam_role.text[0].arn
    }
  }

  dynamic "device_configuration" {
    for_each = var.remember_devices == "no" ? [] : [true]
    content {
      challenge_required_on_new_device      = true
      device_only_remembered_on_user_prompt = var.remember_devices == "ask"
    }
  }

  account_recovery_setting {
    dynamic "recovery_mechanism" {
      for_each = local.recovery
      content {
        name     = recovery_mechanism.value
        priority = recovery_mechanism.key + 1
      }
    }
  }

  admin_create_user_config {
    allow_admin_create_user_only = !var.self_sign_up
  }

  verification_message_template {
    default_email_option = var.verification == "link" ? "CONFIRM_WITH_LINK" : "CONFIRM_WITH_CODE"
  }

  email_configuration {
    email_sending_account = var.email_identity_arn == "" ? "COGNITO_DEFAULT" : "DEVELOPER"
    source_arn            = var.email_identity_arn == "" ? null : var.email_identity_arn
    from_email_address    = var.email_identity_arn == "" ? null : var.email_from
  }

  dynamic "user_pool_add_ons" {
    for_each = var.tier == "PLUS" ? [true] : []
    content {
      advanced_security_mode = "ENFORCED"
    }
  }
}

resource "aws_cognito_user_pool_client" "app" {
  name         = "${var.pool_name}-app"
  user_pool_id = aws_cognito_user_pool.sign_in.id

  # A page can keep no secret.
  generate_secret = false

  # No ALLOW_REFRESH_TOKEN_AUTH: it is not to be had together with rotation, and the app renews by GetTokensFromRefreshToken.
  explicit_auth_flows = concat(
    # Where a custom challenge is asked for, no other flow leads past it.
    var.sign_in_flow == "CUSTOM_AUTH" ? ["ALLOW_CUSTOM_AUTH"] : ["ALLOW_USER_SRP_AUTH"],
    var.sign_in_flow == "USER_AUTH" ? ["ALLOW_USER_AUTH"] : [],
    var.sign_in_flow == "USER_PASSWORD_AUTH" ? ["ALLOW_USER_PASSWORD_AUTH"] : [],
  )
  prevent_user_existence_errors = "ENABLED"
  enable_token_revocation       = true
  auth_session_validity         = 5
  access_token_validity         = var.access_token_minutes
  id_token_validity             = var.access_token_minutes
  refresh_token_validity        = var.refresh_token_days

  token_validity_units {
    access_token  = "minutes"
    id_token      = "minutes"
    refresh_token = "days"
  }

  refresh_token_rotation {
    feature                    = "ENABLED"
    retry_grace_period_seconds = var.rotation_grace_seconds
  }

  read_attributes  = concat(local.written, ["email_verified", "phone_number_verified"])
  write_attributes = local.written

  supported_identity_providers         = local.has_domain ? ["COGNITO"] : null
  allowed_oauth_flows_user_pool_client = local.has_domain
  allowed_oauth_flows                  = local.has_domain ? ["code"] : null
  allowed_oauth_scopes                 = local.has_domain ? ["openid", "aws.cognito.signin.user.admin", "email", "profile"] : null
  callback_urls                        = local.has_domain ? ["${var.app_url}callback"] : null
  logout_urls                          = local.has_domain ? [var.app_url] : null
}

resource "aws_cognito_user_pool_domain" "sign_in" {
  count                 = local.has_domain ? 1 : 0
  domain                = var.domain_prefix
  user_pool_id          = aws_cognito_user_pool.sign_in.id
  managed_login_version = var.tier == "LITE" ? 1 : 2
}

# Without a style the pages of managed login version 2 are not there.
resource "aws_cognito_managed_login_branding" "app" {
  count                       = local.has_domain && var.tier != "LITE" ? 1 : 0
  user_pool_id                = aws_cognito_user_pool.sign_in.id
  client_id                   = aws_cognito_user_pool_client.app.id
  use_cognito_provided_values = true
}

data "aws_caller_identity" "current" {}

# By which the pool sends text messages
# (https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-sms-settings.html).
resource "aws_iam_role" "text" {
  count = local.sends_text ? 1 : 0
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "cognito-idp.amazonaws.com" }
      Action    = "sts:AssumeRole"
      # Only for pools of this account.
      Condition = {
        StringEquals = {
          "sts:ExternalId"    = "${var.pool_name}-sign-in"
          "aws:SourceAccount" = data.aws_caller_identity.current.account_id
        }
      }
    }]
  })
}

resource "aws_iam_role_policy" "text" {
  count = local.sends_text ? 1 : 0
  role  = aws_iam_role.text[0].id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sns:publish", Resource = "*" }]
  })
}

# By these names `cargo xtask configure` finds them.
output "user_pool_id" {
  value = aws_cognito_user_pool.sign_in.id
}

output "client_id" {
  value = aws_cognito_user_pool_client.app.id
}

output "sign_in_flow" {
  value = var.sign_in_flow
}
