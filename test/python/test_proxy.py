"""The tracking server behind Jupyter's address: Jupyter's login outside, MLflow's credential inside."""

import secrets

import pytest
import requests
from real_jupyter import Jupyter

DOOR = "spanbook/mlflow/"
TRACES = "ajax-api/3.0/mlflow/traces"
SEARCH = f"{DOOR}{TRACES}/search"
EVERYTHING = {"locations": [{"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": "0"}}]}


def browser_at(jupyter: Jupyter, host: str) -> requests.Session:
    """A browser that reached this Jupyter as `host` and logged in: it has the cookie, not the token."""
    answer = requests.get(f"{jupyter.url}tree?token={jupyter.token}", headers={"Host": host}, timeout=30)
    cookies = "; ".join(f"{name}={value}" for name, value in answer.cookies.items())
    assert "username-" in cookies
    session = requests.Session()
    session.headers.update({"Host": host, "Cookie": cookies})
    return session


@pytest.fixture
def browser(jupyter: Jupyter) -> requests.Session:
    return browser_at(jupyter, f"127.0.0.1:{jupyter.port}")


@pytest.mark.parametrize("path", ["", "version", "ajax-api/2.0/mlflow/experiments/search"])
def test_sends_the_anonymous_to_the_login(jupyter: Jupyter, path):
    response = requests.get(jupyter.url + DOOR + path, allow_redirects=False, timeout=30)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/user/bob/login")


def test_refuses_anonymous_writing(jupyter: Jupyter):
    response = requests.post(jupyter.url + SEARCH, json=EVERYTHING, allow_redirects=False, timeout=30)
    assert response.status_code in (302, 403)


def test_adds_the_credential_for_those_who_are_logged_in(jupyter: Jupyter, browser: requests.Session):
    for response in (
        jupyter.get(DOOR + "version"),
        browser.get(jupyter.url + DOOR + "version", timeout=30),
    ):
        assert response.status_code == 200
        assert response.text == jupyter.status()["mlflow_version"]
        assert jupyter.server_token() not in str(response.headers) + response.text


@pytest.mark.parametrize("host", ["127.0.0.1:8888", "hub.example.com"])
def test_lets_a_page_of_this_jupyter_post(jupyter: Jupyter, host):
    page = {"Origin": f"https://{host}"}
    response = browser_at(jupyter, host).post(jupyter.url + SEARCH, json=EVERYTHING, headers=page, timeout=30)
    assert response.status_code == 200


@pytest.mark.parametrize("path", ["v1/traces", "ajax-api/3.0/mlflow/traces/search"])
def test_refuses_another_sites_page_that_posts_with_the_users_cookie(
    jupyter: Jupyter, browser: requests.Session, path
):
    headers = {"Origin": "https://evil.example.com"}
    response = browser.post(jupyter.url + DOOR + path, json=EVERYTHING, headers=headers, timeout=30)
    assert response.status_code == 403


def test_mends_the_notebook_renderers_page_for_any_base_url(jupyter: Jupyter):
    folder = DOOR + "static-files/lib/notebook-trace-renderer/"
    page = jupyter.get(folder + "index.html").text
    assert '<base href="../../../">' in page
    script = page.partition('src="')[2].partition('"')[0]
    response = jupyter.get(DOOR + script)
    assert response.status_code == 200
    assert "javascript" in response.headers["Content-Type"]


def test_stops_artifacts_from_running_as_pages_of_jupyter(jupyter: Jupyter):
    path = DOOR + "api/2.0/mlflow-artifacts/artifacts/evil.html"
    put = requests.put(jupyter.url + path, data=b"<script>1</script>", headers=jupyter.login, timeout=30)
    assert put.status_code == 200
    answer = jupyter.get(path)
    assert answer.text == "<script>1</script>"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "sandbox" in jupyter.get(DOOR).headers["Content-Security-Policy"]


def test_does_not_open_jupyter_server_proxys_own_door(jupyter: Jupyter):
    port = jupyter.status()["tracking_uri"].rpartition(":")[2]
    assert jupyter.get(f"proxy/{port}/version").status_code == 401


def test_tells_the_state_to_those_who_are_logged_in_only(jupyter: Jupyter):
    response = requests.get(jupyter.url + "spanbook/status", allow_redirects=False, timeout=30)
    assert response.status_code in (302, 403)
    status = jupyter.status()
    assert status["state"] == "ready"
    assert status["proxy_url"] == "/user/bob/spanbook/mlflow/"
    assert status["log"] == []


def test_passes_the_body_of_a_delete(jupyter: Jupyter):
    trace = f"tr-{secrets.token_hex(16)}"
    location = {"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": {"experiment_id": "0"}}
    info = {
        "trace_id": trace,
        "state": "OK",
        "request_time": "2026-01-01T00:00:00Z",
        "tags": {"stage": "draft"},
    }
    body = {"trace": {"trace_info": {**info, "trace_location": location}}}
    assert jupyter.post(DOOR + TRACES, json=body).status_code == 200
    tags = f"{jupyter.url}{DOOR}{TRACES}/{trace}/tags"
    answer = requests.delete(tags, json={"key": "stage"}, headers=jupyter.login, timeout=30)
    assert answer.status_code == 200
    stored = jupyter.get(f"{DOOR}{TRACES}/{trace}").json()["trace"]["trace_info"]
    assert "stage" not in stored["tags"]
