"""Observes this machine and ships what it saw: watchers, queuer, WAL, batcher, sender."""
