"""Mail as it arrives: a Dovecot, the messages that lie in it, and a DKIM key in a DNS server on loopback."""

from pathlib import Path
from typing import Final

MESSAGES_FOLDER: Final = Path(__file__).parent / "messages"  # synthetic ones; each says so in its body
