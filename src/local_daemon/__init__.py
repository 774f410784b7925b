"""The LifeLog Local Daemon, one of Daywright's founding documents: collects from ActivityWatch, delivers to a server.

It is Daywright's agent with `--source activitywatch`, under its earlier variables. Which of its modules is where now is
in `docs/howto/collect-from-activitywatch.md`.
"""
