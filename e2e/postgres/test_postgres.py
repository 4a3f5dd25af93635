"""What a deployment as in `deploy/` keeps where, and how it forgets. `npm run test:postgres` starts it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import boto3
import mlflow
import pytest
from mlflow import MlflowClient
from mlflow.entities import SpanType
from real_jupyter import launch
from sqlalchemy import create_engine, text

ROOT = Path(__file__).resolve().parents[2]
URI = os.environ["SPANBOOK_TEST_TRACKING_URI"]
RETENTION = ROOT / "deploy" / "retention.py"
ATTACHMENT = "ajax-api/2.0/mlflow/get-trace-artifact"  # as src/tracking/reads.ts asks
DAY_MS = 86_400_000
# Node's program: a trace with an image, which goes to the object store.
PROGRAM = """
import * as mlflow from 'spanbook';
mlflow.setExperiment(process.argv[1]);
const image = 'data:image/png;base64,' + Buffer.from('an image '.repeat(9)).toString('base64');
await mlflow.trace(async () => ({ image }), { name: 'draw' })();
await mlflow.flushTraces({ throwOnFailure: true });
console.log(mlflow.getLastActiveTraceId());
"""


@pytest.fixture(scope="module", autouse=True)
def _server() -> None:
    mlflow.set_tracking_uri(URI)


def draw(experiment: str) -> str:
    """A trace of the SDK in Node; gives its id."""
    environment = {**os.environ, "MLFLOW_TRACKING_URI": URI, "SPANBOOK_SPOOL": "off"}
    command = ["node", "--input-type=module", "--eval", PROGRAM, "--", experiment]
    done = subprocess.run(
        command,
        cwd=ROOT / "examples",
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return done.stdout.strip()


def count(table: str, column: str, trace_id: str) -> int:
    """Rows about a trace in PostgreSQL."""
    with create_engine(os.environ["SPANBOOK_TEST_DATABASE"]).connect() as connection:
        statement = text(f"SELECT count(*) FROM {table} WHERE {column} = :id")
        return connection.execute(statement, {"id": trace_id}).scalar_one()


def objects() -> list[str]:
    """What lies in the object store."""
    keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}
    store = boto3.client("s3", endpoint_url=os.environ["SPANBOOK_TEST_STORE"], **keys)
    return [entry["Key"] for entry in store.list_objects_v2(Bucket="mlflow").get("Contents", [])]


def test_traces_go_to_postgresql_and_images_to_the_object_store() -> None:
    trace_id = draw("stored")
    assert count("trace_info", "request_id", trace_id) == 1
    assert count("spans", "trace_id", trace_id) == 1
    assert any(trace_id in key for key in objects())


def test_an_image_comes_back_by_the_way_of_the_view(tmp_path: Path) -> None:
    trace_id = draw("viewed")
    reference = urlsplit(mlflow.get_trace(trace_id).data.spans[0].outputs["image"])
    assert reference.scheme == "mlflow-attachment"
    enabled = "--ServerApp.jpserver_extensions={'spanbook': True}"
    jupyter = launch(tmp_path, enabled, MLFLOW_TRACKING_URI=URI)
    try:
        asked = {"request_id": trace_id, "path": reference.netloc}
        answer = jupyter.wait_until_up().get(f"spanbook/mlflow/{ATTACHMENT}", params=asked)
    finally:
        jupyter.end()
    assert (answer.status_code, answer.content) == (200, b"an image " * 9)
    assert reference.netloc in " ".join(objects())


def test_a_kernels_trace_is_found_by_its_content() -> None:
    trace_id = draw("found")
    experiment = mlflow.get_experiment_by_name("found")
    filters = ["trace.name = 'draw'", "span.name = 'draw'", "trace.text LIKE '%mlflow-attachment%'"]
    for filter_string in filters:
        found = mlflow.search_traces(
            locations=[experiment.experiment_id], filter_string=filter_string, return_type="list"
        )
        assert [trace.info.trace_id for trace in found] == [trace_id], filter_string


def test_the_retention_program_deletes_what_is_old_and_keeps_the_rest() -> None:
    old, new = aged_trace(days=40), aged_trace(days=1)
    kept_forever = aged_trace(days=40, experiment="kept")
    MlflowClient().set_experiment_tag(
        mlflow.get_experiment_by_name("kept").experiment_id, "spanbook.retentionDays", "0"
    )
    command = [sys.executable, str(RETENTION), "--days", "30"]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    left = [count("trace_info", "request_id", trace_id) for trace_id in (old, new, kept_forever)]
    assert left == [0, 1, 1], said.stdout
    assert count("spans", "trace_id", old) == 0
    assert "aged: 1 trace deleted" in said.stdout


def aged_trace(days: int, experiment: str = "aged") -> str:
    """A trace that began some days ago."""
    mlflow.set_experiment(experiment)
    start = time.time_ns() - days * DAY_MS * 1_000_000
    client = MlflowClient()
    span = client.start_trace("aged", span_type=SpanType.CHAIN, start_time_ns=start)
    client.end_trace(span.trace_id, end_time_ns=start + 1_000_000)
    mlflow.flush_trace_async_logging()
    return span.trace_id
