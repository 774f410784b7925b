"""One request, and at once another when the answer tells how it would fare better, whatever it travels by.

Bodies for another machine travel packed: with zstd where this machine has it and the server understands it, else with
gzip.
"""

import zlib
from collections.abc import Callable

from daywright.agent.transports.badge import Badge
from daywright.agent.transports.port import Answer, Outcome, Unreachable

# Less than this does not become smaller by packing.
WORTH_PACKING = 1024
_GZIP_WINDOW = 31
_UNSUPPORTED = 415
# Why the same request may be sent again at once: another packing, the server's clock, then another key.
_SECOND_THOUGHTS = 3


class Packer:
    """Packs bodies the best way both sides know."""

    def __init__(self, *, pack: bool) -> None:
        self._pack = pack
        self._zstd = True  # until the server says that it does not understand it

    def packed(self, body: bytes) -> tuple[str, bytes]:
        """The word for how it is packed, empty when it is not, and the body."""
        if not self._pack or len(body) < WORTH_PACKING:
            return "", body
        if self._zstd:
            from daywright.kit.zstd import packed

            if (smaller := packed(body)) is not None:
                return "zstd", smaller
        packer = zlib.compressobj(1, zlib.DEFLATED, _GZIP_WINDOW)
        return "gzip", packer.compress(body) + packer.flush()

    def heard(self, answer: Answer, encoding: str) -> bool:
        """Learn from an answer to what was packed like this; True when it would be packed in another way now."""
        if answer.status != _UNSUPPORTED or encoding != "zstd":
            return False
        self._zstd = False
        return True


def insist(body: bytes, packer: Packer, badge: Badge, exchange: Callable[[str, bytes], Outcome]) -> Outcome:
    """Hand the packed body to `exchange` as long as there is something to do better."""
    outcome: Outcome = Unreachable("nothing was tried")
    for _ in range(1 + _SECOND_THOUGHTS):
        encoding, packed = packer.packed(body)
        outcome = exchange(encoding, packed)
        if not isinstance(outcome, Answer) or not (packer.heard(outcome, encoding) or badge.heard(outcome)):
            break
    return outcome
