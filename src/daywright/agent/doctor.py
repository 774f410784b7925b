"""What could keep events from arriving, looked at one after the other, each with what to do about it."""

import json
import os
import sqlite3
import stat
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from enum import StrEnum
from pathlib import Path
from urllib.parse import quote

from daywright import __version__
from daywright.agent import config, credentials
from daywright.agent.config import Settings
from daywright.agent.enrolment import DEVICE_PATH, told_to_enrol, why_again
from daywright.agent.health import ask, conserved, read_counters
from daywright.agent.transports import Action, Answer, Unreachable, judge
from daywright.agent.transports.badge import NoBadge
from daywright.agent.transports.choice import badge_for, grpc_for, stranger, transport_for
from daywright.agent.transports.http import HttpTransport
from daywright.agent.transports.verdict import problem_code
from daywright.agent.vault import Kind, kept_by
from daywright.kit.clock import US_PER_SECOND, Clock, to_us
from daywright.kit.ids import uuid7, uuid_text

_ROOMY_BYTES = 64 * 1024 * 1024
_SIGNATURES_END_S = 300
_NOTICEABLE_S = 60
_OK = range(200, 400)
AGENT = f"daywright-doctor/{__version__}"


class State(StrEnum):
    """How a thing is."""

    well = "ok"
    doubtful = "look"
    broken = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: how it is, and what to do when it is not well."""

    what: str
    state: State
    sentence: str
    remedy: str = ""


def examine(home: Path, arguments: list[str], environment: Mapping[str, str], clock: Clock) -> Iterator[Finding]:
    """Look at everything, the nearest first."""
    yield _folder(home)
    yield from _log(home)
    yield _room(home)
    try:
        settings = config.load(["--home", str(home), *arguments], environment, credentials.settings_of)
    except config.ConfigError as error:
        yield Finding(
            "settings", State.broken, f"{error}.", "Correct it where it stands: flag, environment, config.toml."
        )
        return
    yield Finding("settings", State.well, f"delivers to {settings.server}")
    yield _enrolment(settings)
    yield _running(home)
    yield _sealing(home, settings)
    yield from _server(settings, clock)


def _folder(home: Path) -> Finding:
    try:
        found = home.stat()
    except OSError as error:
        return Finding("folder", State.doubtful, f"{home}: {error.strerror}.", "It is made at the first start.")
    if not stat.S_ISDIR(found.st_mode) or not os.access(home, os.W_OK):
        return Finding("folder", State.broken, f"{home} cannot be written.", "Choose another with --home.")
    if found.st_mode & 0o077:
        return Finding("folder", State.doubtful, f"{home} is open to others.", f"Run `chmod 700 {home}`.")
    return Finding("folder", State.well, str(home))


def _log(home: Path) -> Iterator[Finding]:
    path = home / "agent" / "wal.db"
    if not path.exists():
        yield Finding("log", State.well, "nothing was recorded here yet")
        return
    counters = read_counters(path)
    if counters is None or not _sound(path):
        yield Finding("log", State.broken, f"{path} is damaged.", "Start the agent: it saves what can be read.")
        return
    if not conserved(counters):
        yield Finding(
            "log", State.broken, "events are not accounted for.", "Report it with `daywright status --check`."
        )
    else:
        yield Finding("log", State.well, f"{counters['pending']} events wait, {counters['acked']} were delivered")
    if counters["dead_rows"]:
        yield Finding(
            "dead letters", State.doubtful, f"{counters['dead_rows']} events were set aside.", "`daywright dead list`"
        )
    if aside := sorted(path.parent.glob("wal.db.corrupt-*")):
        yield Finding("log", State.doubtful, f"a damaged log was kept as {aside[-1].name}.", "Delete it when you like.")


def _sound(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=2)) as db:
            return bool(db.execute("PRAGMA quick_check(1)").fetchone() == ("ok",))
    except sqlite3.Error:
        return False


def _room(home: Path) -> Finding:
    try:
        found = os.statvfs(home if home.exists() else home.parent)
    except OSError as error:
        return Finding("disk", State.doubtful, f"{error.strerror}.")
    free = found.f_bavail * found.f_frsize
    if free < _ROOMY_BYTES:
        return Finding(
            "disk", State.broken, f"{free // 2**20} MB are free.", "Make room: events are refused when it is full."
        )
    return Finding("disk", State.well, f"{free // 2**20} MB are free")


def _enrolment(settings: Settings) -> Finding:
    try:
        mine = credentials.load(settings.home)
    except credentials.CredentialsError as error:
        return Finding("enrolment", State.broken, str(error), "Until then nothing is sent.")
    if unknown := stranger(settings):
        return Finding("enrolment", State.broken, unknown)
    if mine is not None and mine.server == settings.server:
        if code := told_to_enrol(settings.home):
            return Finding(
                "enrolment", State.doubtful, f"{why_again(code)}.", "Run `daywright enroll` on each; nothing is lost."
            )
        return Finding("enrolment", State.well, f"device {mine.device_id} of {mine.username or 'its user'}")
    return Finding("enrolment", State.well, f"delivers with the token in {settings.token_file}")


def _running(home: Path) -> Finding:
    said = ask(home, "status")
    if said is None:
        return Finding("agent", State.doubtful, "it does not run.", "Start `daywright up`, or `daywright agent`.")
    watchers = said.get("watchers")
    blind = [f"{name}: {how}" for name, how in watchers.items() if not _sees(how)] if isinstance(watchers, dict) else []
    if blind:
        return Finding("agent", State.doubtful, f"it runs, but {'; '.join(blind)}.", "See the page on troubleshooting.")
    return Finding("agent", State.well, f"it runs: {said.get('status')}")


def _sealing(home: Path, settings: Settings) -> Finding:
    said = ask(home, "status")
    how = str((said or {}).get("at_rest") or kept_by(home / "agent"))
    if said is not None and how == "locked":
        return Finding(
            "at rest", State.broken, f"{said.get('last_error')}.", "Until then events wait in memory, bounded."
        )
    if said is None and how == Kind.off and settings.sealing.at_rest != "off":
        return Finding("at rest", State.well, "the agent makes a key when it first runs")
    if how == Kind.off:
        return Finding(
            "at rest", State.doubtful, "what waits here is not sealed.", "Set `at_rest` to auto, or leave it out."
        )
    return Finding("at rest", State.well, f"what waits here is sealed ({how})")


def _sees(how: object) -> bool:
    return str(how).startswith("reading")


def _server(settings: Settings, clock: Clock) -> Iterator[Finding]:
    open_line = HttpTransport(settings.server, NoBadge(), AGENT, settings.authorities)
    answer = open_line.ask("GET", "/api/v1/health")
    open_line.close()
    if not isinstance(answer, Answer):
        yield Finding(
            "server", State.broken, f"it cannot be reached: {answer.reason}.", "Is it up, and is the address right?"
        )
        return
    version = _version(answer)
    if version is None:
        yield Finding(
            "server", State.broken, f"what answers there is not Daywright ({answer.status}).", "Check the address."
        )
        return
    yield Finding("server", State.well, f"Daywright {version} answers")
    if (ahead_s := _ahead_s(answer, clock)) is not None:
        yield _clock(ahead_s)
    yield from _known(settings, clock)
    if settings.grpc_server:
        yield _calls(settings, clock)


def _calls(settings: Settings, clock: Clock) -> Finding:
    beside = HttpTransport(settings.server, NoBadge(), AGENT, settings.authorities)
    line = grpc_for(settings, beside, badge_for(settings, clock), AGENT)
    batch_id = uuid7(clock.wall_us())
    answer = line.post(json.dumps({"batch_id": uuid_text(batch_id), "events": []}).encode())
    line.close()
    verdict = judge(answer, batch_id=batch_id, events=0, now_us=clock.wall_us())
    if verdict.action is Action.SETTLE:
        return Finding("gRPC", State.well, f"deliveries are taken at {settings.grpc_server}")
    why = answer.reason if isinstance(answer, Unreachable) else verdict.sentence
    return Finding(
        "gRPC", State.doubtful, f"it fails ({why.rstrip('.')}); deliveries go over HTTP.", "Is grpc_server right?"
    )


def _known(settings: Settings, clock: Clock) -> Iterator[Finding]:
    if credentials.settings_of(settings.home).get("server") != settings.server:
        return
    line = transport_for(settings, clock, AGENT)
    answer = line.ask("GET", f"{DEVICE_PATH}/config")
    line.close()
    if isinstance(answer, Answer) and answer.status in _OK:
        yield Finding("key", State.well, "the server accepts this device's key")
    else:
        why = f"{answer.status} {problem_code(answer)}" if isinstance(answer, Answer) else answer.reason
        yield Finding("key", State.broken, f"the server does not accept it ({why}).", "Enrol this device again.")


def _version(answer: Answer) -> str | None:
    try:
        match json.loads(answer.body):
            case {"status": "ok", "version": str(version)}:
                return version
    except ValueError:
        pass
    return None


def _ahead_s(answer: Answer, clock: Clock) -> int | None:
    try:
        theirs = parsedate_to_datetime(answer.headers["date"])
        return (clock.wall_us() - to_us(theirs)) // US_PER_SECOND
    except (KeyError, ValueError, TypeError):
        return None


def _clock(ahead_s: int) -> Finding:
    said = f"{abs(ahead_s)} s {'ahead of' if ahead_s > 0 else 'behind'} the server's"
    if abs(ahead_s) <= _NOTICEABLE_S:
        return Finding("clock", State.well, "agrees with the server's")
    state = State.broken if abs(ahead_s) > _SIGNATURES_END_S else State.doubtful
    return Finding("clock", state, f"it is {said}.", "Set it: times are wrong, durations are not.")
