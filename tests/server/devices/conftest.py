from collections.abc import Callable
from typing import Any

import pytest

from daywright.server.app import Store
from fakes.enrolled_device import EnrolledDevice, enrol_wish
from server_api import Api

NewSecret = Callable[..., str]
Enrol = Callable[..., EnrolledDevice]


@pytest.fixture
def new_secret(api: Api) -> NewSecret:
    def make(**wanted: Any) -> str:
        answer = api.client.post("/api/v1/admin/enroll-secrets", json={"label": "fleet", **wanted}, headers=api.headers)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["secret"])

    return make


@pytest.fixture
def enrol(api: Api, store: Store, new_secret: NewSecret) -> Enrol:
    def let_in(secret: str | None = None, **wish: Any) -> EnrolledDevice:
        sent = enrol_wish(secret or new_secret(), **wish)
        answer = api.client.post("/api/v1/enroll", json=sent)
        assert answer.status_code == 201, answer.text
        return EnrolledDevice(api.client, store.clock, answer.json())

    return let_in


@pytest.fixture
def device(enrol: Enrol) -> EnrolledDevice:
    return enrol()
