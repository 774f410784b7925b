"""Settings of the agent process: flags, environment, `.env`, `[agent]` of HOME/config.toml, defaults, in this order.

Variables are called DAYWRIGHT_*; the names of an earlier client, DEVPULSE_*, mean the same and stand behind them.
One table says everything there is to set. `argparse` and `pydantic` would cost more memory than the rest of this file.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from daywright.agent.vault import Wish, wish
from daywright.kit.dotenv import variables_in

PREFIX = "DAYWRIGHT_"
LOOPBACK_NAMES = frozenset({"127.0.0.1", "::1", "localhost"})
LOOPBACK_INTERVAL_S = 0.25
REMOTE_INTERVAL_S = 300.0
ALIASES = {
    "DEVPULSE_HOME": "DAYWRIGHT_HOME",
    "DEVPULSE_SERVER_URL": "DAYWRIGHT_SERVER",
    "DEVPULSE_USERNAME": "DAYWRIGHT_USERNAME",
    "DEVPULSE_ENROLLMENT_SECRET": "DAYWRIGHT_ENROLLMENT_SECRET",
    "DEVPULSE_HEARTBEAT_INTERVAL": "DAYWRIGHT_HEARTBEAT",
    "DEVPULSE_SCREENSHOT_INTERVAL": "DAYWRIGHT_SCREENSHOT_INTERVAL",
    "CENTRAL_SERVER_ENDPOINT": "DAYWRIGHT_SERVER",
    "AW_WINDOW_BUCKET_ID": "DAYWRIGHT_AW_WINDOW_BUCKET",
    "AW_AFK_BUCKET_ID": "DAYWRIGHT_AW_AFK_BUCKET",
    "AW_WEB_BROWSER_BUCKET_ID": "DAYWRIGHT_AW_WEB_BUCKET",
    "COLLECTION_INTERVAL_SECONDS": "DAYWRIGHT_COLLECTION_INTERVAL",
    "BATCH_SEND_INTERVAL_SECONDS": "DAYWRIGHT_SEND_INTERVAL",
    "MIN_EVENT_DURATION_SECONDS": "DAYWRIGHT_MIN_DURATION",
}
# Names that other programs use too: only where it is the daemon that was started.
DAEMON_ALIASES = {
    "MAX_BATCH_SIZE": "DAYWRIGHT_MAX_BATCH",
    "LOG_LEVEL": "DAYWRIGHT_LOG_LEVEL",
    "LOG_FILE": "DAYWRIGHT_LOG_FILE",
}
INGEST = "/api/v1/ingest"
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
_OUR_NAMES = (PREFIX, *ALIASES, *DAEMON_ALIASES, "LOCAL_CACHE_DB_PATH")
_YES = {"1", "true", "yes", "on"}
_NO = {"0", "false", "no", "off", ""}


class ConfigError(Exception):
    """A setting that cannot be used; the text names it and says why."""


@dataclass(frozen=True, slots=True)
class Collecting:
    """How to read a running ActivityWatch; empty ids of buckets: those of this machine."""

    url: str
    api_key: str
    hostname: str
    window: str
    afk: str
    web: str
    interval: timedelta
    minimum: timedelta
    pages: str


@dataclass(frozen=True, slots=True)
class Settings:
    """What the agent was told."""

    server: str
    home: Path
    token_file: Path | None  # None: no token is for this server
    authorities: Path | None
    away_after: timedelta
    heartbeat: timedelta
    send_interval: timedelta
    exclude_apps: tuple[str, ...]
    exclude_titles: tuple[str, ...]
    record_titles: bool
    screenshot_interval: timedelta
    log_level: str
    stop_with_parent: bool
    collecting: Collecting | None  # None: watch this machine ourselves
    max_batch: int
    log_file: Path | None  # None: standard error
    grpc_server: str = ""  # empty: HTTP alone
    sealing: Wish = field(default_factory=Wish)

    @property
    def folder(self) -> Path:
        """Where the agent keeps its own files."""
        return self.home / "agent"

    @property
    def loopback(self) -> bool:
        """True when the server is on this machine."""
        return is_loopback(self.server)


@dataclass(frozen=True, slots=True)
class _Setting:
    name: str
    takes: str  # the word for its value in the help; empty: a switch
    help: str


SETTINGS = (
    _Setting("server", "URL", "where to deliver; plain http only on this machine"),
    _Setting("home", "DIR", "the data folder"),
    _Setting("token_file", "FILE", "holds the write token (default on this machine: HOME/token)"),
    _Setting("ca_file", "FILE", "certificates to trust besides the system's, for a private authority"),
    _Setting("away_after", "SECONDS", "no input for so long is away (default: 180)"),
    _Setting("heartbeat", "SECONDS", "how often what goes on is written down (default: 5, at most 3600)"),
    _Setting("send_interval", "SECONDS", "between deliveries (default: 0.25 on this machine, else 300)"),
    _Setting("exclude_apps", "NAMES", "applications that are private, with commas (password managers always are)"),
    _Setting("exclude_titles", "TEXTS", "texts that make a window private when its title holds one, with commas"),
    _Setting("record_titles", "yes|no", "whether titles are recorded at all (default: yes)"),
    _Setting("screenshot_interval", "SECONDS", "0, no screenshots, is all this version does (default: 0)"),
    _Setting("log_level", "LEVEL", "how much the log tells: DEBUG, INFO, WARNING or ERROR (default: INFO)"),
    _Setting("source", "own|activitywatch", "watch this machine, or read a running ActivityWatch (default: own)"),
    _Setting("aw_url", "URL", "where that ActivityWatch answers (default: http://127.0.0.1:5600)"),
    _Setting("aw_api_key_file", "FILE", "holds the key that ActivityWatch asks for, if it does"),
    _Setting("aw_hostname", "NAME", "the host whose buckets are read (default: this machine's name)"),
    _Setting(
        "aw_window_bucket", "ID", "the bucket of windows; {hostname} stands for the host (default: found by type)"
    ),
    _Setting("aw_afk_bucket", "ID", "the bucket of presence, likewise"),
    _Setting("aw_web_bucket", "IDS", "the buckets of pages, with commas, likewise"),
    _Setting("collection_interval", "SECONDS", "between two looks into ActivityWatch (default: 60)"),
    _Setting("min_duration", "SECONDS", "shorter events of ActivityWatch are left out once they ended (default: 0)"),
    _Setting("record_pages", "no|domain|title|address", "how much of ActivityWatch's pages is kept (default: domain)"),
    _Setting("max_batch", "EVENTS", "the most events in one delivery, the oldest first (default: 500, at most 1000)"),
    _Setting("log_file", "FILE", "the agent's own log; empty: standard error (default: HOME/agent/log)"),
    _Setting(
        "grpc_server", "URL", "deliver over gRPC to this address, and over HTTP while that fails (default: HTTP only)"
    ),
    _Setting("at_rest", "auto|os_keystore|passphrase|key_file|off", "where the key to what waits lies (default: auto)"),
    _Setting("at_rest_passphrase_file", "FILE", "holds the passphrase, for its owner's eyes only"),
    _Setting("stop_with_parent", "", "stop when standard input ends"),
)
SOURCES = ("own", "activitywatch")
PAGES = ("no", "domain", "title", "address")
AW_URL = "http://127.0.0.1:5600"


def usage() -> str:
    """What `--help` says."""
    rows = [(f"--{s.name.replace('_', '-')} {s.takes}".strip(), s.help) for s in SETTINGS]
    lines = [f"  {flag:<26}{text}" for flag, text in rows]
    return "\n".join(["usage: python -m daywright.agent --server URL --home DIR [options]", "", *lines])


def load(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    enrolled: Callable[[Path], Mapping[str, str]] = lambda _: {},
) -> Settings:
    """The settings in force; below all of them stands what enrolment told of this home. Raises ConfigError."""
    said = _flags(arguments)
    variables = _variables(environment)
    home = said.get("home") or variables.get("home")
    if not home:
        raise ConfigError("--home DIR is missing (or DAYWRIGHT_HOME)")
    folder = Path(home).expanduser()
    texts = {**enrolled(folder), **_file(folder), **variables, **said}
    return replace(_settings(folder, texts), sealing=_sealing(texts, environment))


def surroundings(environment: Mapping[str, str], dotenv: Path = Path(".env")) -> dict[str, str]:
    """The variables in force: those of the environment before those of `.env`, our names before the older ones."""
    found: dict[str, str] = {}
    for told in (variables_in(dotenv, _OUR_NAMES), environment):
        found |= {name: told[alias] for alias, name in ALIASES.items() if alias in told}
        found |= told
    return found


def _variables(environment: Mapping[str, str]) -> dict[str, str]:
    return {s.name: environment[PREFIX + s.name.upper()] for s in SETTINGS if PREFIX + s.name.upper() in environment}


def is_loopback(server: str) -> bool:
    """True when this URL stays on this machine."""
    return (urlsplit(server).hostname or "") in LOOPBACK_NAMES


def checked_server(text: str) -> str:
    """The address of a server as it may be used. Raises ConfigError."""
    return _server(text)


def _settings(home: Path, texts: Mapping[str, str]) -> Settings:
    server = _server(texts.get("server", ""))
    interval_s = LOOPBACK_INTERVAL_S if is_loopback(server) else REMOTE_INTERVAL_S
    token_file, authorities = texts.get("token_file"), texts.get("ca_file")
    return Settings(
        server=server,
        home=home,
        token_file=_token_file(home, server, token_file),
        authorities=Path(authorities).expanduser() if authorities else None,
        away_after=_seconds(texts, "away_after", 180.0, (1.0, 3600.0)),
        heartbeat=_seconds(texts, "heartbeat", 5.0, (1.0, 3600.0)),
        send_interval=_seconds(texts, "send_interval", interval_s, (0.1, 3600.0)),
        exclude_apps=_names(texts.get("exclude_apps", "")),
        exclude_titles=_names(texts.get("exclude_titles", "")),
        record_titles=_switch(texts, "record_titles", default="yes"),
        screenshot_interval=_seconds(texts, "screenshot_interval", 0.0, (0.0, 86_400.0)),
        log_level=_level(texts.get("log_level", "INFO")),
        stop_with_parent=_switch(texts, "stop_with_parent", default="no"),
        collecting=collecting(texts) if _one_of(texts, "source", SOURCES) == "activitywatch" else None,
        log_file=_log_file(home, texts.get("log_file")),
        max_batch=int(_number(texts, "max_batch", 500, (1, 1000))),
        grpc_server=_grpc_server(texts.get("grpc_server", "")),
    )


def collecting(texts: Mapping[str, str], environment: Mapping[str, str] | None = None) -> Collecting:
    """How to read ActivityWatch, from settings by name; from `environment` what they lack. Raises ConfigError."""
    texts = {**_variables(environment or {}), **texts}
    hostname = texts.get("aw_hostname") or os.uname().nodename
    return Collecting(
        url=_aw_url(texts.get("aw_url") or AW_URL),
        api_key=_secret(texts.get("aw_api_key_file", "")),
        hostname=hostname,
        window=texts.get("aw_window_bucket", ""),
        afk=texts.get("aw_afk_bucket", ""),
        web=texts.get("aw_web_bucket", ""),
        interval=_seconds(texts, "collection_interval", 60.0, (0.2, 86_400.0)),
        minimum=_seconds(texts, "min_duration", 0.0, (0.0, 3600.0)),
        pages=_one_of(texts, "record_pages", PAGES, default="domain"),
    )


def _aw_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.query:
        raise ConfigError("aw_url: an address like http://127.0.0.1:5600 is needed")
    return text.rstrip("/").removesuffix("/api/0").rstrip("/")


def sealing(home: Path, environment: Mapping[str, str]) -> Wish:
    """How what waits in this home is to be sealed, for whoever has no other business with it. Raises ConfigError."""
    return _sealing({**_file(home), **_variables(environment)}, environment)


def _sealing(texts: Mapping[str, str], environment: Mapping[str, str]) -> Wish:
    try:
        return wish(texts, environment)
    except ValueError as error:
        raise ConfigError(str(error)) from None


def _secret(name: str) -> str:
    if not name:
        return ""
    try:
        return Path(name).expanduser().read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{name} cannot be read: {error}") from error


def _one_of(texts: Mapping[str, str], name: str, allowed: Sequence[str], default: str = "") -> str:
    text = texts.get(name) or default or allowed[0]
    if text.lower() not in allowed:
        raise ConfigError(f"{name}: {text} is none of {', '.join(allowed)}")
    return text.lower()


def _log_file(home: Path, named: str | None) -> Path | None:
    if named is None:
        return home / "agent" / "log"
    return Path(named).expanduser().absolute() if named.strip() else None


def _token_file(home: Path, server: str, named: str | None) -> Path | None:
    """The token of this home is for the server of this home: another server sees it only when told so."""
    if named:
        return Path(named).expanduser()
    return home / "token" if is_loopback(server) else None


def _flags(arguments: Sequence[str]) -> dict[str, str]:
    known = {f"--{s.name.replace('_', '-')}": s for s in SETTINGS}
    said: dict[str, str] = {}
    left = list(arguments)
    while left:
        flag, equals, value = left.pop(0).partition("=")
        setting = known.get(flag)
        if setting is None:
            raise ConfigError(f"unknown argument {flag}")
        if not setting.takes:
            value = value or "yes"
        elif not equals:
            if not left:
                raise ConfigError(f"{flag} needs a value")
            value = left.pop(0)
        said[setting.name] = value
    return said


def _file(home: Path) -> dict[str, str]:
    path = home / "config.toml"
    try:
        content = path.read_text("utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}") from error
    import tomllib

    try:
        table = tomllib.loads(content).get("agent", {})
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: {error}") from error
    if not isinstance(table, dict):
        raise ConfigError(f"{path}: [agent] must be a table")
    names = {s.name for s in SETTINGS}
    unknown = sorted(table.keys() - names)
    if unknown:
        raise ConfigError(f"{path}: [agent] knows no {', '.join(unknown)}")
    return {name: _text(value) for name, value in table.items()}


def _level(text: str) -> str:
    if text.upper() not in LEVELS:
        raise ConfigError(f"log_level: {text} is none of {', '.join(LEVELS)}")
    return text.upper()


def _text(value: object) -> str:
    """A value of the file, written the way a flag or a variable would be."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def _server(text: str) -> str:
    parts = urlsplit(text)
    try:
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ConfigError(f"--server {text}: {error}") from error
    if not text:
        raise ConfigError("--server URL is missing (or DAYWRIGHT_SERVER)")
    if parts.username or parts.password or parts.query or parts.fragment:
        # Not repeated here: it may hold a secret.
        raise ConfigError("--server takes no name, password, query or fragment")
    if parts.scheme not in {"http", "https"} or not host:
        raise ConfigError(f"--server {text}: an address like https://daywright.example is needed")
    if parts.scheme == "http" and not is_loopback(text):
        raise ConfigError(f"--server {text}: plain http would show your token and titles to the network; use https")
    return text.rstrip("/").removesuffix(INGEST)


def _grpc_server(text: str) -> str:
    if not text.strip():
        return ""
    try:
        url = _server(text)
    except ConfigError as error:
        raise ConfigError(str(error).replace("--server", "--grpc-server")) from None
    if urlsplit(url).path:
        raise ConfigError(f"--grpc-server {text}: an address without a path, like https://daywright.example:8443")
    return url


def _seconds(texts: Mapping[str, str], name: str, default: float, bounds: tuple[float, float]) -> timedelta:
    return timedelta(seconds=_number(texts, name, default, bounds, " seconds"))


def _number(texts: Mapping[str, str], name: str, default: float, bounds: tuple[float, float], unit: str = "") -> float:
    text = texts.get(name)
    if text is None:
        return default
    try:
        number = float(text)
    except ValueError:
        raise ConfigError(f"{name}: {text} is not a number{' of' * bool(unit)}{unit}") from None
    if not bounds[0] <= number <= bounds[1]:
        raise ConfigError(f"{name}: {text} is not between {bounds[0]:g} and {bounds[1]:g}{unit}")
    return number


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _switch(texts: Mapping[str, str], name: str, *, default: str) -> bool:
    text = texts.get(name, default)
    if text.lower() in _YES:
        return True
    if text.lower() in _NO:
        return False
    raise ConfigError(f"{name}: {text} is neither yes nor no")
