"""MLflow on PostgreSQL with an object store that speaks S3, as `deploy/` has it, for tests and benchmarks.

`python e2e/postgres/stack.py [WORKERS]` starts it, prints one line of JSON once MLflow answers, and ends it
when its standard input is closed. scripts/lib/postgres.mjs makes the environment that it runs in.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import boto3
from postgres import postgres

BUCKET = "mlflow"
# moto takes any; real ones come from a secret store.
KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1"}
START_SECONDS = 180


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def program(command: list[str], environment: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Runs a server in a group of its own, with which it ends."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            env={**os.environ, **environment},
            cwd=log.parent,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until `url` answers. Raises RuntimeError with the end of the log."""
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"no answer from {url}\n{log.read_text()[-3000:]}")


@contextmanager
def object_store(folder: Path) -> Iterator[dict[str, str]]:
    """A server of S3's protocol with a bucket; gives the variables by which MLflow finds it."""
    port, log = free_port(), folder / "s3.log"
    url = f"http://127.0.0.1:{port}"
    with program(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], KEYS, log
    ) as moto:
        wait_for(f"{url}/moto-api/data.json", moto, log)
        keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}
        boto3.client("s3", endpoint_url=url, **keys).create_bucket(Bucket=BUCKET)
        yield {**KEYS, "MLFLOW_S3_ENDPOINT_URL": url}


@contextmanager
def mlflow(folder: Path, database: str, store: dict[str, str], workers: int) -> Iterator[str]:
    """MLflow on both; gives its address."""
    port, log = free_port(), folder / "mlflow.log"
    command = [sys.executable, "-m", "mlflow", "server", "--artifacts-destination", f"s3://{BUCKET}"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--workers", str(workers)]
    environment = {
        **store,
        "MLFLOW_BACKEND_STORE_URI": database,  # not on the command line, which `ps` shows to everybody
        "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
        "MLFLOW_DISABLE_TELEMETRY": "true",
    }
    with program(command, environment, log) as server:
        wait_for(f"http://127.0.0.1:{port}/health", server, log)
        yield f"http://127.0.0.1:{port}"


@contextmanager
def stack(workers: int) -> Iterator[dict[str, str]]:
    """All three, in a folder that is gone afterwards; gives their addresses."""
    with ExitStack() as started:
        folder = Path(started.enter_context(tempfile.TemporaryDirectory(prefix="spanbook-postgres-")))
        folder.chmod(0o711)  # PostgreSQL's own user passes through it
        database = started.enter_context(postgres(folder / "postgres", free_port()))
        store = started.enter_context(object_store(folder))
        uri = started.enter_context(mlflow(folder, database, store, workers))
        yield {"uri": uri, "database": database, "store": store["MLFLOW_S3_ENDPOINT_URL"]}


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # by way of what the `with`s have to end
    with stack(int(sys.argv[1]) if len(sys.argv) > 1 else 2) as addresses:
        print(json.dumps(addresses), flush=True)
        sys.stdin.read()
