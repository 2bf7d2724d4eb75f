"""The extension: how to install it, archives and update manifests, what it must know (/join), the way to the desk."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, render_template, request

from lencana.engine.contract import Join, JoinExtension
from lencana.extension_kit.files import packed_release
from lencana.extension_kit.manifest import Browser
from lencana.extension_kit.release import EXTENSION_FOLDER, THUNDERBIRD_FILE, UPDATE_MANIFESTS, Release
from lencana.extension_kit.update_manifests import update_xml, updates_json
from lencana.registry.in_force import ListInForce
from lencana.settings import Settings
from lencana.trust.documents.fingerprint import in_groups
from lencana.web.bodies import bodies
from lencana.web.language import page_language, page_texts
from lencana.web.problems import ProblemError, not_found
from lencana.web.routes.page import HEADERS

CRX: Final = "application/x-chrome-extension"
XPI: Final = "application/x-xpinstall"
LATEST_XPI: Final = "latest.xpi"  # the address that a Firefox policy names, whatever the version
_USER_AGENTS: Final = (  # the first that is in User-Agent counts: Edge names Chrome too
    ("Thunderbird/", "thunderbird"),
    ("Firefox/", "firefox"),
    ("Edg/", "edge"),
    ("Chrome/", "chrome"),
)
_CHANGED: Final = "The packed archive is not the one that was signed; pack it again with `lencana extension pack`."
_NOT_PACKED: Final = "This server has no packed extension; the administrator makes it with `lencana extension pack`."


@dataclass(frozen=True, slots=True)
class Download:
    """A file of the packed release, ready to send."""

    body: bytes
    content_type: str
    sha256: str | None = None


def blueprint(list_in_force: ListInForce, settings: Settings, data: Path) -> Blueprint:
    """The routes for readers; no token, for nothing here is secret and nothing is trusted for coming from here."""
    routes = Blueprint("extension", __name__)
    folder = data / EXTENSION_FOLDER

    @routes.get("/extension")
    def install() -> Response:
        release = packed_release(folder)
        return _page("install.html", _join(list_in_force, settings, release), release)

    @routes.get("/join")
    def join() -> Response:
        wanted = _join(list_in_force, settings, packed_release(folder))
        accepted = request.accept_mimetypes
        if accepted["application/json"] > accepted["text/html"]:
            response = bodies.encode(wanted)
            response.headers["Vary"] = "Accept, Origin"
            return response
        return _page("join.html", wanted)

    @routes.get("/desk")
    def desk() -> Response:
        return _page("desk.html", _join(list_in_force, settings, None))

    @routes.get("/extension/<name>")
    def download(name: str) -> Response:
        release = packed_release(folder)
        if release is None:
            raise ProblemError(HTTPStatus.NOT_FOUND, _NOT_PACKED)
        return _send(_download(folder, release, _server(settings), name))

    return routes


def _download(folder: Path, release: Release, server: str, name: str) -> Download:
    """A file by the name that readers' browsers ask for. Raises ProblemError for any other."""
    files: dict[str, Callable[[], Download]] = {
        release.chromium_file: lambda: _file(folder, release.chromium_file, CRX, release.chromium_sha256),
        release.firefox_file: lambda: _file(folder, release.firefox_file, XPI, release.firefox_sha256),
        LATEST_XPI: lambda: _file(folder, release.firefox_file, XPI, release.firefox_sha256),
        UPDATE_MANIFESTS[Browser.CHROMIUM]: lambda: Download(
            update_xml(
                release.chromium_id,
                release.version,
                f"{server}/extension/{release.chromium_file}",
                release.chromium_sha256,
            ),
            "text/xml; charset=utf-8",
        ),
        UPDATE_MANIFESTS[Browser.FIREFOX]: lambda: Download(
            updates_json(
                release.firefox_id,
                release.version,
                f"{server}/extension/{release.firefox_file}",
                release.firefox_sha256,
                release.firefox_min_version,
            ),
            bodies.JSON,
        ),
    }
    files |= _thunderbird_downloads(folder, release, server)
    if name not in files:
        raise not_found()
    return files[name]()


def _thunderbird_downloads(folder: Path, release: Release, server: str) -> dict[str, Callable[[], Download]]:
    sha256, min_version = release.thunderbird_sha256, release.thunderbird_min_version
    if sha256 is None or min_version is None:
        return {}
    address = f"{server}/extension/{THUNDERBIRD_FILE}"
    return {
        THUNDERBIRD_FILE: lambda: _file(folder, THUNDERBIRD_FILE, XPI, sha256),
        UPDATE_MANIFESTS[Browser.THUNDERBIRD]: lambda: Download(
            updates_json(release.firefox_id, release.version, address, sha256, min_version), bodies.JSON
        ),
    }


def _file(folder: Path, name: str, content_type: str, sha256: str) -> Download:
    try:
        body = (folder / name).read_bytes()
    except OSError:
        raise ProblemError(HTTPStatus.NOT_FOUND, _NOT_PACKED) from None
    if hashlib.sha256(body).hexdigest() != sha256:  # browsers would refuse it, but only after they have cached it
        raise ProblemError(HTTPStatus.NOT_FOUND, _CHANGED)
    return Download(body, content_type, sha256)


def _send(download: Download) -> Response:
    response = Response(download.body, content_type=download.content_type)
    response.headers["Cache-Control"] = "no-cache"
    if download.sha256:
        response.headers["ETag"] = f'"{download.sha256}"'
        response.make_conditional(request)
    return response


def _join(list_in_force: ListInForce, settings: Settings, release: Release | None) -> Join:
    packed = JoinExtension(version=release.version, chromium_id=release.chromium_id) if release else None
    return Join(
        server=_server(settings),
        fingerprint=list_in_force.root.sha256,
        webmails=settings.webmails,
        token_required=bool(settings.tokens),
        reports=settings.reports.value,
        extension=packed,
    )


def _server(settings: Settings) -> str:
    """The address that readers are to use: the operator's setting, or the one that this request came by."""
    return settings.server or request.host_url.rstrip("/")


def _page(template: str, join: Join, release: Release | None = None) -> Response:
    lang = page_language()
    html = render_template(
        template,
        **page_texts(lang),
        join=join,
        fingerprint=in_groups(join.fingerprint),
        browser=_browser(request.user_agent.string[:500]),
        release=release,
    )
    response = Response(html, content_type="text/html; charset=utf-8")
    response.headers.update({**HEADERS, "Cache-Control": "no-cache", "Content-Language": lang})
    response.headers["Vary"] = "Accept, Accept-Language, User-Agent"
    return response


def _browser(user_agent: str) -> str:
    """Whose two clicks stand first on the page; a guess, for the others stand below."""
    return next((browser for token, browser in _USER_AGENTS if token in user_agent), "chrome")
