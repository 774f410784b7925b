"""Keys for what the agent keeps on this machine (contract 8), and nothing of what they seal.

A data key per generation seals. Another key wraps it: one in the system's key store, from a passphrase, or in a file.
"""

from daywright.agent.vault.ring import Kind
from daywright.agent.vault.sodium import OVERHEAD
from daywright.agent.vault.sources import GoneError, KeyStore, NotNowError, device_keeper
from daywright.agent.vault.vault import PLAIN, LockedError, Vault, kept_by
from daywright.agent.vault.wish import Wish, wish

__all__ = [
    "OVERHEAD",
    "PLAIN",
    "GoneError",
    "KeyStore",
    "Kind",
    "LockedError",
    "NotNowError",
    "Vault",
    "Wish",
    "device_keeper",
    "kept_by",
    "wish",
]
