"""Real kernels, and what a frontend makes of the messages that they send."""

from __future__ import annotations

import os
import queue
import signal
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

MIME_TYPE = "application/vnd.spanbook.trace.v1+json"
SECONDS = 120  # for a kernel to start, for a cell to end: tslab on a busy machine
SETTLE = 0.4  # Deno's outputs may come after idle
TSLAB_PAUSE = 0.4  # after an error tslab answers every request of the next 200 ms with an abort

Message = dict[str, Any]


@dataclass
class Output:
    """One output of ours in a cell: where it was put, and each state that it was given."""

    display_id: str
    states: list[dict[str, Any]]

    @property
    def data(self) -> dict[str, Any]:
        """What stands there now, by MIME type."""
        return self.states[-1]

    @property
    def traces(self) -> list[dict[str, Any]]:
        """The traces of the bundle that stands there now."""
        return self.data[MIME_TYPE]["traces"]

    @property
    def names(self) -> list[str]:
        """Their names, as the root span has them."""
        return [trace["tags"]["mlflow.traceName"] for trace in self.traces]

    @property
    def trace_states(self) -> list[str]:
        """Their states now."""
        return [trace["state"] for trace in self.traces]


@dataclass
class Cell:
    """One execution of one cell."""

    code: str
    messages: list[Message] = field(default_factory=list)
    outputs: list[Output] = field(default_factory=list)
    reply: Message | None = None
    is_to_be_cleared: bool = False

    @property
    def output(self) -> Output:
        """The only output of ours."""
        assert len(self.outputs) == 1, f"{len(self.outputs)} outputs of {self.code!r}: {self.summary()}"
        return self.outputs[0]

    @property
    def status(self) -> str | None:
        return self.reply["status"] if self.reply else None

    @property
    def shown(self) -> list[tuple[str, str]]:
        """The messages about outputs of ours that name this cell as their parent: type and display id."""
        return [
            (message["msg_type"], message["content"]["transient"]["display_id"])
            for message in self.messages
            if MIME_TYPE in message["content"].get("data", {})
        ]

    def text(self, stream: str) -> str:
        """What the cell wrote to `stdout` or `stderr`."""
        return "".join(
            message["content"]["text"]
            for message in self.messages
            if message["msg_type"] == "stream" and message["content"]["name"] == stream
        )

    def summary(self) -> list[str]:
        """Types of the messages, for a failing test to show."""
        return [message["msg_type"] for message in self.messages] + [str(self.reply)]


class Kernel:
    """A kernel, with the frontend's view of its outputs: a new output goes to the cell that the message
    names as its parent, an update to the output of that display id, wherever it stands."""

    def __init__(self, name: str, folder: Path, environment: dict[str, str]) -> None:
        self.name = name
        self._manager = KernelManager(kernel_name=name)
        self._outputs: dict[str, Output] = {}
        self._cleared: set[str] = set()
        self._cells: dict[str, Cell] = {}
        variables = {**os.environ, "NO_COLOR": "1", **environment}
        self._manager.start_kernel(cwd=str(folder), env=variables)
        self._client: BlockingKernelClient = self._manager.blocking_client()
        self._client.start_channels()
        self._client.wait_for_ready(timeout=SECONDS)

    def run(self, code: str, settle: float = SETTLE) -> Cell:
        """Runs one cell, and listens for `settle` seconds after its end."""
        return self.run_all([code], settle)[0]

    def run_all(self, codes: Iterable[str], settle: float = SETTLE) -> list[Cell]:
        """Queues all cells at once, as "Run All" does."""
        cells = {self._client.execute(code): Cell(code) for code in codes}
        self._cells.update(cells)
        running = set(cells)
        deadline = time.monotonic() + SECONDS
        while running or any(cell.reply is None for cell in cells.values()):
            assert time.monotonic() < deadline, [cell.summary() for cell in cells.values()]
            self._take_replies()
            running -= self._take_messages(0.02)
        self.listen(settle)
        return list(cells.values())

    def begin(self, code: str) -> Cell:
        """Sends one cell and does not wait for it."""
        cell = Cell(code)
        self._cells[self._client.execute(code)] = cell
        return cell

    def finish(self, cell: Cell, settle: float = SETTLE) -> None:
        """Waits until the cell has its reply, and listens for `settle` seconds after it."""
        deadline = time.monotonic() + SECONDS
        while cell.reply is None:
            assert time.monotonic() < deadline, cell.summary()
            self.listen(0.05)
            self._take_replies()
        self.listen(settle)

    def fail(self, code: str) -> Cell:
        """Runs a cell that throws; the kernel takes the next cell when this returns."""
        cell = self.run(code)
        assert cell.status == "error", cell.summary()
        time.sleep(TSLAB_PAUSE)
        return cell

    def listen(self, seconds: float) -> None:
        """Takes what comes by itself."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._take_messages(min(left, 0.05))

    def interrupt(self, code: str, after: float) -> Cell:
        """Runs a cell and interrupts it by the signal that Jupyter sends, `after` seconds from its start."""
        cell = self.begin(code)
        self.listen(after)
        self._manager.interrupt_kernel()
        self.finish(cell, settle=0)
        time.sleep(TSLAB_PAUSE)
        return cell

    @property
    def pid(self) -> int:
        """Of the process that Jupyter started."""
        return self._manager.provisioner.pid

    def restart(self) -> None:
        """As the user does from the menu; the same connection, a new process."""
        self._manager.restart_kernel()
        self._client.wait_for_ready(timeout=SECONDS)

    def shut_down(self) -> None:
        """Ends the kernel as Jupyter does when its user closes it: by a request, then by force."""
        self._manager.shutdown_kernel()

    def kill(self) -> None:
        """Ends the process at once, as an out-of-memory killer does; takes what it had sent by then."""
        self._manager.signal_kernel(signal.SIGKILL)
        self.listen(0.1)
        self._take_replies()

    def close(self) -> None:
        self._client.stop_channels()
        self._manager.shutdown_kernel(now=True)
        self._manager.cleanup_resources()

    def _take_replies(self) -> None:
        while True:
            try:
                message = self._client.get_shell_msg(timeout=0.01)
            except queue.Empty:
                return
            cell = self._cells.get(message["parent_header"].get("msg_id", ""))
            if cell is not None:
                cell.reply = message["content"]

    def _take_messages(self, timeout: float) -> set[str]:
        """Takes what is there; returns the cells that became idle."""
        idle: set[str] = set()
        while True:
            try:
                message = self._client.get_iopub_msg(timeout=timeout)
            except queue.Empty:
                return idle
            parent = message["parent_header"].get("msg_id", "")
            if parent in self._cells:
                self._cells[parent].messages.append(message)
                self._show(message, self._cells[parent])
            if message["content"].get("execution_state") == "idle":
                idle.add(parent)

    def _show(self, message: Message, cell: Cell) -> None:
        content, kind = message["content"], message["msg_type"]
        if cell.is_to_be_cleared and kind in ("stream", "display_data", "execute_result"):
            self._clear(cell)
        if kind == "clear_output":
            cell.is_to_be_cleared = content["wait"]
            if not content["wait"]:
                self._clear(cell)
        if MIME_TYPE not in content.get("data", {}):
            return
        # tslab's own display call names no output, and a last value of IPython's has none.
        display_id = content.get("transient", {}).get("display_id") or message["header"]["msg_id"]
        if kind == "update_display_data":
            if display_id not in self._cleared:
                self._outputs[display_id].states.append(content["data"])
            return
        assert kind in ("display_data", "execute_result")
        self._cleared.discard(display_id)
        assert display_id not in self._outputs, "a second output under the same display id"
        self._outputs[display_id] = Output(display_id, [content["data"]])
        cell.outputs.append(self._outputs[display_id])

    def _clear(self, cell: Cell) -> None:
        """Updates of what is gone are dropped."""
        cell.is_to_be_cleared = False
        for output in cell.outputs:
            del self._outputs[output.display_id]
            self._cleared.add(output.display_id)
        cell.outputs.clear()
