"""`lencana domain`: does a name belong to a listed brand, or imitate one?"""

import os
import sys
from collections.abc import Iterable, Iterator

import click
import msgspec

from lencana.cli import Context
from lencana.cli.expiry_notice import warn_of_expiry
from lencana.core.allowlist_index import AllowlistIndex
from lencana.core.domains.domain import Domain
from lencana.core.domains.urls import link_host
from lencana.core.finding import Code, Finding, Severity
from lencana.core.lookalike import explain
from lencana.engine.answer import build_domain_answer
from lencana.engine.contract import DomainAnswer
from lencana.engine.languages import language_of_locale
from lencana.engine.texts import reason, sentence
from lencana.errors import DomainError
from lencana.registry.in_force import open_list_in_force
from lencana.settings import load_settings

LOOKALIKE, UNREADABLE = 1, 2  # exit codes
MAX_MENDED = 1  # names of one run for which it is tried what would change the answer


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME… | -")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON for each name, as in the HTTP API.")
@click.pass_obj
def domain(context: Context, names: tuple[str, ...], as_json: bool) -> None:
    """Say whether domain names are listed, imitate a listed one, or neither.

    `-` reads names from standard input, one on each line.

    \b
    lencana domain openai-support.com
    lencana domain https://openai.com/login
    lencana domain --json - < names.txt

    \b
    Exit code: 0 none imitates, 1 at least one does, 2 a name is invalid.
    """
    settings = load_settings(context.data, os.environ)
    list_in_force = open_list_in_force(context.data, settings)
    index = list_in_force()
    warn_of_expiry(list_in_force.root.document, index.allowlist, context.now, settings)
    lang = language_of_locale(os.environ)
    worst, mended = 0, 0
    for name in _each(names):
        try:
            named = domain_of(name)
        except DomainError as error:
            click.echo(f"lencana: {error}", err=True)
            worst = UNREADABLE
            continue
        answer = build_domain_answer(named, index)
        worst = max(worst, LOOKALIKE if answer.lookalike else 0)
        line = msgspec.json.encode(answer).decode() if as_json else as_domain_text(named, answer, index, lang)
        if answer.lookalike and not as_json and mended < MAX_MENDED:
            from lencana.cli.mending import lines_for_domain  # with it the engine, which a look-up need not load

            mended += 1
            line = "\n".join((line, *lines_for_domain(answer, index, settings, lang)))
        # Not click.echo: it flushes each line, and a list of a million names is an ordinary thing to ask about.
        sys.stdout.write(line + "\n")
    sys.exit(worst)


def _each(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        if name == "-":
            yield from (line.strip() for line in sys.stdin if line.strip())
        else:
            yield name


def domain_of(text: str) -> Domain:
    """The name itself, the host of a link, or the domain of an address. Raises DomainError."""
    if "://" in text and (host := link_host(text)) is not None:
        return host
    return Domain.parse(text.rpartition("@")[2] if "/" not in text else text)


def as_domain_text(name: Domain, answer: DomainAnswer, index: AllowlistIndex, lang: str) -> str:
    """The answer for a person, in one line."""
    if answer.listed:
        return f"{_coloured('✓', 'green')} {answer.unicode}: {answer.listed.name}"
    if answer.owned:
        return f"· {answer.unicode}: {sentence(lang, 'cli.domain_owned', brand=answer.owned.name)}"
    if answer.lookalike is None or (lookalike := index.match_host(name).lookalike) is None:
        return f"· {answer.unicode}: {sentence(lang, 'cli.domain_neither')}"
    finding = Finding(Code.LOOKALIKE_DOMAIN, Severity.DANGER, explain(name, lookalike), lookalike.brand)
    return f"{_coloured('✗', 'red')} {reason(lang, finding)}"


def _coloured(sign: str, colour: str) -> str:
    return click.style(sign, fg=colour) if sys.stdout.isatty() else sign
