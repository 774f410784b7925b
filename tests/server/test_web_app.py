from pathlib import Path

import pytest

from daywright.server import app
from server_api import Api


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    static = tmp_path / "static"
    (static / "assets").mkdir(parents=True)
    (static / "index.html").write_text("<title>the app</title>")
    (static / "assets" / "app-1.js").write_text("run()")
    (tmp_path / "secret.txt").write_text("not yours")
    monkeypatch.setattr(app, "STATIC", static)
    return static


def test_without_the_build_the_server_says_what_is_missing(
    api: Api, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "STATIC", tmp_path / "nothing")
    answer = api.client.get("/")
    assert (answer.status_code, "make web" in answer.text) == (503, True)
    assert api.get("/me")["name"] == "owner"


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("path", ["/", "/day/2026-03-02", "/trends?x=1"])
def test_addresses_of_pages_lead_to_the_one_document(api: Api, path: str) -> None:
    answer = api.client.get(path)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")
    assert "the app" in answer.text


@pytest.mark.usefixtures("built")
def test_named_assets_are_kept_by_browsers(api: Api) -> None:
    assert "immutable" in api.client.get("/assets/app-1.js").headers["cache-control"]


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize(
    "path",
    ["/../secret.txt", "/..%2fsecret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt",
     "/assets/none.js", "/favicon.ico", "/api/none", "/api/v1/none", "/%00.js"],
)  # fmt: skip
def test_a22_nothing_else_is_handed_out(api: Api, path: str) -> None:
    answer = api.client.get(path)
    assert answer.status_code == 404
    assert "not yours" not in answer.text
    assert answer.json()["code"] == "route.unknown"
