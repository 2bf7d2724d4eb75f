"""`lencana serve` as an operator meets it: a process, its words, its exit codes."""

import contextlib
import re
import resource
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from running import allowed, lencana_process

from .serving import FOREVER, Serving, free_port, serving
from .test_silence import BODIES, CANARY

pytestmark = pytest.mark.slow

RAW = {"Content-Type": "message/rfc822"}
GUIDANCE = ("chrome://extensions", "about:debugging")
HALF = b"POST /v1/check HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: message/rfc822\r\nContent-Length: 999\r\n\r\n"
EVERYWHERE = "0.0.0.0"  # noqa: S104 (that it is refused is what is tested)


def test_from_an_empty_folder_to_an_answer_and_again(tmp_path: Path) -> None:
    data = tmp_path / "deep" / "data"
    with serving(data, terminal=True) as server:
        assert server.request("GET", "/readyz")[0] == 200
        server.wait_for("Then, in the extension")
        words = server.text
        for needed in ("made list version 1", "no passphrase", f"http://127.0.0.1:{server.port}/", *GUIDANCE):
            assert needed in words
        assert f"lencana --data {data} check message.eml" in words
        fingerprint = re.search(r"^  ((?:[0-9a-f]{4} ){15}[0-9a-f]{4})$", words, re.MULTILINE)
        assert fingerprint
        assert fingerprint[1].encode() in server.request("GET", "/")[1]
        assert server.stop(signal.SIGINT) == 0
    before = {path: path.read_bytes() for path in data.rglob("*") if path.is_file()}
    with serving(data) as server:
        assert server.request("GET", "/healthz")[0] == 200
        assert server.stop() == 0
        assert "made" not in server.text
        assert "Traceback" not in server.text
    assert {path: path.read_bytes() for path in data.rglob("*") if path.is_file()} == before


def test_nothing_of_a_message_is_written_by_the_whole_process(organisation: Path) -> None:
    with serving(organisation, max_message="2000") as server:
        for kind, body in BODIES:
            server.request("POST", f"/v1/check?q={CANARY}", body.encode(), **{"Content-Type": kind, "Referer": CANARY})
        server.request("GET", f"/v1/domains/{CANARY}.example")
        server.request("GET", f"/{CANARY}")
        with socket.create_connection(("127.0.0.1", server.port)) as half:
            half.sendall(HALF + CANARY.encode())
        with socket.create_connection(("127.0.0.1", server.port)) as junk:
            junk.sendall(f"{CANARY} {CANARY}\r\n\r\n".encode())
        assert server.request("GET", "/healthz")[0] == 200
        assert server.stop() == 0
        assert CANARY not in server.text.lower()
        for path in organisation.rglob("*"):
            assert not path.is_file() or CANARY.encode() not in path.read_bytes()


def test_a_crash_leaves_no_message_behind(organisation: Path) -> None:
    """A core dump would be all the memory of a worker."""
    soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    try:
        with serving(organisation) as server:
            workers = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
            assert workers
            for process in (str(server.process.pid), *workers):
                assert re.search(r"Max core file size +0 ", Path(f"/proc/{process}/limits").read_text())
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, (soft, hard))


@pytest.fixture(scope="module")
def guarded(organisation: Path) -> Iterator[Serving]:
    """For all the world, with a token, and for messages of 100,000 bytes."""
    with serving(organisation, "--host", EVERYWHERE, max_message="100000", tokens="sesame") as server:
        yield server


def test_a_large_body_is_refused_with_an_answer(guarded: Serving) -> None:
    status, body = guarded.request("POST", "/v1/check", b"x" * 3_000_000, **RAW, Authorization="Bearer sesame")
    assert (status, b"100000 bytes" in body) == (413, True)


@pytest.mark.parametrize(("token", "status"), [("sesame", b"413"), ("none", b"401")])
def test_a_client_that_is_still_sending_gets_the_refusal(guarded: Serving, token: str, status: bytes) -> None:
    head = HALF.replace(b"999\r\n", b"1000000\r\nAuthorization: Bearer %s\r\n" % token.encode())
    with socket.socket() as client:
        client.settimeout(FOREVER)
        client.connect(("127.0.0.1", guarded.port))
        client.sendall(head)
        for _ in range(10):
            client.sendall(b"x" * 100_000)
            time.sleep(0.02)  # long enough for a server that does not read on to have answered and hung up
        assert client.recv(4096).split(b" ")[1] == status


def test_an_answer_is_sent_in_one_piece(guarded: Serving) -> None:
    """A server that is killed between head and body would leave half an answer, which no proxy can ask for again."""
    with socket.create_connection(("127.0.0.1", guarded.port), timeout=FOREVER) as client:
        for _ in range(200):
            client.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert client.recv(4096).endswith(b'{"status":"ok"}')


def test_head_is_answered_without_a_body(guarded: Serving) -> None:
    with socket.create_connection(("127.0.0.1", guarded.port), timeout=FOREVER) as client:
        for _ in range(2):
            client.sendall(b"HEAD /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            answer = client.recv(4096)
            assert answer.startswith(b"HTTP/1.1 200 ") and answer.endswith(b"\r\n\r\n")


@pytest.mark.skipif(sys.platform != "linux", reason="needs TCP_INFO")
def test_stalled_bodies_are_ended_and_others_served(organisation: Path) -> None:
    with serving(organisation, request_timeout="1") as server, contextlib.ExitStack() as stack:
        way = {"address": ("127.0.0.1", server.port), "source_address": ("127.0.0.2", 0)}  # another than who is served
        stalled = [stack.enter_context(socket.create_connection(**way, timeout=20)) for _ in range(40)]
        for connection in stalled:
            connection.sendall(HALF + b"x")
        assert server.request("POST", "/v1/check", b"From: a@example.org", **RAW)[0] == 200
        for connection in stalled:
            while connection.recv(4096):
                pass


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_no_worker_outlives_a_server_that_was_killed(organisation: Path) -> None:
    with serving(organisation) as server:
        server.process.kill()
        give_up = time.monotonic() + allowed(15)
        while time.monotonic() < give_up:
            try:
                server.request("GET", "/healthz")
            except OSError:
                return
            time.sleep(0.2)
        pytest.fail("a worker still serves")


def test_a_taken_port_is_one_clear_line(organisation: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = lencana_process(organisation, "serve", "--port", str(port))
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert f"port {port} on 127.0.0.1 is taken" in done.stderr


def test_two_servers_never_share_a_port(organisation: Path, guarded: Serving) -> None:
    done = lencana_process(organisation, "serve", "--port", str(guarded.port))
    assert (done.returncode, "is taken" in done.stderr) == (2, True)


@pytest.mark.parametrize("host", [EVERYWHERE, "::"])
def test_beyond_this_machine_only_with_a_token(organisation: Path, host: str) -> None:
    done = lencana_process(organisation, "serve", "--host", host, "--port", str(free_port()))
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "tokens" in done.stderr
    assert "--no-auth" in done.stderr


def test_beyond_this_machine_with_a_token(guarded: Serving) -> None:
    assert guarded.request("POST", "/v1/check", b"", **RAW)[0] == 401
    assert guarded.request("POST", "/v1/check", b"", **RAW, Authorization="Bearer sesame")[0] == 200


def test_a_service_on_a_folder_that_is_set_up_logs_one_line_instead_of_the_banner(organisation: Path) -> None:
    with serving(organisation, "--no-init") as server:
        assert server.request("GET", "/healthz")[0] == 200
        assert server.stop() == 0
    fingerprint = (organisation / "root.sha256").read_text().strip()
    line = f"Lencana is running:  http://127.0.0.1:{server.port}/  root fingerprint {fingerprint}\n"
    assert [own for own in server.lines if " WARNING " not in own] == [line]  # its list is an old one


def test_a_service_makes_no_keys(tmp_path: Path) -> None:
    data = tmp_path / "data"
    done = lencana_process(data, "serve", "--no-init", "--port", str(free_port()))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert f"--data {data} init`" in done.stderr and "restore" in done.stderr
    assert not data.exists()


def test_a_folder_that_cannot_be_made_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = lencana_process(tmp_path / "file" / "data", "serve", "--port", str(free_port()))
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "--data" in done.stderr


def test_a_bad_setting_is_one_clear_line(organisation: Path) -> None:
    done = lencana_process(organisation, "serve", "--port", str(free_port()), max_message="much")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "max_message" in done.stderr
