"""Bodies as they lie in the log: sealed, each bound to its own row, so that rows cannot be swapped (contract 8)."""

from collections.abc import Sequence

from daywright.agent.vault import PLAIN, LockedError, Vault
from daywright.agent.wal.records import CRC, KEY_LOST, TAMPERED, Record, StorageError, checksum, checksums

# Of a row: event id, schema, body, crc and the generation of its key.
Kept = tuple[bytes, int, bytes, int, int]


class Sealing:
    """Seals and opens bodies with the keys of a vault; without one, bodies are plain."""

    def __init__(self, vault: Vault | None) -> None:
        self._vault = vault

    def generation(self) -> int:
        """The generation that seals what is new. Raises StorageError."""
        if self._vault is None:
            return PLAIN
        try:
            return self._vault.generation()
        except LockedError as error:
            raise StorageError("locked", str(error)) from None

    def sealed(self, records: Sequence[Record]) -> list[tuple[bytes, int]]:
        """Body and generation of each as they are stored; what is sealed already stays so. Raises StorageError."""
        generation = self.generation()
        if generation == PLAIN or self._vault is None:
            return [(record.body, record.key_gen) for record in records]
        try:
            return [
                (record.body, record.key_gen)
                if record.key_gen != PLAIN
                else (
                    self._vault.seal(generation, binding(record.event_id, record.schema, generation), record.body),
                    generation,
                )
                for record in records
            ]
        except KeyError:  # taken away between two lines
            raise StorageError("locked", "the keys are being changed") from None

    def opened(self, rows: Sequence[Kept]) -> list[bytes | str]:
        """The body of each row, or the code it is set aside with. The sums of plain ones are checked together."""
        sums = iter(checksums((row[0], row[1], row[2]) for row in rows if row[4] == PLAIN))
        return [self._unsealed(row) if row[4] != PLAIN else row[2] if next(sums) == row[3] else CRC for row in rows]

    def _unsealed(self, row: Kept) -> bytes | str:
        event_id, schema, body, crc, generation = row
        code = KEY_LOST
        if self._vault is not None and generation in self._vault.opens:
            text = self._vault.unseal(generation, binding(event_id, schema, generation), body)
            if text is not None:
                return text
            code = TAMPERED
        # The seal vouches for what it opens to; the sum only tells bad luck from bad will.
        return CRC if checksum(event_id, schema, body) != crc else code


# For whoever has no keys, or moves what is sealed already.
UNSEALED = Sealing(None)


def binding(event_id: bytes, schema: int, generation: int) -> bytes:
    """What a sealed body belongs to, and opens with: `event_id || schema || key_gen`."""
    return event_id + schema.to_bytes(4, "big") + generation.to_bytes(4, "big")
