"""Who you are and what you allow: users, tokens, browser sign-in."""

from daywright.server.accounts.routes import router
from daywright.server.accounts.service import (
    Authenticator,
    Profile,
    create_signin_code,
    create_token,
    ensure_owner,
    find_owner,
    is_zone,
    move,
    profile,
    revoke_token,
    revoke_tokens_of,
    token_is_known,
    tokens,
)

__all__ = [
    "Authenticator",
    "Profile",
    "create_signin_code",
    "create_token",
    "ensure_owner",
    "find_owner",
    "is_zone",
    "move",
    "profile",
    "revoke_token",
    "revoke_tokens_of",
    "router",
    "token_is_known",
    "tokens",
]
