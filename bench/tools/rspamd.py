"""rspamd on loopback with only the modules that do what we do: DKIM, SPF (which its DMARC asks for), DMARC, phishing.

It is run from a folder of its own and touches nothing of an rspamd that the machine may have in use. What it compiles
at its first start (a quarter of a minute) is kept in build/bench/rspamd.
"""

import http.client
import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum, unique
from pathlib import Path

from bench.servers import process
from bench.tools.passes import Order, Pass

_SHARE = Path("/usr/share/rspamd")
_ROOM = Path(__file__).resolve().parents[2] / "build" / "bench" / "rspamd"
_READY_SECONDS = 90  # the first start compiles
_CLIENT = {"IP": "192.0.2.7", "Helo": "out.example"}
_MODULES = 'modules {{ path = "{plugins}/spf.lua"; path = "{plugins}/dmarc.lua"; path = "{plugins}/phishing.lua"; }}'
_CONFIGURATION = """\
options {{
    filters = "{filters}";
    dns {{ nameserver = "{dns}"; timeout = 1s; retransmits = 3; }}
    url_tld = "{share}/effective_tld_names.dat";
    pidfile = "{room}/pid"; cache_file = "{room}/symbols.cache"; history_file = "{room}/history";
    control_socket = "{room}/control mode=0600"; hs_cache_dir = "{cache}"; stats_file = "{room}/stats";
    rrd = "{room}/rrd"; tempdir = "{room}";
    explicit_modules = ["settings"];
    local_addrs = [];
}}
logging {{ type = "console"; level = "error"; }}
worker "normal" {{ bind_socket = "127.0.0.1:{port}"; count = 1; }}
{modules}
dkim {{ dkim_cache_size = 2k; }}
spf {{ }}
dmarc {{ }}
phishing {{ symbol = "PHISHING"; openphish_enabled = false; phishtank_enabled = false; }}
actions {{ reject = 15; }}
"""


@unique
class Work(StrEnum):
    """How much of it: reading is what it always does (HTML, links, words, language)."""

    READING = "reading"
    DKIM = "dkim"
    JUDGING = "judging"


def absent() -> str | None:
    """Why rspamd cannot be measured here; None if it can."""
    return None if shutil.which("rspamd") and _SHARE.is_dir() else "rspamd is not installed"


def version() -> str:
    """As it names itself."""
    done = subprocess.run(["rspamd", "--version"], capture_output=True, text=True, timeout=30)
    return done.stdout.split()[-1]


_WANTED = {
    Work.READING: (b'"urls":',),
    Work.DKIM: (b"R_DKIM_ALLOW",),
    Work.JUDGING: (b"R_DKIM_ALLOW", b"DMARC_POLICY_ALLOW"),
}


@contextmanager
def rspamd(order: Order, work: Work) -> Iterator[Pass]:
    """It judges over HTTP, one message a connection: it closes each by itself."""
    room = _ROOM / work
    room.mkdir(parents=True, exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    file = room / "rspamd.conf"
    where = {"dns": order.dns, "share": _SHARE, "room": room, "cache": _ROOM, "port": port}
    filters = "" if work is Work.READING else "dkim"
    modules = _MODULES.format(plugins=_SHARE / "plugins") if work is Work.JUDGING else ""
    file.write_text(_CONFIGURATION.format(**where, filters=filters, modules=modules))
    user = pwd.getpwuid(os.getuid()).pw_name
    command = ["rspamd", "--no-fork", "--insecure", "--user", user, "--group", user, "--config", str(file)]
    messages = [(order.folder / f"{at}.eml").read_bytes() for at in range(order.count)]
    log = room / "log"
    with log.open("wb") as out:
        running = subprocess.Popen(command, stdout=out, stderr=out)
    try:
        _await(running, port, log)
        yield lambda: _pass(running.pid, port, messages, _WANTED[work])
    finally:
        running.terminate()
        running.wait(20)


def _pass(pid: int, port: int, messages: list[bytes], wanted: tuple[bytes, ...]) -> float:
    before = process.cpu_of_tree(pid)
    right = sum(all(symbol in answer for symbol in wanted) for answer in (_ask(port, raw) for raw in messages))
    if right != len(messages):
        raise RuntimeError(f"rspamd: {right} of {len(messages)} messages were judged rightly")
    return (process.cpu_of_tree(pid) - before) / len(messages)


def _ask(port: int, raw: bytes) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("POST", "/checkv2", raw, _CLIENT)
        return connection.getresponse().read()
    finally:
        connection.close()


def _await(running: subprocess.Popen[bytes], port: int, log: Path) -> None:
    give_up = time.monotonic() + _READY_SECONDS
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError as error:
            if running.poll() is not None or time.monotonic() > give_up:
                raise RuntimeError(f"rspamd did not start: {log.read_text()[-1000:]}") from error
        time.sleep(0.1)
