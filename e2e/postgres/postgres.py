"""A PostgreSQL server in a folder of its own, open to 127.0.0.1 with a password."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USER = "spanbook"
DATABASE = "mlflow"
SECONDS = 120


def programs() -> Path:
    """The folder of `initdb` and `pg_ctl`; Debian's package puts them on nobody's path.

    Raises FileNotFoundError with the cure.
    """
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()]
    if not versions:
        raise FileNotFoundError("there is no PostgreSQL here; on Debian: apt-get install postgresql")
    return max(versions, key=lambda path: float(path.parent.name))


@contextmanager
def postgres(folder: Path, port: int) -> Iterator[str]:
    """Runs PostgreSQL on `port` with its data in `folder`; gives the address of an empty database."""
    run = _Server(folder, port)
    run.initialise()
    run.control("start", "-w", "-l", str(folder / "postgres.log"), "-o", run.options())
    try:
        run.call("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", USER, DATABASE)
        yield f"postgresql+psycopg2://{USER}:{run.password}@127.0.0.1:{port}/{DATABASE}"
    finally:
        run.control("stop", "-m", "fast", "-w")


class _Server:
    """Its programs refuse to run as root, so they run as the owner of the folder."""

    def __init__(self, folder: Path, port: int) -> None:
        self.password = secrets.token_hex(16)
        self._bin = programs()
        self._folder = folder
        self._port = port
        self._owner = "postgres" if os.getuid() == 0 else None

    def initialise(self) -> None:
        """Make the cluster."""
        self._folder.mkdir(mode=0o700)
        (self._folder / "sockets").mkdir(mode=0o700)
        secret = self._folder / "password"
        secret.write_text(self.password)
        secret.chmod(0o600)
        if self._owner:
            for path in (self._folder, self._folder / "sockets", secret):
                os.chown(path, pwd.getpwnam(self._owner).pw_uid, -1)
        data = ["-D", str(self._folder / "data"), "-U", USER, "-E", "UTF8", "--locale=C.UTF-8"]
        self.call("initdb", *data, "--auth=scram-sha-256", f"--pwfile={secret}")

    def options(self) -> str:
        """Where it listens."""
        sockets = self._folder / "sockets"
        return f"-p {self._port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={sockets}"

    def control(self, action: str, *options: str) -> None:
        """pg_ctl."""
        self.call("pg_ctl", action, "-D", str(self._folder / "data"), *options)

    def call(self, program: str, *arguments: str) -> None:
        """Run one of its programs to the end."""
        as_owner = ["runuser", "-u", self._owner, "--"] if self._owner else []
        subprocess.run(
            [*as_owner, str(self._bin / program), *arguments],
            check=True,
            cwd=self._folder,
            env={**os.environ, "PGPASSWORD": self.password},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            timeout=SECONDS,
        )
