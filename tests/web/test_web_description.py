"""What the OpenAPI description says is so: schemathesis asks everything that it allows, and much that it does not."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from small_ledger import told

from legation.ledger.store import open_ledger
from legation.web.access import Rate, Rates
from legation.web.app import Serving, create_app

FREE = Rate(1e9, 1e9)
HOST = {"host": "127.0.0.1"}
OPERATIONS = [
    (mode, method, path)
    for path, methods in create_app("described").openapi()["paths"].items()
    for method, operation in sorted(methods.items())
    for mode in GenerationMode
    if mode is GenerationMode.POSITIVE or any(each["in"] == "query" for each in operation.get("parameters", ()))
]
"""With values as described, and, where something can be wrong, with others."""


@pytest.fixture(scope="module")
def description(tmp_path_factory):
    path = tmp_path_factory.mktemp("described") / "small.ledger"
    with open_ledger(path) as ledger:
        for article, mentions in told():
            ledger.add(article, mentions)
    app = create_app(path, Serving(rates=Rates(FREE, FREE, FREE)))
    yield schemathesis.openapi.from_asgi("/api/openapi.json", app, headers=HOST)
    app.state.desk.close()


def explore(description, method, path, mode, examples):
    """Asks one operation many times, and holds every answer to the description."""
    operation = description[path][method.upper()]

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
        derandomize=examples < 100,
        database=None,
    )
    def ask(case):
        case.call_and_validate(headers=HOST)

    ask()


@pytest.mark.parametrize(("mode", "method", "path"), OPERATIONS)
@pytest.mark.parametrize("examples", [6, pytest.param(300, marks=pytest.mark.slow)])
def test_every_answer_is_as_described(description, mode, method, path, examples):
    explore(description, method, path, mode, examples)
