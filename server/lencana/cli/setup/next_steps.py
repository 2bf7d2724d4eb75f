"""What `lencana setup` says is to be done next: the handbook's first day, with the organisation's own names."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from shlex import quote
from typing import Final
from urllib.parse import urlsplit

from lencana.cli.setup.answers import Answers, TlsBy

_PACKAGES_DATA: Final = Path("/var/lib/lencana")  # of the user whom the Debian package makes
_CADDYFILE: Final = "/usr/share/doc/lencana/examples/caddy/Caddyfile"
_ADMINS: Final = "lencana --data ~/lencana"


def next_steps(
    data: Path, answers: Answers, origin: str, authserv_id: str | None, token: str | None, *, trial: bool
) -> Iterator[str]:
    """Line by line, in the order of the handbook; a command stands alone in its line, to be copied."""
    step = map("  {:>2}. ".format, count(1)).__next__
    here = f"lencana --data {quote(str(data))}"
    if data == _PACKAGES_DATA:
        here = f"sudo -u lencana {here}"
    if trial:
        yield "\nHere (a trial: the keys have no passphrase and lie on the server):"
    else:
        yield "\nOn your own machine, never on the server (docs/admin.md, First day):"
        yield from _on_the_admins_machine(answers, origin, step)
        yield "\nHere, as the server's user; go on only if `restore` shows the fingerprint of your machine:"
        yield f"{step()}{here} restore - </tmp/state.tar.gz"
    yield from _start(data, answers, origin, step)
    if authserv_id is None:
        yield f"{step()}{here} doctor --apply genuine.eml"
        yield "      (with a message that you know to be genuine; without it hardly anything turns green)"
    yield f"{step()}{here} status"
    yield "\nFor the readers:" if trial else "\nFor the readers, on your own machine:"
    yield f"{step()}{here if trial else _ADMINS} root show --poster poster.svg --server {origin}"
    yield f"{step()}send your people to {origin}/join"
    if token:
        yield f"\nReaders' token (it stands in lencana.toml): {token}"


def _on_the_admins_machine(answers: Answers, origin: str, step: Callable[[], str]) -> Iterator[str]:
    extras = "".join(f" --with {name}" for name in answers.lists)
    webmails = "".join(f" --webmail {webmail}" for webmail in answers.webmails) or " --webmail https://mail.example.org"
    keys = "--root-key /media/stick-a/root.pem --root-key /media/stick-b/spare.pem"
    yield f"{step()}{_ADMINS} init {keys}{extras}"
    yield f"{step()}{_ADMINS} extension pack --new-key --server {origin}{webmails}"
    yield f"{step()}{_ADMINS} backup --no-keys state.tar.gz"
    yield f"{step()}{_ADMINS} backup /media/stick-a/lencana.tar.gz"
    yield f"{step()}scp state.tar.gz {urlsplit(origin).hostname}:/tmp/"


def _start(data: Path, answers: Answers, origin: str, step: Callable[[], str]) -> Iterator[str]:
    """The server, and who speaks https for it."""
    is_packaged, behind_proxy = data == _PACKAGES_DATA, answers.tls is TlsBy.PROXY
    serve = f"lencana --data {quote(str(data))} serve --no-init"
    if answers.tls is TlsBy.LENCANA:
        serve += " --host 0.0.0.0 --port 443 --tls-certificate chain.pem --tls-key key.pem"
    if behind_proxy and is_packaged:
        name = urlsplit(origin).netloc
        yield f"{step()}sed 's/^badge[.]example[.]org/{name}/' {_CADDYFILE} | sudo tee /etc/caddy/Caddyfile"
        yield "      (where Caddy serves other sites, add to its file instead; nginx: docs/admin.md)"
    elif behind_proxy:
        yield f"{step()}put a reverse proxy in front of it: deploy/caddy/Caddyfile, or deploy/nginx/nginx.conf"
    if is_packaged:
        yield f"{step()}sudo systemctl restart lencana{' caddy' if behind_proxy else ''}"
    else:
        yield f"{step()}{serve}"
    if is_packaged and answers.tls is TlsBy.LENCANA:
        yield f"      (first, with `sudo systemctl edit lencana`: {serve})"
