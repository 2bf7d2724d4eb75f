"""Debian's Thunderbird with an account at a Dovecot, installed by policy; hostile messages by name."""
