"""Changing one line of the list: add-… and remove-…. Each shows the change, asks, signs and publishes."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import click

from lencana.cli import Context
from lencana.cli.allowlist.edit import change_list, file_option, release_options
from lencana.cli.allowlist.signing_base import ReleaseOptions
from lencana.errors import InputError
from lencana.trust.list_source import edit as list_source_edit
from lencana.trust.list_source import entries

BLOCK_DAYS = 90  # of a blocked sender, unless the admin says otherwise: phishing addresses do not live long


class _BrandField(NamedTuple):
    """A field of a brand that has commands of its own: add-NOUN and remove-NOUN."""

    noun: str
    field: str
    read: Callable[[str, str], str]
    metavar: str
    what: str  # one entry, in plain words
    example: str


_host, _address = (entries.read_host, "DOMAIN"), (entries.read_address, "ADDRESS")
_phone = (entries.read_phone, "NUMBER")
_BRAND_FIELDS = (
    _BrandField("domain", "domains", *_host, "a From domain of a brand", "openai sora.com"),
    _BrandField("sender", "senders", *_address, "an exact sender of a brand", "openai pay@stripe.com"),
    _BrandField("link", "links", *_host, "a further host of a brand, for links", "paypal paypal.me"),
    _BrandField("known", "known", *_host, "an honest name that is like a brand's", "openai openair.com"),
    _BrandField("owned", "owned", *_host, "a brand's domain that is never green", "paypal paypal.de"),
    _BrandField("tenant", "tenants", *_host, "a brand's zone of strangers' names", "microsoft onmicrosoft.com"),
    _BrandField("carrier", "carriers", *_address, "an address that carries strangers' words", "acme share@acme.com"),
    _BrandField("phone", "phones", *_phone, "a number that a brand's mail may name", 'paypal "+1 888 221 1161"'),
)


def _command(name: str, doc: str, example: str, run: Callable[..., Any], *parameters: Any) -> click.Command:
    """A command with the options of all that change a list."""
    run.__doc__ = (
        f"{doc} The file keeps its comments and its layout.\n\n\b\nExample:  lencana allowlist {name} {example}\n"
    )
    command = release_options(file_option(click.pass_obj(run)))
    for parameter in reversed(parameters):
        command = parameter(command)
    return click.command(name, short_help=doc)(command)


def _change_brand_field(
    name: str, field: _BrandField, change: Callable[[str, str, str, str], str], verb: str
) -> click.Command:
    def run(context: Context, brand: str, entry: str, file: Path | None, **options: Any) -> None:
        written = field.read(entry, field.field)
        change_list(context, file, ReleaseOptions(**options), lambda text: change(text, brand, field.field, written))

    return _command(
        name,
        f"{verb} {field.what}.",
        field.example,
        run,
        click.argument("brand"),
        click.argument("entry", metavar=field.metavar),
    )


def _add_entry(text: str, brand: str, field: str, entry: str) -> str:
    """Add an entry; a domain that was `owned` becomes one to verify."""
    if field == "domains" and entry in list_source_edit.entries_of(text, brand, "owned"):
        text = list_source_edit.remove_entry(text, brand, "owned", entry)
    return list_source_edit.add_entry(text, brand, field, entry)


def _brand_commands() -> list[click.Command]:
    edit = list_source_edit
    return [
        _change_brand_field(f"{verb}-{field.noun}", field, change, title)
        for verb, title, change in (("add", "Add", _add_entry), ("remove", "Remove", edit.remove_entry))
        for field in _BRAND_FIELDS
    ]


def _add_platform(context: Context, domain: str, file: Path | None, **options: Any) -> None:
    host = entries.read_host(domain, "platform")
    _change(
        context, file, options, lambda text: list_source_edit.put_table(text, "platform", "domain", {"domain": host})
    )


def _remove_platform(context: Context, domain: str, file: Path | None, **options: Any) -> None:
    host = entries.read_host(domain, "platform")
    _change(context, file, options, lambda text: list_source_edit.remove_table(text, "platform", "domain", host))


def _add_blocked(context: Context, entry: str, until: str | None, file: Path | None, **options: Any) -> bool:
    key, value = _read_blocked(entry)
    end = entries.read_until(until or (context.now + timedelta(days=BLOCK_DAYS)).date(), "until")
    if end <= context.now:
        raise InputError(f"until: {until} is in the past: it would block nothing")
    return _change(
        context,
        file,
        options,
        lambda text: list_source_edit.put_table(text, "blocked", key, {key: value, "until": end}),
    )


def _remove_blocked(context: Context, entry: str, file: Path | None, **options: Any) -> None:
    key, value = _read_blocked(entry)
    _change(context, file, options, lambda text: list_source_edit.remove_table(text, "blocked", key, value))


def _read_blocked(entry: str) -> tuple[str, str]:
    if "@" in entry:
        return "sender", entries.read_address(entry, "blocked")
    return "domain", entries.read_host(entry, "blocked")


def _add_person(
    context: Context, name: str, addresses: tuple[str, ...], alias: tuple[str, ...], file: Path | None, **options: Any
) -> None:
    full_name = entries.read_name(name, "person")
    new = {
        "addresses": [entries.read_address(address, "person: addresses") for address in addresses],
        "aliases": [entries.read_name(text, "person: aliases") for text in alias],
    }

    def change(text: str) -> str:
        there = list_source_edit.table_of(text, "person", "name", full_name) or {}
        lists = {field: list(dict.fromkeys((*there.get(field, ()), *values))) for field, values in new.items()}
        values = {field: values for field, values in lists.items() if values}
        return list_source_edit.put_table(text, "person", "name", {"name": there.get("name", full_name), **values})

    _change(context, file, options, change)


def _remove_person(context: Context, name: str, file: Path | None, **options: Any) -> None:
    full_name = entries.read_name(name, "person")
    _change(context, file, options, lambda text: list_source_edit.remove_table(text, "person", "name", full_name))


def _change_authserv_id(change: Callable[[str, str, str], str]) -> Callable[..., None]:
    def run(context: Context, authserv_id: str, file: Path | None, **options: Any) -> None:
        read = entries.read_authserv_id(authserv_id, "authserv_ids")
        _change(context, file, options, lambda text: change(text, "authserv_ids", read))

    return run


def _change(context: Context, file: Path | None, options: dict[str, Any], change: Callable[[str], str]) -> bool:
    """True if there was nothing to change, or it was released."""
    return change_list(context, file, ReleaseOptions(**options), change)


_domain = click.argument("domain")
_entry = click.argument("entry", metavar="ADDRESS|DOMAIN")
_name = click.argument("name")
_authserv_id = click.argument("authserv_id", metavar="ID")
_until = click.option(
    "--until", metavar="DAY", help=f"The last day, such as 2027-01-31. Default: {BLOCK_DAYS} days on."
)
_addresses = click.argument("addresses", metavar="ADDRESS...", nargs=-1, required=True)
_alias = click.option("--alias", multiple=True, help='Another way to write the name, such as "Rina H."; repeatable.')

COMMANDS = (
    *_brand_commands(),
    _command("add-platform", "Add a service that relays others' mail.", "gitlab.com", _add_platform, _domain),
    _command("remove-platform", "Remove a service that relays others' mail.", "gitlab.com", _remove_platform, _domain),
    _command(
        "add-blocked",
        "Block a sender, confirmed as a phish.",
        "billing@pay-desk.example --until 2027-01-31",
        _add_blocked,
        _entry,
        _until,
    ),
    _command("remove-blocked", "Unblock a sender.", "billing@pay-desk.example", _remove_blocked, _entry),
    _command(
        "add-person",
        "Add a person of yours, or an address.",
        '"Rina Hartono" rina@kantor.example --alias "Rina H."',
        _add_person,
        _name,
        _addresses,
        _alias,
    ),
    _command("remove-person", "Remove a person of yours.", '"Rina Hartono"', _remove_person, _name),
    _command(
        "add-authserv-id",
        "Add one of your own mail servers' ids.",
        "mx.kantor.example",
        _change_authserv_id(list_source_edit.add_top_entry),
        _authserv_id,
    ),
    _command(
        "remove-authserv-id",
        "Remove the id of a mail server.",
        "mx.kantor.example",
        _change_authserv_id(list_source_edit.remove_top_entry),
        _authserv_id,
    ),
)
