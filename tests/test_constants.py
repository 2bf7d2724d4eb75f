"""What the extension knows, too: tests/vectors/constants.json is one table for both; nothing reads it at run time."""

import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_args

import click
import pytest

from lencana import errors
from lencana.cli.check import as_text
from lencana.cli.server.serve import serve
from lencana.core.brands.allowlist import Guard, Secret
from lencana.core.evidence.authentication import Result
from lencana.core.evidence.trusted_results import MAIL_PROGRAMS, MULTI_ACCOUNT_WEBMAILS, PROVIDER_IDS
from lencana.core.finding import Severity
from lencana.core.mail.header import mailbox
from lencana.core.mail.header.header_block import SINGLE_FIELDS
from lencana.core.mail.header.received import PRIVATE_ZONES
from lencana.core.verdict import Outcome
from lencana.engine.contract import AllowlistOut, Answer, AuthenticationOut, ReasonOut
from lencana.registry import expiry
from lencana.settings import Settings
from lencana.trust import client_workflow
from lencana.trust.documents import envelope, root_document, strict_json, well_formed
from lencana.trust.documents import metadata as documents
from lencana.trust.documents.fingerprint import in_groups
from lencana.trust.lint import size
from lencana.web import openapi

HERE = Path(__file__).parent
TABLE = json.loads((HERE / "vectors" / "constants.json").read_text())
DOCUMENTS, MESSAGES, ANSWERS = TABLE["signed_documents"], TABLE["message_limits"], TABLE["answers"]
PAGE_CSS = HERE.parent / "server" / "lencana" / "web" / "static" / "page.css"


def literals(struct: type, field: str) -> list[str]:
    return [word for word in get_args(struct.__annotations__[field]) if isinstance(word, str)]


def default_server() -> str:
    host, port = (next(option for option in serve.params if option.name == name) for name in ("host", "port"))
    assert isinstance(host, click.Option) and isinstance(port, click.Option)
    return f"http://{host.default}:{port.default}"


def parents_of_trust_errors(error: type[errors.TrustError]) -> dict[str, str | None]:
    found: dict[str, str | None] = {error.__name__: None if error is errors.TrustError else error.__bases__[0].__name__}
    return found | {name: up for kind in error.__subclasses__() for name, up in parents_of_trust_errors(kind).items()}


@pytest.mark.parametrize(
    ("what", "ours", "table"),
    [
        ("version of the format", documents.SPEC_VERSION, DOCUMENTS["spec_version"]),
        ("payload types", {role.value: role.payload_type for role in documents.Role}, DOCUMENTS["payload_types"]),
        ("bytes of a root's envelope", client_workflow.MAX_ROOT_BYTES, DOCUMENTS["max_root_bytes"]),
        (
            "bytes of a list's envelope",
            [client_workflow.MAX_ALLOWLIST_BYTES, Settings().max_allowlist],
            [DOCUMENTS["max_allowlist_bytes"]["server"]] * 2,
        ),
        ("bytes that the extension reads", size.MAX_EXTENSION_BYTES, DOCUMENTS["max_allowlist_bytes"]["extension"]),
        ("signatures", envelope.MAX_SIGNATURES, DOCUMENTS["max_signatures"]),
        ("keys", root_document.MAX_KEYS, DOCUMENTS["max_keys"]),
        ("rotations of the root", client_workflow.MAX_ROOT_ROTATIONS, DOCUMENTS["max_root_rotations"]),
        ("depth of JSON", strict_json.MAX_DEPTH, DOCUMENTS["max_json_depth"]),
        ("lifetime of a root", client_workflow.MAX_ROOT_LIFETIME.days, DOCUMENTS["max_root_lifetime_days"]),
        ("lifetime of a list", client_workflow.MAX_ALLOWLIST_LIFETIME.days, DOCUMENTS["max_allowlist_lifetime_days"]),
        ("clock skew", client_workflow.CLOCK_SKEW.days, DOCUMENTS["clock_skew_days"]),
        ("notice of expiry", expiry.NOTICE.days, DOCUMENTS["expiry_notice_days"]),
        ("fingerprint in groups", len(in_groups("0" * 64).split()[0]), DOCUMENTS["fingerprint_group_digits"]),
        ("guards", list(Guard), TABLE["allowlist_vocabulary"]["guards"]),
        ("never_asks", list(Secret), TABLE["allowlist_vocabulary"]["never_asks"]),
        ("bytes of a header block", Settings().max_headers, MESSAGES["header_block_bytes"]),
        ("text of a message", Settings().max_text, MESSAGES["text_chars"]["server"]),
        ("links of a message", Settings().max_links, MESSAGES["links"]),
        ("length of From", mailbox.MAX_ADDRESS_FIELD_CHARS, MESSAGES["from_chars"]),
        ("bytes of a raw message", Settings().max_message, MESSAGES["raw_bytes"]["server"]),
        ("messages in one request", Settings().max_batch, MESSAGES["batch_messages"]),
        ("verdicts", list(Outcome), ANSWERS["verdicts"]),
        ("verdicts of the API", literals(Answer, "verdict"), ANSWERS["verdicts"]),
        ("severities", list(Severity), ANSWERS["severities"]),
        ("severities of the API", literals(ReasonOut, "severity"), ANSWERS["severities"]),
        ("results of authentication", list(Result), ANSWERS["authentication_results"]),
        (
            "results of authentication in the API",
            literals(AuthenticationOut, "result"),
            ANSWERS["authentication_results"],
        ),
        ("webmails with ids of their own", list(PROVIDER_IDS), TABLE["webmails_with_own_authserv_ids"]),
        ("webmails of several accounts", sorted(MULTI_ACCOUNT_WEBMAILS), TABLE["webmails_of_several_accounts"]),
        ("mail programs", sorted(MAIL_PROGRAMS), TABLE["mail_programs"]),
        ("zones within a network", sorted(PRIVATE_ZONES), TABLE["private_zones"]),
        ("fields of which a message has one", sorted(SINGLE_FIELDS), TABLE["single_fields"]),
        ("default server", default_server(), TABLE["default_server"]),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_as_in_the_table(what: str, ours: object, table: object) -> None:
    assert ours == table, what


def test_classes_of_trust_errors() -> None:
    """All but one: the extension publishes nothing, and so is never told that it is held already."""
    assert parents_of_trust_errors(errors.TrustError) == TABLE["trust_errors"] | {
        "SameVersionError": "VersionError",
        "SessionError": "TrustError",
    }


def test_ids_of_brands() -> None:
    examples = TABLE["allowlist_vocabulary"]["brand_id_examples"]
    assert [text for text in examples["valid"] + examples["invalid"] if well_formed.is_id(text)] == examples["valid"]


def test_colours_of_the_page() -> None:
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", PAGE_CSS.read_text().partition("@media")[0]))
    assert {verdict: colours[verdict] for verdict in TABLE["colours_on_white"]} == TABLE["colours_on_white"]


def test_paths() -> None:
    assert set(TABLE["paths"]) <= openapi.describe()["paths"].keys()


@pytest.mark.parametrize(("verdict", "shown"), ANSWERS["good_is_shown_as"].items())
def test_a_good_reason_is_good_in_a_verified_message_alone(verdict: Any, shown: str) -> None:
    answer = Answer(
        verdict=verdict,
        brand=None,
        sender=None,
        authentication=AuthenticationOut(result="none", method=None, domain=None, by=None),
        reasons=(ReasonOut(code="x", severity="good", text="A good reason.", params={}),),
        advice="",
        needs=None,
        allowlist=AllowlistOut(version=1, expires="", sha256=""),
    )
    engine: Any = SimpleNamespace(settings=Settings())
    symbol = {"good": "✓", "info": "·"}[shown]
    assert f"  {symbol} A good reason." in as_text("message.eml", answer, engine, "en")
