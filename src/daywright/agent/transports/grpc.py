"""Deliveries as gRPC calls (wire/proto/v1/ingest.proto); everything else that is asked goes over HTTP beside it.

A refusal brings in its trailing metadata what HTTP would have answered, and is told as just that, so both are judged by
one table. A status without them is not the server's word. grpcio takes as much memory as the rest of the agent: it is
loaded by the first delivery.
"""

import contextlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from daywright.agent.transports.attempts import Packer, insist
from daywright.agent.transports.badge import Badge, Outgoing
from daywright.agent.transports.http import CONNECT_S, LARGEST_ANSWER, total_s
from daywright.agent.transports.port import Answer, NotEnrolled, Outcome, Transport, Unreachable
from daywright.wire import calls

if TYPE_CHECKING:
    import grpc

_JSON, _PROBLEM = "application/json", "application/problem+json"
_REFUSALS = range(300, 600)
_CONNECT_MS = int(CONNECT_S * 1000)
_WORDS = {
    "UNAVAILABLE": "no gRPC connection, or one that is not to be trusted",
    "DEADLINE_EXCEEDED": "no answer in time",
    "CANCELLED": "the connection broke",
}


class GrpcTransport:
    """One server, one channel; a new one after each failure, as gRPC itself would wait longer and longer."""

    def __init__(
        self, server: str, beside: Transport, badge: Badge, agent: str, authorities: Path | None = None, *, pack: bool
    ) -> None:
        parts = urlsplit(server)
        self._secure = parts.scheme == "https"
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
        self._target = f"{host}:{parts.port or (443 if self._secure else 80)}"
        self._beside = beside
        self._badge = badge
        self._agent = agent
        self._authorities = authorities
        self._packer = Packer(pack=pack)
        self._channel: grpc.Channel | None = None

    def post(self, body: bytes) -> Outcome:
        """See `Transport.post`."""

        def exchange(encoding: str, content: bytes) -> Outcome:
            message = calls.enveloped(content, encoding)
            request = Outgoing(calls.SIGNED_METHOD, calls.PATH, calls.CONTENT_TYPE, "", message, "grpc")
            shown = self._badge.headers(request)
            return shown if isinstance(shown, NotEnrolled) else self._call(message, shown)

        return insist(body, self._packer, self._badge, exchange)

    def ask(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Outcome:
        """See `Transport.ask`."""
        return self._beside.ask(method, path, body, headers)

    def credential(self) -> object:
        """See `Transport.credential`."""
        return self._badge.face()

    def close(self) -> None:
        """See `Transport.close`."""
        self._hang_up()
        self._beside.close()

    def _hang_up(self) -> None:
        channel, self._channel = self._channel, None
        if channel is not None:
            channel.close()  # ends a call under way, too

    def _call(self, message: bytes, shown: Mapping[str, str]) -> Outcome:
        os.environ.setdefault("GRPC_VERBOSITY", "NONE")  # what fails is told here, in our words
        try:
            import grpc
        except ImportError:
            return Unreachable("gRPC is not installed here: pip install 'daywright[grpc]'")
        metadata = tuple((name.lower(), value) for name, value in shown.items())
        try:
            if self._channel is None:
                self._channel = self._open()
            send: grpc.UnaryUnaryMultiCallable[bytes, bytes] = self._channel.unary_unary(calls.PATH)
            answer = send(message, timeout=total_s(len(message)), metadata=metadata)
        except grpc.RpcError as error:
            outcome = _told(error)
            if isinstance(outcome, Unreachable):
                self._hang_up()
            return outcome
        except (OSError, ValueError):  # no certificates to read; closed by another thread
            self._hang_up()
            return Unreachable("the connection broke")
        with contextlib.suppress(calls.EnvelopeError):
            return Answer(200, {"content-type": _JSON}, calls.opened(answer)[0])
        return Answer(200, {}, b"")

    def _open(self) -> "grpc.Channel":
        import grpc

        options = (
            ("grpc.primary_user_agent", self._agent),
            ("grpc.max_receive_message_length", LARGEST_ANSWER),
            ("grpc.min_reconnect_backoff_ms", _CONNECT_MS),  # also how long connecting may take
            ("grpc.use_local_subchannel_pool", 1),  # else a new channel waits where the one before failed
            ("grpc.enable_http_proxy", 0),
            ("grpc.enable_retries", 0),
        )
        if not self._secure:
            return grpc.insecure_channel(self._target, options)
        trusted = grpc.ssl_channel_credentials(_trusted(self._authorities))
        return grpc.secure_channel(self._target, trusted, options)


def _told(error: "grpc.RpcError") -> Outcome:
    """What a status that is not OK comes to."""
    code = error.code().name
    # Its stated type is not what comes.
    pairs = cast("Iterable[tuple[str, str | bytes]]", error.trailing_metadata() or ())
    trailing = {name: value for name, value in pairs if isinstance(value, str)}
    status = trailing.get(calls.STATUS_KEY, "")
    if status.isascii() and status.isdecimal() and int(status[:4]) in _REFUSALS:
        problem = {"code": trailing.get(calls.CODE_KEY, ""), "detail": error.details()}
        return Answer(int(status), {**trailing, "content-type": _PROBLEM}, json.dumps(problem).encode())
    if code in calls.STATUSES:
        return Answer(calls.STATUSES[code], {}, b"")
    return Unreachable(_WORDS.get(code, f"the call failed ({code})"))


def _trusted(authorities: Path | None) -> bytes | None:
    """What this system trusts, and `authorities` besides; None where it keeps that nowhere: then gRPC's own list."""
    import ssl

    system = ssl.get_default_verify_paths()
    files = [Path(system.cafile)] if system.cafile else []
    if not files and system.capath and "SSL_CERT_FILE" not in os.environ:
        files = sorted(Path(system.capath).glob("*.0"))
    if authorities is not None:
        files.append(authorities)
    return b"\n".join(file.read_bytes() for file in files) or None
