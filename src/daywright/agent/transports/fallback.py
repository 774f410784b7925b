"""Two ways to one server: the first is used while it works, the second for ten minutes whenever it does not.

Both carry the same bytes, batch id and all, and the server stores an event once however often it comes. So a body may
change over in the middle of its delivery: when an answer was lost on the first way, the second brings the receipt.
"""

from collections.abc import Callable, Mapping

from daywright.agent.transports.port import Answer, Outcome, Transport, Unreachable
from daywright.agent.transports.verdict import problem_code
from daywright.kit.clock import US_PER_SECOND, Clock

TRIES = 3
AWAY_US = 600 * US_PER_SECOND
_OK = range(200, 300)
_UNKNOWN_WAY = 404


class FallbackTransport:
    """See the module."""

    def __init__(
        self,
        first: Transport,
        second: Transport,
        clock: Clock,
        *,
        tries: int = TRIES,
        report: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._first, self._second, self._clock = first, second, clock
        self._tries, self._report = tries, report
        self._failures = 0
        self._away_until_us: int | None = None  # monotonic

    def post(self, body: bytes) -> Outcome:
        """See `Transport.post`."""
        now_us = self._clock.mono_us()
        if self._away_until_us is None or now_us >= self._away_until_us:
            outcome = self._first.post(body)
            if _was_understood(outcome):
                if self._away_until_us is not None:
                    self._report("deliveries go over gRPC again")
                self._failures, self._away_until_us = 0, None
                return outcome
            self._failures += 1
            if self._failures < self._tries and not _is_unknown(outcome):
                return outcome
            if self._away_until_us is None:
                self._report("gRPC fails, so deliveries go over HTTP for a while")
            self._failures = self._tries  # after the pause, one more failure is enough
            self._away_until_us = self._clock.mono_us() + AWAY_US
        return self._second.post(body)

    def ask(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Outcome:
        """See `Transport.ask`."""
        return self._second.ask(method, path, body, headers)

    def credential(self) -> object:
        """See `Transport.credential`."""
        return self._second.credential()

    def close(self) -> None:
        """See `Transport.close`."""
        self._first.close()
        self._second.close()


def _was_understood(outcome: Outcome) -> bool:
    """True when our server answered, or nobody was asked; a proxy in between has no words of ours."""
    if isinstance(outcome, Answer):
        return outcome.status in _OK or bool(problem_code(outcome))
    return not isinstance(outcome, Unreachable)


def _is_unknown(outcome: Outcome) -> bool:
    """True when whoever answers there does not know the call at all."""
    return isinstance(outcome, Answer) and outcome.status == _UNKNOWN_WAY
