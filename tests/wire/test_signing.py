import hashlib
import hmac
import json
from dataclasses import fields, replace
from typing import Any
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daywright.wire import signing
from daywright.wire.signing import Claim, MalformedError, SignedRequest, canonical_query, is_normal_path
from server_api import EXAMPLES

VECTORS = json.loads((EXAMPLES / "signing-vectors.json").read_text(encoding="utf-8"))
KEY = signing.from_text(VECTORS["device_key"])
REQUEST = SignedRequest(**VECTORS["vectors"][1]["request"])
BY_NAME = [pytest.param(vector, id=vector["name"]) for vector in VECTORS["vectors"]]


def lines(headers: dict[str, str]) -> list[tuple[str, str]]:
    return list(headers.items())


@pytest.mark.parametrize("vector", BY_NAME)
def test_each_vector_gives_its_signature(vector: dict[str, Any]) -> None:
    request = SignedRequest(**vector["request"])
    assert hashlib.sha256(bytes.fromhex(vector["body_hex"])).hexdigest() == request.body_sha256
    assert canonical_query(request.query) == vector["canonical_query"]
    assert signing.sign(KEY, vector["channel"], request) == vector["signature"]


@pytest.mark.parametrize("channel", ["http", "grpc", "phone"])
def test_each_channel_has_the_key_of_the_vectors(channel: signing.Channel) -> None:
    assert signing.channel_key(KEY, channel).hex() == VECTORS["channel_keys"][channel]


def test_a_field_more_or_less_is_another_text() -> None:
    assert signing.canonical(REQUEST).count(b"\n") == 11


@pytest.mark.parametrize("field", [field.name for field in fields(SignedRequest)])
def test_a02_another_value_of_any_field_is_another_signature(field: str) -> None:
    other = replace(REQUEST, **{field: "/api/v1/devices/self/keys" if field == "path" else "other"})
    assert signing.sign(KEY, "http", other) != signing.sign(KEY, "http", REQUEST)


def test_a06_a_signature_for_one_channel_is_worthless_on_another() -> None:
    made = {signing.sign(KEY, channel, REQUEST) for channel in ("http", "grpc", "phone")}
    assert len(made) == 3


def test_a_signature_of_a_version_we_do_not_know_is_no_signature() -> None:
    right = signing.sign(KEY, "http", REQUEST)
    claim = Claim("d", "k", "0", "n", "b", {"v2": right})
    assert not signing.is_signed_by(KEY, "http", REQUEST, claim)
    assert signing.is_signed_by(KEY, "http", REQUEST, replace(claim, signatures={"v2": "0" * 64, "v1": right}))


@pytest.mark.parametrize(
    "path",
    [
        *("", "api", "//", "/a//b", "/./a", "/a/..", "/a/%2e%2e/b", "/a%2Fb", "/%41", "/%c3%a9", "/é", "/a b", "/a%"),
        *("/a%2", "/a?b", "/a#b", "/a\\b", "/a\n", "/a\r\n", "/%zz", "/a\x00", "/a/../b", "/%7E", "/%2E"),
    ],
)  # fmt: skip
def test_a10_a_path_with_a_second_spelling_is_refused(path: str) -> None:
    assert not is_normal_path(path)
    with pytest.raises(MalformedError):
        signing.sign(KEY, "http", replace(REQUEST, path=path))


@pytest.mark.parametrize(
    "path", ["/", "/a", "/a/", "/a/b.c", "/a/...", "/%C3%A9", "/a%20b", "/a:b@c", "/tracker.v1.Ingest/Send"]
)
def test_a_path_in_normal_form_is_taken(path: str) -> None:
    assert is_normal_path(path)


@pytest.mark.parametrize(
    ("query", "normal"),
    [
        ("", ""),
        ("a", "a="),
        ("b=1&a=2", "a=2&b=1"),
        ("a=2&a=10", "a=10&a=2"),
        ("a=1+1", "a=1%2B1"),
        ("a=%2b", "a=%2B"),
        ("a=%7e%41", "a=~A"),
        ("a=b=c", "a=b%3Dc"),
        ("ä=%ff", "%C3%A4=%FF"),
    ],
)
def test_a10_spellings_of_one_query_become_one(query: str, normal: str) -> None:
    assert canonical_query(query) == normal


@pytest.mark.parametrize("query", ["a=%", "a=%2", "a=%zz", "%=1", "a=%C3%2"])
def test_a10_a_broken_escape_has_no_normal_form(query: str) -> None:
    with pytest.raises(MalformedError):
        canonical_query(query)


TEXT = st.text(st.characters(codec="utf-8"), max_size=5)


@given(st.lists(st.tuples(TEXT, TEXT), max_size=5), st.randoms())
def test_the_order_and_the_escapes_of_a_query_do_not_matter(pairs: list[tuple[str, str]], chance: Any) -> None:
    def written(part: str) -> str:
        return (
            quote(part, safe="")
            if chance.random() < 0.5
            else part.replace("%", "%25").replace("&", "%26").replace("=", "%3D")
        )

    shuffled = list(pairs)
    chance.shuffle(shuffled)
    query = "&".join(f"{written(key)}={written(value)}" for key, value in shuffled)
    expected = sorted((quote(key, safe=""), quote(value, safe="")) for key, value in pairs)
    assert canonical_query(query) == "&".join(f"{key}={value}" for key, value in expected)
    assert canonical_query(canonical_query(query)) == canonical_query(query)
    assert [unquote(key) for key, _ in expected] == [
        unquote(p.partition("=")[0]) for p in canonical_query(query).split("&") if p
    ]


@pytest.mark.parametrize(
    "field", ["method", "audience", "content_type", "content_encoding", "device_id", "key_id", "nonce"]
)
@pytest.mark.parametrize("ending", ["\n", "\r", "a\nb"])
def test_a10_no_field_may_hold_a_line_break(field: str, ending: str) -> None:
    with pytest.raises(MalformedError):
        signing.sign(KEY, "http", replace(REQUEST, **{field: "x" + ending}))


def test_the_six_headers_are_read_back() -> None:
    made = signing.signed_headers(KEY, "http", REQUEST)
    claim = signing.claimed((name.lower(), value) for name, value in made.items())
    assert claim is not None
    assert signing.is_signed_by(KEY, "http", REQUEST, claim)
    assert (claim.device_id, claim.nonce) == (REQUEST.device_id, REQUEST.nonce)


def test_a_request_without_any_of_them_claims_nothing() -> None:
    assert signing.claimed([("Authorization", "Bearer x"), ("Host", "a")]) is None


@pytest.mark.parametrize("name", signing.HEADERS)
@pytest.mark.parametrize("fault", ["missing", "doubled", "empty", "long", "padded"])
def test_a01_a_header_that_is_missing_doubled_or_misshapen_is_malformed(name: str, fault: str) -> None:
    made = lines(signing.signed_headers(KEY, "http", REQUEST))
    (value,) = (held for known, held in made if known == name)
    others = [line for line in made if line[0] != name]
    given_lines = {
        "missing": [],
        "doubled": [(name, value), (name, value)],
        "empty": [(name, "")],
        "long": [(name, value + "0" * 64)],
        "padded": [(name, f" {value}")],
    }[fault]
    with pytest.raises(MalformedError):
        signing.claimed(others + given_lines)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (signing.TIMESTAMP_HEADER, "-763622000"),
        (signing.TIMESTAMP_HEADER, "1763622000.5"),
        (signing.TIMESTAMP_HEADER, "17636220001763622000"),
        (signing.TIMESTAMP_HEADER, "１７６３６２２０００"),
        (signing.DEVICE_HEADER, "0192F3A4-1111-7222-8333-444455556666"),
        (signing.KEY_HEADER, "K1"),
        (signing.NONCE_HEADER, "AAECAwQFBgcICQoLDA0ODx"),
        (signing.CONTENT_HEADER, "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855"),
        (signing.SIGNATURE_HEADER, "0" * 64),
        (signing.SIGNATURE_HEADER, f"v1={'0' * 64}, v1={'1' * 64}"),
        (signing.SIGNATURE_HEADER, f"v1={'0' * 64}, v2={'1' * 64}, v3={'1' * 64}"),
    ],
)
def test_a01_a03_a_value_of_another_form_is_malformed(name: str, value: str) -> None:
    made = {**signing.signed_headers(KEY, "http", REQUEST), name: value}
    with pytest.raises(MalformedError):
        signing.claimed(lines(made))


def test_keys_and_nonces_have_one_spelling() -> None:
    assert signing.from_text(signing.to_text(bytes(range(32)))) == bytes(range(32))
    assert len(signing.new_nonce(bytes)) == 22
    for text in ("AAECAwQFBgcICQoLDA0ODx", "a", "AA==", "A+/A"):
        with pytest.raises(ValueError, match=r".+"):
            signing.from_text(text)


def test_the_derivation_is_hkdf_as_everybody_writes_it() -> None:
    extracted = hmac.new(bytes(32), KEY, hashlib.sha256).digest()
    assert (
        signing.channel_key(KEY, "http") == hmac.new(extracted, b"dev1/http/hmac-sha256\x01", hashlib.sha256).digest()
    )
