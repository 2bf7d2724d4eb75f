"""The handbook's first day, typed on a booted Debian with the package: it works, `setup` prints it, and its minutes."""

import time
from pathlib import Path

import pytest

from running import allowed
from tools import first_day

from .debian import own_suite
from .machine import Machine
from .systems import booted

pytestmark = pytest.mark.e2e

GENUINE = (
    b"Authentication-Results: mx.example.org; dmarc=pass header.from=openai.com\r\nFrom: a@openai.com\r\n\r\nhello\r\n"
)
TYPED = b"https://badge.example.org\nhttps://mail.example.org\n/tmp/genuine.eml\n\nn\nproxy\nverdicts\n"
SUDO = b"""#!/bin/sh
if [ "$1" = -u ]; then user=$2; shift 2; exec runuser -u "$user" -- "$@"; fi
exec "$@"
"""
# What a minimal system without a network cannot do: fetch Caddy, and copy to itself through ssh.
CADDY = b"[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/true\n"
INSTEAD = {
    "sudo apt install ./lencana_": "dpkg --force-unsafe-io -i /lencana.deb",
    "scp ": "cp state.tar.gz /tmp/",
}
PASSPHRASES = "export LENCANA_PASSPHRASE='correct horse' LENCANA_ROOT_PASSPHRASE=''; cd ~; "


def test_first_day(package: Path, tmp_path: Path) -> None:
    commands = first_day.counted(first_day.HANDBOOK.read_text()).commands
    with booted(own_suite(), tmp_path / "machine") as there:
        _prepare(there, package)
        seconds, told = dict[str, float](), dict[str, str]()
        for command in commands:
            line = next((other for start, other in INSTEAD.items() if command.startswith(start)), command)
            began = time.monotonic()
            told[command] = there.run(PASSPHRASES + line + (" </tmp/typed" if command.endswith(" setup") else ""))
            seconds[command] = time.monotonic() - began
        asked, *following = commands[1:]
        assert [command for command in following if command not in told[asked]] == [], "what `setup` prints"
        status = next(text for command, text in told.items() if command.endswith(" status"))
        assert "mx.example.org" in status
        assert "! " not in status, status
        assert "\nbadge.example.org {\n" in there.run("cat /etc/caddy/Caddyfile")
        assert "badge.example.org" in there.run("cat /root/poster.svg")
    for command, taken in seconds.items():
        print(f"{taken:5.1f} s  {command}")
    print(f"{sum(seconds.values()):5.1f} s  together")
    assert sum(seconds.values()) <= allowed(first_day.SECONDS_WAITING)


def _prepare(there: Machine, package: Path) -> None:
    """What an admin has: the package, two sticks, a genuine message; and what stands for `sudo` and Caddy."""
    there.copy(package, "/lencana.deb")
    there.run("mkdir -p /media/stick-a /media/stick-b /etc/caddy")
    there.write("/tmp/genuine.eml", GENUINE)
    there.write("/tmp/typed", TYPED)
    there.write("/usr/bin/sudo", SUDO)
    there.write("/etc/systemd/system/caddy.service", CADDY)
    there.run("chmod 755 /usr/bin/sudo; systemctl daemon-reload")
