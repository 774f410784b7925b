"""A log that does not wait for the disk, for tests in which no power fails."""

from daywright.agent.wal import opening


def hasty_settings() -> list[str]:
    """What `opening._SETTINGS` is patched with: thousands of flushes would take the disk's own time."""
    return [setting.replace("synchronous=FULL", "synchronous=OFF") for setting in opening._SETTINGS]
