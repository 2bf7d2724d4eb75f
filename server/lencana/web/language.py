"""The reader's language: of an answer, and of a page."""

from typing import Any

from flask import request

from lencana.engine.languages import LANGUAGES, negotiate
from lencana.engine.texts import catalogue, direction, language_names


def language() -> str:
    """The language that the reader asked for."""
    return negotiate(request.environ.get("HTTP_ACCEPT_LANGUAGE"))


def page_language() -> str:
    """The language that the page's menu chose (`?lang=`), or else the one that the reader's browser asks for."""
    chosen = request.args.get("lang")
    return chosen if chosen in LANGUAGES else language()


def page_texts(lang: str) -> dict[str, Any]:
    """What every template takes: sentences, language, direction, and the languages to choose from."""
    return {"t": catalogue(lang), "lang": lang, "dir": direction(lang), "languages": language_names()}
