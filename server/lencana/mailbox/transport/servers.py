"""Where the mail servers are, and the passwords for them; a password is never shown, logged or part of an error."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lencana.errors import SettingsError
from lencana.settings import Security
from lencana.trust.session import is_loopback

DEFAULT_PORTS = {
    "imap": {Security.TLS: 993, Security.STARTTLS: 143, Security.NONE: 143},
    "smtp": {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25},
}


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server as a client reaches it."""

    host: str
    port: int
    security: Security
    user: str | None
    password: str | None = field(repr=False)

    @property
    def tls(self) -> ssl.SSLContext | None:
        """Certificates are verified, always."""
        return None if self.security is Security.NONE else ssl.create_default_context()


def read_server(
    kind: str,
    place: str,
    security: Security,
    user: str | None,
    password_file: str | None,
    environ: Mapping[str, str],
    *,
    prefix: str = "mailbox.",
) -> Server:
    """The server `kind` ("imap" or "smtp") at HOST or HOST:PORT; the settings' names begin with `prefix`.

    The password is that of LENCANA_MAILBOX_IMAP_PASSWORD or …_SMTP_PASSWORD (with the prefix in capitals), else the
    first line of the file. Raises SettingsError.
    """
    host, port = read_place(kind, place, DEFAULT_PORTS[kind][security], prefix=prefix)
    if security is Security.NONE and not is_loopback(host):
        raise SettingsError(f'{prefix}{kind}_security: "none" is for servers on this machine alone; write "tls"')
    variable = f"LENCANA_{prefix.replace('.', '_')}{kind}_PASSWORD".upper()
    password = environ.get(variable)
    if password is None and password_file is not None:
        try:
            password = Path(password_file).read_text().partition("\n")[0].rstrip("\r")
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"{prefix}{kind}_password_file: {password_file} cannot be read") from error
    if user and not password:
        raise SettingsError(f"{prefix}{kind}_password_file: name the file that holds the password, or set {variable}")
    return Server(host, port, security, user, password)


def read_place(name: str, place: str, default_port: int, *, prefix: str = "mailbox.") -> tuple[str, int]:
    """Host and port of HOST, HOST:PORT or [IPv6]:PORT. Raises SettingsError."""
    host, colon, port = place.rpartition(":")
    if not colon or (":" in host and not host.startswith("[")):
        host, port = place, str(default_port)
    if not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise SettingsError(f"{prefix}{name}: {place!r} is not HOST:PORT, such as mail.example.org:993")
    return host.strip("[]"), int(port)
