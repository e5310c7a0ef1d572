"""What the OpenAPI description says is so: schemathesis asks everything that it allows, and much that it does not."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from small_ledger import told

from legation.ledger.store import open_ledger
from legation.web.app import create_app


@pytest.fixture(scope="module")
def description(tmp_path_factory):
    path = tmp_path_factory.mktemp("described") / "small.ledger"
    with open_ledger(path) as ledger:
        for article, mentions in told():
            ledger.add(article, mentions)
    app = create_app(path)
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", app, base_url="http://127.0.0.1")
    yield schema
    app.state.desk.close()


described = schemathesis.pytest.from_fixture("description")
QUIET = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
PHASES = [Phase.explicit, Phase.generate]


@described.parametrize()
@settings(max_examples=15, deadline=None, suppress_health_check=QUIET, phases=PHASES, derandomize=True)
def test_a_few_requests_of_each_kind(case):
    case.call_and_validate(headers={"host": "127.0.0.1"})


@pytest.mark.slow
@described.parametrize()
@settings(max_examples=400, deadline=None, suppress_health_check=QUIET, phases=PHASES)
def test_many_requests_of_each_kind(case):
    case.call_and_validate(headers={"host": "127.0.0.1"})
