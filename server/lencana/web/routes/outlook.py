"""The pane of the add-in for Outlook: GET /outlook/<path>, the one page here that another site may show in a frame."""

import hashlib
from functools import lru_cache
from typing import Final

from flask import Blueprint, Response, request

from lencana.extension_kit.outlook import pane_file
from lencana.settings import Settings
from lencana.web.problems import not_found

_OFFICE: Final = "https://appsforoffice.microsoft.com"  # add-ins may load office.js from this host alone
_OUTLOOK: Final = (
    "https://outlook.office.com",
    "https://outlook.office365.com",
    "https://outlook.live.com",
    "https://outlook.cloud.microsoft",
)
_CACHED_FILES: Final = 256


def blueprint(settings: Settings) -> Blueprint:
    """Its files; no token, for nothing here is secret."""
    routes = Blueprint("outlook", __name__)
    ancestors = " ".join((*_OUTLOOK, *settings.webmails))  # an Exchange server of one's own is one of the webmails
    policy = (
        f"default-src 'none'; script-src 'self' {_OFFICE}; style-src 'self'; img-src 'self' data:; connect-src 'self';"
        f" form-action 'none'; base-uri 'none'; frame-ancestors 'self' {ancestors}"
    )

    @routes.get("/outlook/<path:name>")
    def file(name: str) -> Response:
        body_type_etag = _file(name)
        if body_type_etag is None:
            raise not_found()
        body, content_type, etag = body_type_etag
        response = Response(body, content_type=content_type)
        response.headers.update({"Content-Security-Policy": policy, "Referrer-Policy": "no-referrer"})
        response.headers.update({"Cache-Control": "no-cache", "ETag": etag})
        response.make_conditional(request)
        return response

    return routes


@lru_cache(maxsize=_CACHED_FILES)
def _file(name: str) -> tuple[bytes, str, str] | None:
    body_and_type = pane_file(name)
    return None if body_and_type is None else (*body_and_type, f'"{hashlib.sha256(body_and_type[0]).hexdigest()[:32]}"')
