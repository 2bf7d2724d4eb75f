"""Webmails: Debian's, started and used as a reader uses them, and those that are rebuilt after public sources."""
