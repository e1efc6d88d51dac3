# docs/deploy-pool.md says what each choice means. They are those of deploy/user-pool.yaml.

variable "pool_name" {
  description = "The pool's name. The app client is named after it."
  type        = string
  default     = "sign-in"
}

variable "app_url" {
  description = "The app's address, with a slash at the end. Managed login returns to callback below it."
  type        = string
  default     = "http://localhost:8080/"
  validation {
    condition     = can(regex("^(https://[^/?#]+|http://localhost(:[0-9]+)?)/([^?#]*/)?$", var.app_url))
    error_message = "An https address that ends with a slash, or http://localhost/."
  }
}

variable "relying_party_id" {
  description = "For passkeys, the app's host name, or a domain above it. Passkeys work only there."
  type        = string
  default     = ""
}

variable "sign_in_identifiers" {
  description = "What people sign in with. You cannot change it later."
  type        = string
  default     = "email"
  validation {
    condition     = contains(["email", "phone_number", "email-or-phone", "username", "username-or-email"], var.sign_in_identifiers)
    error_message = "One of email, phone_number, email-or-phone, username, username-or-email."
  }
}

variable "sign_in_flow" {
  description = "USER_AUTH lets people choose a password, a code or a passkey; it needs the plan ESSENTIALS or PLUS."
  type        = string
  default     = "USER_SRP_AUTH"
  validation {
    condition     = contains(["USER_SRP_AUTH", "USER_AUTH", "CUSTOM_AUTH", "USER_PASSWORD_AUTH"], var.sign_in_flow)
    error_message = "One of USER_SRP_AUTH, USER_AUTH, CUSTOM_AUTH, USER_PASSWORD_AUTH."
  }
  validation {
    condition     = var.sign_in_flow != "USER_AUTH" || var.tier != "LITE"
    error_message = "USER_AUTH needs the plan ESSENTIALS or PLUS."
  }
}

variable "passkeys" {
  description = "Whether people can sign in with passkeys. Needs USER_AUTH and a relying_party_id."
  type        = bool
  default     = false
  validation {
    condition     = !var.passkeys || (var.sign_in_flow == "USER_AUTH" && var.relying_party_id != "")
    error_message = "Passkeys need USER_AUTH and a relying_party_id."
  }
}

variable "email_codes" {
  description = "Whether people can sign in with a code by email. Needs USER_AUTH and an email_identity_arn."
  type        = bool
  default     = false
  validation {
    condition     = !var.email_codes || (var.sign_in_flow == "USER_AUTH" && var.email_identity_arn != "")
    error_message = "Codes by email need USER_AUTH and an email_identity_arn."
  }
}

variable "self_sign_up" {
  description = "Whether people can create accounts themselves. Otherwise administrators create them."
  type        = bool
  default     = true
}

variable "verification" {
  description = "What the pool sends after a sign-up: a code or a link. Links need a domain_prefix."
  type        = string
  default     = "code"
  validation {
    condition     = contains(["code", "link"], var.verification) && (var.verification != "link" || var.domain_prefix != "")
    error_message = "code or link; links lead to the pool's domain and need a domain_prefix."
  }
}

variable "mfa" {
  description = "Whether people need a second factor. An authenticator app can always be one."
  type        = string
  default     = "OPTIONAL"
  validation {
    condition     = contains(["OFF", "OPTIONAL", "ON"], var.mfa)
    error_message = "One of OFF, OPTIONAL, ON."
  }
  validation {
    condition     = var.mfa != "ON" || !(var.passkeys || var.email_codes)
    error_message = "Cognito has passkeys and codes by email only where a second factor is not required: set mfa to OPTIONAL or OFF."
  }
}

variable "sms_mfa" {
  description = "Whether a text message can be the second factor. If people sign in with a phone number, it always can."
  type        = bool
  default     = false
}

variable "email_mfa" {
  description = "Whether an email can be the second factor. Needs an email_identity_arn, and the plan ESSENTIALS or PLUS."
  type        = bool
  default     = false
  validation {
    condition     = !var.email_mfa || (var.tier != "LITE" && var.email_identity_arn != "")
    error_message = "email_mfa needs the plan ESSENTIALS or PLUS, and an email_identity_arn."
  }
}

variable "remember_devices" {
  description = "Whether a remembered device takes the place of the second factor: no, ask or always."
  type        = string
  default     = "no"
  validation {
    condition     = contains(["no", "ask", "always"], var.remember_devices)
    error_message = "One of no, ask, always."
  }
}

variable "password_policy" {
  description = "What a new password must have; history needs the plan ESSENTIALS or PLUS."
  type = object({
    minimum_length = optional(number, 8)
    uppercase      = optional(bool, true)
    lowercase      = optional(bool, true)
    numbers        = optional(bool, true)
    symbols        = optional(bool, true)
    history        = optional(number, 0)
  })
  default = {
    minimum_length = 8
    uppercase      = true
    lowercase      = true
    numbers        = true
    symbols        = true
    history        = 0
  }
}

variable "access_token_minutes" {
  description = "How long access tokens and ID tokens are valid, in minutes. The app renews them by itself."
  type        = number
  default     = 15
}

variable "refresh_token_days" {
  description = "After how many days people have to sign in again."
  type        = number
  default     = 30
}

variable "rotation_grace_seconds" {
  description = "For how many seconds a refresh token still works after it was replaced: up to 60."
  type        = number
  default     = 30
}

variable "tier" {
  description = "The feature plan."
  type        = string
  default     = "ESSENTIALS"
  validation {
    condition     = contains(["LITE", "ESSENTIALS", "PLUS"], var.tier)
    error_message = "One of LITE, ESSENTIALS, PLUS."
  }
}

variable "email_identity_arn" {
  description = "The identity of Amazon SES that sends emails. Without one, Cognito sends at most 50 emails a day."
  type        = string
  default     = ""
}

variable "email_from" {
  description = "The sender for it, such as Example <no-reply@example.com>."
  type        = string
  default     = null
}

variable "domain_prefix" {
  description = "A prefix for a domain of Amazon Cognito, for managed login and for links in emails."
  type        = string
  default     = ""
}

variable "deletion_protection" {
  description = "Whether you have to turn this off before you can delete the pool."
  type        = bool
  default     = true
}
