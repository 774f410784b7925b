"""A machine that enrols and signs its requests, in process, with every part of a request open to tampering."""

import hashlib
import json
import os
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid4

import httpx2 as httpx

from daywright.kit.clock import US_PER_SECOND, Clock
from daywright.wire import signing
from daywright.wire.signing import SignedRequest


def enrol_wish(secret: str, **more: object) -> dict[str, object]:
    """What a machine sends that wants in."""
    wish = {"enrollment_secret": secret, "device_uid": str(uuid4()), "request_id": str(uuid4()), "hostname": "studio"}
    return {**wish, "platform": "linux", "agent_version": "0.1.0", "username": "mira", **more}


@dataclass
class Signed:
    """A request as it would go over the wire."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes

    def with_header(self, name: str, value: str | None) -> "Signed":
        """The same with one header another, or left out."""
        others = [(known, held) for known, held in self.headers if known.lower() != name.lower()]
        return replace(self, headers=others if value is None else [*others, (name, value)])


@dataclass
class EnrolledDevice:
    """Signs as the agent does, with the key that `key_id` names."""

    client: httpx.Client
    clock: Clock
    answer: dict[str, Any]
    key_id: str = ""
    key: bytes = b""
    skew_s: int = 0
    channel: signing.Channel = "http"
    kept: list[tuple[str, bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.use(self.answer["key_id"], self.answer["device_key"])

    def use(self, key_id: str, key: str) -> None:
        """Sign with that key from now on."""
        self.key_id, self.key = key_id, signing.from_text(key)
        self.kept.append((self.key_id, self.key))

    def signed(self, method: str, target: str, body: bytes = b"", *, kind: str = "application/json") -> Signed:
        """Sign a request; nothing is sent."""
        path, _, query = target.partition("?")
        request = SignedRequest(
            method=method,
            audience=self.answer["audience"],
            path=path,
            query=query,
            content_type=kind if body else "",
            content_encoding="",
            device_id=self.answer["device_id"],
            key_id=self.key_id,
            timestamp=str(self.clock.wall_us() // US_PER_SECOND + self.skew_s),
            nonce=signing.new_nonce(os.urandom),
            body_sha256=hashlib.sha256(body).hexdigest(),
        )
        headers = list(signing.signed_headers(self.key, self.channel, request).items())
        return Signed(method, target, [*headers, ("Content-Type", kind)] if body else headers, body)

    def send(self, request: Signed) -> httpx.Response:
        """Send it as it is, header by header."""
        return self.client.request(request.method, request.target, content=request.body, headers=request.headers)

    def ask(self, method: str, target: str, body: object = None, **headers: str) -> httpx.Response:
        """Sign and send."""
        raw = b"" if body is None else json.dumps(body).encode()
        request = self.signed(method, target, raw)
        return self.send(replace(request, headers=[*request.headers, *headers.items()]))

    def deliver(self, *events: dict[str, object]) -> httpx.Response:
        """Sign and send a batch of events."""
        return self.ask("POST", "/api/v1/ingest", {"batch_id": str(uuid4()), "events": list(events)})
