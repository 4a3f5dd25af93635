"""The embedded server answers nobody who lacks the token."""

import json
import stat

import pytest
import requests
from real_jupyter import Jupyter, processes_of

ROUTES = [
    ("GET", "/"),
    ("GET", "/health"),
    ("GET", "/version"),
    ("GET", "/docs"),
    ("GET", "/openapi.json"),
    ("GET", "/static-files/lib/notebook-trace-renderer/index.html"),
    ("GET", "/api/3.0/mlflow/server-info"),
    ("GET", "/ajax-api/3.0/mlflow/assistant/config"),
    ("GET", "/ajax-api/2.0/mlflow/get-trace-artifact?request_id=tr-1"),
    ("GET", "/gateway/mlflow/v1/models"),
    ("GET", "/api/2.0/mlflow-artifacts/artifacts"),
    ("PUT", "/api/2.0/mlflow-artifacts/artifacts/0/a.txt"),
    ("POST", "/v1/traces"),
    ("POST", "/api/3.0/mlflow/traces"),
    ("POST", "/api/3.0/mlflow/traces/search"),
    ("POST", "/graphql"),
    ("OPTIONS", "/v1/traces"),
    ("HEAD", "/"),
]


@pytest.mark.parametrize(("method", "path"), ROUTES)
@pytest.mark.parametrize("credential", [None, "Bearer ", "Bearer wrong", "Basic Og=="])
def test_refuses_every_kind_of_route_without_the_token(jupyter: Jupyter, method, path, credential):
    headers = {"Authorization": credential} if credential else {}
    response = requests.request(method, jupyter.status()["tracking_uri"] + path, headers=headers, timeout=30)
    assert response.status_code == 401


@pytest.mark.parametrize("path", ["/health", "/version", "/", "/api/3.0/mlflow/server-info"])
def test_lets_the_token_in(jupyter: Jupyter, path):
    headers = {"Authorization": f"Bearer {jupyter.server_token()}"}
    response = requests.get(jupyter.status()["tracking_uri"] + path, headers=headers, timeout=30)
    assert response.status_code == 200


def test_refuses_a_web_socket_without_the_token(jupyter: Jupyter):
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    response = requests.get(jupyter.status()["tracking_uri"] + "/ws", headers=upgrade, timeout=30)
    assert response.status_code in (401, 403)


def test_keeps_the_token_out_of_command_lines_logs_and_status(jupyter: Jupyter):
    token = jupyter.server_token()
    assert len(token) >= 32
    assert len(processes_of(jupyter.home)) == 3
    assert token not in str(processes_of(jupyter.home))
    assert token not in jupyter.log
    assert token not in (jupyter.home / "mlflow.log").read_text()
    assert token not in json.dumps(jupyter.status())


def test_keeps_every_file_from_other_users(jupyter: Jupyter):
    assert stat.S_IMODE(jupyter.home.stat().st_mode) == 0o700
    for path in jupyter.home.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
