"""A server with its ActivityWatch face, and a program on the same machine."""

from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from starlette.testclient import TestClient

from activitywatch_api import HERE, Face
from daywright.server.app import Store, build, ensure_owner_token
from daywright.server.foundation.settings import Settings
from server_api import Api

Opened = Literal["off", "write", "all"]


@pytest.fixture
def opened(settings: Settings, store: Store) -> Iterator[Callable[[Opened], tuple[Face, Api]]]:
    """Start a server with that much open: a program without a token on this machine, and the owner's."""
    clients: list[TestClient] = []

    def start(level: Opened) -> tuple[Face, Api]:
        token = ensure_owner_token(store, settings.home)
        app = build(settings.model_copy(update={"activitywatch_open": level}), store)
        client = TestClient(app, base_url="http://127.0.0.1:8000", client=HERE)
        clients.append(client)
        client.__enter__()
        return Face(client), Api(client, token)

    yield start
    for client in clients:
        client.__exit__()


@pytest.fixture
def face(opened: Callable[[Opened], tuple[Face, Api]]) -> Face:
    """All is open."""
    return opened("all")[0]
