"""The SDK does the same in every runtime: one program, each of its cases compared with one expectation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from expected import EXPECTED
from runtimes import RUNTIMES, results_of

Results = dict[str, Any]


@pytest.fixture(scope="session")
def results(mlflow_server) -> Callable[[str], Results]:
    """What a runtime gave; each runs once, and what kept it from running fails each of its tests."""
    known: dict[str, Results | Exception] = {}

    def of(runtime: str) -> Results:
        if runtime not in known:
            try:
                known[runtime] = results_of(runtime, mlflow_server.environment)
            except Exception as error:
                known[runtime] = error
        result = known[runtime]
        if isinstance(result, Exception):
            raise result
        return result

    return of


@pytest.mark.parametrize("runtime", RUNTIMES)
@pytest.mark.parametrize("case", EXPECTED)
def test_case(runtime: str, case: str, results: Callable[[str], Results]):
    assert results(runtime)[case] == EXPECTED[case]


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_every_case_has_an_expectation(runtime: str, results: Callable[[str], Results]):
    assert results(runtime).keys() == EXPECTED.keys()
