"""Helpers any program could use: clock, identifiers, back-off, SQLite. None of our words live here."""
