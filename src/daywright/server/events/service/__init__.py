"""Ingest, the dictionary in memory, and reading facts back."""
