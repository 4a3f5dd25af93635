"""The command `spanbook`, as a user types it."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from real_jupyter import Jupyter, clean_environment, eventually, processes_of

from spanbook.advice import explain_start
from spanbook.cli.check_servers import check_tracking_server


def spanbook(
    folder: Path, *arguments: str, cwd: Path | None = None, **changes: str
) -> subprocess.CompletedProcess[str]:
    """Run the command with Jupyter's folders below `folder`."""
    environment = clean_environment(
        JUPYTER_DATA_DIR=str(folder / "data"),
        JUPYTER_CONFIG_DIR=str(folder / "config"),
        JUPYTER_RUNTIME_DIR=str(folder / "runtime"),
        **changes,
    )
    command = [sys.executable, "-m", "spanbook", *arguments]
    return subprocess.run(
        command, env=environment, cwd=cwd, capture_output=True, text=True, check=False, timeout=240
    )


def folder_of(jupyter: Jupyter) -> Path:
    """The folder that holds its Jupyter folders."""
    return jupyter.home.parent.parent


def findings(done: subprocess.CompletedProcess[str]) -> dict[str, list[str]]:
    """State → what was found, of `spanbook doctor --json`."""
    lines: dict[str, list[str]] = {"ok": [], "note": [], "fail": []}
    for finding in json.loads(done.stdout):
        lines[finding["state"]].append(f"{finding['what']} → {finding['cure']}")
    return lines


@pytest.fixture
def refusing() -> Iterator[str]:
    """The address of a tracking server that lets nobody in."""

    class Refuse(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_error(401)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Refuse)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()


def test_a_started_server_runs_until_it_is_stopped_and_a_jupyter_server_shares_it(tmp_path, start):
    home = tmp_path / "data" / "spanbook"
    before = spanbook(tmp_path, "server", "status")
    assert (before.returncode, "does not run" in before.stdout) == (3, True), before

    started = spanbook(tmp_path, "server", "start")
    assert started.returncode == 0, started.stderr
    status = json.loads(spanbook(tmp_path, "server", "status", "--json").stdout)
    assert status["ready"]
    assert status["data_dir"] == str(home) == spanbook(tmp_path, "server", "path").stdout.strip()
    assert status["tracking_uri"] in started.stdout

    jupyter: Jupyter = start().wait_until_ready()
    assert jupyter.status()["tracking_uri"] == status["tracking_uri"]
    jupyter.end()
    assert spanbook(tmp_path, "server", "status").returncode == 0  # the last Jupyter server went; it stayed

    assert "Uvicorn running" in spanbook(tmp_path, "server", "log").stdout
    stopped = spanbook(tmp_path, "server", "stop")
    assert (stopped.returncode, stopped.stdout) == (0, "The embedded MLflow server has stopped.\n")
    eventually(lambda: not processes_of(home), 5)


def test_a_server_that_a_jupyter_server_uses_is_stopped_only_by_force(tmp_path, start):
    jupyter = start().wait_until_ready()
    token = jupyter.server_token()
    refused = spanbook(tmp_path, "server", "stop")
    assert refused.returncode == 1
    assert "a Jupyter server uses" in refused.stderr
    assert "--force" in refused.stderr
    assert jupyter.status()["state"] == "ready"

    assert spanbook(tmp_path, "server", "stop", "--force").returncode == 0
    uri = jupyter.wait_for_state("failed")["tracking_uri"]

    # Kernels of before know the address and the token.
    again = spanbook(tmp_path, "server", "restart")
    assert again.returncode == 0, again.stderr
    assert jupyter.wait_until_ready().status()["tracking_uri"] == uri
    assert jupyter.server_token() == token


def test_no_command_prints_the_token(jupyter: Jupyter):
    commands = (("server", "status"), ("server", "status", "--json"), ("server", "log"), ("doctor",))
    said = [spanbook(folder_of(jupyter), *command) for command in commands]
    assert all(done.stdout for done in said)
    assert not any(jupyter.server_token() in done.stdout + done.stderr for done in said)


def test_a_server_that_cannot_start_says_why(tmp_path):
    home = tmp_path / "data" / "spanbook"
    home.mkdir(parents=True, mode=0o700)
    (home / "mlflow.db").write_bytes(b"this is no database, but long enough to be read as one " * 50)
    done = spanbook(tmp_path, "server", "start")
    assert done.returncode == 1
    assert "The trace database is damaged" in done.stderr
    assert "Traceback" not in done.stderr


def test_kernels_are_installed_where_jupyter_finds_them(tmp_path):
    done = spanbook(tmp_path, "kernels", "install", "--prefix", str(tmp_path))
    assert done.returncode == 0, done.stderr
    specs = tmp_path / "share" / "jupyter" / "kernels"
    found = {path.parent.name: json.loads(path.read_text()) for path in specs.glob("*/kernel.json")}
    assert sorted(found) == ["deno", "tslab"]
    for spec in found.values():
        assert spec["language"] == "typescript"
        assert "{connection_file}" in spec["argv"]
        assert Path(spec["argv"][0]).exists()


def test_only_the_kernel_that_was_named_is_installed(tmp_path):
    done = spanbook(tmp_path, "kernels", "install", "deno", "--prefix", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert [path.name for path in (tmp_path / "share" / "jupyter" / "kernels").iterdir()] == ["deno"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("install", "ruby"), "there is no kernel 'ruby' to install; there are: deno, tslab"),
        (("install", "tslab"), "npm install --global tslab"),
    ],
)
def test_a_kernel_that_cannot_be_installed_is_named_with_the_cure(tmp_path, arguments, said):
    npm_prefix = {"npm_config_prefix": str(tmp_path)}
    done = spanbook(tmp_path, "kernels", *arguments, "--prefix", str(tmp_path), cwd=tmp_path, **npm_prefix)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_cannot_be_written_is_named_with_another_way(tmp_path):
    done = spanbook(tmp_path, "kernels", "install", "deno", "--prefix", os.devnull)
    assert done.returncode == 1
    assert "the kernel cannot be written there" in done.stderr
    assert "spanbook kernels install --user" in done.stderr
    refused = PermissionError(errno.EACCES, "Permission denied", str(tmp_path))
    assert "is not writable" in explain_start(refused, tmp_path)
    assert "JUPYTER_DATA_DIR" in explain_start(refused, tmp_path)


def test_a_server_without_a_folder_says_so(tmp_path):
    done = spanbook(tmp_path, "server", "start", "--data-dir", f"{os.devnull}/spanbook")
    assert done.returncode == 1
    assert f"{os.devnull}/spanbook" in done.stderr
    assert "--data-dir FOLDER" in done.stderr


def test_the_doctor_finds_nothing_wrong_with_this_environment(jupyter: Jupyter):
    done = spanbook(folder_of(jupyter), "doctor", "--json")
    found = findings(done)
    assert (done.returncode, found["fail"]) == (0, [])
    text = "\n".join(found["ok"])
    for part in ("Python 3.", "JupyterLab 4.", "JupyterLab extension", "Server extension enabled"):
        assert part in text
    for part in ("Kernel deno: deno 2.", "Kernel tslab: tslab 1.", "npm package spanbook"):
        assert part in text
    assert f"Jupyter at {jupyter.url}: MLflow" in text
    assert f"Embedded server {jupyter.status()['tracking_uri']}: MLflow 3." in text


@pytest.mark.parametrize(
    ("credentials", "what", "cure"),
    [
        ({}, "asks for credentials, and there are none", "set MLFLOW_TRACKING_USERNAME and"),
        ({"MLFLOW_TRACKING_TOKEN": "s3cret"}, "refuses the credentials", "correct MLFLOW_TRACKING_TOKEN"),
        (
            {"MLFLOW_TRACKING_USERNAME": "ann", "MLFLOW_TRACKING_PASSWORD": "s3cret"},
            "refuses the credentials",
            "correct MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD",
        ),
    ],
)
def test_the_doctor_says_how_to_mend_refused_credentials(monkeypatch, refusing, credentials, what, cure):
    for name in ("MLFLOW_TRACKING_USERNAME", "MLFLOW_TRACKING_PASSWORD", "MLFLOW_TRACKING_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"MLFLOW_TRACKING_URI": f"http://{refusing}", **credentials}.items():
        monkeypatch.setenv(name, value)
    (found,) = check_tracking_server()
    assert (found.state, found.what) == ("fail", f"Tracking server http://{refusing} {what} (status 401)")
    assert found.cure.startswith(cure)


def test_the_doctor_hides_credentials_that_stand_in_the_address(tmp_path, refusing):
    done = spanbook(tmp_path, "doctor", "--json", MLFLOW_TRACKING_URI=f"http://ann:s3cret@{refusing}")
    (failed,) = findings(done)["fail"]
    assert failed.startswith(f"Tracking server http://{refusing} refuses the credentials")
    assert "s3cret" not in done.stdout + done.stderr


def test_the_doctor_names_a_kernel_whose_program_is_gone_and_a_server_that_is_away(tmp_path):
    spec = tmp_path / "data" / "kernels" / "tslab-old" / "kernel.json"
    spec.parent.mkdir(parents=True)
    argv = [str(tmp_path / "gone" / "tslab"), "kernel"]
    spec.write_text(json.dumps({"argv": argv, "display_name": "old", "language": "typescript"}))
    done = spanbook(tmp_path, "doctor", MLFLOW_TRACKING_URI="http://127.0.0.1:9")
    assert done.returncode == 1
    assert "FAIL  Kernel tslab-old: its program is gone" in done.stdout
    assert "spanbook kernels install" in done.stdout
    assert "FAIL  Tracking server http://127.0.0.1:9 cannot be reached" in done.stdout
    assert done.stdout.endswith("2 to mend.\n")


def test_the_doctor_names_a_disabled_extension(tmp_path):
    page_config = tmp_path / "config" / "labconfig" / "page_config.json"
    page_config.parent.mkdir(parents=True)
    environment = {"JUPYTER_PREFER_ENV_PATH": "0"}  # else what this virtual environment says counts more
    # As JupyterLab's plugin manager writes it; the command line writes the name without the plugin.
    page_config.write_text('{"disabledExtensions": {"@spanbook/lab:plugin": true}}')
    server_config = tmp_path / "config" / "jupyter_server_config.json"
    server_config.write_text('{"ServerApp": {"jpserver_extensions": {"spanbook": false}}}')
    failed = findings(spanbook(tmp_path, "doctor", "--json", **environment))["fail"]
    assert [line.split(" → ") for line in failed] == [
        ["The JupyterLab extension is disabled", "jupyter labextension enable @spanbook/lab"],
        ["The server extension is disabled", "jupyter server extension enable spanbook"],
    ]


def test_a_wrong_command_line_gives_the_usage():
    done = spanbook(Path(os.devnull).parent, "server", "dance")
    assert done.returncode == 2
    assert "invalid choice: 'dance'" in done.stderr
