"""The port for deliveries over gRPC, taken before anything is served, or explained in one line why that cannot be."""

import socket
from typing import TYPE_CHECKING

from starlette.types import ASGIApp

from daywright.cli.failure import FailureError
from daywright.cli.serving import stays_here
from daywright.server.foundation.settings import Settings

if TYPE_CHECKING:
    from daywright.server.foundation.callserver import CallServer, Certificate


def call_server(settings: Settings, app: ASGIApp, listener: socket.socket) -> "CallServer | None":
    """Bind the port beside `listener`; None where the settings want none."""
    if settings.grpc_port is None:
        return None
    try:
        from daywright.server.foundation.callserver import CallServer, CertificateError
    except ImportError:
        raise FailureError("grpc_port is set, but gRPC is not installed; pip install 'daywright[grpc]'.") from None
    host, port = listener.getsockname()[:2]
    server = CallServer(app, f"127.0.0.1:{port}")
    try:
        certificate = _certificate(settings)
        if certificate is None and not stays_here(listener):
            raise FailureError(
                f"gRPC on {host} needs grpc_certificate and grpc_key: the network would see every title."
            )
        server.bind(host, settings.grpc_port, certificate)
    except (OSError, CertificateError) as error:
        raise FailureError(f"gRPC cannot be served: {error}.") from None
    return server


def tell_calls(calls: "CallServer | None") -> None:
    """Print where deliveries over gRPC are taken."""
    if calls is not None:
        print(f"Deliveries over gRPC are taken at {calls.url}", flush=True)


def _certificate(settings: Settings) -> "Certificate | None":
    from daywright.server.foundation.callserver import Certificate

    certificate, key = settings.grpc_certificate, settings.grpc_key
    if certificate is None and key is None:
        return None
    if certificate is None or key is None:
        raise FailureError("gRPC needs both grpc_certificate and grpc_key, or neither.")
    return Certificate(certificate.expanduser(), key.expanduser())
