"""Reading JSON from an HTTP server that may be away, slow, or something else altogether.

The standard library only, one connection a question, no redirects, no proxies: what is asked is a server on this
machine or one the person named.
"""

import contextlib
import http.client
import json
import time
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, urlencode, urlsplit

PATIENCE_S: Final = 30.0
MOST_BYTES: Final = 64 * 1024 * 1024
_PIECE: Final = 256 * 1024


class NoAnswer(Exception):  # noqa: N818  a state of the other side, told in one sentence
    """Nobody answered, or not in time."""


class WrongAnswer(Exception):  # noqa: N818  the same
    """Somebody answered, but not what was asked for; `status` is HTTP's."""

    def __init__(self, sentence: str, status: int) -> None:
        super().__init__(sentence)
        self.status = status


class TooLarge(WrongAnswer):
    """The answer is larger than this program takes at once: ask for less."""


class JsonServer:
    """A server that answers GET with JSON."""

    def __init__(
        self,
        url: str,
        *,
        patience_s: float = PATIENCE_S,
        most_bytes: int = MOST_BYTES,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """`url` is the server's root. Raises ValueError when it is none that can be asked."""
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("an address like http://127.0.0.1:5600 is needed")
        if parts.username or parts.password:
            raise ValueError("an address holds no name and no password")
        self._secure, self._host, self._port = parts.scheme == "https", parts.hostname, parts.port
        self._root, self._headers = parts.path.rstrip("/"), dict(headers or {})
        self._patience_s, self._most_bytes = patience_s, most_bytes

    def get(self, *path: str, **query: str) -> object:
        """Ask for `path`, its parts quoted. Raises NoAnswer and WrongAnswer."""
        target = "/".join([self._root, *(quote(part, safe="") for part in path)])
        asked = f"{target}?{urlencode(query)}" if query else target
        kind = http.client.HTTPSConnection if self._secure else http.client.HTTPConnection
        try:
            with contextlib.closing(kind(self._host, self._port, timeout=self._patience_s)) as line:
                line.request("GET", asked, headers={"Accept": "application/json", **self._headers})
                with line.getresponse() as answer:
                    return self._value(answer)
        except TimeoutError:
            raise NoAnswer(f"no answer within {self._patience_s:.0f} s") from None
        except OSError as error:
            raise NoAnswer(error.strerror or str(error) or type(error).__name__) from None
        except http.client.HTTPException as error:
            raise WrongAnswer(f"the answer is no HTTP ({type(error).__name__})", 0) from None

    def _value(self, answer: http.client.HTTPResponse) -> object:
        body, until = bytearray(), time.monotonic() + 4 * self._patience_s
        while piece := answer.read(_PIECE):
            body += piece
            if len(body) > self._most_bytes:
                raise TooLarge("the answer is larger than can be right", answer.status)
            if time.monotonic() > until:
                raise TimeoutError
        if answer.length:  # so much was still to come: http.client says nothing when it does not
            raise WrongAnswer("the answer breaks off", answer.status)
        if answer.status != http.client.OK:
            raise WrongAnswer(f"the answer is {answer.status}", answer.status)
        try:
            return json.loads(body)
        except (ValueError, RecursionError):
            raise WrongAnswer("the answer is no JSON", answer.status) from None
