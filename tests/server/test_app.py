"""The web app's files, and addresses that are none."""

from pathlib import Path

import pytest

from daywright.server import app
from server_api import Api


@pytest.fixture(autouse=True)
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A built web app beside a file that is none of its own."""
    static = tmp_path / "static"
    (static / "assets").mkdir(parents=True)
    (static / "index.html").write_text("<title>Daywright</title>")
    (static / "assets" / "app-1f.js").write_text("let day")
    (tmp_path / "secret.txt").write_text("secret")
    monkeypatch.setattr(app, "STATIC", static)
    return static


def test_addresses_of_pages_lead_to_the_one_document(api: Api) -> None:
    for path in ("/", "/day/2026-03-02", "/rules"):
        answer = api.client.get(path)
        assert (answer.status_code, answer.text) == (200, "<title>Daywright</title>")
        assert answer.headers["cache-control"] == "no-cache"


def test_files_with_a_hash_in_their_name_are_kept_for_ever(api: Api) -> None:
    answer = api.client.get("/assets/app-1f.js")
    assert (answer.text, answer.headers["cache-control"]) == ("let day", "public, max-age=31536000, immutable")


@pytest.mark.parametrize(
    "path",
    ["/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets/..%2f..%2fsecret.txt", "//etc/passwd.txt",
     "/%5c..%5csecret.txt",
     "/secret.txt%00.js", "/%00.js", "/assets/%00.js", "/assets/app-1f.js%00.js",
     f"/{'a' * 5000}.js", f"/{'a/' * 5000}b.js"],
)  # fmt: skip
def test_a22_nothing_outside_the_app_is_served_whatever_the_address(api: Api, path: str) -> None:
    answer = api.client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "route.unknown")


@pytest.mark.parametrize("path", ["/%00", "/" + "a" * 5000, "/" + "a/" * 5000, "/%ED%A0%80", "/%ff%fe"])
def test_a37_an_odd_address_is_a_page_that_the_app_does_not_know(api: Api, path: str) -> None:
    assert api.client.get(path).text == "<title>Daywright</title>"
