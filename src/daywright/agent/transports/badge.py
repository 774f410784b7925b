"""How the server knows who asks: a token in a header, or a signature made anew for every attempt.

A badge reads its file whenever it changed, so that a new credential counts at once, and says why it has none.
"""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from daywright.agent.credentials import Credentials, CredentialsError, Key, load, save
from daywright.agent.transports.port import Answer, NotEnrolled
from daywright.agent.vault import GoneError, KeyStore, NotNowError
from daywright.kit.clock import US_PER_SECOND, Clock, rfc3339
from daywright.kit.faultpoints import fault_point
from daywright.kit.sha256 import sha256

_OK = range(200, 300)
_UNAUTHORISED = 401
# How often a key store that gave nothing is asked again.
_ASK_AGAIN_US = 30 * US_PER_SECOND


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A request as it is about to be sent; `target` is path and query."""

    method: str
    target: str
    content_type: str
    content_encoding: str
    body: bytes
    channel: Literal["http", "grpc"] = "http"


class Badge(Protocol):
    """What makes a request ours."""

    def headers(self, request: Outgoing) -> Mapping[str, str] | NotEnrolled:
        """The headers that go with this attempt, and no other."""
        ...

    def heard(self, answer: Answer) -> bool:
        """Learn from an answer; True when the same request would fare better right now."""
        ...

    def face(self) -> object:
        """Something that changes when the credential does."""
        ...


class NoBadge:
    """For the one request that needs none: enrolment."""

    def headers(self, request: Outgoing) -> Mapping[str, str]:
        """See `Badge.headers`."""
        del request
        return {}

    def heard(self, answer: Answer) -> bool:
        """See `Badge.heard`."""
        del answer
        return False

    def face(self) -> object:
        """See `Badge.face`."""
        return None


class TokenBadge:
    """A write token, read from a file."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def headers(self, request: Outgoing) -> Mapping[str, str] | NotEnrolled:
        """See `Badge.headers`."""
        del request
        try:
            token = self._file.read_text("ascii").strip()
        except (OSError, UnicodeDecodeError):
            token = ""
        if not token:
            return NotEnrolled(f"There is no token in {self._file}, so nothing is sent.")
        return {"Authorization": f"Bearer {token}"}

    def heard(self, answer: Answer) -> bool:
        """See `Badge.heard`: a token fares the same every time."""
        del answer
        return False

    def face(self) -> object:
        """See `Badge.face`."""
        return _face(self._file)


class DeviceBadge:
    """The key of an enrolled device (contract 4), and the next one while it is being replaced."""

    def __init__(
        self,
        home: Path,
        clock: Clock,
        random: Callable[[int], bytes] = os.urandom,
        keeper: KeyStore | None = None,
    ) -> None:
        self._home = home
        self._clock = clock
        self._random = random
        self._keeper = keeper
        self._fetched: dict[str, bytes] = {}  # what the key store gave, by name
        self._missing_us: int | None = None  # when it last gave nothing
        self._looks = 0
        self._read_as: object = None
        self._mine: Credentials | CredentialsError | None = None
        self._offset_s = 0  # by how much the server's clock is ahead of ours
        self._with: Key | None = None  # what the last request was signed with
        self._passed_over: str = ""  # a key the server did not know

    def headers(self, request: Outgoing) -> Mapping[str, str] | NotEnrolled:
        """See `Badge.headers`."""
        mine = self.credentials()
        if isinstance(mine, CredentialsError):
            return NotEnrolled(f"Nothing is sent: {mine}")
        if mine is None:
            return NotEnrolled("This device is not enrolled, so nothing is sent; `daywright enroll` changes that.")
        from daywright.wire import signing

        self._with = key = self._choose(mine)
        secret = self._secret(key)
        if isinstance(secret, NotEnrolled):
            return secret
        path, _, query = request.target.partition("?")
        signed = signing.SignedRequest(
            method=request.method,
            audience=mine.audience,
            path=path,
            query=query,
            content_type=request.content_type,
            content_encoding=request.content_encoding,
            device_id=mine.device_id,
            key_id=key.key_id,
            timestamp=str(self._clock.wall_us() // US_PER_SECOND + self._offset_s),
            nonce=signing.new_nonce(self._random),
            body_sha256=sha256(request.body).hex(),
        )
        return signing.signed_headers(secret, request.channel, signed)

    def heard(self, answer: Answer) -> bool:
        """See `Badge.heard`: the server's clock, and which key it knows."""
        mine = self.credentials()
        if not isinstance(mine, Credentials) or self._with is None:
            return False
        if answer.status in _OK:
            self._accepted(mine, self._with)
            return False
        if answer.status != _UNAUTHORISED:
            return False
        code = _code(answer)
        if code == "sig.stale":
            return self._set_clock(answer.headers.get("x-server-time", ""))
        if code and mine.next is not None and self._passed_over != self._with.key_id:
            first = not self._passed_over
            self._passed_over = self._with.key_id
            return first
        return False

    def face(self) -> object:
        """See `Badge.face`: it also changes when it is time to ask the key store again."""
        if self._missing_us is not None and self._clock.mono_us() - self._missing_us >= _ASK_AGAIN_US:
            self._missing_us = None
            self._looks += 1
        found = _face(self._home / "credentials.json")
        return found and (found, self._looks)

    def _secret(self, key: Key) -> bytes | NotEnrolled:
        """What to sign with: from the file, or once in a run from the key store."""
        if found := key.secret or self._fetched.get(key.kept):
            return found
        self._missing_us = self._clock.mono_us()
        if self._keeper is None:
            return NotEnrolled(
                "Nothing is sent: the key of this device is in the key store, which `at_rest` leaves out."
            )
        try:
            self._fetched[key.kept] = self._keeper.fetch(key.kept, b"")
        except NotNowError as error:
            return NotEnrolled(f"Nothing is sent: {error}.")
        except GoneError:
            return NotEnrolled("Nothing is sent: the key of this device is not in the key store; enrol it again.")
        self._missing_us = None
        return self._fetched[key.kept]

    def credentials(self) -> Credentials | CredentialsError | None:
        """The credentials in force; read again when the file changed."""
        face = self.face()
        if face != self._read_as or (face is None and self._mine is not None):
            try:
                self._mine = load(self._home)
            except CredentialsError as error:
                self._mine = error
            self._read_as, self._passed_over = face, ""
        return self._mine

    def _choose(self, mine: Credentials) -> Key:
        """The next key first: the server promotes it when it meets it."""
        if mine.next is None or mine.next.key_id == self._passed_over:
            return mine.key
        return mine.next

    def _accepted(self, mine: Credentials, key: Key) -> None:
        if mine.next is not None and key == mine.next:
            fault_point("rotate.4")
            promoted = mine.promoted(rfc3339(self._clock.wall_us() + self._offset_s * US_PER_SECOND))
            save(self._home, promoted, self._keeper)
            if mine.key.kept and self._keeper is not None:
                self._keeper.drop(mine.key.kept)

    def _set_clock(self, server_time: str) -> bool:
        """Sign by the server's clock from now on; it changes no event's time."""
        if not (server_time.isascii() and server_time.isdecimal() and len(server_time) <= 12):  # noqa: PLR2004  seconds
            return False
        before, now_s = self._offset_s, self._clock.wall_us() // US_PER_SECOND
        self._offset_s = int(server_time) - now_s
        return self._offset_s != before


def _face(file: Path) -> object:
    try:
        stats = file.stat()
    except OSError:
        return None
    return stats.st_mtime_ns, stats.st_size, stats.st_ino, stats.st_mode


def _code(answer: Answer) -> str:
    if "application/problem+json" not in answer.headers.get("content-type", ""):
        return ""
    try:
        problem = json.loads(answer.body)
    except ValueError:
        return ""
    code = problem.get("code") if isinstance(problem, dict) else None
    return code if isinstance(code, str) else ""
