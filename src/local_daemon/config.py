"""The daemon's variables in today's words. What each means, and its default, is in `docs/reference/settings.md`."""

from collections.abc import Mapping
from pathlib import Path

from daywright.agent.config import DAEMON_ALIASES, surroundings

DEFAULT_SERVER = "http://127.0.0.1:8000"
BATCH_SEND_INTERVAL_SECONDS = "300"
LOG_FILE = "local_daemon.log"
LOCAL_CACHE_DB_PATH = "local_daemon_cache.sqlite"


def variables(environment: Mapping[str, str], home: Path) -> dict[str, str]:
    """What the agent is told: the variables in force, and the daemon's own defaults where there are none."""
    told = surroundings(environment)
    defaults = {
        "DAYWRIGHT_SERVER": DEFAULT_SERVER,
        "DAYWRIGHT_SEND_INTERVAL": BATCH_SEND_INTERVAL_SECONDS,
        "DAYWRIGHT_LOG_FILE": str(home / "agent" / LOG_FILE),
    }
    renamed = {name: told[alias] for alias, name in DAEMON_ALIASES.items() if alias in told}
    return {**defaults, **renamed, **told, "DAYWRIGHT_SOURCE": "activitywatch", "DAYWRIGHT_HOME": str(home)}


def home(environment: Mapping[str, str], default: Path) -> Path:
    """The data folder."""
    return Path(surroundings(environment).get("DAYWRIGHT_HOME") or default).expanduser().absolute()


def cache(environment: Mapping[str, str], home: Path) -> Path:
    """Where the cache shall be found."""
    return Path(surroundings(environment).get("LOCAL_CACHE_DB_PATH") or home / LOCAL_CACHE_DB_PATH).expanduser()
