"""The Debian package under systemd: a booted Debian in a container, from installing to purging, on each release."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from running import allowed

from . import packages
from .debian import SUITES
from .machine import Machine
from .systems import booted

ANSWERS = b'server = "https://badge.example.org"\nlists = ["common-id"]\ntoken = true\ntls = "nobody"\n'
LENCANA = "runuser -u lencana -- lencana --data /var/lib/lencana"
SETTINGS = "/etc/lencana/lencana.toml"
INSTALL = "dpkg --force-unsafe-io -i"

pytestmark = pytest.mark.e2e


def show(there: Machine, name: str, unit: str = "lencana") -> str:
    """A property of a unit."""
    return there.run(f"systemctl show -P {name} {unit}").strip()


def ask(there: Machine, path: str) -> str:
    """What the server answers; empty while it does not."""
    program = "import urllib.request as u, sys; sys.stdout.write(u.urlopen(sys.argv[1]).read().decode())"
    return there.ask(f'/opt/lencana/bin/python3 -c "{program}" http://127.0.0.1:8025{path} 2>/dev/null || true')


def wait(what: str, ready: Callable[[], object]) -> None:
    until = time.monotonic() + allowed(30)
    while not ready():
        assert time.monotonic() < until, what
        time.sleep(0.2)


def list_in_force(there: Machine) -> dict[str, object]:
    """The list that the server gives out, once it is up."""
    try:
        wait("the server is ready", lambda: ask(there, "/readyz"))
    except AssertionError:
        pytest.fail(there.ask("journalctl -u lencana -n 30 --no-pager"))
    assert ask(there, "/healthz")
    found: dict[str, object] = json.loads(ask(there, "/v1/allowlist"))
    assert found["payloadType"]
    return found


@pytest.mark.parametrize("suite", SUITES)
def test_from_installing_to_purging(suite: str, package_of: packages.Builder, tmp_path: Path) -> None:
    package = package_of(suite)
    with booted(suite, tmp_path / "machine") as there:
        there.run("dpkg --purge --force-depends python3-venv python3-pip-whl python3-setuptools-whl >/dev/null 2>&1")
        there.copy(package, "/lencana.deb")
        there.copy(packages.newer(package, tmp_path), "/newer.deb")
        assert "waits for a list" in there.run(f"{INSTALL} /lencana.deb")
        modes = there.run(f"stat -c '%U:%G %a' /var/lib/lencana /etc/lencana {SETTINGS}").split("\n")[:3]
        assert modes == ["lencana:lencana 700", "lencana:lencana 750", "lencana:lencana 640"]

        there.run("systemctl start lencana")
        assert (show(there, "ActiveState"), show(there, "ConditionResult")) == ("inactive", "no"), "not set up yet"
        there.write("/tmp/answers.toml", ANSWERS)
        there.run(f"{LENCANA} setup --trial --answers /tmp/answers.toml")
        there.run("systemctl start lencana")
        before = list_in_force(there)
        assert show(there, "User") == "lencana"
        assert show(there, "UnitFileState") == "enabled", "it starts with the machine"

        there.run("systemctl start lencana-milter")
        wait("the milter listens", lambda: "running on inet:8891" in there.ask("journalctl -u lencana-milter"))
        assert show(there, "ActiveState", "lencana-milter") == "active"
        there.run("systemctl stop lencana-milter")

        there.run("systemctl kill --kill-whom=all -s KILL lencana")
        wait("restarted", lambda: show(there, "NRestarts") == "1")
        assert list_in_force(there) == before

        there.run(f"echo 'max_links = 50' >>{SETTINGS}")
        assert (
            "tokens" in there.run(f"cat {SETTINGS}") and there.run(f"stat -c %U:%G {SETTINGS}") == "lencana:lencana\n"
        )
        settings, was = there.run(f"cat {SETTINGS}"), show(there, "MainPID")
        there.run(f"{INSTALL} /newer.deb")
        assert show(there, "MainPID") != was, "the new version runs"
        assert list_in_force(there) == before
        assert there.run(f"cat {SETTINGS}") == settings

        there.run("systemctl stop lencana")
        assert show(there, "Result") == "success"
        there.run("systemctl start lencana")
        assert "data stays in /var/lib/lencana" in there.run("dpkg --purge lencana")
        assert not ask(there, "/healthz")
        assert show(there, "LoadState") == "not-found"
        for path in (
            "/opt/lencana",
            "/usr/bin/lencana",
            "/etc/lencana",
            "/usr/share/lencana",
            "/usr/share/doc/lencana",
        ):
            assert not there.has(path), path
        assert there.run("cat /var/lib/lencana/lencana.toml") == settings

        there.run(f"{INSTALL} /lencana.deb")
        there.run("systemctl start lencana")
        assert list_in_force(there) == before, "a purge leaves the organisation's data"
        assert there.run("systemctl --failed --plain --no-legend") == ""
