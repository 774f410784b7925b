"""What the agent leaves on the machine: little memory, and no picture of it."""

import gc
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from daywright.agent import footprint

BEGUN = """
import os, resource
from daywright.agent import footprint
footprint.begin()
print(resource.getrlimit(resource.RLIMIT_CORE))
print(footprint._call("prctl", "int", "int", "unsigned long")(3, 0))
"""


def test_a58_no_picture_of_memory_is_left_behind() -> None:
    said = subprocess.run([sys.executable, "-c", BEGUN], check=True, capture_output=True, text=True).stdout
    assert said.splitlines() == ["(0, 0)", "0"]


def test_giving_memory_back_disturbs_nothing() -> None:
    kept = [object() for _ in range(10)]
    footprint.settle()
    assert len(kept) == 10
    assert sum(range(1000)) == 499_500
    gc.unfreeze()


def test_only_what_is_the_same_as_in_its_file_is_let_go(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    regions = {
        "1000-3000 r-xp 00000000 fe:00 1 /usr/lib/a library.so": 0,
        "3000-4000 r--p 00000000 fe:00 1 /usr/lib/a library.so": 0,
        "4000-5000 r--p 00000000 fe:00 1 /usr/lib/adapted.so": 8,
        "5000-6000 rw-p 00000000 fe:00 1 /usr/lib/a library.so": 0,
        "6000-7000 rw-p 00000000 00:00 0 [heap]": 4,
        "7000-8000 r-xp 00000000 00:00 0 [vdso]": 0,
        "8000-9000 r-xp 00000000 00:00 0": 0,
    }
    maps = tmp_path / "smaps"
    maps.write_text(
        "".join(f"{region}\nSize:      4 kB\nAnonymous: {kb} kB\nVmFlags: rd ex\n" for region, kb in regions.items())
    )
    monkeypatch.setattr(footprint, "_MAPS", maps)
    assert list(footprint._read_only()) == [(0x1000, 0x3000), (0x3000, 0x4000)]


def test_where_a_call_does_not_exist_nothing_happens(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    absent: Callable[..., object] = footprint._call("no_such_call", "int", "int")
    assert absent(1) is None
    monkeypatch.setattr(footprint, "_MAPS", tmp_path / "none")
    assert list(footprint._read_only()) == []
