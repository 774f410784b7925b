"""Composition root of the agent: watchers → queuer → WAL → batcher → sender.

The main thread waits for signals, for the end of its parent, and for questions; three others watch, write and send.
"""

import contextlib
import os
import random
import select
import signal
import sys
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from daywright import __version__
from daywright.agent import config, credentials, footprint
from daywright.agent.batcher import Batcher
from daywright.agent.chores import Chores, device_report
from daywright.agent.config import ConfigError, Settings
from daywright.agent.desk import obey
from daywright.agent.health import HealthSocket, read_counters
from daywright.agent.queuer import Queuer, Streams
from daywright.agent.redact import Redactor, policy
from daywright.agent.remote import narrowed, overreach
from daywright.agent.sender import Pace, Sender, Snapshot
from daywright.agent.transports.choice import is_enrolled, stranger, transport_for
from daywright.agent.vault import Vault, device_keeper
from daywright.agent.wal import AlreadyRunning, Limits, StorageError, Wal, hold_lock
from daywright.agent.watchers import Moment, Sighting, Watcher, afk, power, window
from daywright.agent.watchers.loop import WatchLoop
from daywright.agent.watchers.power.state import Power
from daywright.core.redaction import Policy
from daywright.kit.boot import boot_id
from daywright.kit.clock import SystemClock, rfc3339
from daywright.kit.eventlog import EventLog
from daywright.kit.faultpoints import arm
from daywright.kit.waker import Waker, listen
from daywright.kit.zone import machine_zone

if TYPE_CHECKING:
    from daywright.agent.collector import Collector

EXIT_OK, EXIT_FAILURE, EXIT_USAGE, EXIT_ALREADY_RUNNING, EXIT_NOT_ENROLLED = 0, 1, 2, 3, 3
AGENT = f"daywright-agent/{__version__}"
# On this machine the page shows a running total, which moves this often; seldom while nobody is there.
LOOPBACK_PULSE = timedelta(seconds=2)
LOOPBACK_CALM_PULSE = timedelta(seconds=30)
_STOP_S = 2.0
_SETTLED_MS, _SETTLED_AGAIN_MS = 5_000, 60_000
_MICROSECOND = timedelta(microseconds=1)


def main(arguments: Sequence[str]) -> int:
    """Run until told to stop; returns the exit code."""
    if "--help" in arguments:
        print(config.usage())  # noqa: T201  asked for
        return EXIT_OK
    try:
        settings = config.load(arguments, config.surroundings(os.environ), credentials.settings_of)
    except ConfigError as error:
        return _refuse(str(error), EXIT_USAGE)
    if unknown := stranger(settings):
        return _refuse(unknown, EXIT_NOT_ENROLLED)
    arm(os.environ.get("DAYWRIGHT_FAULT", ""))
    footprint.begin()
    # Before anything slow: a signal during the start must not kill what it means to stop or to tell.
    signals = listen(signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    try:
        settings.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with hold_lock(settings.folder / "agent.lock"):
            return Agent(settings, arguments, signals).run()
    except AlreadyRunning as already:
        return _refuse(str(already), EXIT_ALREADY_RUNNING)
    except OSError as error:
        return _refuse(f"{settings.folder} cannot be used: {error.strerror}", EXIT_FAILURE)


def _refuse(sentence: str, code: int) -> int:
    print(f"daywright agent: {sentence}", file=sys.stderr)  # noqa: T201  why it does not start
    return code


class Agent:
    """The parts, put together."""

    def __init__(self, settings: Settings, arguments: Sequence[str], signals: Waker) -> None:
        self._clock = SystemClock()
        self._signals = signals
        self._chores = self._new_chores(settings)
        self._allowed = settings
        self._settings = settings = narrowed(settings, self._chores.wanted() if self._chores is not None else None)
        self._arguments = arguments
        self._log = EventLog(settings.log_file, self._clock)
        self._log.level = settings.log_level
        self._started_us = self._clock.wall_us()
        self._stopping = threading.Event()
        self._wake_watch = Waker()
        self._config_trouble = ""
        self._broken = False
        self._vault = Vault(settings.folder, self._clock, settings.sealing)
        wal = Wal(settings.folder, self._clock, Limits(batch_events=settings.max_batch), vault=self._vault)
        try:
            wal.open()
        except StorageError as error:
            self._log.error("the log cannot be opened", code=error.code)
        self._wal = wal
        self._streams = Streams(boot_id(), _redactor(settings))
        self._queuer = Queuer(
            wal,
            self._clock,
            heartbeat_us=settings.heartbeat // _MICROSECOND,
            committed=lambda: self._sender.notice(events=True),
            report=self._report,
        )
        self._sender = Sender(
            wal,
            Batcher(wal, self._clock, AGENT),
            transport_for(settings, self._clock, AGENT, report=self._report),
            clock=self._clock,
            random=random.random,
            pace=_pace(settings),
            snapshot=lambda: Snapshot(*self._queuer.going_on(), self._streams.nobody_here, machine_zone(os.environ)),
        )
        self._sender.errands = self._chores
        self._new_version("agent", __version__)
        self._collector = self._collect(settings)
        self._watchers = self._watch(settings)
        self._loop = WatchLoop(
            self._watchers,
            clock=self._clock,
            see=self._see,
            touch=lambda now: self._queuer.touch(*self._streams.touch(now)),
            touch_us=min(settings.heartbeat, LOOPBACK_PULSE) // _MICROSECOND,
        )

    def run(self) -> int:
        """Start the threads, serve until told to stop, end them in the order the data flows."""
        if self._wal.note:
            self._report(self._wal.note)
        threads = {
            "watch": threading.Thread(
                target=self._loop.run,
                args=(self._wake_watch.fileno(), self._stopping.is_set),
                name="watch",
                daemon=True,
            ),
            "write": threading.Thread(target=self._queuer.run, name="write", daemon=True),
            "send": threading.Thread(target=self._sender.run, name="send", daemon=True),
        }
        if self._collector is not None:
            threads["collect"] = threading.Thread(target=self._collector.run, name="collect", daemon=True)
        with contextlib.closing(HealthSocket(self._settings.folder, self._hear)) as health:
            threading.excepthook = self._broke
            for thread in threads.values():
                thread.start()
            self._log.info("started", version=__version__, pid=os.getpid())
            self._serve(health)
            self._stop(threads)
        self._log.info("stopped")
        return EXIT_FAILURE if self._broken else EXIT_OK

    def _broke(self, what: threading.ExceptHookArgs) -> None:
        """A thread died of a mistake of ours: stop in order, so that whoever supervises starts anew."""
        self._broken = True
        where = what.exc_traceback
        while where is not None and where.tb_next is not None:
            where = where.tb_next
        line = f"{where.tb_frame.f_code.co_filename}:{where.tb_lineno}" if where is not None else "?"
        self._log.error("a thread broke", kind=what.exc_type.__name__, at=line)
        os.kill(os.getpid(), signal.SIGTERM)

    def _serve(self, health: HealthSocket) -> None:
        """The main thread's waiting: signals, questions, the parent's end."""
        waiting = select.poll()
        waiting.register(self._signals, select.POLLIN)
        waiting.register(health, select.POLLIN)
        if self._settings.stop_with_parent:
            waiting.register(0, select.POLLIN)
        patience_ms = _SETTLED_MS
        while True:
            ready = waiting.poll(patience_ms)
            if not ready:
                # Displays and buses are open, the first delivery is out: what starting needed is free now.
                footprint.settle()
                patience_ms = _SETTLED_AGAIN_MS
            for number, _ in ready:
                if number == health.fileno():
                    health.answer()
                elif number == 0:
                    if not os.read(0, 4096):
                        return
                elif self._heed(self._signals.drain()):
                    return

    def _heed(self, heard: set[int]) -> bool:
        """Signals, and word of new settings from the server; True when it is time to stop."""
        if heard & {signal.SIGTERM, signal.SIGINT}:
            return True
        if signal.SIGHUP in heard:
            self._reload()
        elif 0 in heard:
            self._narrow()
        return False

    def _stop(self, threads: dict[str, threading.Thread]) -> None:
        self._stopping.set()
        if self._collector is not None:
            self._collector.stop()
        self._wake_watch.wake()
        threads["watch"].join(_STOP_S / 2)
        self._queuer.touch(self._streams.close(self._now()), {})
        self._queuer.stop()
        threads["write"].join(_STOP_S)
        self._sender.stop()
        threads["send"].join(_STOP_S / 2)
        if threads["send"].is_alive():
            self._sender.transport.close()
            threads["send"].join(_STOP_S / 4)
        if self._chores is not None:
            self._chores.ending()
        # Who still holds the log (a disk that hangs) keeps it; what is in it needs no farewell.
        if not any(thread.is_alive() for thread in threads.values()):
            self._wal.close()

    def _collect(self, settings: Settings) -> "Collector | None":
        if settings.collecting is None:
            return None
        from daywright.agent.collector import Collector

        return Collector(
            self._wal,
            self._clock,
            settings.collecting,
            policy=lambda: _policy(self._settings),
            boot_id=boot_id(),
            committed=lambda: self._sender.notice(events=True),
        )

    def _watch(self, settings: Settings) -> list[Watcher]:
        self._power = Power()
        if self._collector is not None:
            return []
        ways = [
            *power.ways(self._power, os.environ, self._clock),
            ("window", window.probes(os.environ)),
            ("afk", afk.probes(os.environ, settings.away_after)),
        ]
        return [Watcher(name, probes, random.random) for name, probes in ways]

    def _see(self, sighting: Sighting, now: Moment) -> None:
        ended = self._streams.see(sighting, now)
        if sighting.bucket == "window":
            app = None if sighting.data is None else sighting.data["app"]
            for unlocked in self._power.in_front(app, sighting.at_us):
                ended += self._streams.see(unlocked, now)
        more, going = self._streams.touch(now)
        self._queuer.touch([*ended, *more], going)
        self._sender.notice(events=False)
        if sighting.bucket == "power":
            self._sender.hurry()  # after a sleep the network may be another, and waits are over

    def _report(self, sentence: str) -> None:
        self._log.warning(sentence)

    def _now(self) -> Moment:
        return Moment(self._clock.mono_us(), self._clock.wall_us())

    def _reload(self) -> None:
        """SIGHUP: read the settings again; what cannot be used changes nothing and is said in `status`."""
        try:
            settings = config.load(self._arguments, config.surroundings(os.environ), credentials.settings_of)
        except ConfigError as error:
            self._config_trouble = str(error)
            self._log.warning("settings refused", why=error)
            return
        self._config_trouble = ""
        self._allowed = settings
        self._vault.change(settings.sealing)
        if self._chores is None or not is_enrolled(settings):
            self._chores = self._sender.errands = self._new_chores(settings)
        self._narrow()
        if self._collector is not None and settings.collecting is not None:
            self._collector.redirect(settings.collecting)
        self._watchers = self._watch(self._settings)
        self._loop.replace(self._watchers)
        self._wake_watch.wake()
        self._sender.redirect(transport_for(settings, self._clock, AGENT, report=self._report), _pace(settings))
        self._log.info("settings read again")

    def _narrow(self) -> None:
        """Take on the settings in force: what the person allows, less what the server does not want."""
        wanted = self._chores.wanted() if self._chores is not None else None
        settings, before = narrowed(self._allowed, wanted), self._settings
        self._settings = settings
        self._log.level = settings.log_level
        self._streams.redact = _redactor(settings)
        self._queuer.beat(settings.heartbeat // _MICROSECOND)
        most = (wanted and wanted.batch_events) or settings.max_batch
        self._wal.limits = replace(self._wal.limits, batch_events=min(most, settings.max_batch))
        if settings.away_after != before.away_after:
            self._watchers = self._watch(settings)
            self._loop.replace(self._watchers)
            self._wake_watch.wake()
        if refused := overreach(self._allowed, wanted):
            self._log.warning("the server asks for more than is allowed", what=refused)

    def _new_chores(self, settings: Settings) -> Chores | None:
        if not is_enrolled(settings):
            return None
        return Chores(
            settings.home,
            self._clock,
            random.random,
            report=self._device_report,
            changed=self._signals.wake,
            server_version=lambda version: self._new_version("server", version),
            keeper=device_keeper(settings.sealing),
        )

    def _device_report(self) -> dict[str, object]:
        wanted = self._chores.wanted() if self._chores is not None else None
        return device_report(
            read_counters(self._settings.folder / "wal.db") or {},
            queued=self._queuer.waiting(),
            condition=str(self._gauges()["status"]),
            sends=[watcher.name for watcher in self._watchers],
            wanted=wanted,
            refused=overreach(self._allowed, wanted),
            at_rest=self._vault.at_rest,
        )

    def _new_version(self, who: str, version: str) -> None:
        """What made one version of either side fail may suit the next."""
        try:
            if again := self._wal.new_version(who, version):
                self._log.info("events wait again", events=again, since=f"{who} {version}")
                self._sender.notice(events=True)
        except StorageError:
            return  # the next start, or the next report, tries again

    def _hear(self, words: str) -> dict[str, object]:
        """Do what was asked through the socket, and say how things are."""
        match words.split():
            case ["sync"]:
                self._vault.hurry()
                self._sender.hurry()
            case ["rotate"] if self._chores is not None:
                self._chores.rotate()
                self._sender.hurry()
            case ["log", verb, *numbers]:
                try:
                    changed = obey(self._wal, verb, [int(number) for number in numbers] or None)
                except (StorageError, ValueError) as error:
                    return {"error": str(error)}
                self._sender.notice(events=True)
                return {"changed": changed}
        return self._gauges()

    def _gauges(self) -> dict[str, object]:
        gauge = self._sender.gauge
        return {
            "status": self._queuer.condition or gauge.status,
            "last_error": self._vault.trouble or (self._wal.note if self._queuer.condition else gauge.sentence),
            "at_rest": self._vault.at_rest or None,
            "last_ack": rfc3339(gauge.last_ack_us) if gauge.last_ack_us else None,
            "next_try": rfc3339(gauge.next_try_us) if gauge.next_try_us else None,
            "failures": gauge.failures,
            "queued": self._queuer.waiting(),
            "watchers": {watcher.name: watcher.state() for watcher in self._watchers},
            **({"activitywatch": self._collector.state()} if self._collector is not None else {}),
            "config": self._config_trouble or "ok",
            "note": self._wal.note,
            "server": self._settings.server,
            "pid": os.getpid(),
            "version": __version__,
            "started": rfc3339(self._started_us),
        }


def _pace(settings: Settings) -> Pace:
    flush_us = settings.send_interval // _MICROSECOND
    if not settings.loopback:
        return Pace(flush_us, flush_us, flush_us)
    return Pace(flush_us, LOOPBACK_PULSE // _MICROSECOND, LOOPBACK_CALM_PULSE // _MICROSECOND)


def _redactor(settings: Settings) -> Redactor:
    return Redactor(_policy(settings))


def _policy(settings: Settings) -> Policy:
    return policy(
        exclude_apps=settings.exclude_apps,
        exclude_titles=settings.exclude_titles,
        record_titles=settings.record_titles,
        pages=settings.collecting.pages if settings.collecting is not None else "domain",
    )
