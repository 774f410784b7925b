import json
from datetime import UTC, datetime
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daywright.agent.transports import Action, Answer, Unreachable, Verdict, judge
from daywright.agent.transports.verdict import read_receipt, retry_after_us
from daywright.kit.clock import to_us
from daywright.kit.ids import uuid7, uuid_text
from fakes.ingest_server import problem
from fakes.transport import answer

SECOND = 1_000_000
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
BATCH = uuid7(to_us(NOW))
JSON = {"content-type": "application/json"}
HTML = Answer(200, {"content-type": "text/html"}, b"<html>Please sign in to the hotel network</html>")


def verdict(got: Answer | Unreachable, events: int = 3) -> Verdict:
    return judge(got, batch_id=BATCH, events=events, now_us=to_us(NOW))


def receipt(**changes: object) -> bytes:
    said = {"batch_id": uuid_text(BATCH), "accepted": 2, "duplicate": 0, "server_time": "…"}
    refused = [{"index": 1, "code": "schema.invalid", "retryable": False}]
    return json.dumps({**said, "rejected": refused, **changes}).encode()


def test_a_receipt_that_adds_up_settles() -> None:
    said = verdict(Answer(200, JSON, receipt()))
    assert said.action is Action.SETTLE
    assert said.receipt is not None
    assert (said.receipt.accepted, said.receipt.rejected) == (2, {1: ("schema.invalid", False)})


def test_a_newer_server_may_say_more() -> None:
    assert verdict(Answer(202, JSON, receipt(config_etag="sha256-…"))).action is Action.SETTLE


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        HTML.body,
        receipt()[:-10],
        receipt(batch_id=uuid_text(uuid7(0))),
        receipt(accepted=3),
        receipt(accepted=-1, duplicate=3),
        receipt(accepted="2"),
        receipt(rejected=[{"index": 3, "code": "x"}]),
        receipt(rejected=[{"index": 1, "code": "x"}] * 2, accepted=1),
        receipt(rejected=["no"]),
        receipt(rejected=None),
    ],
)
def test_f26_anything_else_with_a_good_status_delivers_nothing(body: bytes) -> None:
    said = verdict(Answer(200, JSON, body))
    assert (said.action, said.status) == (Action.RETRY, "bad_answer")


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
    )
)
def test_f26_no_json_at_all_is_taken_for_a_receipt_of_ours(value: object) -> None:
    assert read_receipt(json.dumps(value).encode(), BATCH, 3) is None


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_f25_a_redirect_is_never_followed(status: int) -> None:
    said = verdict(Answer(status, {"location": "http://elsewhere.example/"}, b""))
    assert (said.action, said.status, said.wait_us) == (Action.RETRY, "server_moved", 300 * SECOND)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 413, 415, 421, 422, 426, 451])
def test_f61_a_refusal_without_a_word_of_ours_changes_nothing(status: int) -> None:
    for headers, body in (
        ({"content-type": "text/html"}, b"<h1>Forbidden by your firewall</h1>"),
        ({"content-type": "application/json"}, b'{"code":"schema.invalid"}'),
        ({"content-type": "application/problem+json"}, b'{"title":"no"}'),
        ({"content-type": "application/problem+json"}, b'{"code":"FORBIDDEN"}'),
        ({"content-type": "application/problem+json"}, b"not json"),
        ({}, b""),
    ):
        said = verdict(Answer(status, headers, body))
        assert (said.action, said.status) == (Action.RETRY, "bad_answer")


@pytest.mark.parametrize(
    ("status", "code", "action", "word", "wait_s"),
    [
        (400, "batch.malformed", Action.BISECT, "event_refused", None),
        (422, "schema.invalid", Action.BISECT, "event_refused", None),
        (413, "body.too_large", Action.HALVE, "batch_too_large", None),
        (401, "auth.invalid", Action.RETRY, "login_needed", 300),
        (403, "auth.scope", Action.RETRY, "login_needed", 300),
        (403, "device.revoked", Action.STOP, "device_revoked", 3600),
        (403, "subject.erased", Action.STOP, "subject_erased", 3600),
        (404, "route.unknown", Action.RETRY, "server_incompatible", 600),
        (405, "method.not_allowed", Action.RETRY, "server_incompatible", 600),
        (415, "body.type", Action.RETRY, "server_incompatible", 600),
        (421, "host.unknown", Action.RETRY, "server_incompatible", 600),
        (426, "version.old", Action.RETRY, "server_incompatible", 600),
        (418, "tea.pot", Action.RETRY, "server_incompatible", 600),
    ],
)
def test_f24_our_own_refusals_have_their_row_in_the_table(
    status: int, code: str, action: Action, word: str, wait_s: int | None
) -> None:
    said = verdict(answer(problem(status, code)))
    assert (said.action, said.status, said.code) == (action, word, code)
    assert said.wait_us == (None if wait_s is None else wait_s * SECOND)


@pytest.mark.parametrize("status", [500, 502, 504, 507, 599])
def test_f22_a_failing_server_is_tried_again(status: int) -> None:
    said = verdict(Answer(status, {}, b""))
    assert (said.action, said.status, said.server_error, said.wait_us) == (Action.RETRY, "server_error", True, None)


@pytest.mark.parametrize("status", [408, 425, 429, 503])
def test_f23_a_busy_server_is_given_the_time_it_asks_for(status: int) -> None:
    said = verdict(Answer(status, {"retry-after": "7"}, b""))
    assert (said.action, said.status, said.wait_us) == (Action.RETRY, "server_busy", 7 * SECOND)


@pytest.mark.parametrize(
    ("value", "wait_s"),
    [
        ("7", 7),
        ("0", 1),
        (" 12 ", 12),
        ("99999999999999999999", 3600),
        (format_datetime(datetime(2026, 3, 2, 9, 1, tzinfo=UTC), usegmt=True), 60),
        (format_datetime(datetime(2020, 3, 2, 9, 1, tzinfo=UTC), usegmt=True), 1),
        (format_datetime(datetime(2036, 3, 2, 9, 1, tzinfo=UTC), usegmt=True), 3600),
        ("Mon, 02 Mar 2026 09:00:30 -0000", 30),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("1e3", None),
        ("٣", None),
        (None, None),
    ],
)
def test_f23_a_wait_is_kept_between_a_second_and_an_hour_and_garbage_is_none(
    value: str | None, wait_s: int | None
) -> None:
    assert retry_after_us(value, to_us(NOW)) == (None if wait_s is None else wait_s * SECOND)


@given(
    status=st.integers(100, 599), body=st.binary(max_size=200), kind=st.sampled_from(["", "application/problem+json"])
)
def test_no_answer_is_without_a_verdict_and_none_delivers_without_a_receipt(
    status: int, body: bytes, kind: str
) -> None:
    said = verdict(Answer(status, {"content-type": kind}, body))
    assert said.action is not Action.SETTLE
    assert said.sentence


def test_f21_no_answer_at_all_is_tried_again() -> None:
    said = verdict(Unreachable("nothing listens there"))
    assert (said.action, said.status, said.wait_us) == (Action.RETRY, "offline", None)
    assert said.sentence == "The server cannot be reached: nothing listens there."
