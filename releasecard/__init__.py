"""Scaffold, lint and publish release cards for reasoning data and training recipes."""

__version__ = "0.1.0"
