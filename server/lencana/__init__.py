"""Lencana: badges mail as verified, suspicious or unknown, from a signed list of brands."""

__version__ = "0.1.0"
