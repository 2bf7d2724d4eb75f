"""Every limit and setting in one frozen value, read from DATA/lencana.toml and LENCANA_* variables, which win."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from enum import StrEnum, unique
from pathlib import Path
from typing import Annotated, Any

import msgspec

from lencana.core.languages import known_languages
from lencana.errors import SettingsError
from lencana.plain_faults import in_plain_words

PREFIX = "LENCANA_"
SETTINGS_FILE = "lencana.toml"  # in the data folder
MAX_REPORTS_KEEP = timedelta(days=366)
_SPAN = re.compile(r"([0-9]{1,4})([dhw])")
_UNITS = {"d": "days", "h": "hours", "w": "weeks"}
_UNKNOWN = re.compile(r"unknown field `([^`]*)`")


@unique
class DkimMode(StrEnum):
    """When to verify DKIM ourselves."""

    AUTO = "auto"  # when the raw message is there and no trusted evidence is
    ALWAYS = "always"
    OFF = "off"


@unique
class Reports(StrEnum):
    """What readers may report."""

    OFF = "off"
    VERDICTS = "verdicts"  # verdict, sender, subject, comment; never a whole message
    MESSAGES = "messages"  # the whole message too, where the reader ticks it


_Size = Annotated[int, msgspec.Meta(ge=1)]
_Seconds = Annotated[float, msgspec.Meta(gt=0)]
_Word = Annotated[str, msgspec.Meta(min_length=1)]


@unique
class Security(StrEnum):
    """How a connection to a mail server is protected."""

    TLS = "tls"  # from the first byte
    STARTTLS = "starttls"
    NONE = "none"  # to this machine alone


class MailboxSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The section `[mailbox]`: forward to check (docs/mailbox.md). Servers are HOST or HOST:PORT."""

    address: _Word  # to which people forward; answers come from it
    for_: Annotated[tuple[_Word, ...], msgspec.Meta(min_length=1)] = msgspec.field(name="for")  # own domains
    imap: str | None = None  # server of the mailbox
    imap_security: Security = Security.TLS
    imap_user: str | None = None  # `address` when none
    imap_password_file: str | None = None
    folder: _Word = "INBOX"
    move_to: str | None = None  # folder for judged messages; deleted when none
    lmtp: str | None = None  # ADDRESS:PORT to listen on, instead of IMAP
    smtp: _Word = "localhost:25"  # server that takes the answers
    smtp_security: Security = Security.STARTTLS
    smtp_user: str | None = None
    smtp_password_file: str | None = None
    language: str = "en"  # of an answer whose asker's program does not say
    answers_per_hour: _Size = 10  # to one person
    max_message: _Size = 25 * 1024 * 1024  # a forward with all its attachments
    metrics_file: str | None = None  # for the node exporter's textfile collector


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the operator may set; sizes in bytes, times in seconds."""

    authserv_ids: tuple[str, ...] = ()  # authserv-ids to trust (RFC 8601); `microsoft`: fields without an id
    arc_sealers: tuple[str, ...] = ()
    dkim: DkimMode = DkimMode.AUTO
    dns: str | None = None  # ADDRESS:PORT instead of the system's resolver
    database_url: str | None = None  # SQLAlchemy; SQLite in the data folder when none
    server: str | None = None  # public address of the server, such as https://lencana.example.org
    webmails: tuple[str, ...] = ()  # addresses of the webmails that readers use: /join tells them
    tokens: tuple[_Word, ...] = ()  # bearer tokens of readers; none: open to all who reach the port
    hosts: tuple[str, ...] = ()  # further Host names that are answered; loopback always is
    proxies: tuple[str, ...] = ()  # addresses or networks of reverse proxies whose X-Forwarded-For is trusted
    extension_origins: tuple[str, ...] = ()  # chrome-extension://… and moz-extension://…; none: any extension
    languages: tuple[_Word, ...] = ()  # codes of the languages that messages are judged in; none: all that there are
    max_message: _Size = 50 * 1024 * 1024  # a raw message
    max_json: _Size = 1024 * 1024  # a JSON body without `raw`
    max_headers: _Size = 256 * 1024  # a header block; the rest is not read
    max_text: _Size = 64 * 1024  # visible text that is judged; the rest is not read
    max_links: _Size = 200
    max_batch: _Size = 100
    max_allowlist: _Size = 64 * 1024 * 1024
    rate_limit: Annotated[int, msgspec.Meta(ge=0)] = 6000  # messages a minute of one client, in each worker; 0: any
    request_timeout: _Seconds = 10.0
    dns_timeout: _Seconds = 2.0  # in all, a message
    reports: Reports = Reports.VERDICTS  # what readers may report (docs/reports.md)
    reports_keep: str = "30d"  # until a report is deleted for good: days (d), hours (h) or weeks (w)
    reports_max: _Size = 2000  # reports that are kept; the oldest closed ones make room
    reports_max_bytes: _Size = 256 * 1024 * 1024  # of all that are kept
    reports_max_message: _Size = 5 * 1024 * 1024  # a message that is reported whole
    reports_forward: str | None = None  # address to which confirmed phish are sent as ARF (RFC 5965)
    reports_forward_from: str | None = None  # own address that they come from
    reports_smtp: str | None = None  # server that takes them, HOST or HOST:PORT
    reports_smtp_security: Security = Security.STARTTLS
    reports_smtp_user: str | None = None
    reports_smtp_password_file: str | None = None
    reports_webhook: str | None = None  # address to which confirmed phish are posted
    reports_webhook_secret_file: str | None = None  # "whsec_" and base64 (Standard Webhooks)
    mailbox: MailboxSettings | None = None  # forward to check

    @property
    def dns_server(self) -> tuple[str, int] | None:
        """Address and port of `dns`. Raises SettingsError when it is not ADDRESS:PORT."""
        if self.dns is None:
            return None
        from ipaddress import ip_address

        address, _, port = self.dns.rpartition(":")
        try:
            if not port.isdigit() or not 0 < int(port) < 65536:
                raise ValueError(port)
            return str(ip_address(address.strip("[]"))), int(port)
        except ValueError as error:
            raise SettingsError(f"dns: {self.dns!r} is not ADDRESS:PORT, such as 127.0.0.1:5353") from error

    @property
    def reports_kept(self) -> timedelta:
        """How long a report is kept. Raises SettingsError when `reports_keep` is no span of time."""
        match = _SPAN.fullmatch(self.reports_keep)
        span = timedelta(**{_UNITS[match[2]]: int(match[1])}) if match else timedelta()
        if not timedelta() < span <= MAX_REPORTS_KEEP:
            most = f"{MAX_REPORTS_KEEP.days}d"
            raise SettingsError(f'reports_keep: write days, hours or weeks such as "30d", at most "{most}"')
        return span


_CHOICES = {
    "dkim": DkimMode,
    "reports": Reports,
    "reports_smtp_security": Security,
    "mailbox.imap_security": Security,
    "mailbox.smtp_security": Security,
}


_WEB = ("https://", "http://")
_SCHEMES = {
    "server": (_WEB, "https://lencana.example.org"),
    "webmails": (_WEB, "https://mail.example.org"),
    "extension_origins": (
        ("chrome-extension://", "moz-extension://"),
        "chrome-extension://jlkemgomgediociemhbammfacpohjmng",
    ),
}


def load_settings(data: Path, environ: Mapping[str, str]) -> Settings:
    """Read the settings of the data folder.

    Raises SettingsError, naming the file or variable, the field and what is expected.
    """
    path = data / SETTINGS_FILE
    try:
        values = _read(path) if path.is_file() else {}
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: not UTF-8; save the file as UTF-8") from error
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror or error}") from error
    except ValueError as error:
        raise SettingsError(f"{path}: not TOML: {error}") from error
    for name in Settings.__struct_fields__:
        if (text := environ.get(PREFIX + name.upper())) is not None:
            values[name] = text.split() if _is_list(name) else text
    try:
        settings = msgspec.convert(values, Settings, strict=False)
    except msgspec.ValidationError as error:
        problem = _in_words(str(error))
        raise SettingsError(f"{_source(path, problem, environ)}: {problem}") from error
    for problem in _problems(settings):
        raise SettingsError(f"{_source(path, problem, environ)}: {problem}")
    return settings


def _problems(settings: Settings) -> Iterator[str]:
    """What no type tells: the setting's name first, and what to write."""
    if unknown := sorted(set(settings.languages).difference(known_languages() if settings.languages else ())):
        yield f"languages: there is no {unknown[0]!r}; choose from {', '.join(known_languages())}"
    for name, (schemes, example) in _SCHEMES.items():
        value = getattr(settings, name)
        for address in (value,) if isinstance(value, str) else value or ():
            if not address.startswith(schemes):
                yield f"{name}: {address!r} does not begin with {' or '.join(schemes)}; write one such as {example}"
    for host in settings.hosts:
        if "/" in host:
            yield f"hosts: {host!r} is no host name; write one such as lencana.example.org, without https:// and path"


def unwritable(path: Path, error: OSError) -> SettingsError:
    """For whoever could not write the settings."""
    return SettingsError(
        f"cannot write {path}: {error.strerror or error}; run this as the user to whom {path.parent} belongs"
    )


def _source(path: Path, problem: str, environ: Mapping[str, str]) -> str:
    """Where the setting stands that `problem` begins with: a variable wins over the file."""
    variable = PREFIX + problem.partition(":")[0].upper()
    return variable if variable in environ else str(path)


def _read(path: Path) -> dict[str, Any]:
    import tomllib  # not needed without a settings file

    return tomllib.loads(path.read_text())


def _in_words(message: str) -> str:
    """The setting's name first, and what to write; msgspec says `Expected … - at `$.name``."""
    reason, _, place = message.partition(" - at `$.")
    place = place.rstrip("`")
    if unknown := _UNKNOWN.search(reason):
        from difflib import get_close_matches  # a start without mistakes need not load it

        fields = MailboxSettings.__struct_encode_fields__ if place else Settings.__struct_fields__
        near = get_close_matches(unknown[1], fields, 1)
        remedy = f"; did you mean {near[0]!r}?" if near else "; remove it"
        return (f"{place}: " if place else "") + f"there is no setting {unknown[1]!r}" + remedy
    name = place.partition("[")[0]
    if name in _CHOICES:
        return f"{name}: write {', '.join(_CHOICES[name])}"
    if name in Settings.__struct_fields__ and _is_list(name):
        return f'{name}: write a list of words in quotation marks, such as {name} = ["…", "…"]'
    return f"{name}: {in_plain_words(reason)}"


def _is_list(name: str) -> bool:
    return isinstance(getattr(Settings(), name), tuple)
