"""Absence on Wayland: the compositor says when there was no input for so long, and when there is some again.

`ext-idle-notify` is what current compositors speak; `org_kde_kwin_idle`, from which it was made, is what older ones do.
Nothing is polled, and nothing else about the input is told. Playing a film is no input: where the compositor can leave
what inhibits the screen's blanking out of account (version 2), it does; where it cannot, a film counts as presence.
"""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from daywright.agent.watchers.port import Sighting, SignalLost, Unavailable
from daywright.agent.watchers.wayland import Arguments, Compositor

_SEAT = "wl_seat"
_NOTIFIER, _NOTIFIER_VERSION = "ext_idle_notifier_v1", 2
_GET_NOTIFICATION, _GET_INPUT_NOTIFICATION = 1, 2
_OLDER = "org_kde_kwin_idle"
_GET_TIMEOUT = 0
# Both kinds of notification have these two events.
_IDLED, _RESUMED = 0, 1
_MILLISECOND = timedelta(milliseconds=1)


class WaylandIdle:
    """Has one compositor say when its user is away."""

    def __init__(self, path: Path, away_after: timedelta) -> None:
        self._away_after_us = away_after // timedelta(microseconds=1)
        self._away = False
        self._told: bool | None = None
        self._compositor = Compositor(path)
        try:
            self.name = f"{self._begin(away_after // _MILLISECOND)} on {path.name}"
            self._compositor.settle()
        except (Unavailable, SignalLost) as trouble:
            self.close()
            raise Unavailable(str(trouble)) from trouble

    def fileno(self) -> int:
        """See `Reader.fileno`."""
        return self._compositor.fileno()

    def due_us(self) -> int | None:
        """See `Reader.due_us`."""
        return 0 if self._told is None else None

    def read(self, now_us: int) -> Iterable[Sighting]:
        """See `Reader.read`. How long there was no input before we came nobody says: it counts from here."""
        self._compositor.hear()
        if self._away == self._told:
            return ()
        self._told = self._away
        if self._away:
            return (Sighting("afk", now_us - self._away_after_us, {"status": "afk"}),)
        return (Sighting("afk", now_us, {"status": "not-afk"}),)

    def close(self) -> None:
        """See `Reader.close`."""
        self._compositor.close()

    def _begin(self, timeout_ms: int) -> str:
        offers = self._compositor.offers
        if _SEAT not in offers:
            raise Unavailable("the Wayland compositor has no seat, so nobody can be at it")
        if _NOTIFIER not in offers and _OLDER not in offers:
            raise Unavailable("this Wayland compositor does not say when you are away")
        seat = self._compositor.bind(_SEAT, 1, lambda *_: None)
        if _NOTIFIER not in offers:
            manager = self._compositor.bind(_OLDER, 1, lambda *_: None)
            self._compositor.ask(manager, _GET_TIMEOUT, self._compositor.new(self._on_change), seat, timeout_ms)
            return _OLDER
        manager = self._compositor.bind(_NOTIFIER, _NOTIFIER_VERSION, lambda *_: None)
        how = _GET_INPUT_NOTIFICATION if offers[_NOTIFIER] >= _NOTIFIER_VERSION else _GET_NOTIFICATION
        self._compositor.ask(manager, how, self._compositor.new(self._on_change), timeout_ms, seat)
        return _NOTIFIER

    def _on_change(self, event: int, said: Arguments) -> None:
        del said
        if event in {_IDLED, _RESUMED}:
            self._away = event == _IDLED
