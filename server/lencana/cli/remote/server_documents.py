"""Another server, over HTTP: its signed documents, read as its own reader would, and publishing there."""

import re
import ssl
import urllib.error
import urllib.request
from http.client import HTTPException, InvalidURL
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from lencana.cli.remote.home_server import check_address, hint_if_unreachable
from lencana.engine.contract import Published
from lencana.engine.texts import printable_text
from lencana.errors import InputError, ServerError
from lencana.no_redirects import open_without_redirects
from lencana.registry.high_water import LocalTrustState
from lencana.registry.pin import PIN_FILE
from lencana.registry.store import LatestVersions
from lencana.trust.client_workflow import MAX_ALLOWLIST_BYTES, MAX_ROOT_BYTES, MAX_ROOT_ROTATIONS
from lencana.trust.documents.metadata import Role

TIMEOUT_SECONDS = 30.0  # seconds for a server to answer
MAX_SHOWN_BYTES = 64 * 1024  # bytes of an answer that is only shown
MAX_ANSWER_BYTES = 128 * 1024 * 1024  # bytes of any other answer: a report may carry a message of 50 MiB, as base64
FAULTS = (OSError, ValueError, HTTPException)  # of a request, and of reading the answer
_MAX_BYTES = {Role.ROOT: MAX_ROOT_BYTES, Role.ALLOWLIST: MAX_ALLOWLIST_BYTES}


class ServerDocuments(LocalTrustState):
    """What a server shows, measured against the pin and the memory of this data folder."""

    def __init__(self, data: Path, server: str) -> None:
        file_name = re.sub(r"[^\w.-]", "_", urlsplit(server).netloc)  # each server is remembered by itself
        super().__init__(data, f"held.{file_name}.json")
        self._server = server

    def latest(self) -> LatestVersions:
        """Not told by a server; whoever needs it looks into the documents."""
        return LatestVersions()

    def roots(self) -> list[bytes]:
        """The envelopes of all roots, version 1 first. Raises ServerError."""
        roots: list[bytes] = []
        while (
            len(roots) < MAX_ROOT_ROTATIONS and (raw := _get(self._server, Role.ROOT, f"/{len(roots) + 1}")) is not None
        ):
            roots.append(raw)
        return roots

    def envelope(self, role: Role, version: int) -> bytes | None:
        """An envelope, the newest as version 0. Raises ServerError."""
        return _get(self._server, role, f"/{version}" if version else "")


def open_server_documents(data: Path, server: str) -> ServerDocuments:
    """A server whose root must be the one that this data folder pins. Raises InputError where it pins none.

    Without a pin a stranger's server could show any root as the one in force, and his own key as no change.
    """
    documents = ServerDocuments(data, server)
    if documents.pin is None:
        raise InputError(f"{data} pins no root; write the fingerprint that people compared into {data / PIN_FILE}")
    return documents


def put(server: str, role: Role, envelope: bytes) -> str:
    """Publish there; says in words what happened. Raises ServerError, InputError."""
    request = _request(server, role)
    request.data, request.method = envelope, "PUT"
    request.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 (scheme checked)
            return _published_sentence(server, answer.read(MAX_SHOWN_BYTES))
    except urllib.error.HTTPError as error:
        with error:
            text = f"{server} refused the {_NOUNS[role]} ({error.code}): {_detail(error)}"
            raise _refusal(text, error.code) from error
    except FAULTS as error:
        raise _unreachable(server, error) from error


_NOUNS = {Role.ROOT: "root", Role.ALLOWLIST: "list"}


def _published_sentence(server: str, answer: bytes) -> str:
    try:
        done = msgspec.json.decode(answer, type=Published)
    except (msgspec.DecodeError, UnicodeError):
        return f"published at {server}"
    noun = "root version" if done.role == Role.ROOT.value else "version"
    return f"published {noun} {done.version} at {server}, expires {printable_text(done.expires)}"


def ask(server: str, method: str, path: str, *, body: object = None, authorization: str | None = None) -> bytes:
    """What a server answers, at most MAX_ANSWER_BYTES of it. `body` becomes JSON. Raises ServerError, InputError."""
    request = _request_to(server, path)
    request.method = method
    request.add_header("Accept", "application/json")
    if body is not None:
        request.data = msgspec.json.encode(body)
        request.add_header("Content-Type", "application/json")
    if authorization is not None:
        request.add_header("Authorization", authorization)
    try:
        with open_without_redirects(request, TIMEOUT_SECONDS) as answer:
            read = answer.read(MAX_ANSWER_BYTES + 1)
    except urllib.error.HTTPError as error:
        with error:
            raise _refusal(f"{server} refused ({error.code}): {_detail(error)}", error.code) from error
    except FAULTS as error:
        raise _unreachable(server, error) from error
    if len(read) > MAX_ANSWER_BYTES:
        raise ServerError(f"{server} answered with more than {MAX_ANSWER_BYTES} bytes")
    return read


def _get(server: str, role: Role, path: str = "") -> bytes | None:
    try:
        with urllib.request.urlopen(_request(server, role, path), timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
            body: bytes = answer.read(_MAX_BYTES[role] + 1)
            return body
    except urllib.error.HTTPError as error:
        with error:
            if error.code == 404:
                return None
            raise ServerError(f"{server} does not show its {_NOUNS[role]} ({error.code}): {_detail(error)}") from error
    except FAULTS as error:
        raise _unreachable(server, error) from error


def _request(server: str, role: Role, path: str = "") -> urllib.request.Request:
    return _request_to(server, f"/v1/{role.value}{path}")


def _request_to(server: str, path: str) -> urllib.request.Request:
    check_address(server)
    return urllib.request.Request(f"{server.rstrip('/')}{path}")  # noqa: S310 (scheme checked)


def _refusal(text: str, status: int) -> ServerError:
    error = ServerError(text)
    error.status = status
    return error


# by OpenSSL's X509_V_ERR_… codes (openssl/x509_vfy.h)
_CERTIFICATE_REMEDIES = {
    9: "set this machine's clock, or wait until its certificate is valid",
    10: "its certificate has to be renewed",
    62: "use the name that its certificate has, or give it a certificate of this name",
    64: "use the name that its certificate has, not the address",
}
_OWN_AUTHORITY = "for a certificate authority of your own set SSL_CERT_FILE to the file with its certificate"


def _unreachable(server: str, error: Exception) -> ServerError:
    if isinstance(_cause(error), ssl.SSLCertVerificationError):
        return ServerError(f"{server} could not be trusted: {why_unreachable(error)}")
    return ServerError(f"{server} could not be reached: {why_unreachable(error)}{hint_if_unreachable()}")


def why_unreachable(error: Exception) -> str:
    """In words, with the remedy where there is one."""
    cause = _cause(error)
    if isinstance(cause, ssl.SSLCertVerificationError):
        remedy = _CERTIFICATE_REMEDIES.get(cause.verify_code, _OWN_AUTHORITY)
        return f"{str(cause.verify_message).rstrip('.')}; {remedy}"
    if isinstance(cause, ssl.SSLError) and cause.reason == "WRONG_VERSION_NUMBER":
        return "it does not speak https at that port; is it http://, or another port?"
    if isinstance(cause, HTTPException) and not isinstance(cause, OSError | InvalidURL):
        return "what it sends is not HTTP"  # and stays untold: it could write on the terminal
    return str(getattr(cause, "strerror", None) or cause)


def _cause(error: Exception) -> object:
    return getattr(error, "reason", error)


def _detail(error: urllib.error.HTTPError) -> str:
    try:
        problem = msgspec.json.decode(error.read(MAX_SHOWN_BYTES), type=dict[str, object])
    except (*FAULTS, msgspec.DecodeError):
        return "it gave no reason"
    return printable_text(str(problem.get("detail") or problem.get("title") or "it gave no reason"))
