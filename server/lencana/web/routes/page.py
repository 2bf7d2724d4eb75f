"""GET / and what it needs: one page, its files and its texts, held in memory, nothing from other hosts."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import Final

import msgspec
from flask import Blueprint, Response, render_template, request

from lencana.core.domains.domain import Domain
from lencana.engine.languages import LANGUAGES
from lencana.engine.texts import catalogue
from lencana.registry.expiry import next_expiry
from lencana.registry.in_force import ListInForce
from lencana.settings import Settings
from lencana.signatures.sample_key import DOMAIN as SAMPLE_DOMAIN
from lencana.trust.documents.fingerprint import in_groups
from lencana.web.clock import Clock
from lencana.web.language import page_language, page_texts
from lencana.web.problems import not_found

SAMPLES: Final = ("verified", "display_name", "lookalike", "newsletter")
_SCRIPT_TEXTS = ("language.", "page.", "verdict.", "severity.", "word.by.")  # the texts that the page's scripts show
_HTML = "text/html; charset=utf-8"
_JS = "text/javascript; charset=utf-8"
_STATIC = {
    "page.css": "text/css; charset=utf-8",
    "page.js": _JS,
    "answer.js": _JS,
    "texts.js": _JS,
    "icon.svg": "image/svg+xml",
    "icons.svg": "image/svg+xml",
}
HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
    " img-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the page, ready to send."""

    body: bytes
    content_type: str
    etag: str


def blueprint(list_in_force: ListInForce, settings: Settings, clock: Clock) -> Blueprint:
    """The page's routes."""
    routes = Blueprint("page", __name__, template_folder="templates")

    @routes.after_request
    def harden(response: Response) -> Response:
        response.headers.update(HEADERS)
        return response

    @routes.get("/")
    def index() -> Response:
        lang = page_language()
        html = render_template(
            "page.html",
            **page_texts(lang),
            samples=_samples(list_in_force),
            origin=request.host_url.rstrip("/"),
            fingerprint=in_groups(list_in_force.root.sha256),
            notices=_notices(list_in_force, settings, clock),
        )
        response = Response(html, content_type=_HTML)
        response.headers.update({"Cache-Control": "no-cache", "Vary": "Accept-Language", "Content-Language": lang})
        return response

    @routes.get("/static/<name>", defaults={"folder": "static"})
    @routes.get("/texts/<name>", defaults={"folder": "texts"})
    @routes.get("/samples/<name>", defaults={"folder": "samples"})
    def asset(folder: str, name: str) -> Response:
        file = _texts_asset(name) if folder == "texts" else _assets().get(f"{folder}/{name}")
        if file is None:
            raise not_found()
        response = Response(file.body, content_type=file.content_type)
        response.headers.update({"Cache-Control": "no-cache", "ETag": file.etag})
        response.make_conditional(request)
        return response

    return routes


@cache
def _assets() -> dict[str, Asset]:
    static = resources.files("lencana.web").joinpath("static")
    samples = resources.files("lencana.data").joinpath("samples")
    return {
        **{f"static/{name}": _asset(static.joinpath(name).read_bytes(), kind) for name, kind in _STATIC.items()},
        **{
            f"samples/{name}.eml": _asset(samples.joinpath(f"{name}.eml").read_bytes(), "text/plain; charset=utf-8")
            for name in SAMPLES
        },
    }


def _texts_asset(name: str) -> Asset | None:
    lang = name.removesuffix(".json")
    return _texts(lang) if lang in LANGUAGES else None  # only a language is remembered, not whatever is asked for


@cache
def _texts(lang: str) -> Asset:
    """The sentences that the page's scripts show; made when a reader first chooses the language."""
    texts = {key: text for key, text in catalogue(lang).items() if key.startswith(_SCRIPT_TEXTS)}
    return _asset(msgspec.json.encode(texts), "application/json")


def _asset(body: bytes, content_type: str) -> Asset:
    return Asset(body, content_type, f'"{sha256(body).hexdigest()[:32]}"')


def _samples(list_in_force: ListInForce) -> tuple[str, ...]:
    """All of them on a trial's list; elsewhere without the one whose sender nobody else lists."""
    return SAMPLES if list_in_force().listing_of_domain(Domain.parse(SAMPLE_DOMAIN)) else SAMPLES[1:]


def _notices(list_in_force: ListInForce, settings: Settings, clock: Clock) -> Iterator[str]:
    """The sentences about what an administrator should see to: the list's end, from a week before it, and trust."""
    expiry = next_expiry(list_in_force.root.document, list_in_force().allowlist, clock())
    if expiry.is_near:
        yield "list_ended" if expiry.is_past else "list_ends_soon"
    if not settings.authserv_ids:
        yield "no_authserv_ids"
