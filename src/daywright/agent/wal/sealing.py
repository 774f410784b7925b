"""Bodies as they lie in the log: sealed, each bound to its own row, so that rows cannot be swapped (contract 8)."""

from collections.abc import Sequence
from dataclasses import replace

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

    def sealed(self, record: Record) -> Record:
        """The record as it is to be stored. Raises StorageError."""
        generation = self.generation()
        if generation == PLAIN or self._vault is None:
            return record
        bound_to = binding(record.event_id, record.schema, generation)
        try:
            return replace(record, body=self._vault.seal(generation, bound_to, record.body), key_gen=generation)
        except KeyError:  # taken away between two lines
            raise StorageError("locked", "the keys are being changed") from None

    def opened(self, kept: Kept) -> bytes | str:
        """The body of a row, or the code it is set aside with."""
        event_id, schema, body, crc, _ = kept
        return self._unsealed(kept) if checksum(event_id, schema, body) == crc else CRC

    def opened_each(self, rows: Sequence[Kept]) -> list[bytes | str]:
        """The same of many rows, whose sums are checked together."""
        sums = checksums((event_id, schema, body) for event_id, schema, body, _, _ in rows)
        return [self._unsealed(row) if found == row[3] else CRC for row, found in zip(rows, sums, strict=True)]

    def _unsealed(self, kept: Kept) -> bytes | str:
        event_id, schema, body, _, generation = kept
        if generation == PLAIN:
            return body
        if self._vault is None:
            return KEY_LOST
        try:
            text = self._vault.unseal(generation, binding(event_id, schema, generation), body)
        except KeyError:
            return KEY_LOST
        return TAMPERED if text is None else text

    def ready(self, generations: Sequence[int]) -> None:
        """Have the keys at hand if any of these rows is sealed. Raises StorageError."""
        if any(generation != PLAIN for generation in generations):
            self.generation()


def binding(event_id: bytes, schema: int, generation: int) -> bytes:
    """What a sealed body belongs to, and opens with: `event_id || schema || key_gen`."""
    return event_id + schema.to_bytes(4, "big") + generation.to_bytes(4, "big")
