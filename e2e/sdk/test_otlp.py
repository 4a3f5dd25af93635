"""Traces to an OpenTelemetry receiver, in every protocol and every runtime of the SDK."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import mlflow
import pytest
from otlp_receiver import Arrival, OtlpReceiver, attributes_of

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"  # from here every runtime finds the built package
sys.path.insert(0, str(ROOT / "e2e" / "kernels"))  # kernel.py

from kernel import MIME_TYPE, Kernel  # noqa: E402, needs the path above

PROTOCOLS = ["http/protobuf", "http/json", "grpc"]

PROGRAM = """
const outcome = (async () => {
  await mlflow.withSpan(
    async root => {
      root.setInputs({ question: 'why', count: 3 });
      mlflow.updateCurrentTrace({ tags: { channel: 'mail' }, sessionId: 's-1' });
      await mlflow.withSpan(span => { span.setAttribute('temperature', 0.5); return 42; },
        { name: 'call', spanType: 'LLM' });
      try {
        mlflow.withSpan(() => { throw new RangeError('too far'); }, { name: 'fail' });
      } catch {}
      return 'because';
    },
    { name: 'answer' }
  );
  return JSON.stringify(await mlflow.flushTraces());
})();
"""

SENT = {"sent": 1, "kept": 0, "failed": 0, "dropped": 0, "pending": 0, "errors": []}


@pytest.fixture(scope="module")
def receiver() -> Iterator[OtlpReceiver]:
    started = OtlpReceiver()
    yield started
    started.close()


def in_process(*command: str, head: str) -> Callable[[dict[str, str]], tuple[str, int]]:
    def run(environment: dict[str, str]) -> tuple[str, int]:
        ended = subprocess.run(
            command,
            input=f"{head}\n{PROGRAM}\noutcome.then(text => console.log(text));",
            **{"capture_output": True, "text": True, "timeout": 120, "cwd": EXAMPLES},
            env={**os.environ, **environment},
        )
        assert (ended.returncode, ended.stderr) == (0, ""), ended.stderr
        return ended.stdout, 0

    return run


def in_kernel(name: str) -> Callable[[dict[str, str]], tuple[str, int]]:
    def run(environment: dict[str, str]) -> tuple[str, int]:
        kernel = Kernel(name, EXAMPLES, environment)
        try:
            kernel.run('import * as mlflow from "spanbook";')
            shown = kernel.run(PROGRAM).outputs
            cell = kernel.run("console.log(await outcome);")
            assert (cell.status, cell.text("stderr")) == ("ok", ""), cell.text("stderr")
            return cell.text("stdout"), sum(MIME_TYPE in output.data for output in shown)
        finally:
            kernel.close()

    return run


NODE = shutil.which("node") or "node"
DENO = str(Path(sys.executable).with_name("deno"))
ESM = 'import * as mlflow from "spanbook";'
RUNTIMES = {
    "Node, ESM": in_process(NODE, "--input-type=module", "-", head=ESM),
    "Node, CommonJS": in_process(
        NODE, "--input-type=commonjs", "-", head='const mlflow = require("spanbook");'
    ),
    "deno run": in_process(DENO, "run", "--allow-all", "--quiet", "--ext=ts", "-", head=ESM),
    "tslab kernel": in_kernel("tslab"),
    "Deno kernel": in_kernel("deno"),
}


def check_spans(arrival: Arrival) -> None:
    """The whole of the program's trace is there."""
    assert set(arrival.spans) == {"answer", "call", "fail"}
    root, call, fail = (arrival.spans[name] for name in ("answer", "call", "fail"))
    assert len({span.trace_id for span in (root, call, fail)}) == 1
    assert (root.parent_span_id, call.parent_span_id) == (b"", root.span_id)
    assert root.start_time_unix_nano <= call.start_time_unix_nano <= call.end_time_unix_nano
    attributes = attributes_of(root)
    assert json.loads(attributes["mlflow.spanInputs"]) == {"question": "why", "count": 3}
    assert attributes["mlflow.spanOutputs"] == "because"
    assert attributes["mlflow.traceTag.channel"] == "mail"
    assert attributes["session.id"] == "s-1"
    assert attributes_of(call)["temperature"] == 0.5
    assert attributes_of(call)["mlflow.spanType"] == "LLM"
    assert (root.status.code, fail.status.code) == (1, 2)
    assert fail.status.message == "RangeError: too far"
    (event,) = fail.events
    assert attributes_of(event)["exception.type"] == "RangeError"


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("runtime", RUNTIMES)
def test_each_runtime_sends_by_each_protocol(runtime: str, protocol: str, receiver: OtlpReceiver):
    environment = {
        **receiver.environment(protocol),
        "OTEL_EXPORTER_OTLP_HEADERS": "x-tenant=blue",
        "OTEL_EXPORTER_OTLP_COMPRESSION": "gzip",
        "OTEL_SERVICE_NAME": "support-bot",
    }
    printed, shown = RUNTIMES[runtime](environment)
    assert json.loads(printed) == SENT
    assert shown == (1 if "kernel" in runtime else 0)
    arrival = receiver.take()
    assert arrival.protocol == protocol
    assert arrival.path == ("" if protocol == "grpc" else "/v1/traces")
    assert arrival.headers["x-tenant"] == "blue"
    assert arrival.resource["service.name"] == "support-bot"
    check_spans(arrival)
    assert receiver.take_all() == []


def test_dual_export_sends_to_the_collector_and_to_mlflow(run, receiver: OtlpReceiver, monkeypatch):
    for name, value in receiver.environment("http/protobuf").items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("MLFLOW_TRACE_ENABLE_OTLP_DUAL_EXPORT", "true")
    counts = run(PROGRAM + "print(JSON.parse(await outcome));")
    assert counts == {**SENT, "sent": 2}
    check_spans(receiver.take())
    (trace,) = mlflow.search_traces(return_type="list")
    assert {span.name for span in trace.data.spans} == {"answer", "call", "fail"}
    assert trace.info.tags["channel"] == "mail"


def test_a_missing_grpc_package_is_named_with_the_command_to_install_it(tmp_path: Path):
    package = tmp_path / "node_modules" / "spanbook"
    shutil.copytree(ROOT / "packages" / "sdk" / "dist", package / "dist")
    shutil.copy(ROOT / "packages" / "sdk" / "package.json", package)
    # All that it depends on, and not what is optional.
    manifest = json.loads((package / "package.json").read_text())
    for name in manifest["dependencies"]:
        link = tmp_path / "node_modules" / name
        link.parent.mkdir(exist_ok=True)
        link.symlink_to(ROOT / "node_modules" / name)
    environment = {
        "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9",
        "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc",
    }
    ended = subprocess.run(
        [NODE, "--input-type=module", "-"],
        input=f"{ESM}\n{PROGRAM}\nconsole.log(await outcome);",
        **{"capture_output": True, "text": True, "timeout": 120, "cwd": tmp_path},
        env={**os.environ, **environment},
    )
    counts = json.loads(ended.stdout)
    assert (ended.returncode, counts["sent"], counts["failed"]) == (0, 0, 1)
    assert "npm install @opentelemetry/exporter-trace-otlp-grpc" in counts["errors"][0]
    assert "npm install @opentelemetry/exporter-trace-otlp-grpc" in ended.stderr


def test_the_exporters_are_loaded_only_when_traces_go_to_a_collector(run):
    loaded = """
    const { createRequire } = await import('node:module');
    const require = createRequire(import.meta.url);
    const sdk = require('spanbook');
    sdk.withSpan(() => 1);
    await sdk.flushTraces();
    print(Object.keys(require.cache).filter(path => /otlp-exporter|grpc/.test(path)));
    """
    assert run(loaded) == []
