"""Composition root of the server: settings in, mounted features out."""
