"""What a transport must be able to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Answer:
    """What someone at the server's address said; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Nothing came back, or not all of it; `reason` is for a person."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotEnrolled:
    """Nothing was sent, because nobody allowed this device to send anything; `reason` is for a person."""

    reason: str


Outcome = Answer | Unreachable | NotEnrolled


class Transport(Protocol):
    """Delivers one request body and returns what came back. Never raises for what a network does."""

    def post(self, body: bytes) -> Outcome:
        """Send one ingest request."""
        ...

    def ask(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Outcome:
        """Send any other request to the same server; `path` begins after the server's own address."""
        ...

    def credential(self) -> object:
        """Something that changes when the credential does; worth another try after a refusal."""
        ...

    def close(self) -> None:
        """Hang up, from any thread; a request under way ends as Unreachable."""
        ...
