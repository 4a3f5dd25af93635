"""What the Jupyter server does with traces that ended kernels left on disk.

That a real MLflow gets each of them once is tested in e2e/faults/test_spool.py.
"""

from __future__ import annotations

import json
import logging
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from real_jupyter import eventually

from spanbook.spool_entry import Address, WaitingTrace, entry_bytes
from spanbook.spool_keeper import SpoolKeeper
from spanbook.spool_place import new_folder_name
from spanbook.tracking import Target

Answer = tuple[int, dict]


@dataclass
class Asked:
    """A request as it arrived."""

    path: str
    authorization: str | None
    body: bytes


@dataclass
class FakeMlflow:
    """A server that keeps what it is asked, and answers as MLflow does unless `answer` says otherwise."""

    answer: Callable[[Asked], Answer | None]
    asked: list[Asked] = field(default_factory=list)
    url: str = ""

    def at(self, path: str) -> list[Asked]:
        return [asked for asked in self.asked if asked.path.startswith(path)]


class Handler(BaseHTTPRequestHandler):
    mlflow: FakeMlflow

    def take(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        asked = Asked(self.path, self.headers.get("authorization"), body)
        self.mlflow.asked.append(asked)
        status, answer = self.mlflow.answer(asked) or (
            200,
            {} if self.path == "/v1/traces" else asked_back(asked),
        )
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    do_GET = do_POST = do_PUT = take

    def log_message(self, *_: object) -> None:
        pass


def asked_back(asked: Asked) -> dict:
    if asked.path != "/api/3.0/mlflow/traces":
        return {}
    answer = json.loads(asked.body)
    answer["trace"]["trace_info"]["tags"] = {"mlflow.artifactLocation": "mlflow-artifacts:/7/traces/x"}
    return answer


@contextmanager
def serving(answer: Callable[[Asked], Answer | None] = lambda _: None) -> Iterator[FakeMlflow]:
    mlflow = FakeMlflow(answer)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("One", (Handler,), {"mlflow": mlflow}))
    mlflow.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield mlflow
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SPANBOOK_SPOOL_DIR", str(tmp_path / "spool"))
    monkeypatch.delenv("SPANBOOK_EMBEDDED_URI", raising=False)
    return tmp_path / "spool"


@contextmanager
def keeping(mlflow: FakeMlflow) -> Iterator[None]:
    target = Target(mlflow.url, {"Authorization": "Bearer the-token"})
    keeper = SpoolKeeper(lambda: target, logging.getLogger("spool"))
    keeper.start()
    try:
        yield
    finally:
        keeper.stop()


def trace(name: str, **files: bytes) -> WaitingTrace:
    info = json.dumps({"trace_id": f"tr-{name}"}).encode()
    return WaitingTrace(f"tr-{name}", f"<{name}>".encode(), info, b"<inline>" if files else None, files)


def leave(root: Path, uri: str, *traces: WaitingTrace, folder: str = "", **address: object) -> Path:
    """An entry as a process leaves it that was killed."""
    raw = {"trackingUri": uri, "isEmbedded": False, "experiment": {"kind": "id", "id": "7"}, **address}
    # No process has this number: it is above the greatest that Linux gives.
    dead = folder or "-".join(["4194305", *new_folder_name().split("-")[1:]])
    (root / dead).mkdir(parents=True)
    path = root / dead / "0-1.spool"
    path.write_bytes(entry_bytes(Address(uri, False, {}, None, raw), traces))
    return path


def is_empty(root: Path) -> bool:
    return not list(root.rglob("*.spool"))


def test_sends_spans_and_infos_where_they_were_to_go_with_the_credentials_of_now(root: Path):
    with serving() as mlflow:
        leave(root, mlflow.url, trace("a"), trace("b"), runId="run-1")
        with keeping(mlflow):
            eventually(lambda: is_empty(root), 30)
        assert [asked.body for asked in mlflow.at("/v1/traces")] == [b"<a><b>"]
        infos = [json.loads(asked.body)["trace"]["trace_info"] for asked in mlflow.at("/api/3.0")]
        assert [info["trace_id"] for info in infos] == ["tr-a", "tr-b"]
        assert infos[0]["trace_location"]["mlflow_experiment"] == {"experiment_id": "7"}
        assert {asked.authorization for asked in mlflow.asked} == {"Bearer the-token"}
        assert list(root.iterdir()) == []


@pytest.mark.parametrize("whose", ["another server", "a living process", "nobody we know"])
def test_leaves_alone_what_is_of(whose: str, root: Path):
    with serving() as mlflow:
        uri = "https://elsewhere.example" if whose == "another server" else mlflow.url
        folder = {"a living process": new_folder_name(), "nobody we know": "photos"}.get(whose, "")
        left = leave(root, uri, trace("theirs"), folder=folder)
        leave(root, mlflow.url, trace("ours"))
        with keeping(mlflow):
            eventually(lambda: mlflow.at("/api/3.0"), 30)
            eventually(lambda: list(root.rglob("*.spool")) == [left], 30)
        assert [asked.body for asked in mlflow.at("/v1/traces")] == [b"<ours>"]


def test_finds_the_embedded_server_at_its_next_address(root: Path, monkeypatch: pytest.MonkeyPatch):
    with serving() as mlflow:
        monkeypatch.setenv("SPANBOOK_EMBEDDED_URI", mlflow.url)
        leave(root, "http://127.0.0.1:9", trace("a"), isEmbedded=True)
        with keeping(mlflow):
            eventually(lambda: is_empty(root), 30)
        assert len(mlflow.at("/v1/traces")) == 1


def test_sets_the_one_refused_trace_aside_for_its_owner_alone_and_sends_the_others(root: Path):
    with serving(lambda asked: (422, {}) if b"<bad>" in asked.body else None) as mlflow:
        leave(root, mlflow.url, trace("a"), trace("bad"), trace("b"))
        with keeping(mlflow):
            eventually(lambda: [path.parent.name for path in root.rglob("*.spool")] == ["aside"], 30)
        (aside,) = root.rglob("*.spool")
        assert b"tr-bad" in aside.read_bytes()
        assert stat.S_IMODE(aside.stat().st_mode) == 0o600
        assert aside.name.endswith(".refused.spool")
        assert {asked.body for asked in mlflow.at("/v1/traces")} >= {b"<a>", b"<b>"}


@pytest.mark.parametrize(
    ("status", "said"), [(503, {}), (401, {}), (404, {"error_code": "RESOURCE_DOES_NOT_EXIST"})]
)
def test_keeps_what_may_be_taken_later_and_says_so_without_the_token(
    status: int, said: dict, root: Path, caplog: pytest.LogCaptureFixture
):
    with serving(lambda _: (status, said)) as mlflow:
        leave(root, mlflow.url, trace("a"))
        with keeping(mlflow):
            eventually(lambda: f"status {status}" in caplog.text, 30)
        assert len(list(root.rglob("*.spool"))) == 1
        assert "the-token" not in caplog.text


def test_makes_the_experiment_that_the_server_does_not_know(root: Path):
    def answer(asked: Asked) -> Answer | None:
        if "get-by-name" in asked.path:
            return 404, {"error_code": "RESOURCE_DOES_NOT_EXIST"}
        return (200, {"experiment_id": "42"}) if asked.path.endswith("/create") else None

    with serving(answer) as mlflow:
        leave(root, mlflow.url, trace("a"), experiment={"kind": "name", "name": "new one"})
        with keeping(mlflow):
            eventually(lambda: is_empty(root), 30)
        assert b'"experiment_id": "42"' in mlflow.at("/api/3.0")[0].body


def test_stores_files_beside_the_trace(root: Path):
    with serving() as mlflow:
        leave(root, mlflow.url, trace("a", image=b"pixels"))
        with keeping(mlflow):
            eventually(lambda: is_empty(root), 30)
        (file,) = mlflow.at("/api/2.0/mlflow-artifacts")
        path = "/api/2.0/mlflow-artifacts/artifacts/7/traces/x/attachments/image"
        assert (file.path, file.body) == (path, b"pixels")


def test_puts_files_back_into_the_spans_when_the_server_keeps_none(root: Path):
    def answer(asked: Asked) -> Answer | None:
        return (200, json.loads(asked.body)) if asked.path.startswith("/api/3.0") else None

    with serving(answer) as mlflow:
        leave(root, mlflow.url, trace("a", image=b"pixels"))
        with keeping(mlflow):
            eventually(lambda: is_empty(root), 30)
        assert [asked.body for asked in mlflow.at("/v1/traces")] == [b"<a>", b"<inline>"]


def test_does_nothing_when_the_spool_is_off(root: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SPANBOOK_SPOOL", "off")
    with serving() as mlflow:
        leave(root, mlflow.url, trace("a"))
        before = set(threading.enumerate())
        with keeping(mlflow):
            assert set(threading.enumerate()) <= before
