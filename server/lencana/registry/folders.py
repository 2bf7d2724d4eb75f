"""Folders of the data folder that several parts read."""

from typing import Final

KEYS_FOLDER: Final = "keys"  # keys, NAME.pem and NAME.pub; on a server at most the public halves, for their names
SOURCES_FOLDER: Final = "sources"  # one folder for each other organisation's server: its pin and its high-water mark
