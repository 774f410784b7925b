from collections.abc import Mapping
from pathlib import Path

import pytest

from daywright.agent.config import load
from daywright.agent.redact import PRIVATE_WINDOW, Redactor, policy


def _kept(app: str, title: str, *flags: str) -> Mapping[str, str] | None:
    settings = load(["--server", "http://127.0.0.1:1", "--home", "/nowhere", *flags], {})
    wishes = policy(
        exclude_apps=settings.exclude_apps,
        exclude_titles=settings.exclude_titles,
        record_titles=settings.record_titles,
    )
    return Redactor(wishes)("window", {"app": app, "title": title})


@pytest.mark.parametrize(
    ("app", "title"),
    [
        ("firefox", "Bank — Mozilla Firefox Private Browsing"),
        ("Chromium", "Bank - Chromium (Incognito)"),
        ("KeePassXC", "vault.kdbx - KeePassXC"),
        ("1Password", "All items"),
    ],
)
def test_i12_a59_private_windows_and_password_managers_leave_no_detail(app: str, title: str) -> None:
    assert _kept(app, title) == PRIVATE_WINDOW


def test_a_window_may_be_known_by_its_other_name_which_is_never_kept() -> None:
    redact = Redactor(policy(exclude_apps=(), exclude_titles=(), record_titles=True))
    assert redact("window", {"app": "Vault", "title": "all", "window_class": "keepassxc"}) == PRIVATE_WINDOW
    assert redact("window", {"app": "XTerm", "title": "sh", "window_class": "xterm"}) == {"app": "XTerm", "title": "sh"}


def test_what_cannot_be_judged_is_private(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr("daywright.agent.redact.redact", broken)
    assert _kept("XTerm", "sh") == PRIVATE_WINDOW


def test_a59_secrets_in_titles_are_taken_out() -> None:
    kept = _kept("XTerm", "curl -H 'Authorization: Bearer ghp_abcdefghijklmnopqrstuvwxyz0123456789'")
    assert kept is not None
    assert "ghp_" not in kept["title"]


def test_what_changes_by_itself_is_taken_out_of_titles() -> None:
    assert _kept("firefox", "(3) Inbox — Mozilla Firefox") == _kept("firefox", "(4) Inbox — Mozilla Firefox")


def test_you_can_name_further_private_applications_and_titles() -> None:
    assert _kept("Signal", "Ada", "--exclude-apps", "signal, Element") == PRIVATE_WINDOW
    assert _kept("Writer", "Diary.odt", "--exclude-titles", "diary") == PRIVATE_WINDOW
    assert _kept("Writer", "Letter.odt", "--exclude-titles", "diary") == {"app": "Writer", "title": "Letter.odt"}


def test_you_can_keep_titles_out_altogether() -> None:
    assert _kept("Writer", "Letter.odt", "--record-titles", "no") == {"app": "Writer", "title": ""}


def test_the_file_may_list_names(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[agent]\nexclude_apps = ["Signal", "Element"]\nrecord_titles = false\n')
    settings = load(["--server", "http://127.0.0.1:1", "--home", str(tmp_path)], {})
    assert (settings.exclude_apps, settings.record_titles) == (("Signal", "Element"), False)


def test_other_streams_pass_unchanged() -> None:
    everything = policy(exclude_apps=(), exclude_titles=(), record_titles=True)
    assert Redactor(everything)("afk", {"status": "afk"}) == {"status": "afk"}
