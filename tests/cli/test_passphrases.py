"""Passphrases: the root keys have their own, and a forgotten one says where to go on."""

import os
import pty
import select
import sys
from pathlib import Path
from time import monotonic

import pytest

from admin import Lencana
from lencana.errors import KeyFileError
from lencana.trust.keys import signing

pytestmark = pytest.mark.slow


def typed(folder: Path, *words: str, answers: list[str]) -> tuple[int, str]:
    """A run at a terminal: each question gets the next answer; the exit code and what was shown."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(folder)
        for name in [name for name in os.environ if name.startswith("LENCANA_")]:
            del os.environ[name]
        argv = [sys.executable, "-m", "lencana", "--data", str(folder / "data"), *words]
        os.execv(sys.executable, argv)  # noqa: S606 (a terminal of its own is the point)
    shown, left, answered = "", list(answers), 0
    deadline = monotonic() + 120
    while monotonic() < deadline:
        if select.select([terminal], [], [], 1)[0]:
            try:
                shown += os.read(terminal, 4096).decode()
            except OSError:
                break
        if shown.endswith(": ") and len(shown) > answered and left:
            answered = len(shown)
            os.write(terminal, left.pop(0).encode() + b"\n")
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), shown


def opens(path: Path, passphrase: str | None) -> bool:
    try:
        signing.load_key(path, passphrase.encode() if passphrase else None)
    except KeyFileError:
        return False
    return True


@pytest.mark.parametrize("root", ["drawer", ""])
def test_init_asks_for_each(tmp_path: Path, root: str) -> None:
    code, shown = typed(tmp_path, "init", answers=["weekly", "weekly", root, root])
    assert code == 0, shown
    assert "Passphrase for the list key, needed every week" in shown
    assert "write it down" in shown
    assert "Passphrase for the root keys (empty: none)" in shown
    keys = tmp_path / "data" / "keys"
    assert opens(keys / "list.pem", "weekly") and not opens(keys / "list.pem", root)
    assert opens(keys / "root.pem", root or None)
    assert not root or not opens(keys / "root.pem", "weekly")
    assert signing.is_encrypted(keys / "root.pem") is bool(root)


@pytest.mark.usefixtures("cheap_passphrases")
def test_at_a_terminal_one_may_try_again(tmp_path: Path) -> None:
    Lencana(tmp_path, LENCANA_PASSPHRASE="weekly")("init")
    code, shown = typed(tmp_path, "allowlist", "renew", "--yes", answers=["weakly", "weekly"])
    assert code == 0, shown
    assert "list.pem: the passphrase is missing or wrong" in shown
    code, shown = typed(tmp_path, "allowlist", "renew", "--yes", answers=["x", "y", "z"])
    assert code == 2
    assert shown.count("Passphrase of") == 3


@pytest.mark.usefixtures("cheap_passphrases")
def test_from_the_environment(tmp_path: Path) -> None:
    both = Lencana(tmp_path, LENCANA_PASSPHRASE="weekly", LENCANA_ROOT_PASSPHRASE="drawer")
    both("init")
    keys = tmp_path / "data" / "keys"
    assert opens(keys / "root.pem", "drawer") and opens(keys / "list.pem", "weekly")
    both("root", "rotate", "--yes")
    both("allowlist", "renew", "--yes")
    said = Lencana(tmp_path, LENCANA_PASSPHRASE="weekly").fails("root", "rotate", "--yes")
    assert "root.pem: the passphrase is missing or wrong" in said
    assert '"A key is lost"' in said


@pytest.mark.usefixtures("cheap_passphrases")
def test_root_keys_without_a_passphrase_by_choice(tmp_path: Path) -> None:
    Lencana(tmp_path, LENCANA_PASSPHRASE="weekly")("init", "--no-root-passphrase")
    keys = tmp_path / "data" / "keys"
    assert opens(keys / "root.pem", None) and signing.is_encrypted(keys / "list.pem")


def test_the_handbook_has_the_section_that_the_error_names() -> None:
    handbook = (Path(__file__).parents[2] / "docs" / "admin.md").read_text()
    assert "\n## A key is lost\n" in handbook
