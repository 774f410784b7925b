"""Composition root of the agent: watchers → queuer → WAL → batcher → sender."""
