"""Stores, merges, labels and answers; serves the web app and the faces other clients know."""
