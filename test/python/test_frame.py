"""MLflow's pages in a frame: a ticket in place of the login, and nothing of Jupyter's in reach."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
import requests
from real_jupyter import Jupyter, eventually
from test_proxy import EVERYTHING, TRACES

from spanbook.assets import Assets
from spanbook.frame import framed_by_self

RENDERER = "static-files/lib/notebook-trace-renderer/index.html"


def frame_of(jupyter: Jupyter) -> str:
    """Where a frame finds MLflow's pages, as it is told to a page of this Jupyter."""
    answer = jupyter.get("spanbook/frame").json()
    assert answer["mlflow_version"] in answer["address"]
    return f"http://127.0.0.1:{jupyter.port}{answer['address']}"


def test_tells_where_to_those_who_are_logged_in_only(jupyter: Jupyter):
    anonymous = requests.get(jupyter.url + "spanbook/frame", allow_redirects=False, timeout=30)
    assert anonymous.status_code in (302, 403)
    assert frame_of(jupyter).startswith(f"{jupyter.url}spanbook/mlflow/~")


def test_sends_a_page_that_cannot_act_as_a_page_of_jupyter(jupyter: Jupyter):
    for page in ("", RENDERER):
        answer = requests.get(frame_of(jupyter) + page, timeout=30)
        assert answer.status_code == 200
        rules = answer.headers["Content-Security-Policy"]
        assert "sandbox allow-scripts" in rules
        assert "allow-same-origin" not in rules
        assert "frame-ancestors 'self'" in rules
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.text.index("localStorage") < answer.text.index('src="static-files/')


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("frame-ancestors 'none'", "frame-ancestors 'self'"),
        ("frame-ancestors 'none'; report-uri /hub/csp", "frame-ancestors 'self'; report-uri /hub/csp"),
        ("frame-ancestors 'self'", "frame-ancestors 'self'"),
        (
            "default-src 'self';frame-ancestors https://a.b",
            "frame-ancestors 'self' https://a.b; default-src 'self'",
        ),
        ("", "frame-ancestors 'self'"),
    ],
)
def test_a_page_of_jupyter_may_frame_it_whatever_may_frame_jupyter(policy: str, expected: str):
    assert framed_by_self(policy) == expected


def test_comes_into_a_frame_where_jupyterhub_forbids_frames(start, remote, monkeypatch):
    monkeypatch.setattr(Remote, "page", 200)
    forbidden = {"headers": {"Content-Security-Policy": "frame-ancestors 'none'; report-uri /hub/csp"}}
    credentials = {"MLFLOW_TRACKING_URI": remote, "MLFLOW_TRACKING_TOKEN": "good"}
    jupyter = start(f"--ServerApp.tornado_settings={json.dumps(forbidden)}", **credentials)
    rules = requests.get(frame_of(jupyter), timeout=30).headers["Content-Security-Policy"]
    assert rules.startswith("frame-ancestors 'self'; report-uri /hub/csp; sandbox allow-scripts")
    jupyters_own = jupyter.get("spanbook/status").headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in jupyters_own


def test_a_browser_tab_has_mlflow_in_a_sandboxed_frame_behind_the_login(jupyter: Jupyter):
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    address = jupyter.url + "spanbook/mlflow/"
    page = requests.get(address, headers={**jupyter.login, **browser}, timeout=30)
    sandbox = page.text.partition('sandbox="')[2].partition('"')[0]
    assert "allow-scripts" in sandbox
    assert "allow-same-origin" not in sandbox
    assert frame_of(jupyter).endswith(page.text.partition('data-address="')[2].partition('"')[0])
    assert page.headers["Cache-Control"] == "no-store"
    anonymous = requests.get(address, headers=browser, allow_redirects=False, timeout=30)
    assert (anonymous.status_code, "~" in anonymous.text) == (302, False)


def test_lets_a_page_without_an_origin_ask_mlflow(jupyter: Jupyter):
    frame = {"Origin": "null"}
    address = frame_of(jupyter)
    asked = requests.options(f"{address}{TRACES}/search", headers=frame, timeout=30)
    assert (asked.status_code, asked.headers["Access-Control-Allow-Origin"]) == (204, "null")
    assert "Content-Type" in asked.headers["Access-Control-Allow-Headers"]
    answer = requests.post(f"{address}{TRACES}/search", json=EVERYTHING, headers=frame, timeout=30)
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (200, "null")
    assert jupyter.server_token() not in str(answer.headers) + answer.text


def test_refuses_every_other_ticket_and_keeps_its_own_out_of_the_log(jupyter: Jupyter):
    address = frame_of(jupyter)
    ticket = address.partition("~")[2].partition("/")[0]
    for wrong in (address.replace(ticket, ticket[:-1] + "!"), address.replace(ticket, "%C3%A9")):
        assert requests.get(wrong, timeout=30).status_code == 403
        assert requests.options(wrong, timeout=30).status_code == 403
    assert requests.get(address + "ajax-api/no-such-thing", timeout=30).status_code == 404
    eventually(lambda: "no-such-thing" in jupyter.log, 10)
    assert ticket not in jupyter.log


def test_sends_assets_compressed_and_for_a_browser_to_keep(jupyter: Jupyter):
    address = frame_of(jupyter)
    page = requests.get(address, timeout=30).text
    script = address + page.partition('<script defer="defer" src="')[2].partition('"')[0]
    first, second = (requests.get(script, timeout=60) for _ in range(2))
    assert first.text == second.text
    assert second.headers["Content-Encoding"] == "gzip"
    assert int(second.headers["Content-Length"]) < len(second.content) / 2
    assert "javascript" in second.headers["Content-Type"]
    assert "immutable" in second.headers["Cache-Control"]
    plain = requests.get(script, headers={"Accept-Encoding": "identity"}, timeout=60)
    assert plain.text == first.text
    assert "Content-Encoding" not in plain.headers


def test_keeps_the_assets_of_one_version_of_mlflow_and_no_pages():
    assets = Assets()
    assets.keep("1", "/static-files/a.js", "text/javascript", b"one")
    assert gzip.decompress(assets.find("1", "/static-files/a.js").zipped) == b"one"
    assert assets.find("2", "/static-files/a.js") is None
    assets.keep("2", "/static-files/b.js", "text/javascript", b"two")
    assert assets.find("1", "/static-files/a.js") is None
    assert assets.keep("2", "/static-files/index.html", "text/html", b"page") is None
    assert assets.keep("2", "/ajax-api/x", "application/json", b"{}") is None


class Remote(BaseHTTPRequestHandler):
    """Gives its version to those with the credential, and answers `page` to who asks for a page."""

    page = 404

    def do_GET(self) -> None:
        is_known = self.headers.get("Authorization") == "Bearer good"
        code = 401 if not is_known else 200 if self.path == "/version" else self.page
        body = b"2.19.0"
        self.send_response(code)
        if code == 401:
            self.send_header("WWW-Authenticate", 'Basic realm="mlflow"')
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def remote() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Remote)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_browser_is_not_asked_for_the_tracking_servers_password(start, remote):
    jupyter = start(MLFLOW_TRACKING_URI=remote, MLFLOW_TRACKING_TOKEN="wrong")
    for path in ("spanbook/mlflow/version", "spanbook/frame"):
        refused = jupyter.get(path)
        assert "WWW-Authenticate" not in refused.headers  # else the browser puts up its own form
        assert refused.status_code == 502
        assert refused.text == (
            "The tracking server does not let Jupyter in (status 401). Check its credentials.\n"
        )


def test_says_why_a_tracking_server_has_no_pages_for_a_frame(start, remote, monkeypatch):
    jupyter = start(MLFLOW_TRACKING_URI=remote, MLFLOW_TRACKING_TOKEN="good")
    too_old = jupyter.get("spanbook/frame")
    assert too_old.headers["Content-Type"].startswith("text/plain")
    assert too_old.status_code == 501
    assert "MLflow 2.19.0 has no view for notebooks" in too_old.text
    monkeypatch.setattr(Remote, "page", 403)
    refused = jupyter.get("spanbook/frame")
    assert refused.status_code == 502
    assert "does not let Jupyter in (status 403)" in refused.text
