"""A PostgreSQL of one's own on loopback, that can be taken away and given back."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import psycopg

from e2e.process import START_TIMEOUT, free_port, running, skip

_PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)  # Debian keeps it off the PATH


class PostgreSQL:
    """A cluster in a temporary folder. PostgreSQL refuses to run as root, so root lends it to the user `postgres`."""

    def __init__(self) -> None:
        """Make a cluster, not yet running; skips the test where there is no PostgreSQL."""
        places = [*_PLACES, *map(Path, os.environ.get("PATH", "").split(":"))]
        self._bin = next((place for place in places if (place / "initdb").exists()), None) or _missing()
        self._as = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        self._folder = Path(tempfile.mkdtemp(prefix="lencana-pg-"))
        self._folder.chmod(0o755)
        self._port = free_port()
        self._running = ExitStack()
        if self._as:
            os.chown(self._folder, pwd.getpwnam("postgres").pw_uid, -1)
        initdb = (self._bin / "initdb", "-D", self.data, "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8")
        try:
            _run(*self._as, *initdb, cwd=self._folder)
        except BaseException:
            self.close()
            raise

    @property
    def url(self) -> str:
        """For `database_url`."""
        return f"postgresql://postgres@127.0.0.1:{self._port}/lencana"

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url.rpartition("/")[0] + "/postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    @property
    def data(self) -> Path:
        """Where its files are."""
        return self._folder / "data"

    def start(self) -> None:
        """Run it until `stop`."""
        command = [*self._as, self._bin / "postgres", "-D", self.data, "-p", str(self._port), "-k", self._folder]
        command += ["-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200"]
        log = self._folder.with_suffix(".log")
        self._running.enter_context(running(command, log=log, port=self._port, cwd=self._folder))
        deadline = time.monotonic() + START_TIMEOUT
        while not self._answers():  # it listens before it is ready
            assert time.monotonic() < deadline, log.read_text(errors="replace")[-2000:]
            time.sleep(0.05)

    def create(self) -> None:
        """Make the database anew, empty."""
        with psycopg.connect(self.url.rpartition("/")[0] + "/postgres", autocommit=True) as connection:
            connection.execute("DROP DATABASE IF EXISTS lencana WITH (FORCE)")
            connection.execute("CREATE DATABASE lencana")

    def stop(self) -> None:
        """At once, whoever is connected."""
        _run(*self._as, self._bin / "pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop", cwd=self._folder)
        self._running.close()

    def close(self) -> None:
        """Stop it and remove its folder."""
        with self._running:  # ended in any case
            if (self.data / "postmaster.pid").exists():
                self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.with_suffix(".log").unlink(missing_ok=True)


def _missing() -> Path:
    skip("not installed: postgresql (tests/e2e/install.sh installs it)")
    raise AssertionError


def _run(*command: str | Path, cwd: Path) -> None:
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
