"""openapi.json (OpenAPI 3.1): a table of the routes, and the types that decode and encode them."""

from functools import cache
from typing import Any

import msgspec

from lencana import __version__
from lencana.engine import contract, draft_contract
from lencana.reports import contract as reports

SCHEMAS = (
    contract.Answer,
    contract.BatchAnswer,
    contract.BatchRequest,
    contract.CheckRequest,
    contract.DomainAnswer,
    draft_contract.DraftAnswer,
    draft_contract.DraftRequest,
    contract.Health,
    contract.History,
    contract.Join,
    contract.Packs,
    contract.Problem,
    contract.Published,
    contract.Readiness,
    reports.ReportChange,
    reports.ReportList,
    reports.ReportOut,
    reports.ReportReceipt,
    reports.ReportRequest,
    reports.ReportState,
)
_JSON = "application/json"
_ENVELOPE = {"type": "object", "description": "A DSSE v1.0 envelope (docs/format.md)."}
_TEXT = {"type": "string"}
_PAGE = {
    "state": {"enum": ["waiting", "closed", "all"], "default": "waiting"},
    "limit": {"type": "integer", "minimum": 1, "maximum": 100, "default": 50},
    "before": _TEXT,
}


@cache
def describe() -> dict[str, Any]:
    """The whole document."""
    _, schemas = msgspec.json.schema_components(SCHEMAS, ref_template="#/components/schemas/{name}")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Lencana",
            "version": __version__,
            "description": "Tells a brand's real mail from an imitation. Errors are RFC 9457 problems.",
        },
        "paths": _judging() | _documents() | _reports() | _operation_and_pages(),
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "session": {"type": "http", "scheme": "Lencana"},
            },
        },
    }


def _judging() -> dict[str, Any]:
    return {
        "/v1/check": {
            "post": _operation(
                "Judge one message",
                "Answer",
                body={_JSON: _ref("CheckRequest"), "message/rfc822": _TEXT},
                query={"origin": {"enum": [*contract.ORIGINS], "default": contract.CheckRequest().origin}},
                token=True,
            )
        },
        "/v1/check/batch": {
            "post": _operation("Judge several messages", "BatchAnswer", body={_JSON: _ref("BatchRequest")}, token=True)
        },
        "/v1/domains/{name}": {
            "get": _operation("What the list knows of a domain", "DomainAnswer", path="name", token=True)
        },
    }


def _documents() -> dict[str, Any]:
    return {
        "/v1/allowlist": {
            "get": _operation("The newest signed list, byte for byte", {_JSON: _ENVELOPE}),
            "put": _operation(
                "Publish a list; its signature is the authorisation", "Published", body={_JSON: _ENVELOPE}
            ),
        },
        "/v1/allowlist/{version}": {"get": _operation("A list by its version", {_JSON: _ENVELOPE}, path="version")},
        "/v1/allowlist/draft": {
            "post": _operation(
                "What a list says before it is signed, and the bytes to sign",
                "DraftAnswer",
                body={_JSON: _ref("DraftRequest"), "application/toml": _TEXT, "text/toml": _TEXT},
                token=True,
            )
        },
        "/v1/packs": {"get": _operation("The brand packs that come with Lencana", "Packs", token=True)},
        "/v1/allowlist/history": {"get": _operation("Every list published", "History")},
        "/v1/root": {
            "get": _operation("The newest signed root, byte for byte", {_JSON: _ENVELOPE}),
            "put": _operation(
                "Publish a root; its signature is the authorisation", "Published", body={_JSON: _ENVELOPE}
            ),
        },
        "/v1/root/{version}": {"get": _operation("A root by its version", {_JSON: _ENVELOPE}, path="version")},
    }


def _reports() -> dict[str, Any]:
    return {
        "/v1/reports": {
            "post": _operation(
                "Report a message", "ReportReceipt", body={_JSON: _ref("ReportRequest")}, token=True, status="201"
            ),
            "get": _operation("The inbox, for admins", "ReportList", query=_PAGE, session=True),
        },
        "/v1/reports/{id}": {
            "get": _operation("One report, for admins", "ReportOut", path="id", session=True),
            "patch": _operation(
                "Answer a report", "ReportOut", body={_JSON: _ref("ReportChange")}, path="id", session=True
            ),
            "delete": _operation("Delete a report", {}, path="id", session=True, status="204"),
        },
        "/v1/reports/{id}/answer": {"get": _operation("What an admin answered", "ReportState", path="id", token=True)},
    }


def _operation_and_pages() -> dict[str, Any]:
    return {
        "/healthz": {"get": _operation("Is the process alive?", "Health")},
        "/readyz": {"get": _operation("Can it verify? 503 when not", "Readiness", also="503")},
        "/metrics": {"get": _operation("Counters, Prometheus text format", {"text/plain": _TEXT})},
        "/openapi.json": {"get": _operation("This document", {_JSON: {"type": "object"}})},
        "/join": {
            "get": _operation("What a reader's extension needs to know", {_JSON: _ref("Join"), "text/html": _TEXT})
        },
        "/desk": {"get": _operation("Where the extension opens the desk", {"text/html": _TEXT})},
        "/extension": {"get": _operation("How a reader installs the extension", {"text/html": _TEXT})},
        "/extension/{name}": {
            "get": _operation("Archives and update manifests", {"application/octet-stream": _TEXT}, path="name")
        },
        "/outlook/{name}": {"get": _operation("The pane of the add-in for Outlook", {"text/html": _TEXT}, path="name")},
        "/": {"get": _operation("A page to check a message by hand", {"text/html": _TEXT})},
    }


def _operation(
    summary: str,
    answer: str | dict[str, Any],
    *,
    body: dict[str, Any] | None = None,
    path: str | None = None,
    query: dict[str, Any] | None = None,
    token: bool = False,
    session: bool = False,
    status: str = "200",
    also: str | None = None,
) -> dict[str, Any]:
    """One method of a route; `also` is a further status of the answer, `query` has optional parameters."""
    published = answer == "Published"
    content = {_JSON: _ref(answer)} if isinstance(answer, str) else answer
    problem = {"description": "A problem", "content": _content({"application/problem+json": _ref("Problem")})}
    operation: dict[str, Any] = {
        "summary": summary,
        "responses": {
            "201" if published else status: {"description": summary, "content": _content(content)},
            "default": problem,
        },
    }
    if also:
        operation["responses"][also] = {"description": summary, "content": _content(content)}
    if body:
        operation["requestBody"] = {"required": True, "content": _content(body)}
    if path:
        kind = "integer" if path == "version" else "string"
        operation["parameters"] = [{"name": path, "in": "path", "required": True, "schema": {"type": kind}}]
    if query:
        operation["parameters"] = [{"name": name, "in": "query", "schema": schema} for name, schema in query.items()]
    if token:
        operation["security"] = [{"token": []}, {"session": []}, {}]
    if session:
        operation["security"] = [{"session": []}]
    return operation


def _content(schemas: dict[str, Any]) -> dict[str, Any]:
    return {media: {"schema": schema} for media, schema in schemas.items()}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
