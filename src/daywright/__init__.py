"""Daywright keeps one true timeline of your day and tells signal from noise."""

__version__ = "0.1.0"
