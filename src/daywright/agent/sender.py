"""Delivers batches until the server confirmed them, and lets nothing but the server's word remove an event.

One gate for the whole agent: while it is shut nothing is sent, and one request is the probe that opens it again.
`step` decides and acts once; the thread around it only waits.
"""

import threading
from collections.abc import Callable

from daywright.agent.batcher import MOST_IN_FLIGHT, Batcher
from daywright.agent.brake import Brake
from daywright.agent.gauge import Errands, Gauge, Pace, Snapshot
from daywright.agent.network import watched
from daywright.agent.relay import Relay
from daywright.agent.transports import Action, Outcome, Transport, Verdict, judge
from daywright.agent.wal import CRASHER, Batch, Settlement, StorageError, Wal
from daywright.kit.backoff import backoff_us
from daywright.kit.clock import US_PER_SECOND, Clock
from daywright.kit.faultpoints import fault_point
from daywright.kit.ids import uuid7

__all__ = ["BRAKE_PROBE_US", "EARLY_US", "SETTLING_US", "Errands", "Gauge", "Pace", "Sender", "Snapshot"]

# A batch that makes the server fail while others pass is divided after this many failures …
SUSPECT_AFTER = 2
# … and a single event is given up after these (contract 2.4 d).
CRASHER_ERRORS = 8
CRASHER_US = 3600 * US_PER_SECOND
BRAKE_PROBE_US = 600 * US_PER_SECOND
STORAGE_RETRY_US = 5 * US_PER_SECOND
# After the network became another, one try ahead of time: once it has settled, and not for every sign of it.
SETTLING_US, EARLY_US = US_PER_SECOND, 10 * US_PER_SECOND
# How soon a new token is noticed while the old one is refused.
CREDENTIAL_CHECK_US = 5 * US_PER_SECOND
# A wait read from the log is not believed beyond this, whatever the wall clock did meanwhile.
_LONGEST_WAIT_US = 3600 * US_PER_SECOND
_CLOSED_OUT = {"login_needed", "device_revoked", "subject_erased"}


class Sender:
    """Sends what waits; see the module."""

    def __init__(
        self,
        wal: Wal,
        batcher: Batcher,
        transport: Transport,
        *,
        clock: Clock,
        random: Callable[[], float],
        pace: Pace,
        snapshot: Callable[[], Snapshot],
    ) -> None:
        self.errands: Errands | None = None
        self._wal = wal
        self._batcher = batcher
        self.transport = transport
        self._clock = clock
        self._random = random
        self.pace = pace
        self._snapshot = snapshot
        self.relay = Relay(wal, batcher)
        self._alone = False  # nothing but the batch to be sent is under way
        self._refused_credential: object = None
        self.gauge = Gauge()
        self._brake = Brake()
        self._wake = threading.Event()
        self._ending = False
        self._work = True  # the last run may have left something
        self._restored = False
        self._gate_us = 0  # monotonic, like all that follow
        self._flush_due_us = 0
        self._early_us = 0
        self._pulse_due_us = 0
        self._postponed_us: int | None = None
        self._outage_us: int | None = None
        self._success_us = 0  # wall, of the last receipt
        self._shown = Snapshot(0, 0, ())
        self._strange_zone = ""

    def notice(self, *, events: bool) -> None:
        """The log was written: new events, or only what goes on. From any thread."""
        if events:
            self._work = True
        self._wake.set()

    def hurry(self) -> None:
        """Forget waits: a person, or the system, has reason to believe it works now. From any thread."""
        self._gate_us = self._flush_due_us = self._pulse_due_us = 0
        self.notice(events=True)

    def network_changed(self) -> None:
        """The network may be there again: one try ahead of time, at most every ten seconds. From any thread."""
        now_us = self._clock.mono_us()
        if self.gauge.status != "offline" or now_us < self._early_us:
            return
        self._early_us = now_us + EARLY_US
        self._gate_us = min(self._gate_us, now_us + SETTLING_US)
        self.notice(events=True)

    def forget_waits(self) -> None:
        """A person waits for the result: what an earlier run wrote down does not hold."""
        self._restored = True

    def redirect(self, transport: Transport, pace: Pace) -> None:
        """Deliver through another transport from now on. From any thread."""
        before, self.transport, self.pace = self.transport, transport, pace
        before.close()
        self.hurry()

    def stop(self) -> None:
        """Deliver what goes through at once, then end the thread. From any thread."""
        self._ending = True
        self._wake.set()

    def run(self) -> None:
        """The body of the sender thread."""
        with watched(self.network_changed):
            while not self._ending:
                due_us = self.step()
                self._wake.wait(None if due_us is None else max(0, due_us - self._clock.mono_us()) / US_PER_SECOND)
                self._wake.clear()
        self._flush_due_us = 0
        self.step()
        self.transport.close()

    def step(self) -> int | None:
        """Do what is due. Returns the monotonic moment of the next step; None: not before `notice`."""
        now_us = self._clock.mono_us()
        try:
            self._restore_gate(now_us)
            if now_us < self._gate_us:
                return self._wait_at_gate(now_us)
            if now_us < self._flush_due_us:
                return self._flush_due_us
            return self._deliver(now_us)
        except StorageError as error:
            self.relay.stop()
            self._work = True  # what was to be done still is
            self.gauge.status = "locked" if error.code == "locked" else "storage_failing"
            self.gauge.sentence = f"The log cannot be used: {error}."
            self._gate_us = now_us + STORAGE_RETRY_US
            return self._gate_us

    def _restore_gate(self, now_us: int) -> None:
        """A restart keeps the wait that was written down, so that restarting never hammers the server."""
        if self._restored:
            return
        waits = [
            b.next_us - self._clock.wall_us() for b in self._batcher.under_way() if b.attempts and not b.server_errors
        ]
        self._restored = True
        if waits and 0 < min(waits) <= _LONGEST_WAIT_US:
            self._gate_us = now_us + min(waits)

    def _wait_at_gate(self, now_us: int) -> int:
        if self.gauge.status not in _CLOSED_OUT:
            return self._gate_us
        if self.transport.credential() != self._refused_credential:
            self._gate_us = 0
            return now_us
        return min(self._gate_us, now_us + CREDENTIAL_CHECK_US)

    def _deliver(self, now_us: int) -> int | None:
        self._flush_due_us = now_us + self.pace.flush_us
        if self._postponed_us is not None and now_us >= self._postponed_us:
            self._work, self._postponed_us = True, None
        while self._work:
            self._work = False
            batch = self.relay.next() or self._next_batch()
            if batch is None:
                break
            self._work = True
            if not self._send(batch):
                return self._gate_us
        dues = [due for due in (self._pulse(now_us), self._postponed_us, self._errand(now_us)) if due is not None]
        return min(dues) if dues else None

    def _errand(self, now_us: int) -> int | None:
        if self.errands is None or now_us < self._gate_us:
            return None
        if now_us >= self.errands.due_us():
            self.errands.run(self.transport)
        return self.errands.due_us()

    def _next_batch(self) -> Batch | None:
        self.relay.write_off()
        now_us = self._clock.wall_us()
        under_way = self._batcher.under_way()
        self._alone = len(under_way) < MOST_IN_FLIGHT and not any(batch.server_errors for batch in under_way)
        if self._brake.engaged:
            singles = [batch for batch in under_way if len(batch.members) == 1]
            return singles[0] if singles else self._batcher.begin(most=1) or next(iter(under_way), None)
        failed = [batch for batch in under_way if batch.server_errors]
        if len(failed) < len(under_way):
            return next(batch for batch in under_way if not batch.server_errors)
        # A batch that makes the server fail must not keep the others waiting, nor may a broken server collect batches.
        known_bad = all(self._others_passed(batch) for batch in failed)
        if (known_bad or len(failed) < MOST_IN_FLIGHT) and (new := self._batcher.begin()):
            return new
        if not failed:
            return None
        first = min(failed, key=lambda batch: batch.next_us)
        wait_us = first.next_us - now_us
        if not 0 < wait_us <= _LONGEST_WAIT_US:
            return first
        self._postponed_us = self._clock.mono_us() + wait_us
        return None

    def _send(self, batch: Batch) -> bool:
        """Deliver one batch; True when the next may follow at once."""
        fault_point("send.before")
        answer = self.relay.post(self.transport, batch, alone=self._alone and not self._brake.engaged)
        fault_point("send.after_response")
        verdict = self._judge(answer, batch.batch_id, len(batch.members))
        if verdict.receipt is None or verdict.receipt.rejected:
            self.relay.stop()
        match verdict.action:
            case Action.SETTLE:
                return self._settle(batch, verdict)
            case Action.BISECT if len(batch.members) > 1:
                self._batcher.halve(batch, lambda _: 1)
                return True
            case Action.HALVE if len(batch.members) > 1:
                self._batcher.halve(batch, lambda member: len(member.body))
                return True
            case Action.BISECT | Action.HALVE:
                code = verdict.code if verdict.action is Action.BISECT else "too_large"
                return self._apply(batch, Settlement(dead={batch.members[0].seq: code}))
            case _:
                return self._retry(batch, verdict)

    def _judge(self, answer: Outcome, batch_id: bytes, events: int) -> Verdict:
        verdict = judge(answer, batch_id=batch_id, events=events, now_us=self._clock.wall_us())
        self.gauge.status, self.gauge.sentence = verdict.status, verdict.sentence
        if verdict.status in _CLOSED_OUT:
            self._refused_credential = self.transport.credential()
        if verdict.status == "subject_erased":
            # Whoever was erased there is erased here; what is captured from now on is refused like this again.
            self._wal.erase(dead=True)
        return verdict

    def _settle(self, batch: Batch, verdict: Verdict) -> bool:
        receipt = verdict.receipt
        if receipt is None:
            raise ValueError("a settling verdict carries its receipt")
        self._open_gate()
        if self.errands is not None:
            self.errands.told(receipt.config_etag)
        if not receipt.rejected and self.relay.goes_on(batch, Settlement(duplicate=receipt.duplicate)):
            self._brake.passed(len(batch.members))
            return True
        seqs = [member.seq for member in batch.members]
        dead = {seqs[index]: code for index, (code, retryable) in receipt.rejected.items() if not retryable}
        again = frozenset(seqs[index] for index, (_, retryable) in receipt.rejected.items() if retryable)
        if len(again) == len(seqs):
            self._wal.settle(batch, Settlement(again=again))
            self._shut_gate(None)
            return False
        return self._apply(batch, Settlement(duplicate=receipt.duplicate, dead=dead, again=again))

    def _apply(self, batch: Batch, settlement: Settlement) -> bool:
        """Believe the server, unless it would give up so many events that it must be at fault itself."""
        for member in batch.members:
            if member.seq in settlement.dead:
                self._brake.refused()
            elif member.seq not in settlement.again:
                self._brake.passed()
        if not (self._brake.engaged and settlement.dead):
            self._wal.settle(batch, settlement)
            return True
        held = frozenset(settlement.again | settlement.dead.keys())
        self._wal.settle(batch, Settlement(duplicate=settlement.duplicate, again=held))
        self.gauge.status = "server_rejects_everything"
        self.gauge.sentence = (
            "The server refuses more events than can be right; they are kept, one is tried now and then."
        )
        self._gate_us = self._clock.mono_us() + BRAKE_PROBE_US
        self._note_gate()
        return False

    def _retry(self, batch: Batch, verdict: Verdict) -> bool:
        if self._crasher(batch, verdict):
            return self._apply(batch, Settlement(dead={batch.members[0].seq: CRASHER}))
        gate_us = wait_us = self._shut_gate(verdict.wait_us)
        if verdict.server_error:
            wait_us = max(
                gate_us, backoff_us(batch.attempts + 1, self._clock.wall_us() - batch.created_us, self._random)
            )
        later = self._wal.postpone(
            batch,
            self._clock.wall_us() + wait_us,
            verdict.code or verdict.status,
            server_error=verdict.server_error,
        )
        if later.server_errors >= SUSPECT_AFTER and len(batch.members) > 1 and self._others_passed(batch):
            self._batcher.halve(batch, lambda _: 1)
        return False

    def _crasher(self, batch: Batch, verdict: Verdict) -> bool:
        """True when this one event makes a healthy server fail, and had its chances."""
        return (
            verdict.server_error
            and len(batch.members) == 1
            and batch.server_errors + 1 >= CRASHER_ERRORS
            and self._clock.wall_us() - batch.created_us >= CRASHER_US
            and self._others_passed(batch)
        )

    def _others_passed(self, batch: Batch) -> bool:
        return self._success_us > batch.created_us

    def _pulse(self, now_us: int) -> int | None:
        """Show what goes on. Best effort: the finished event brings the same and more."""
        shot = self._snapshot()
        if not shot.events or self._brake.engaged:
            return None
        if shot.begun == self._shown.begun and now_us < self._pulse_due_us:
            return self._pulse_due_us
        self._pulse_due_us = now_us + (self.pace.calm_pulse_us if shot.calm else self.pace.pulse_us)
        if shot.touched == self._shown.touched:
            return self._pulse_due_us
        self._shown = shot
        sent_us = self._clock.wall_us()
        batch_id = uuid7(sent_us)
        zone = shot.zone if shot.zone != self._strange_zone else ""
        answer = self.transport.post(self._batcher.request(batch_id, sent_us, shot.events, zone))
        verdict = self._judge(answer, batch_id, len(shot.events))
        if verdict.code == "zone.unknown":
            self._strange_zone = zone  # newer than what the server knows; what goes on matters more
        if verdict.action is Action.SETTLE:
            self._open_gate()
        elif verdict.action in {Action.RETRY, Action.STOP}:
            self._shut_gate(verdict.wait_us)
            return self._gate_us
        return self._pulse_due_us

    def _open_gate(self) -> None:
        self._gate_us = 0
        self._outage_us = None
        self._success_us = self.gauge.last_ack_us = self._clock.wall_us()
        self.gauge.failures = 0
        self.gauge.next_try_us = 0

    def _shut_gate(self, wait_us: int | None) -> int:
        now_us = self._clock.mono_us()
        if self._outage_us is None:
            self._outage_us = now_us
        self.gauge.failures += 1
        if wait_us is None:
            wait_us = backoff_us(self.gauge.failures, now_us - self._outage_us, self._random)
        self._gate_us = now_us + wait_us
        self._note_gate()
        return wait_us

    def _note_gate(self) -> None:
        self.gauge.next_try_us = self._clock.wall_us() + self._gate_us - self._clock.mono_us()
