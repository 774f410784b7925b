"""`daywright reseal`: another key for what waits in the agent's log."""

from daywright.cli.failure import FailureError
from daywright.cli.local import Home, log_desk, settings_for


def reseal(home: Home = None) -> None:
    """Take another key for what waits here, and seal everything with it; it happens by itself every 90 days."""
    from daywright.agent.wal import StorageError

    try:
        changed = log_desk(settings_for(home).home).reseal()
    except (StorageError, OSError) as error:
        raise FailureError(f"the log cannot be sealed anew: {error}.") from None
    if not changed:
        raise FailureError("nothing is sealed here, as `at_rest` is off.")
    print("Another key is in use; what the old one sealed is sealed anew.")
