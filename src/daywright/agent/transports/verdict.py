"""What an answer means for the batch that was sent: the table of contract 2.5, as one pure function.

Only a receipt that adds up delivers anything. A 4xx is the server's word only when it is problem JSON with a code of
ours; anything else at that address is a proxy, a firewall or a captive portal, and changes nothing but the next try.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum

from daywright.agent.transports.port import Answer, NotEnrolled, Outcome, Unreachable
from daywright.kit.clock import US_PER_SECOND, to_us
from daywright.kit.ids import uuid_text

SHORTEST_WAIT_US = US_PER_SECOND
LONGEST_WAIT_US = 3600 * US_PER_SECOND
_FIVE_MINUTES_US = 300 * US_PER_SECOND
_TEN_MINUTES_US = 600 * US_PER_SECOND
_CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
_OK = range(200, 300)
_REDIRECT = range(300, 400)
_SERVER_ERROR = range(500, 600)


class Action(Enum):
    """What to do with the batch."""

    SETTLE = "apply the receipt"
    RETRY = "send the same batch again later"
    BISECT = "find the event that spoils it"
    HALVE = "send it in smaller parts"
    STOP = "send nothing until something changes"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The server's word on every event of a batch."""

    accepted: int
    duplicate: int
    rejected: Mapping[int, tuple[str, bool]]  # index → code, retryable
    config_etag: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do, the word for `status`, and one plain sentence; `wait_us` None means back-off."""

    action: Action
    status: str
    sentence: str = ""
    wait_us: int | None = None
    server_error: bool = False
    code: str = ""
    receipt: Receipt | None = None


def judge(answer: Outcome, *, batch_id: bytes, events: int, now_us: int) -> Verdict:
    """The verdict on what came back for a batch of so many events."""
    if isinstance(answer, Unreachable):
        return Verdict(Action.RETRY, "offline", f"The server cannot be reached: {answer.reason}.")
    if isinstance(answer, NotEnrolled):
        return Verdict(Action.RETRY, "login_needed", answer.reason, wait_us=_FIVE_MINUTES_US)
    if answer.status in _OK:
        receipt = read_receipt(answer.body, batch_id, events)
        if receipt is None:
            return _bad_answer("it confirms nothing we sent")
        return Verdict(Action.SETTLE, "ok", receipt=receipt)
    if answer.status in _REDIRECT:
        sentence = "The server's address leads elsewhere; deliveries never follow."
        return Verdict(Action.RETRY, "server_moved", sentence, wait_us=_FIVE_MINUTES_US)
    return _refusal(answer, now_us)


def read_receipt(body: bytes, batch_id: bytes, events: int) -> Receipt | None:
    """The receipt, or None if this is not one for this batch or does not add up."""
    try:
        said = json.loads(body)
        match said:
            case {
                "batch_id": str(said_id),
                "accepted": int(accepted),
                "duplicate": int(duplicate),
                "rejected": list(rejected),
            }:
                pass
            case _:
                return None
    except ValueError:
        return None
    refused: dict[int, tuple[str, bool]] = {}
    for one in rejected:
        match one:
            case {"index": int(index), "code": str(code)} if 0 <= index < events and index not in refused:
                refused[index] = (code, one.get("retryable") is True)
            case _:
                return None
    adds_up = min(accepted, duplicate) >= 0 and accepted + duplicate + len(refused) == events
    if not adds_up or said_id.lower() != uuid_text(batch_id):
        return None
    tag = said.get("config_etag")
    return Receipt(accepted, duplicate, refused, tag if isinstance(tag, str) else "")


def retry_after_us(value: str | None, now_us: int) -> int | None:
    """The wait a Retry-After asks for, kept between a second and an hour; None: absent or garbage."""
    if value is None:
        return None
    text = value.strip()
    if text.isdecimal() and text.isascii():
        wait_us = int(text[:12]) * US_PER_SECOND
    else:
        try:
            moment = parsedate_to_datetime(text)
        except (ValueError, IndexError, TypeError, OverflowError):
            return None
        wait_us = to_us(_aware(moment)) - now_us
    return max(SHORTEST_WAIT_US, min(wait_us, LONGEST_WAIT_US))


def _refusal(answer: Answer, now_us: int) -> Verdict:
    status, code = answer.status, problem_code(answer)
    # A server that is busy or broken says so with or without our words.
    if status in {408, 425, 429, 503}:
        wait_us = retry_after_us(answer.headers.get("retry-after"), now_us)
        return Verdict(Action.RETRY, "server_busy", f"The server asks to wait ({status}).", wait_us=wait_us, code=code)
    if status in _SERVER_ERROR:
        return Verdict(Action.RETRY, "server_error", f"The server failed ({status}).", server_error=True, code=code)
    if not code:
        return _bad_answer(f"{status} without a word of ours; a proxy or a sign-in page may be in between")
    if code == "sig.replay":
        # The network delivered a copy first; what became of it, the next attempt tells.
        return Verdict(Action.RETRY, "bad_answer", "A copy of the request arrived before it.", code=code)
    return _word(status, code)


def _word(status: int, code: str) -> Verdict:
    """The verdict on a refusal in our own words."""
    match status:
        case 400 | 422:
            return Verdict(Action.BISECT, "event_refused", f"The server refuses an event ({code}).", code=code)
        case 413:
            return Verdict(Action.HALVE, "batch_too_large", "The server wants smaller batches.", code=code)
        case 401:
            sentence = f"The server does not accept this device's credential ({code})."
            return Verdict(Action.RETRY, "login_needed", sentence, wait_us=_FIVE_MINUTES_US, code=code)
        case 403 if code in {"device.revoked", "subject.erased"}:
            sentence = f"The server closed this device out ({code})."
            return Verdict(Action.STOP, code.replace(".", "_"), sentence, wait_us=LONGEST_WAIT_US, code=code)
        case 403:
            waits = code == "enroll.pending"
            sentence = (
                "An administrator has yet to approve this device."
                if waits
                else f"The server does not let this device deliver ({code})."
            )
            return Verdict(Action.RETRY, "login_needed", sentence, wait_us=_FIVE_MINUTES_US, code=code)
        case _:
            sentence = f"The server does not know this way to deliver ({status}, {code})."
            return Verdict(Action.RETRY, "server_incompatible", sentence, wait_us=_TEN_MINUTES_US, code=code)


def problem_code(answer: Answer) -> str:
    """Our code in a problem JSON answer; empty if it is none."""
    if answer.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/problem+json":
        return ""
    try:
        problem = json.loads(answer.body)
    except ValueError:
        return ""
    code = problem.get("code") if isinstance(problem, dict) else None
    return code if isinstance(code, str) and _CODE.fullmatch(code) else ""


def _bad_answer(why: str) -> Verdict:
    return Verdict(Action.RETRY, "bad_answer", f"What answers at the server's address is not Daywright: {why}.")


def _aware(moment: datetime) -> datetime:
    # A date with the zone "-0000" is parsed without one; it means UTC.
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
