"""Programs that make traces, what they say they made, and what Python finds of it on the server."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mlflow import MlflowClient
from mlflow.entities import Trace
from real_jupyter import clean_environment

PROGRAM = Path(__file__).parent / "load.mjs"
SECONDS = 3600  # for a program to end: on a busy machine a server stores five traces a second


@dataclass(frozen=True)
class Told:
    """What a program does."""

    name: str = "load"
    traces: int = 1
    spans: int = 1  # of each trace
    bytes: int = 0  # of each trace's input
    per_second: int = 0  # 0: as fast as it can
    concurrent: int = 1  # traces that are open at a time
    clock_hours: int = 0  # by which the clock jumps within each trace
    flush_seconds: int = SECONDS  # 0: never ends by itself

    def as_json(self) -> str:
        words = {key: key.split("_") for key in asdict(self)}
        camel = {key: parts[0] + "".join(part.title() for part in parts[1:]) for key, parts in words.items()}
        return json.dumps({camel[key]: value for key, value in asdict(self).items()})


@dataclass(frozen=True, order=True)
class Made:
    """A trace that has ended."""

    id: str
    spans: int
    mark: str  # program and number: the same for a trace and a copy of it


class Load:
    """A running program; `start` is its command before the file, such as one that takes rights from it."""

    def __init__(
        self, told: Told, folder: Path, environment: Mapping[str, str], start: Iterable[str] = ()
    ) -> None:
        node = shutil.which("node")
        assert node, "node is not on PATH"
        self.told = told
        self._out = folder / f"{told.name}.out"
        self._err = folder / f"{told.name}.err"
        with self._out.open("wb") as out, self._err.open("wb") as err:
            self._process = subprocess.Popen(
                [*start, node, "--expose-gc", str(PROGRAM)],
                stdout=out,
                stderr=err,
                env=clean_environment(**environment, FAULTS_LOAD=told.as_json()),
            )

    def wait(self) -> dict[str, Any]:
        """Until it has ended; what its flush gave."""
        assert self._process.wait(SECONDS + 60) == 0, self.said
        (flushed,) = self._lines_with("flush")
        return flushed

    def wait_until_made(self, traces: int) -> None:
        """Until that many have ended."""
        self._eventually(lambda: len(self.made) >= traces)

    def wait_until_kept(self) -> dict[str, Any]:
        """Until all its traces have ended and none is in its memory only, for a program that does not end."""
        self._eventually(lambda: self._lines_with("flush") != [])
        return self._lines_with("flush")[0]

    def end(self, how: signal.Signals = signal.SIGKILL) -> None:
        self._process.send_signal(how)
        self._process.wait(60)

    @property
    def said(self) -> str:
        """What it wrote to stderr."""
        return self._err.read_text()

    @property
    def made(self) -> list[Made]:
        """The traces that have ended so far."""
        return [
            Made(line["id"], line["spans"], f"{self.told.name} {line['number']}")
            for line in self._lines()
            if "id" in line
        ]

    @property
    def heaps(self) -> list[int]:
        """Bytes in use after each garbage collection."""
        return self._lines_with("heap")

    def _eventually(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + SECONDS
        while not condition():
            assert self._process.poll() is None, self.said
            assert time.monotonic() < deadline, self.said
            time.sleep(0.05)

    def _lines_with(self, key: str) -> list[Any]:
        return [line[key] for line in self._lines() if key in line]

    def _lines(self) -> Iterator[dict[str, Any]]:
        # The last line may be half-written.
        for line in self._out.read_text().splitlines(keepends=True):
            if line.endswith("\n"):
                yield json.loads(line)


def stored(uri: str, experiment_id: str) -> Iterator[Made]:
    """Every trace of the experiment, as Python's client reads it."""
    client, token = MlflowClient(tracking_uri=uri), None
    while True:
        page = client.search_traces([experiment_id], max_results=500, page_token=token)
        yield from map(_made, page)
        token = page.token
        if not token:
            return


def _made(trace: Trace) -> Made:
    root = next((span for span in trace.data.spans if span.parent_id is None), None)
    # A program that is killed while it sends may leave an info without spans.
    inputs = (root.inputs if root else json.loads(trace.info.request_preview or "{}")) or {}
    return Made(trace.info.trace_id, len(trace.data.spans), f"{inputs.get('program')} {inputs.get('number')}")


def check_stored(
    made: Iterable[Made], uri: str, experiment_id: str, perhaps: Callable[[Made], bool] = lambda _: False
) -> None:
    """The verdict: each trace that was made is on the server once, with all its spans, and nothing else is
    there but what is there `perhaps`."""
    wanted, found = set(made), list(stored(uri, experiment_id))
    copies = [mark for mark, count in Counter(trace.mark for trace in found).items() if count > 1]
    lost = {trace.id for trace in wanted} - {trace.id for trace in found}
    assert wanted, "no trace was made"
    assert not lost, f"{len(lost)} of {len(wanted)} traces are lost"
    assert not copies, f"{len(copies)} of {len(wanted)} traces are there more than once"
    assert wanted <= set(found), "spans are missing"
    assert [trace for trace in found if trace not in wanted and not perhaps(trace)] == []
