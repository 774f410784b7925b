"""ActivityWatch's words turned into ours and back: access, messages, heartbeats, buckets, imports, settings."""
