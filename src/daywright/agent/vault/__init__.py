"""Keys for what the agent keeps on this machine (contract 8), and nothing of what they seal.

A data key per generation seals. Another key wraps it: one in the system's key store, from a passphrase, or in a file.
"""

from daywright.agent.vault.ring import Kind
from daywright.agent.vault.sodium import OVERHEAD
from daywright.agent.vault.vault import PLAIN, LockedError, Vault, kept_by
from daywright.agent.vault.wish import Wish, wish

__all__ = ["OVERHEAD", "PLAIN", "Kind", "LockedError", "Vault", "Wish", "kept_by", "wish"]
