"""A hub for two users on this machine: TLS at its proxy, a base URL, a JupyterLab with Spanbook for each."""

import os
from pathlib import Path

c = get_config()  # noqa: F821

home = Path(os.environ["SPANBOOK_HUB_HOME"])
venv = Path(os.environ["SPANBOOK_VENV"])

c.JupyterHub.bind_url = f"https://127.0.0.1:{os.environ['SPANBOOK_HUB_PORT']}/hub-base/"
c.JupyterHub.hub_port = int(os.environ["SPANBOOK_HUB_API_PORT"])
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{os.environ['SPANBOOK_PROXY_API_PORT']}"
c.JupyterHub.ssl_cert = c.JupyterHub.ssl_key = os.environ["SPANBOOK_HUB_CERTIFICATE"]
c.JupyterHub.db_url = f"sqlite:///{home}/hub.sqlite"
c.JupyterHub.cookie_secret_file = str(home / "cookie_secret")
c.ConfigurableHTTPProxy.pid_file = str(home / "proxy.pid")
c.ConfigurableHTTPProxy.command = [os.environ["SPANBOOK_PROXY"]]

c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = os.environ["SPANBOOK_HUB_PASSWORD"]
c.Authenticator.allow_all = True

c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = str(home / "users" / "{username}")
c.Spawner.cmd = [os.environ["SPANBOOK_SINGLEUSER"]]
c.Spawner.args = ["--allow-root", "--LabApp.expose_app_in_browser=True"]
c.Spawner.notebook_dir = str(home / "users" / "{username}")
c.Spawner.default_url = "/lab"
c.Spawner.start_timeout = c.Spawner.http_timeout = 180
c.Spawner.environment = {
    "JUPYTER_PATH": str(venv / "share" / "jupyter"),
    "JUPYTER_CONFIG_PATH": str(venv / "etc" / "jupyter"),
    "PATH": os.environ["PATH"],
}
