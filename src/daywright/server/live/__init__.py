"""Pushes to open pages: what changed, as it changes."""
