"""What one cell says of its own context does not hold in the cells after it, in both kernels."""

from __future__ import annotations

import mlflow
import pytest
from kernel import Kernel
from runtimes import EXAMPLES

TOLD = "console.log((await mlflow.getLastActiveTrace())?.info.experimentId);"
LOCAL = "mlflow.tracing.setDestination({{ experimentId: '{}' }}, {{ contextLocal: true }});"


@pytest.mark.parametrize("name", ["tslab", "deno"])
def test_a_destination_for_the_context_ends_with_its_cell(
    mlflow_server, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable, value in mlflow_server.environment.items():
        monkeypatch.setenv(variable, value)
    mlflow.set_tracking_uri(mlflow_server.uri)
    other = mlflow.create_experiment(f"destination of one cell in {name}")
    kernel = Kernel(name, EXAMPLES, mlflow_server.environment)
    try:
        kernel.run('import * as mlflow from "spanbook";')
        cells = [
            f"{LOCAL.format(other)} await Promise.resolve(); mlflow.withSpan(() => 1);",
            "mlflow.withSpan(() => 2);",
            f"mlflow.tracing.context({{}}, () => {{ {LOCAL.format(other)} mlflow.withSpan(() => 3); }});",
            "mlflow.withSpan(() => 4);",
        ]
        said = [kernel.run(f"{cell}\n{TOLD}").text("stdout").split() for cell in cells]
    finally:
        kernel.close()
    assert said == [[other], ["0"], [other], ["0"]]
