"""What is built and shipped: one file that holds the web app as well and runs without Node."""

import os
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

import pytest

from fakes.server_process import running

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (built,) = folder.glob("daywright-*.whl")
    return built


def test_the_wheel_holds_the_web_app_the_steps_of_the_schema_and_the_licence(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "daywright/server/static/index.html" in names
    assert any(name.startswith("daywright/server/static/assets/") and name.endswith(".js") for name in names)
    assert "devpulse_client/__main__.py" in names, "the earlier client's commands"
    assert "local_daemon/daemon.py" in names, "the daemon under its own name"
    assert any("migrations/versions/0001" in name for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not any("node_modules" in name or name.startswith(("tests", "web")) for name in names)


def test_what_is_installed_from_it_shows_the_page(wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(place)
    environment = {**os.environ, "PYTHONPATH": str(place)}
    where = subprocess.run(
        [sys.executable, "-c", "import daywright; print(daywright.__file__)"],
        env=environment, cwd=tmp_path, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert where.stdout.startswith(str(place)), "the installed one, not the checkout"
    with running(tmp_path / "home", "up", environment, "--no-agent", "--no-browser") as server:
        answer = urllib.request.urlopen(server.url, timeout=10)  # noqa: S310  (our own server)
        assert answer.status == 200
        assert b'<div id="root">' in answer.read()
