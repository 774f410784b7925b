"""A signal with its ways to read it: probes them in order, survives losing one."""

from collections.abc import Callable, Iterable, Sequence

from daywright.agent.watchers.port import Probe, Reader, Sighting, SignalLost, Unavailable
from daywright.kit.backoff import backoff_us


class Watcher:
    """Keeps one reader open for as long as there is one."""

    def __init__(self, name: str, probes: Sequence[Probe], random: Callable[[], float]) -> None:
        self.name = name
        self._probes = probes
        self._random = random
        self._reader: Reader | None = None
        self._retry_us = 0
        self._failures = 0
        self._lost_us = 0
        self._sentence = "not started"

    def state(self) -> str:
        """One plain sentence for `status`."""
        return self._sentence

    def fileno(self) -> int:
        """What to wait on; −1: nothing."""
        return -1 if self._reader is None else self._reader.fileno()

    def due_us(self) -> int | None:
        """When to look again at the latest; None: not before something arrives."""
        return self._retry_us if self._reader is None else self._reader.due_us()

    def look(self, now_us: int) -> Iterable[Sighting]:
        """What changed. A lost signal ends its stream here and now."""
        if self._reader is None:
            if now_us < self._retry_us:
                return ()
            self._reader = self._open(now_us)
            if self._reader is None:
                return ()
        try:
            return tuple(self._reader.read(now_us))
        except SignalLost as lost:
            return self._lose(now_us, str(lost), lost.last)
        except Exception as error:  # noqa: BLE001  a reader's mistake must not blind the other watchers
            return self._lose(now_us, f"it failed unexpectedly ({type(error).__name__})", None)

    def close(self) -> None:
        """Let go of the reader."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def _lose(self, now_us: int, why: str, last: Iterable[Sighting] | None) -> Iterable[Sighting]:
        self._sentence = f"{why}; trying again"
        self.close()
        self._wait(now_us)
        return (Sighting(self.name, now_us, None),) if last is None else tuple(last)

    def _open(self, now_us: int) -> Reader | None:
        reasons = []
        for probe in self._probes:
            try:
                reader = probe()
            except Unavailable as unavailable:
                reasons.append(str(unavailable))
                continue
            except ImportError as missing:
                reasons.append(f"{missing.name} is not installed")
                continue
            except Exception as error:  # noqa: BLE001  the same
                reasons.append(f"it failed unexpectedly ({type(error).__name__})")
                continue
            self._sentence = f"reading through {reader.name}"
            self._failures = 0
            return reader
        self._sentence = "; ".join(dict.fromkeys(filter(None, reasons))) or "no way to read this signal on this system"
        self._wait(now_us)
        return None

    def _wait(self, now_us: int) -> None:
        if self._failures == 0:
            self._lost_us = now_us
        self._failures += 1
        self._retry_us = now_us + backoff_us(self._failures, now_us - self._lost_us, self._random)
