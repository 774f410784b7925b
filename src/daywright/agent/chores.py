"""What an enrolled device does besides delivering: fetches its settings, tells how it is, replaces its key.

All of it is done by the sender's thread on the sender's connection, one request after the other, and none of it ever
stops a delivery: what fails is tried again a minute later.
"""

import json
import os
from binascii import hexlify
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from daywright import __version__
from daywright.agent import credentials, remote
from daywright.agent.credentials import Credentials, CredentialsError, Key
from daywright.agent.remote import ConfigRefusedError, Held, Signed
from daywright.agent.transports import Answer, Outcome, Transport
from daywright.agent.vault import KeyStore
from daywright.kit.clock import US_PER_DAY, US_PER_SECOND, Clock, rfc3339
from daywright.kit.faultpoints import fault_point

DEVICE_PATH = "/api/v1/devices/self"
POLL_US = 300 * US_PER_SECOND
AGAIN_US = 60 * US_PER_SECOND
# So long an agent has to run before new settings count as good.
HEALTHY_US = 60 * US_PER_SECOND
KEY_AGE_US = 90 * US_PER_DAY
_HASTE_US = 5 * US_PER_SECOND
_JITTER = 0.2
_OK, _UNCHANGED, _GOOD = 200, 304, range(200, 300)


class Chores:
    """The chores of one enrolled device; see the module."""

    def __init__(
        self,
        home: Path,
        clock: Clock,
        random: Callable[[], float],
        *,
        report: Callable[[], Mapping[str, object]],
        changed: Callable[[], None],
        server_version: Callable[[str], None] = lambda _: None,
        keeper: KeyStore | None = None,
    ) -> None:
        self._keeper = keeper
        self._server_version = server_version
        self._home = home
        self._folder = home / "agent"
        self._clock = clock
        self._random = random
        self._report = report
        self._changed = changed
        self.held = remote.begun(remote.load(self._folder))
        self._save(self.held)
        self._due_us = 0  # monotonic; at once
        self._healthy_us = clock.mono_us() + HEALTHY_US
        self._rotate = False
        self._line = hexlify(os.urandom(8)).decode()  # this run, for a server that meets two with one key
        self._told = 0

    def due_us(self) -> int:
        """The monotonic moment at which the next chore is due."""
        return min(self._due_us, self._healthy_us) if self.held.candidate else self._due_us

    def told(self, etag: str) -> None:
        """A receipt named the tag of this device's settings: another one than ours is fetched soon."""
        if etag and etag != self.held.etag:
            self._due_us = min(self._due_us, self._clock.mono_us() + _HASTE_US)

    def rotate(self) -> None:
        """Replace the key at the next occasion. From any thread."""
        self._rotate, self._due_us = True, 0

    def ending(self) -> None:
        """An orderly end is no crash."""
        if self.held.candidate and self.held.crashes:
            self._keep(replace(self.held, crashes=0))

    def run(self, transport: Transport) -> None:
        """Do what is due."""
        now_us = self._clock.mono_us()
        if self.held.candidate and now_us >= self._healthy_us:
            self._keep(remote.confirm(self.held))
        if now_us < self._due_us:
            return
        # Set before anything is asked: whoever wants another round meanwhile is not overruled.
        self._due_us = now_us + self._about(POLL_US)
        if not self._round(transport):
            self._due_us = min(self._due_us, self._clock.mono_us() + self._about(AGAIN_US))

    def _round(self, transport: Transport) -> bool:
        try:
            mine = credentials.load(self._home)
        except CredentialsError:
            return False
        if mine is None:
            return False
        return self._fetch(transport, mine) and self._turn(transport, mine) and self._tell(transport)

    def _about(self, wait_us: int) -> int:
        """Many devices must not march in step."""
        return int(wait_us * (1 + _JITTER * (2 * self._random() - 1)))

    def _fetch(self, transport: Transport, mine: Credentials) -> bool:
        headers = {"If-None-Match": f'"{self.held.etag}"'} if self.held.etag else {}
        answer = transport.ask("GET", f"{DEVICE_PATH}/config", b"", headers)
        if not isinstance(answer, Answer):
            return False
        if answer.status == _OK:
            self._take(answer, mine)
        return answer.status in {_OK, _UNCHANGED}

    def _take(self, answer: Answer, mine: Credentials) -> None:
        came = Signed(
            answer.body,
            answer.headers.get("etag", "").removeprefix("W/").strip('"'),
            answer.headers.get("x-config-signature", ""),
        )
        if came.body == self.held.body:
            return
        try:
            held = remote.accept(self.held, came, device_id=mine.device_id, signing_key=mine.config_signing_key)
        except ConfigRefusedError as error:
            self._keep(remote.refuse(self.held, remote.etag_of(came.body), str(error)))
            return
        self._keep(held)
        self._healthy_us = self._clock.mono_us() + HEALTHY_US
        fault_point("config.apply")
        self._changed()

    def _turn(self, transport: Transport, mine: Credentials) -> bool:
        """Replace the key when somebody wants it or it is old. Two steps: it is stored, then it is used."""
        if mine.next is not None or not self._wants_rotation(mine):
            return True
        fault_point("rotate.1")
        answer = transport.ask("POST", f"{DEVICE_PATH}/keys")
        fault_point("rotate.2")
        key = _next_key(answer)
        if key is None:
            return False
        credentials.save(self._home, mine.with_next(key), self._keeper)
        self._rotate = False
        fault_point("rotate.3")
        return True  # whatever is asked next is signed with it, which makes it the one

    def _wants_rotation(self, mine: Credentials) -> bool:
        wanted = self.wanted(mine)
        if self._rotate or (wanted is not None and wanted.rotate_key == mine.key.key_id):
            return True
        return _age_us(mine.issued_at, self._clock.wall_us()) > KEY_AGE_US

    def _tell(self, transport: Transport) -> bool:
        said = self._report()
        self._told += 1
        refused = self.held.refused[:256] or said.get("config_refused")
        body = {**said, "config_refused": refused, "line": self._line, "seq": self._told}
        answer = transport.ask("POST", f"{DEVICE_PATH}/status", json.dumps(body).encode())
        if body.get("dead"):
            self._look_at_the_server(transport)
        return isinstance(answer, Answer) and answer.status in _GOOD

    def _look_at_the_server(self, transport: Transport) -> None:
        """What made one version of the server fail may suit the next."""
        answer = transport.ask("GET", "/api/v1/health")
        if not isinstance(answer, Answer) or answer.status != _OK:
            return
        try:
            version = json.loads(answer.body)["version"]
        except (ValueError, KeyError, TypeError):
            return
        if isinstance(version, str):
            self._server_version(version)

    def wanted(self, mine: Credentials | None = None) -> remote.Wanted | None:
        """What the server wants at present; None: nothing, or nothing that can be read."""
        try:
            who = mine or credentials.load(self._home)
            return remote.read(self.held.body, who.device_id) if who and self.held.body else None
        except (CredentialsError, ConfigRefusedError):
            return None

    def _keep(self, held: Held) -> None:
        self.held = held
        self._save(held)

    def _save(self, held: Held) -> None:
        if held == Held():
            return
        try:
            remote.save(self._folder, held)
        except OSError:
            return  # a full disk: what is in memory holds until the next start


def device_report(
    counters: Mapping[str, int],
    *,
    queued: int,
    condition: str,
    sends: list[str],
    wanted: remote.Wanted | None,
    refused: str,
    at_rest: str,
) -> dict[str, object]:
    """What the server is told of this device: numbers and words, no titles."""
    oldest_us = counters.get("oldest_us", 0)
    return {
        "pending": counters.get("pending", 0) + queued,
        "dead": counters.get("dead_rows", 0),
        "evicted": counters.get("evicted", 0),
        "oldest": rfc3339(oldest_us) if oldest_us else None,
        "condition": condition,
        "agent_version": __version__,
        "sends": sends,
        "config_version": wanted.version if wanted is not None else None,
        "config_refused": refused or None,
        "at_rest": at_rest,
    }


def _next_key(answer: Outcome) -> Key | None:
    if not isinstance(answer, Answer) or answer.status not in _GOOD:
        return None
    try:
        match json.loads(answer.body):
            case {"key_id": str(key_id), "device_key": str(text)}:
                secret = credentials.decode(text)
            case _:
                return None
    except ValueError:
        return None
    return Key(key_id, secret) if secret is not None and len(secret) == credentials.KEY_BYTES else None


def _age_us(issued_at: str, now_us: int) -> int:
    try:
        return now_us - int(datetime.fromisoformat(issued_at).timestamp() * US_PER_SECOND)
    except ValueError:
        return 0
