import hashlib
import json
import re
from http import HTTPStatus
from pathlib import Path

import grpc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from daywright.wire import calls

WIRE = Path(__file__).parents[2] / "wire"


def test_the_envelope_is_the_one_of_the_signing_vector() -> None:
    vectors = json.loads((WIRE / "examples" / "v1" / "signing-vectors.json").read_text())["vectors"]
    (call,) = [vector for vector in vectors if vector["channel"] == "grpc"]
    message = calls.enveloped(b"hi")
    assert message == bytes.fromhex(call["body_hex"])
    assert hashlib.sha256(message).hexdigest() == call["request"]["body_sha256"]
    assert call["request"]["path"] == calls.PATH
    assert call["request"]["method"] == calls.SIGNED_METHOD
    assert call["request"]["content_type"] == calls.CONTENT_TYPE


def test_the_envelope_is_the_one_of_the_interface_file() -> None:
    text = (WIRE / "proto" / "v1" / "ingest.proto").read_text()
    package, service = re.search(r"package ([\w.]+);", text), re.search(r"service (\w+)", text)
    assert package is not None
    assert service is not None
    assert f"/{package[1]}.{service[1]}/" == calls.PATH.removesuffix(calls.METHOD)
    assert f"rpc {calls.METHOD}(Batch) returns (Receipt);" in text
    assert re.findall(r"(bytes|string) (\w+) = (\d);", text) == [
        ("bytes", "body", str(calls.BODY_FIELD)),
        ("string", "encoding", str(calls.ENCODING_FIELD)),
        ("bytes", "body", str(calls.BODY_FIELD)),
    ]
    for name in (calls.STATUS_KEY, calls.CODE_KEY, *calls.HANDED_ON):
        assert f"`{name}`" in text


@given(st.binary(max_size=70_000), st.sampled_from(["", "gzip", "zstd"]))
def test_what_was_put_in_comes_out(body: bytes, encoding: str) -> None:
    assert calls.opened(calls.enveloped(body, encoding)) == (body, encoding)


@given(st.binary(max_size=300))
def test_noise_is_an_envelope_or_is_none(noise: bytes) -> None:
    try:
        body, encoding = calls.opened(noise)
    except calls.EnvelopeError:
        return
    assert len(body) + len(encoding.encode()) <= len(noise)


@given(st.binary(min_size=1, max_size=200), st.data())
def test_a_message_cut_short_never_gives_a_body_that_was_not_there(body: bytes, data: st.DataObject) -> None:
    message = calls.enveloped(body, "gzip")
    cut = message[: data.draw(st.integers(min_value=0, max_value=len(message) - 1))]
    try:
        found, _ = calls.opened(cut)
    except calls.EnvelopeError:
        return
    assert found in (b"", body)


@pytest.mark.parametrize(
    "unknown", [b"\x18\x96\x01", b"\x19" + bytes(8), b"\x1a\x03abc", b"\x1d" + bytes(4)], ids=["0", "64", "bytes", "32"]
)
def test_fields_of_a_later_version_are_passed_over(unknown: bytes) -> None:
    assert calls.opened(unknown + calls.enveloped(b"{}", "gzip") + unknown) == (b"{}", "gzip")


def test_every_refusal_has_a_status_that_exists_and_says_no() -> None:
    names = {calls.code_of(status) for status in HTTPStatus if status >= 300}
    assert names <= {code.name for code in grpc.StatusCode} - {"OK"}
    assert set(calls.STATUSES) <= {code.name for code in grpc.StatusCode}


def test_without_the_metadata_a_status_means_what_the_contract_says() -> None:
    retried = {"UNAVAILABLE", "DEADLINE_EXCEEDED", "CANCELLED", "ABORTED", "INTERNAL", "UNKNOWN"}
    assert retried | set(calls.STATUSES) | {"OK"} == {code.name for code in grpc.StatusCode}
