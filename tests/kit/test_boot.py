from pathlib import Path

import pytest

from daywright.kit import boot


def test_it_is_the_same_until_the_machine_starts_again() -> None:
    assert boot.boot_id() == boot.boot_id()
    assert len(boot.boot_id()) == 16


@pytest.mark.parametrize("content", [None, "", "no id"])
def test_where_nobody_says_it_is_zeros(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None) -> None:
    source = tmp_path / "boot_id"
    if content is not None:
        source.write_text(content)
    monkeypatch.setattr(boot, "_SOURCE", source)
    assert boot.boot_id().strip(b"\0") == b""
