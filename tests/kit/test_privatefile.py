import os
import stat
from pathlib import Path

import pytest

from daywright.kit.privatefile import UnsafeFileError, read_private, remove_private, write_private


def test_what_is_written_is_read_and_is_the_owner_s_alone(tmp_path: Path) -> None:
    path = tmp_path / "home" / "key"
    write_private(path, b"secret")
    assert read_private(path) == b"secret"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [p.name for p in path.parent.iterdir()] == ["key"], "nothing is left behind"


def test_a_wide_umask_makes_no_difference(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write_private(tmp_path / "key", b"secret")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


def test_a56_a_link_in_the_way_is_replaced_and_its_target_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"before")
    (tmp_path / "key").symlink_to(target)
    write_private(tmp_path / "key", b"secret")
    assert target.read_bytes() == b"before"
    assert not (tmp_path / "key").is_symlink()


def test_what_is_not_there_is_none(tmp_path: Path) -> None:
    assert read_private(tmp_path / "key") is None
    assert remove_private(tmp_path / "key") is False


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o777])
def test_f50_a_file_open_to_others_is_refused_with_the_remedy(tmp_path: Path, mode: int) -> None:
    write_private(tmp_path / "key", b"secret")
    (tmp_path / "key").chmod(mode)
    with pytest.raises(UnsafeFileError, match="chmod 600"):
        read_private(tmp_path / "key")


def test_f50_links_and_what_is_no_file_are_refused(tmp_path: Path) -> None:
    write_private(tmp_path / "key", b"secret")
    (tmp_path / "link").symlink_to(tmp_path / "key")
    with pytest.raises(UnsafeFileError, match="is a link"):
        read_private(tmp_path / "link")
    os.link(tmp_path / "key", tmp_path / "second")
    with pytest.raises(UnsafeFileError, match="second name"):
        read_private(tmp_path / "key")
    os.mkfifo(tmp_path / "pipe", 0o600)
    with pytest.raises(UnsafeFileError, match="no ordinary file"):
        read_private(tmp_path / "pipe")


def test_f50_another_user_s_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_private(tmp_path / "key", b"secret")
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    with pytest.raises(UnsafeFileError, match="belongs to another user"):
        read_private(tmp_path / "key")


def test_what_is_removed_is_overwritten_first(tmp_path: Path) -> None:
    write_private(tmp_path / "key", b"secret")
    with (tmp_path / "key").open("rb") as still_open:
        assert remove_private(tmp_path / "key")
        assert still_open.read() == bytes(6)
    assert not (tmp_path / "key").exists()
