"""The port for gRPC: taken beforehand, or explained in one line why it cannot be."""

import os
import re
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from daywright.cli.calling import call_server, tell_calls
from daywright.cli.failure import FailureError
from daywright.server.foundation.settings import Settings
from fakes.calls import Said, call, line
from fakes.certificates import certificate_for
from fakes.server_process import running

EVERYWHERE = ("0.0.0.0", 0)  # noqa: S104  nobody is let in


async def app(*_: object) -> None:
    """Nobody asks it anything."""


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as found:
        yield found


def settings(home: Path, **more: object) -> Settings:
    return Settings.model_validate({"home": home, "grpc_port": 0, **more})


def test_without_a_port_there_is_no_grpc(tmp_path: Path, listener: socket.socket) -> None:
    assert call_server(settings(tmp_path, grpc_port="off"), app, listener) is None
    tell_calls(None)


def test_it_says_where_deliveries_are_taken(
    tmp_path: Path, listener: socket.socket, capsys: pytest.CaptureFixture[str]
) -> None:
    certificate_for("localhost", tmp_path)
    for more, scheme in (
        ({}, "http"),
        ({"grpc_certificate": tmp_path / "cert.pem", "grpc_key": tmp_path / "key.pem"}, "https"),
    ):
        server = call_server(settings(tmp_path, **more), app, listener)
        tell_calls(server)
        assert server is not None
        server.stop()
        assert re.search(rf"taken at {scheme}://127\.0\.0\.1:\d+\n", capsys.readouterr().out)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"grpc_certificate": "cert.pem"}, "both grpc_certificate and grpc_key"),
        ({"grpc_key": "key.pem"}, "both grpc_certificate and grpc_key"),
        ({"grpc_certificate": "/nonexistent", "grpc_key": "/nonexistent"}, "cannot be read"),
    ],
)
def test_what_is_missing_is_said(more: dict[str, object], reason: str, tmp_path: Path, listener: socket.socket) -> None:
    with pytest.raises(FailureError, match=reason):
        call_server(settings(tmp_path, **more), app, listener)


def test_a_port_in_use_is_said(tmp_path: Path, listener: socket.socket) -> None:
    with pytest.raises(FailureError, match="cannot listen on"):
        call_server(settings(tmp_path, grpc_port=listener.getsockname()[1]), app, listener)


def test_a69_without_a_certificate_it_is_for_this_machine_alone(tmp_path: Path) -> None:
    with socket.create_server(EVERYWHERE) as door, pytest.raises(FailureError, match="needs grpc_certificate"):
        call_server(settings(tmp_path), app, door)


def test_where_grpc_is_not_installed_it_says_what_to_install(
    tmp_path: Path, listener: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "daywright.server.foundation.callserver", raising=False)
    monkeypatch.setitem(sys.modules, "grpc", None)
    with pytest.raises(FailureError, match=r"daywright\[grpc\]"):
        call_server(settings(tmp_path), app, listener)


def test_a_server_told_to_stop_ends_in_order_with_a_line_open(tmp_path: Path) -> None:
    with running(tmp_path, "server", {**os.environ, "DAYWRIGHT_GRPC_PORT": "0"}) as server:
        url = server.said(r"gRPC are taken at http://[\d.]+:\d+").rpartition(" ")[2]
        with line(url) as channel:
            said: Said = call(channel, b"", [("authorization", f"Bearer {server.token}")])
            assert said.told == ("INVALID_ARGUMENT", "400", "batch.malformed")
            assert server.stop() == 0
