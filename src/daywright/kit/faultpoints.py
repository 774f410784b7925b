"""Named places where a test may kill the process. Inert until one is armed: `NAME`, or `NAME:3` for the third pass."""

import os
import signal


class _Armed:
    """One per process: which point, and how many passes are left."""

    name = ""
    left = 0


def arm(spec: str) -> None:
    """Choose the point to die at; an empty text disarms. Programs pass DAYWRIGHT_FAULT."""
    name, _, passes = spec.partition(":")
    _Armed.name, _Armed.left = name, int(passes or 1)


def fault_point(name: str) -> None:
    """Die here as by `kill -9`, if a test asked for it."""
    if name != _Armed.name:
        return
    _Armed.left -= 1
    if _Armed.left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
