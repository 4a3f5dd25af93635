"""The embedded server lives exactly as long as some Jupyter server of the user."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from real_jupyter import Jupyter, eventually, processes_of

from spanbook.guardian import Restarts
from spanbook.instances import DataInUse, Instance, join_or_start

CREATE = "spanbook/mlflow/api/2.0/mlflow/experiments/create"
BY_NAME = "spanbook/mlflow/api/2.0/mlflow/experiments/get-by-name?experiment_name="
GONE_SECONDS = 15  # SIGKILL follows SIGTERM after 8


def wait_until_gone(home: Path) -> None:
    eventually(lambda: not processes_of(home), GONE_SECONDS, home / "mlflow.log")


def process_id(home: Path, words: str) -> int:
    """The process in `home` with `words` in its command line."""
    found = [number for number, command in processes_of(home).items() if words in command]
    assert len(found) == 1, processes_of(home)
    return found[0]


def test_two_jupyters_share_one_server_until_the_last_ends_and_data_outlive_both(start):
    first = start().wait_until_ready()
    assert first.post(CREATE, json={"name": "kept"}).status_code == 200
    second = start().wait_until_ready()
    assert second.status()["tracking_uri"] == first.status()["tracking_uri"]
    assert len(processes_of(first.home)) == 3

    first.end(signal.SIGTERM)
    assert second.get(BY_NAME + "kept").status_code == 200

    second.end(signal.SIGKILL)
    wait_until_gone(second.home)

    third = start().wait_until_ready()
    assert third.get(BY_NAME + "kept").status_code == 200
    third.end(signal.SIGTERM)
    wait_until_gone(third.home)
    assert list((third.home / "run").iterdir()) == []


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT, signal.SIGHUP])
def test_no_process_is_left_when_jupyter_ends_while_mlflow_still_starts(start, how):
    jupyter: Jupyter = start()
    assert jupyter.status()["state"] == "starting"  # so Jupyter did not wait for MLflow
    assert processes_of(jupyter.home)
    jupyter.process.send_signal(how)
    jupyter.process.wait(30)
    wait_until_gone(jupyter.home)


def test_a_jupyter_that_starts_right_after_a_kill_gets_a_server_of_its_own(start):
    killed = start()
    uri = killed.status()["tracking_uri"]
    killed.end(signal.SIGKILL)
    successor = start().wait_until_ready()
    assert successor.status()["tracking_uri"] != uri
    assert len(processes_of(successor.home)) == 3


def test_mlflow_that_dies_is_started_again_at_the_same_address(start):
    jupyter = start().wait_until_ready()
    before = jupyter.status()
    os.kill(process_id(jupyter.home, "mlflow server"), signal.SIGKILL)
    assert "is starting again" in jupyter.wait_for_state("starting")["message"]
    after = jupyter.wait_until_ready().status()
    assert jupyter.get("spanbook/mlflow/version").status_code == 200
    assert after["tracking_uri"] == before["tracking_uri"]
    assert len(processes_of(jupyter.home)) == 3


def test_mlflow_that_is_restarted_is_another_process_at_the_same_address(start):
    jupyter = start().wait_until_ready()
    before, process = jupyter.status(), process_id(jupyter.home, "mlflow server")
    answer = jupyter.post("spanbook/restart")
    assert (answer.status_code, answer.json()["state"]) == (202, "starting")
    after = jupyter.wait_until_ready().status()
    assert process_id(jupyter.home, "mlflow server") != process
    assert after["tracking_uri"] == before["tracking_uri"]
    assert jupyter.get("spanbook/mlflow/version").status_code == 200
    lines = jupyter.get("spanbook/log").json()["lines"]
    assert any("it is started again" in line for line in lines)
    assert not any(jupyter.server_token() in line for line in lines)


def test_mlflow_that_dies_again_and_again_is_left_alone():
    now = iter([0, 10, 20, 30, 650, 660, 670, 680])
    restarts = Restarts(lambda: next(now))
    assert [restarts.allow() for _ in range(8)] == [True, True, True, False, True, True, True, False]


def test_jupyter_says_what_happened_when_mlflow_dies_before_it_served(start):
    jupyter = start()
    eventually(lambda: "mlflow server" in str(processes_of(jupyter.home)), 30)
    os.kill(process_id(jupyter.home, "mlflow server"), signal.SIGKILL)
    status = jupyter.wait_for_state("failed")
    assert "spanbook server restart" in status["message"]
    assert any("exit code -9" in line for line in status["log"])
    assert jupyter.get("spanbook/mlflow/version").status_code == 503
    assert jupyter.get("api/status").status_code == 200


class TestWithoutJupyter:
    """The same from the inside, on one server."""

    @pytest.fixture
    def server(self, tmp_path: Path) -> Iterator[Instance]:
        instance = join_or_start(tmp_path / "home")
        yield instance
        instance.release()
        wait_until_gone(tmp_path / "home")

    def test_an_early_request_waits_until_mlflow_is_there(self, server: Instance):
        headers = {"Authorization": f"Bearer {server.token}"}
        assert requests.get(f"{server.uri}/version", headers=headers, timeout=150).status_code == 200

    def test_uvicorn_ends_when_the_guardian_is_killed(self, server: Instance):
        home = server.folder.parent.parent
        requests.get(f"{server.uri}/health", timeout=150)
        os.kill(process_id(home, "spanbook.guardian"), signal.SIGKILL)
        wait_until_gone(home)
        assert not server.is_alive()

    def test_uvicorn_ends_when_its_parent_is_killed(self, server: Instance):
        home = server.folder.parent.parent
        requests.get(f"{server.uri}/health", timeout=150)
        uvicorn = process_id(home, "--factory")
        os.kill(process_id(home, "mlflow server"), signal.SIGKILL)
        eventually(lambda: uvicorn not in processes_of(home), 30)

    def test_refuses_politely_when_another_machine_uses_the_data(self, server: Instance):
        record = server.folder / "record.json"
        here = record.read_text()
        record.write_text(here.replace('"host": "', '"host": "other-'))
        with pytest.raises(DataInUse, match="machine other-"):
            join_or_start(server.folder.parent.parent)

    def test_takes_no_noticeable_time_of_jupyters_start(self, tmp_path: Path):
        begun = time.monotonic()
        join_or_start(tmp_path / "timed").release()
        assert time.monotonic() - begun < 1.0  # 0.02 s on an idle machine
        wait_until_gone(tmp_path / "timed")
