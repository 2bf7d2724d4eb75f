"""What a change of the list would do: messages and domains judged by the list in force and by the next one."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from lencana.cli import Context
from lencana.cli.check import as_text, read
from lencana.cli.domain import as_domain_text, domain_of
from lencana.core.allowlist_index import AllowlistIndex
from lencana.core.brands.allowlist import Allowlist
from lencana.core.mail.origin import Origin
from lencana.engine.engine import Engine
from lencana.engine.languages import language_of_locale
from lencana.engine.trial import engine_of_draft
from lencana.errors import DomainError, InputError
from lencana.settings import load_settings
from lencana.signatures import make_verifier
from lencana.trust.client_workflow import TrustedAllowlist
from lencana.trust.documents.allowlist_document import encode_allowlist


def trial_lines(
    context: Context, in_force: TrustedAllowlist, document: Allowlist, tried: Sequence[str]
) -> Iterator[str]:
    """The answers before and after, for people. Raises InputError for what is neither a file nor a domain."""
    settings = load_settings(context.data, os.environ)
    index = AllowlistIndex(in_force.document, in_force.sha256)
    before = Engine(settings, lambda: index, make_verifier(settings))
    after = engine_of_draft(before, document, encode_allowlist(document))
    for name in tried:
        was, becomes = (_answer(context, engine, name) for engine in (before, after))
        if was == becomes:
            yield from ("", f"{name}: nothing changes", *was)
        else:
            yield from ("", f"{name} before:", *was, f"{name} after:", *becomes)


def _answer(context: Context, engine: Engine, name: str) -> list[str]:
    lang = language_of_locale(os.environ)
    if Path(name).is_file():
        raw = read(name, engine.settings.max_message)
        return list(
            as_text(name, engine.check_raw(raw, now=context.now, lang=lang, origin=Origin.DELIVERED), engine, lang)
        )
    try:
        if "://" not in name and ("/" in name or name.endswith(".eml")):  # a file's name, which would pass for a domain
            raise InputError(f"--try {name}: there is no such file")
        named = domain_of(name)
    except DomainError as error:
        raise InputError(f"--try {name}: there is no such file, and it is no domain") from error
    return [as_domain_text(named, engine.domain(named.ascii), engine.list_in_force(), lang)]
