"""What a person may ask of the log: by the running agent where one runs, else by opening it under its lock."""

import json
from collections.abc import Sequence
from pathlib import Path

from daywright.agent.health import ask, read_letters
from daywright.agent.vault import Vault
from daywright.agent.wal import AlreadyRunning, Letter, Sealing, StorageError, Wal, hold_lock
from daywright.kit.clock import Clock, rfc3339

# So many numbers fit into one word to the agent.
_MOST_AT_ONCE = 500


class Desk:
    """Dead letters and what waits, of one home."""

    def __init__(self, home: Path, clock: Clock, vault: Vault | None = None) -> None:
        self._home = home
        self._clock = clock
        self._vault = vault

    def letters(self) -> list[Letter]:
        """What was set aside, newest first; read without disturbing anybody."""
        return read_letters(self._home / "agent" / "wal.db")

    def call_back(self, seqs: Sequence[int] | None) -> int:
        """Let dead letters wait again: these, or all (None). Returns how many. Raises StorageError."""
        return self._do("requeue", seqs)

    def throw_away(self, seqs: Sequence[int] | None) -> int:
        """Delete dead letters: these, or all (None). Returns how many. Raises StorageError."""
        return self._do("purge", seqs)

    def erase_waiting(self) -> int:
        """Delete what waits. Returns how many. Raises StorageError."""
        return self._do("erase", None)

    def reseal(self) -> int:
        """Take another key. Returns 1, or 0 when nothing is sealed. Raises StorageError."""
        return self._do("reseal", None)

    def exported(self) -> tuple[list[dict[str, object]], str]:
        """Every dead letter in the clear, and why some cannot be read, if so."""
        trouble = self._vault.look() if self._vault is not None else ""
        sealing = Sealing(self._vault)
        return [exported(letter, sealing) for letter in self.letters()], trouble

    def _do(self, verb: str, seqs: Sequence[int] | None) -> int:
        if seqs is None:
            return self._once(verb, None)
        groups = [seqs[start : start + _MOST_AT_ONCE] for start in range(0, len(seqs), _MOST_AT_ONCE)]
        return sum(self._once(verb, group) for group in groups)

    def _once(self, verb: str, seqs: Sequence[int] | None) -> int:
        words = " ".join(["log", verb, *map(str, seqs or ())])
        try:
            (self._home / "agent").mkdir(mode=0o700, parents=True, exist_ok=True)
            with hold_lock(self._home / "agent" / "agent.lock"):
                wal = Wal(self._home / "agent", self._clock, vault=self._vault)
                wal.open()
                try:
                    changed = obey(wal, verb, seqs)
                    while verb == "reseal" and wal.reseal():
                        pass  # a running agent does it by and by
                    return changed
                finally:
                    wal.close()
        except AlreadyRunning:
            said = ask(self._home, words)
        if said is None or not isinstance(said.get("changed"), int):
            raise StorageError("busy", str((said or {}).get("error", "the agent does not answer"))) from None
        return int(str(said["changed"]))


def obey(wal: Wal, verb: str, seqs: Sequence[int] | None) -> int:
    """Do what was asked of the log. Raises StorageError, and ValueError for a verb that is none."""
    match verb:
        case "requeue":
            return wal.call_back(seqs)
        case "purge":
            return wal.throw_away(seqs)
        case "erase":
            return wal.erase(dead=False)
        case "reseal":
            return int(wal.rotate())
        case _:
            raise ValueError(verb)


def exported(letter: Letter, sealing: Sealing) -> dict[str, object]:
    """A dead letter for a program: what it is, why it was set aside, and the event itself if it can be read."""
    (body,) = sealing.opened([letter.kept])
    try:
        event = json.loads(body) if isinstance(body, bytes) else None
    except ValueError:
        event = None
    return {
        "number": letter.seq,
        "bucket": letter.kind,
        "reason": letter.code,
        "set_aside": rfc3339(letter.dead_us),
        "event": event,
    }
