"""What a person wants of sealing, as settings say it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

AT_REST = ("auto", "os_keystore", "passphrase", "key_file", "off")
# On the command line it would stand in the list of processes: it comes by this variable or by a file.
PASSPHRASE = "DAYWRIGHT_AT_REST_PASSPHRASE"  # noqa: S105  a name


@dataclass(frozen=True, slots=True)
class Wish:
    """A kind, or `auto`; the passphrase, if there is one; and the environment that the key store is asked in."""

    at_rest: str = "auto"
    passphrase: str = field(default="", repr=False)
    passphrase_file: Path | None = None
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)


def wish(texts: Mapping[str, str], environment: Mapping[str, str]) -> Wish:
    """What these settings and variables say. Raises ValueError with a sentence."""
    how, named = texts.get("at_rest", "").lower() or AT_REST[0], texts.get("at_rest_passphrase_file")
    if how not in AT_REST:
        raise ValueError(f"at_rest: {how} is none of {', '.join(AT_REST)}")
    passphrase = environment.get(PASSPHRASE, "")
    if how == "passphrase" and not (passphrase or named):
        raise ValueError(f"at_rest: a passphrase is needed, in {PASSPHRASE} or at_rest_passphrase_file")
    handed_on = {name: text for name, text in environment.items() if name != PASSPHRASE}
    return Wish(how, passphrase, Path(named).expanduser() if named else None, handed_on)
