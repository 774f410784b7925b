"""The domain of an address, the way rules, charts and block lists spell it.

One spelling per site: lower case, no `www.`, no port, no final dot, non-ASCII labels in their `xn--` form.
What has no host (`file:`, `about:`, `chrome-extension:`, garbage) has the domain "". Nothing here raises.
"""

import re
import unicodedata
from collections.abc import Iterator
from ipaddress import IPv6Address
from urllib.parse import unquote

DOMAIN_CAP = 253
"""The longest name DNS can carry."""

_ADDRESS_CAP = 8_192
_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]{0,30}):", re.IGNORECASE)
_WITH_HOST = frozenset({"http", "https", "ws", "wss", "ftp", "ftps", "sftp", "ssh", "git", "rtsp", "rtmp", "gopher"})
_WRAPPERS = frozenset({"view-source", "blob", "feed"})
_READERS = ("about:reader?url=", "read:", "x-reader:")
_PORT_AND_REST = re.compile(r"\d{1,5}(?:[/?#]|$)")
_END_OF_HOST = re.compile(r"[/?#\\]")
# What the URL standard forbids inside a host, and white space of every kind.
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\"#%/:<>?@\[\\\]^`{|}\s]")
_LABEL_CAP = 63


def domain_of(address: str) -> str:
    """`https://www.Example.com:8080/a?b` → `example.com`; "" when the address names no host."""
    rest = _unwrapped(address[:_ADDRESS_CAP].strip("\x00\x01\x02\t\n\r\x0b\x0c "))
    scheme = _SCHEME.match(rest)
    if scheme is None:
        # A bare `example.com/path` is a host only where it has a dot; a bare word may be anything.
        host = _host_of(rest.removeprefix("//"))
        return host if "." in host or ":" in host or rest.startswith("//") else ""
    after = rest[scheme.end() :]
    if scheme[1].lower() in _WITH_HOST:
        return _host_of(after.lstrip("/\\"))
    if _PORT_AND_REST.match(after):
        return _host_of(rest)
    return ""


def domain_pattern(typed: str) -> str:
    """What a person types as a domain, in its one spelling; "" when it can be none.

    `*.Example.com`, `https://www.example.com/`, `münchen.de`, `localhost` and `uk` all can.
    """
    bare = typed.strip().removeprefix("*").removeprefix(".")
    return domain_of(bare) or ("" if ":" in bare or "/" in bare else _host_of(bare))


def suffixes(domain: str) -> Iterator[str]:
    """`a.b.example.com` → itself, `b.example.com`, `example.com`, `com`."""
    yield domain
    cut = domain.find(".")
    while cut != -1:
        yield domain[cut + 1 :]
        cut = domain.find(".", cut + 1)


def _unwrapped(address: str) -> str:
    """The page inside `view-source:`, `blob:` and the reader views."""
    folded = address[:32].lower()
    for reader in _READERS:
        if folded.startswith(reader):
            return unquote(address[len(reader) :])
    scheme, colon, inside = address.partition(":")
    return inside if colon and scheme.lower() in _WRAPPERS else address


def _host_of(authority: str) -> str:
    """`user@HOST:port/path` → the one spelling of HOST, "" when it is none."""
    end = _END_OF_HOST.search(authority)
    host = (authority[: end.start()] if end else authority).rpartition("@")[2]
    if host.startswith("["):
        return _ipv6(host[1:].partition("]")[0])
    host = host.partition(":")[0]
    if not host.isascii():
        host = _ascii_form(host)
    host = host.lower().rstrip(".")
    if host.startswith("www.") and "." in host[4:]:
        host = host[4:]
    if not host or len(host) > DOMAIN_CAP or _FORBIDDEN.search(host):
        return ""
    return host if all(0 < len(label) <= _LABEL_CAP for label in host.split(".")) else ""


def _ipv6(text: str) -> str:
    try:
        return str(IPv6Address(text.partition("%")[0]))
    except ValueError:
        return ""


def _ascii_form(host: str) -> str:
    """Browsers' spelling of a name with other letters: compatibility forms folded, then Punycode per label.

    Unlike Python's own codec this keeps ß and its like, as the current standard does.
    """
    if len(host) > DOMAIN_CAP:
        return ""
    folded = unicodedata.normalize("NFKC", host).replace("\u3002", ".")
    folded = unicodedata.normalize("NFC", "".join(sign.lower() for sign in folded))
    if any(unicodedata.category(sign) in {"Cc", "Cs", "Cn", "Co", "Zs", "Zl", "Zp"} for sign in folded):
        return ""
    return ".".join(
        label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii") for label in folded.split(".")
    )
