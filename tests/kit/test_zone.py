"""Where a machine says it is."""

from pathlib import Path

import pytest

from daywright.kit.zone import machine_zone, machine_zones


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    (tmp_path / "etc").mkdir()
    return tmp_path


def test_the_clock_s_link_names_the_zone(machine: Path) -> None:
    (machine / "etc/localtime").symlink_to("/usr/share/zoneinfo/America/Argentina/Salta")
    (machine / "etc/timezone").write_text("Europe/Berlin\n")
    assert list(machine_zones({}, machine)) == ["America/Argentina/Salta", "Europe/Berlin"], (
        "a traveller's link is newer"
    )


def test_the_environment_comes_first(machine: Path) -> None:
    (machine / "etc/localtime").symlink_to("../usr/share/zoneinfo/Europe/Berlin")
    assert machine_zone({"TZ": ":Asia/Tokyo"}, machine) == "Asia/Tokyo"
    assert machine_zone({"TZ": "/usr/share/zoneinfo/Asia/Tokyo"}, machine) == "Asia/Tokyo"
    assert machine_zone({"TZ": "UTC"}, machine) == "UTC"


@pytest.mark.parametrize("told", ["", "CET-1CEST", ":", "/etc/localtime", "/usr/share/zoneinfo/right/Europe/Berlin"])
def test_what_names_no_place_is_passed_over(machine: Path, told: str) -> None:
    (machine / "etc/localtime").symlink_to("../usr/share/zoneinfo/posix/Europe/Berlin")
    assert machine_zone({"TZ": told}, machine) == "Europe/Berlin"


def test_a_machine_that_tells_nothing_has_none(machine: Path) -> None:
    assert machine_zone({}, machine) == ""
    (machine / "etc/localtime").write_bytes(b"TZif2")
    (machine / "etc/timezone").write_bytes(b"\xff\xfe")
    assert machine_zone({}, machine) == ""
