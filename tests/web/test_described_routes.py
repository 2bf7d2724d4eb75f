"""Requests made from openapi.json, sound and unsound: no route fails, and each answers as the document says."""

import shutil
from pathlib import Path

import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from lencana.settings import Reports

from .conftest import application
from .test_admins import header

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 10  # a route; `make fuzz` is for more


def test_every_route_answers_as_described(organisation: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(organisation, tmp_path / "data"))
    document = schemathesis.openapi.from_wsgi("/openapi.json", application(data, reports=Reports.MESSAGES))
    as_admin = {"Authorization": header(data), "Accept-Encoding": "identity"}
    operations = [found.ok() for found in document.get_all_operations()]
    assert {"/v1/allowlist/draft", "/v1/reports", "/v1/check"} <= {operation.path for operation in operations}
    for operation in operations:

        @given(case=operation.as_strategy())
        @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
        def answers(case: schemathesis.Case) -> None:
            case.headers = {**(case.headers or {}), **as_admin}
            case.validate_response(case.call(), checks=CHECKS)

        answers()
