"""What kernels inherit."""

import json

from jupyter_client.blocking.client import BlockingKernelClient
from real_jupyter import Jupyter

from spanbook.environment import KernelEnvironment, chosen_uri

ASK = """
import json, os, urllib.request
uri, token = os.environ["MLFLOW_TRACKING_URI"], os.environ["MLFLOW_TRACKING_TOKEN"]
request = urllib.request.Request(uri + "/version", headers={"Authorization": "Bearer " + token})
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
print(json.dumps([uri, opener.open(request).read().decode()]))
"""


def run_in_kernel(jupyter: Jupyter, code: str) -> str:
    """What `code` prints in a new Python kernel of `jupyter`."""
    kernel = jupyter.post("api/kernels", json={"name": "python3"}).json()["id"]
    connection = jupyter.home.parent.parent / "runtime" / f"kernel-{kernel}.json"
    client = BlockingKernelClient(connection_file=str(connection))
    client.load_connection_file()
    client.start_channels()
    printed: list[str] = []
    try:
        client.wait_for_ready(timeout=60)
        client.execute_interactive(
            code, timeout=60, output_hook=lambda message: printed.append(message["content"].get("text", ""))
        )
    finally:
        client.stop_channels()
    return "".join(printed)


def test_a_kernel_reaches_the_embedded_server_by_its_environment(jupyter: Jupyter):
    status = jupyter.status()
    assert json.loads(run_in_kernel(jupyter, ASK)) == [status["tracking_uri"], status["mlflow_version"]]


def test_the_users_variable_goes_before_the_setting():
    assert chosen_uri({"MLFLOW_TRACKING_URI": "http://mine"}, "http://setting") == "http://mine"
    assert chosen_uri({}, "http://setting") == "http://setting"
    assert chosen_uri({"MLFLOW_TRACKING_URI": " "}, "") is None


def test_an_address_inherited_from_an_outer_jupyter_is_no_choice_of_the_users():
    environment = {"PATH": "/bin"}
    KernelEnvironment(environment).point_to_embedded("http://127.0.0.1:1", "secret")
    assert chosen_uri(environment, "") is None
    environment["MLFLOW_TRACKING_URI"] = "http://mine"
    assert chosen_uri(environment, "") == "http://mine"


def test_credentials_meant_for_another_server_are_not_sent_to_ours():
    before = {"MLFLOW_TRACKING_USERNAME": "bob", "MLFLOW_TRACKING_PASSWORD": "pw"}
    environment = dict(before)
    kernels = KernelEnvironment(environment)
    kernels.point_to_embedded("http://127.0.0.1:1", "secret")
    assert "MLFLOW_TRACKING_PASSWORD" not in environment
    assert environment["MLFLOW_TRACKING_TOKEN"] == "secret"
    kernels.restore()
    assert environment == before


def test_a_company_proxy_is_kept_away_from_this_machine():
    environment = {"HTTPS_PROXY": "http://proxy", "http_proxy": "http://proxy", "no_proxy": "intranet"}
    KernelEnvironment(environment).point_to_embedded("http://127.0.0.1:1", "secret")
    assert environment["no_proxy"] == "intranet,127.0.0.1"
    assert environment["NO_PROXY"] == "127.0.0.1"
