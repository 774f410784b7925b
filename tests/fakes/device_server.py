"""A server that enrols devices and believes only signatures (contract 4 and 5), on top of the one that keeps events.

Ed25519 is real: `config` is signed with a key made here.
"""

import hashlib
import json
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urlsplit

from nacl.signing import SigningKey

from daywright.wire import signing
from fakes.ingest_server import TOKEN, IngestServer, Reply, Request, listening, problem

SECRET = "enr1_k7w2m9xq_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8CHECKS"
JSON = ("Content-Type", "application/json")


@dataclass
class Device:
    device_id: str
    device_uid: str
    keys: dict[str, bytes] = field(default_factory=dict)  # those that are accepted
    upcoming: str = ""  # of them, the one that is promoted when it is used
    revoked: bool = False


@dataclass
class DeviceServer(IngestServer):
    secrets: dict[str, int] = field(default_factory=lambda: {SECRET: 10})
    devices: dict[str, Device] = field(default_factory=dict)
    wishes: dict[str, str] = field(default_factory=dict)  # request id → device id
    calls: list[Request] = field(default_factory=list)
    reports: list[dict[str, object]] = field(default_factory=list)
    nonces: set[str] = field(default_factory=set)
    # What a request meets instead of the server: a reply, or None for the usual treatment.
    meets: Callable[[Request], Reply | None] = lambda _: None
    pending: bool = False
    clock_ahead_s: int = 0
    config: dict[str, object] = field(default_factory=lambda: {"version": 1})
    signer: SigningKey = field(default_factory=SigningKey.generate)
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def receive(self, request: Request) -> Reply:
        self.calls.append(request)
        if (met := self.meets(request)) is not None:
            return met
        path = request.target.partition("?")[0]
        if path == "/api/v1/health":
            return said(200, {"status": "ok", "version": "1.2.3"})
        if path == "/api/v1/enroll":
            return self.enrol(json.loads(request.body))
        device = self.known(request)
        return device if isinstance(device, Reply) else self.obey(device, request, path)

    def obey(self, device: Device, request: Request, path: str) -> Reply:
        work = {
            ("POST", "/api/v1/devices/self/keys"): lambda: self.next_key(device),
            ("GET", "/api/v1/devices/self/config"): lambda: self.settings(device, request),
            ("POST", "/api/v1/devices/self/status"): lambda: self.report(request),
            ("DELETE", "/api/v1/devices/self"): lambda: self.revoke(device),
            ("POST", "/api/v1/ingest"): lambda: self.ingest(device, request),
        }
        return work.get((request.method, path), lambda: problem(404, "route.unknown"))()

    def report(self, request: Request) -> Reply:
        with self.changed:
            self.reports.append(json.loads(request.body))
            self.changed.notify_all()
        return Reply(204)

    def revoke(self, device: Device) -> Reply:
        device.revoked = True
        return Reply(204)

    def ingest(self, device: Device, request: Request) -> Reply:
        reply = super().receive(request._replace(headers={**request.headers, "authorization": f"Bearer {TOKEN}"}))
        if reply.status != 200:
            return reply
        return said(200, json.loads(reply.body) | {"config_etag": etag(self.body_for(device))})

    def enrol(self, wish: dict[str, str]) -> Reply:
        if self.secrets.get(wish["enrollment_secret"], 0) < 1 and wish["request_id"] not in self.wishes:
            return problem(401, "enroll.invalid")
        if wish["request_id"] not in self.wishes:
            self.secrets[wish["enrollment_secret"]] -= 1
        device = next((one for one in self.devices.values() if one.device_uid == wish["device_uid"]), None)
        if device is None:
            number = next(self.numbers)
            device = Device(f"0192f3a4-1111-7222-8333-{number:012d}", wish["device_uid"])
            self.devices[device.device_id] = device
        self.wishes[wish["request_id"]] = device.device_id
        device.revoked, device.upcoming = False, ""
        device.keys = {}
        key_id, secret = self.new_key(device)
        return said(
            201,
            {
                "device_id": device.device_id,
                "user_id": "1",
                "key_id": key_id,
                "device_key": signing.to_text(secret),
                "audience": urlsplit(self.url).netloc,
                "config": self.config,
                "config_etag": "",
                "config_signing_key": signing.to_text(bytes(self.signer.verify_key)),
                "server_time": "2026-03-02T09:00:00Z",
                "expires_at": None,
                "status": "pending_approval" if self.pending else "active",
            },
        )

    def new_key(self, device: Device) -> tuple[str, bytes]:
        number = next(self.numbers)
        secret = hashlib.sha256(f"{device.device_id} {number}".encode()).digest()
        device.keys[f"k{number}"] = secret
        return f"k{number}", secret

    def next_key(self, device: Device) -> Reply:
        if device.upcoming:
            del device.keys[device.upcoming]  # never used: its answer was lost
        device.upcoming, secret = self.new_key(device)
        return said(201, {"key_id": device.upcoming, "device_key": signing.to_text(secret), "server_time": "…Z"})

    def known(self, request: Request) -> Device | Reply:
        """The device that signed, or the contract's answer to one that did not."""
        claim = signing.claimed(request.headers.items())
        if claim is None:
            return problem(401, "auth.required")
        now_s = int(time.time()) + self.clock_ahead_s
        if abs(now_s - int(claim.timestamp)) > 300:
            return problem(401, "sig.stale", X_Server_Time=str(now_s))
        path, _, query = request.target.partition("?")
        signed = signing.SignedRequest(
            method=request.method,
            audience=urlsplit(self.url).netloc,
            path=path,
            query=query,
            content_type=request.headers.get("content-type", ""),
            content_encoding=request.headers.get("content-encoding", ""),
            device_id=claim.device_id,
            key_id=claim.key_id,
            timestamp=claim.timestamp,
            nonce=claim.nonce,
            body_sha256=hashlib.sha256(request.body).hexdigest(),
        )
        device = self.devices.get(claim.device_id)
        key = device.keys.get(claim.key_id, bytes(32)) if device else bytes(32)
        if not signing.is_signed_by(key, "http", signed, claim) or device is None or claim.key_id not in device.keys:
            return problem(401, "sig.invalid")
        if claim.nonce in self.nonces:
            return problem(409, "sig.replay")
        self.nonces.add(claim.nonce)
        if device.revoked:
            return problem(403, "device.revoked")
        if claim.key_id == device.upcoming:
            device.upcoming = ""
        return device

    def body_for(self, device: Device) -> bytes:
        return json.dumps({"device_id": device.device_id, **self.config}, separators=(",", ":")).encode()

    def settings(self, device: Device, request: Request) -> Reply:
        body = self.body_for(device)
        tag = f'"{etag(body)}"'
        if request.headers.get("if-none-match") == tag:
            return Reply(304, b"", (("ETag", tag),))
        signature = signing.to_text(self.signer.sign(body).signature)
        return Reply(200, body, (JSON, ("ETag", tag), ("X-Config-Signature", signature)))


def etag(body: bytes) -> str:
    return f"sha256-{hashlib.sha256(body).hexdigest()}"


def said(status: int, answer: object) -> Reply:
    return Reply(status, json.dumps(answer).encode(), (JSON,))


@contextmanager
def device_server(tls: ssl.SSLContext | None = None) -> Iterator[DeviceServer]:
    server = DeviceServer()
    with listening(server, tls):
        yield server
