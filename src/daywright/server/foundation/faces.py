"""Interfaces of other programs that this server speaks as well: how the door to them differs from ours.

A face names itself in the scope of each request below its prefix, so that errors are written the way its clients read.
"""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import Scope

KEY = "daywright.face"


@dataclass(frozen=True, slots=True)
class Face:
    """All paths that begin with `prefix`.

    Its clients may name the host with any port, know 400 for another host, and read `message` in errors.
    """

    prefix: str
    welcomes: Callable[[str], bool]
    """Whether a foreign origin may come in; what it may do there is up to the routes."""
    body_bytes: Callable[[str], int]
    """How large a body may be, by path."""


def face_of(scope: Scope) -> Face | None:
    """Return the face a request is for."""
    face: Face | None = scope.get(KEY)
    return face
