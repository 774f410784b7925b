"""Anything at all on every route: never a 500, every error as problem JSON, in bounded time.

What to send is generated from the API's own document, so a new route is tried without a word here.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from daywright.server.app import build, ensure_owner_token, open_store
from daywright.server.foundation.settings import Settings
from fakes.clock import HandClock
from server_api import Api, day_of_work

DOCUMENT = json.loads((Path(__file__).parents[2] / "web/src/api/openapi.json").read_text(encoding="utf-8"))
ODD_TEXT = st.sampled_from(
    ["", " ", "\0", "a\0b", "\u202emoc.elpmaxe", "\x1b[2J", "../../etc/passwd", "%2e%2e%2f", "' OR 1=1 --", "%", "_",
     "{{7*7}}", "=1+1", "<script>", "é", "e\u0301", "😀" * 50, "a" * 5000, "-1", "NaN", "1e308", "9" * 400, "null",
     "2026-03-02", "2026-02-30", "0001-01-01", "9999-12-31", "2026-03-02T25:00:00Z", "2026-03-02T08:00:00+99:99",
     "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "2026-03-02T08:00:00", "２０２６-03-02"]
)  # fmt: skip
TEXT = ODD_TEXT | st.text(max_size=20)
ASCII = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=60)
RAW = st.sampled_from(
    [b"", b"{", b"[]", b"null", b"0", b'"', b"\xff\xfe", b"\xef\xbb\xbf{}", b'{"a":1e400}', b'{"a":NaN}',
     b'{"a":"\\ud800"}', b'{"\\ud800":1}', b"[" * 20_000, b'{"a":' * 20_000, b"9" * 5000,
     b'{"a":' + b"9" * 5000 + b"}", b"{}" * 1000]
)  # fmt: skip
BEYOND, DEEP = 1.2345e300, "@deep@"  # stand for what Python's JSON does not write; see _written
ODD_VALUES = st.sampled_from(
    [BEYOND, -BEYOND, DEEP, 1e308, float("nan"), float("inf"), 0, -0.0, 2**63, 10**400, "\ud800"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT | ODD_VALUES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """One server for all that is tried: what earlier tries left behind is part of the trial."""
    wanted = Settings(home=tmp_path_factory.mktemp("fuzz") / "home", port=8000)
    store = open_store(wanted, HandClock())
    token = ensure_owner_token(store, wanted.home)
    with TestClient(build(wanted, store), base_url="http://127.0.0.1:8000", raise_server_exceptions=False) as client:
        api = Api(client, token)
        api.send(*day_of_work())
        made = {"client": "c", "type": "currentwindow", "hostname": "h"}
        assert client.post(f"/api/0/buckets/{BUCKET}", json=made, headers=api.headers).status_code == 200
        yield api


BUCKET = "aw-watcher-window_h"
OPERATIONS = [(method, path) for path, item in DOCUMENT["paths"].items() for method in item]


def _almost(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values that look like what the schema wants, with anything in some places."""
    while "$ref" in schema:
        schema = DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if "enum" in schema:
        return st.sampled_from(schema["enum"]) | TEXT
    match schema.get("type"):
        case "object" if "properties" in schema:
            members = {name: _almost(inner) | VALUES for name, inner in schema["properties"].items()}
            return st.fixed_dictionaries({}, optional=members)
        case "array":
            return st.lists(_almost(schema.get("items", {})), max_size=4)
        case "integer":
            return st.integers() | st.sampled_from([0, 1, -1, 2**31, 2**63, 10**30])
        case "string":
            return TEXT
        case _:
            return VALUES


def _written(value: object) -> bytes:
    """Write JSON, also such as only a foreign program writes."""
    text = json.dumps(value).encode()
    return text.replace(b"1.2345e+300", b"1e400").replace(b'"@deep@"', b"[" * 3000 + b"]" * 3000)


def _sent(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def _fine(answer: Any) -> None:
    assert answer.status_code < 500 or answer.status_code == 503, answer.text
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        problem = answer.json()
        assert {"type", "title", "status", "code", "request_id"} <= problem.keys()
        assert re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", problem["code"])
        assert len(answer.content) < 50_000


BOUNDED = settings(
    max_examples=25, deadline=5000, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
@given(data=st.data())
@BOUNDED
def test_a37_no_request_breaks_a_route(server: Api, method: str, path: str, data: st.DataObject) -> None:
    described = DOCUMENT["paths"][path][method]
    where, query = path, []
    for parameter in described.get("parameters", []):
        values = _almost(parameter["schema"]).map(str)
        known = st.just(BUCKET) if parameter["name"] == "bucket" else values
        text = data.draw(known | values, label=parameter["name"])
        if parameter["in"] == "path":
            where = where.replace(f"{{{parameter['name']}}}", _sent(text))
        elif data.draw(st.booleans()):
            query.append(f"{_sent(parameter['name'])}={_sent(text)}")
    content = b""
    if "requestBody" in described:
        schema = described["requestBody"]["content"]["application/json"].get("schema", {})
        body = _almost(schema).map(_written)
        content = data.draw(body | RAW, label="body")
    headers = server.headers if data.draw(st.booleans()) else {"Authorization": f"Bearer {data.draw(ASCII)}"}
    kind = data.draw(st.sampled_from(["application/json", "text/plain", "application/json; charset=utf-16", ""]))
    _fine(
        server.client.request(
            method.upper(), f"{where}?{'&'.join(query)}", content=content, headers={**headers, "Content-Type": kind}
        )
    )


EVENTS = st.fixed_dictionaries(
    {},
    optional={
        "bucket": st.sampled_from(["window", "afk", "web-firefox", "editor", "power", "heart", "phone"]) | TEXT,
        "start": st.sampled_from(["2026-03-02T08:00:00Z", "2026-03-01T23:59:59.999999+14:00"]) | TEXT | VALUES,
        "duration": st.floats() | st.integers() | VALUES,
        "data": st.dictionaries(st.sampled_from(["app", "title", "n"]), ODD_VALUES | TEXT)
        | st.dictionaries(st.sampled_from(["app", "title", "url", "status", "file", "state"]) | TEXT, VALUES),
        "counts": st.dictionaries(st.sampled_from(["fullscreen", "audible", "keys"]), st.floats() | VALUES) | VALUES,
    },
)


ODD_DATA = st.dictionaries(st.sampled_from(["app", "title", "n"]), ODD_VALUES | TEXT, min_size=1)
GOOD = ODD_DATA.map(lambda data: {"bucket": "window", "start": "2026-03-02T08:00:00Z", "duration": 60, "data": data})


@given(events=st.lists(GOOD | EVENTS | VALUES, max_size=6), raw=st.none() | RAW)
@settings(BOUNDED, max_examples=60)
def test_a37_no_event_breaks_ingest_or_what_is_read_after_it(server: Api, events: list[Any], raw: bytes | None) -> None:
    body = _written({"batch_id": "0192f3a4-0000-4000-8000-000000000001", "events": events})
    headers = {**server.headers, "Content-Type": "application/json"}
    answer = server.client.post("/api/v1/ingest", content=body if raw is None else raw, headers=headers)
    _fine(answer)
    if raw is None:
        assert answer.status_code == 200, "one bad event never fails the batch"
        receipt = answer.json()
        assert receipt["accepted"] + receipt["duplicate"] + len(receipt["rejected"]) == len(events)
    for path in ("/events/recent", "/buckets", "/now", "/days/2026-03-02"):
        assert server.client.get(f"/api/v1{path}", headers=server.headers).status_code == 200
    total = server.get("/timeline", start="2026-03-01", end="2026-03-04")["total_seconds"]
    assert 0 <= total <= 3 * 86_400
