"""The system's key store, asked by a program of its own: what `keyring` loads is gone when it ends.

    python -m daywright.agent.vault.keychain get|put|drop NAME

The secret travels through standard input and output, in base64. It never asks a person to unlock anything: a program
that runs unseen must not put questions on the screen.
"""

import sys
from contextlib import closing
from typing import Any

SERVICE = "daywright"
FOUND, NO_ENTRY, NO_STORE, LOCKED, TROUBLE = 0, 3, 4, 5, 6
# Stores that protect what is in them; `keyring` knows others, down to a plain file.
_TRUSTED = ("SecretService", "libsecret", "kwallet", "macOS", "Windows")


def main(verb: str, name: str) -> int:
    """Do what was asked; the exit code tells how it went."""
    import keyring
    from keyring import errors

    store = _store(keyring.get_keyring())
    if store is None:
        return NO_STORE
    try:
        return LOCKED if _is_locked(store) else _do(store, verb, name)
    except errors.KeyringError as error:
        known = ((errors.PasswordDeleteError, NO_ENTRY), (errors.KeyringLocked, LOCKED), (errors.InitError, NO_STORE))
        return next((code for kind, code in known if isinstance(error, kind)), TROUBLE)


def _do(store: Any, verb: str, name: str) -> int:
    if verb == "put":
        store.set_password(SERVICE, name, sys.stdin.read())
    elif verb == "drop":
        store.delete_password(SERVICE, name)
    else:
        secret = store.get_password(SERVICE, name)
        if secret is None:
            return NO_ENTRY
        sys.stdout.write(secret)
    return FOUND


def _store(chosen: Any) -> Any:
    """The one to use: the first that protects what is in it."""
    candidates = getattr(chosen, "backends", [chosen])
    return next((store for store in candidates if type(store).__module__.rpartition(".")[2] in _TRUSTED), None)


def _is_locked(store: Any) -> bool:
    """Whether it would have to ask a person first. Only the Secret Service can tell beforehand."""
    if not type(store).__module__.endswith("SecretService"):
        return False
    import secretstorage
    from keyring.errors import InitError

    # As the library itself looks for it, but without making one or unlocking it: both ask.
    path = getattr(store, "preferred_collection", None)
    try:
        with closing(secretstorage.dbus_init()) as connection:
            return bool(secretstorage.Collection(connection, *([path] if path else [])).is_locked())
    except secretstorage.exceptions.SecretStorageException as error:
        raise InitError from error


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
