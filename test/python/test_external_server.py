"""Another tracking server, named by environment or setting, takes the embedded one's place."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from real_jupyter import free_port, processes_of

from spanbook.tracking import external_target, without_credentials


class Recorder(BaseHTTPRequestHandler):
    """A remote tracking server below /team that keeps what it was asked."""

    def do_GET(self) -> None:
        self.server.seen.append((self.path, dict(self.headers)))
        body = b"3.9.0" if self.path.startswith("/team/version") else b"{}"
        self.send_response(200)
        self.send_header("Set-Cookie", "jupyter=stolen")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def remote() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
    server.seen = []
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_uses_the_users_server_with_the_users_credentials_and_starts_nothing(start, remote):
    address = f"http://127.0.0.1:{remote.server_port}/team"
    jupyter = start(
        "--Spanbook.tracking_uri=http://not-this-one",
        MLFLOW_TRACKING_URI=address,
        MLFLOW_TRACKING_USERNAME="bob",
        MLFLOW_TRACKING_PASSWORD="pass word",
    )
    answer = jupyter.get("spanbook/mlflow/api/a%20b%25?q=1&token=secret&q=2", cookies={"a": "b"})
    assert answer.status_code == 200
    assert "jupyter=stolen" not in str(answer.headers)

    path, sent = remote.seen[-1]
    assert path == "/team/api/a%20b%25?q=1&q=2"
    assert sent["Authorization"] == "Basic " + base64.b64encode(b"bob:pass word").decode()
    assert "Cookie" not in sent
    assert jupyter.token not in str(sent)

    refused = jupyter.post("spanbook/restart")
    assert refused.status_code == 409
    assert "neither starts nor stops" in refused.json()["message"]

    status = jupyter.wait_for_state("external")
    assert status["tracking_uri"] == address
    assert "pass word" not in json.dumps(status) + jupyter.log
    assert processes_of(jupyter.home) == {}
    assert not jupyter.home.exists()


def test_says_in_plain_words_that_the_users_server_does_not_answer(start):
    jupyter = start(MLFLOW_TRACKING_URI=f"http://127.0.0.1:{free_port()}")
    for path in ("spanbook/mlflow/version", "spanbook/frame"):
        answer = jupyter.get(path)
        assert (answer.status_code, answer.text) == (502, "The tracking server does not answer.\n")


def test_the_setting_names_the_server_when_the_environment_does_not(start):
    jupyter = start("--Spanbook.tracking_uri=postgresql://bob:pw@db.example.com/mlflow")
    status = jupyter.status()
    assert (status["state"], status["tracking_uri"]) == ("external", "postgresql://db.example.com/mlflow")
    for path in ("spanbook/mlflow/version", "spanbook/frame"):
        assert jupyter.get(path).status_code == 501
    assert "pw@" not in jupyter.log


def test_reads_credentials_as_mlflow_does():
    both = {"MLFLOW_TRACKING_TOKEN": "t", "MLFLOW_TRACKING_USERNAME": "u", "MLFLOW_TRACKING_PASSWORD": "p"}
    token_only = {"MLFLOW_TRACKING_TOKEN": "t"}
    basic = "Basic " + base64.b64encode(b"u:p").decode()
    assert external_target("https://h", token_only).headers == {"Authorization": "Bearer t"}
    assert external_target("https://h", both).headers == {"Authorization": basic}
    assert external_target("https://u:p@h:5/x/", {}).headers == {"Authorization": basic}
    assert external_target("https://u:p@h:5/x/", {}).url == "https://h:5/x"
    assert external_target("sqlite:///x.db", {}) is None
    assert "Bearer" not in repr(external_target("https://h", token_only))


def test_shows_no_credential_of_any_kind_of_address():
    assert without_credentials("https://u:p@h/x?key=1") == "https://h/x"
    assert without_credentials("postgresql://u:p@h/db") == "postgresql://h/db"
    assert without_credentials("databricks") == "databricks"
