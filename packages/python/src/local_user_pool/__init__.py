"""A faithful Amazon Cognito user pool on one's own machine, for development and tests."""

from .pool import LocalUserPool, Message

__all__ = ["LocalUserPool", "Message"]
