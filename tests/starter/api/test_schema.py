"""The API answers as its OpenAPI description says, whatever it is sent: no operation ever fails with a 5xx.

Schemathesis makes requests from the description, valid and not, for a real office over real HTTP.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
import schemathesis
import uvicorn
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, settings
from schemathesis import checks
from schemathesis.specs.openapi import checks as openapi_checks
from schemathesis.specs.openapi.schemas import OpenApiSchema

from casework.case.acts import CATALOGUE
from casework.processes.panel.sitting import PANEL_ACTS
from office.plans import save
from records.database import Database
from tests.plans import sample_plan
from tests.starter.api.conftest import EVERYBODY, Caller, token_for
from tests.starter.served import serving

pytestmark = pytest.mark.xdist_group("office")

schema = schemathesis.pytest.from_fixture("description")
_REAL = itertools.cycle((True, True, True, False))
"""Three of four requests ask for what is there."""
_ACTS = itertools.cycle(sorted({*CATALOGUE, *PANEL_ACTS}))
CHECKS = (
    checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_headers_conformance,
    openapi_checks.response_schema_conformance,
)


@pytest.fixture(scope="module")
def description(whole_app: tuple[FastAPI, Database]) -> OpenApiSchema:
    """What the API says about itself."""
    found = schemathesis.openapi.from_dict(whole_app[0].openapi())
    found.config.generation.with_security_parameters = False
    found.config.phases.coverage.enabled = False
    return found


@pytest.fixture(scope="module")
def served(whole_app: tuple[FastAPI, Database]) -> Iterator[str]:
    """The address of the API over HTTP."""
    with serving(uvicorn.Config(whole_app[0], port=0, log_level="warning")) as address:
        yield address


@pytest.fixture(scope="module")
def things(whole_app: tuple[FastAPI, Database], whole: Caller) -> dict[str, str]:
    """A token that may do everything, and real things to ask for."""
    from tests.conftest import days_ago

    row = {"child_name": "Sample Schema", "received_on": days_ago(30), "team": "north", "reference": "schema"}
    case = whole("POST", "/requests", {"requests": [row]}).json()["cases"][0]["case"]
    return {
        "token": token_for(whole_app[1], EVERYBODY),
        "case_id": case,
        "plan_id": save(whole_app[1], case, sample_plan("Sample Schema"), None)["plan"],
        "rule_id": "reg13_2.final_plan",
    }


@pytest.mark.timeout(900)  # one item for all operations
@schema.parametrize()
@settings(
    max_examples=8,
    derandomize=True,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
def test_it_answers_as_it_says(case: schemathesis.Case, served: str, things: dict[str, str]) -> None:
    real = next(_REAL)
    for name in case.path_parameters:
        if name in things and real:
            case.path_parameters[name] = things[name]
    if real and isinstance(case.body, dict) and "action" in case.body:
        case.body["action"] = next(_ACTS)
        case.body.pop("seen", None)
        case.headers.pop("If-Match", None)
    headers = {"Authorization": f"Bearer {things['token']}"}
    answer = case.call(base_url=served, headers=headers, timeout=60)
    case.validate_response(answer, checks=list(CHECKS))
