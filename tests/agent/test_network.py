"""The network comes back: a real one, in a namespace of its own, where this may be done."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daywright.agent.network import reaches_more, watched
from daywright.agent.sender import EARLY_US, SETTLING_US
from fakes.transport import OFFLINE

from .test_sender import SECOND, Scene, scene

__all__ = ["scene"]

# A namespace in which nothing but the loopback device exists, and that is down: taking it up is a network coming back.
PROGRAM = """
import subprocess, sys, threading
from daywright.agent.network import watched
came = threading.Event()
with watched(came.set):
    assert not came.is_set()
    subprocess.run(sys.argv[1:], check=True)
    print("told" if came.wait(60) else "silent")
"""


def message(kind: int, body: bytes = bytes(16)) -> bytes:
    return (16 + len(body)).to_bytes(4, sys.byteorder) + kind.to_bytes(2, sys.byteorder) + bytes(10) + body


def link(flags: int, altered: int) -> bytes:
    return bytes(8) + flags.to_bytes(4, sys.byteorder) + altered.to_bytes(4, sys.byteorder)


@pytest.mark.parametrize(
    ("content", "more"),
    [
        (message(20), True),
        (message(24), True),
        (message(21), False),
        (message(25), False),
        (message(16, link(0x10043, 0x40)), True),
        (message(16, link(0x1003, 0x40)), False),
        (message(16, link(0x10043, 0x0)), False),
        (message(21, bytes(17)) + bytes(3) + message(24), True),
        (b"", False),
        (bytes(16), False),
    ],
    ids=["address", "route", "address gone", "route gone", "line", "line gone", "line as it was", "two", "none", "odd"],
)
def test_only_what_may_reach_more_is_a_sign(content: bytes, *, more: bool) -> None:
    assert reaches_more(content) == more


@given(st.binary(max_size=200))
def test_no_bytes_at_all_make_it_fail(content: bytes) -> None:
    reaches_more(content)


def test_f29_a_network_that_comes_back_ends_a_long_wait(scene: Scene) -> None:
    scene.transport.meets = lambda _: OFFLINE
    scene.put(1)
    scene.live(2 * 3600)
    wait_s = scene.step()
    assert wait_s is not None
    assert wait_s > SETTLING_US / SECOND
    scene.transport.meets = lambda _: None
    scene.sender.network_changed()
    scene.live(SETTLING_US / SECOND + 1)
    assert scene.stored() == {"1"}


def test_f29_signs_without_end_cause_a_try_in_ten_seconds_and_no_more(scene: Scene) -> None:
    scene.transport.meets = lambda _: OFFLINE
    scene.put(1)
    scene.live(2 * 3600)
    before = len(scene.transport.posts)
    for _ in range(600):
        scene.sender.network_changed()
        scene.live(1)
    early = len(scene.transport.posts) - before
    assert early <= 600 * SECOND / EARLY_US + 600 / 100 + 1


def test_a_server_that_asked_to_wait_is_not_asked_earlier(scene: Scene) -> None:
    from fakes.ingest_server import problem
    from fakes.transport import answer

    scene.transport.meets = lambda _: answer(problem(503, "server.busy", Retry_After="600"))
    scene.put(1)
    scene.step()
    asked = len(scene.transport.posts)
    scene.sender.network_changed()
    scene.live(300)
    assert len(scene.transport.posts) == asked


@pytest.mark.skipif(
    os.geteuid() != 0 or not (shutil.which("unshare") and shutil.which("ip")),
    reason="a network of its own needs root, unshare and ip",
)
def test_f29_the_system_tells_of_a_line_that_is_there_again(tmp_path: Path) -> None:
    program = tmp_path / "listen.py"
    program.write_text(PROGRAM)
    done = subprocess.run(
        ["unshare", "--net", sys.executable, str(program), "ip", "link", "set", "lo", "up"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if "not permitted" in done.stderr:
        pytest.skip("this machine lets nobody have a network of its own")
    assert done.stdout == "told\n", done.stderr


def test_listening_ends_with_the_block() -> None:
    with watched(lambda: None):
        pass
