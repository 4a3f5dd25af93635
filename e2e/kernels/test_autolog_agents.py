"""The examples of agents, run as they are: LangChain, LangGraph and the client they call are one tree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from kernel import Kernel

from bundle import spans_of

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
REQUEST = "Completions CHAT_MODEL"


@pytest.fixture(autouse=True)
def _no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """The examples ask the stand-in."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)


def run(kernel: Kernel, name: str) -> list[Any]:
    example = nbformat.read(EXAMPLES / f"{name}.ipynb", as_version=4)
    cells = kernel.run_all([cell.source for cell in example.cells if cell.cell_type == "code"])
    assert [(cell.status, cell.outputs) for cell in cells if cell.status != "ok"] == []
    return cells


def tree_of(trace: dict[str, Any]) -> list[str]:
    """Names and types in the order in which the spans started, indented by depth."""
    spans = sorted(spans_of(trace), key=lambda span: span.start)
    parents = {span.span_id: span.parent_id for span in spans}

    def depth(span_id: str | None) -> int:
        return 0 if span_id is None else 1 + depth(parents[span_id])

    return [f"{'  ' * depth(span.parent_id)}{span.name} {span.span_type}" for span in spans]


def test_an_agent_of_langgraph_its_model_and_its_requests_are_one_tree(kernel: Kernel, kernel_name: str):
    cells = run(kernel, f"langgraph-agent-{kernel_name}")
    (agent,) = cells[2].output.traces
    answer = [
        "  model_request CHAIN",
        "    ChatOpenAI CHAT_MODEL",
        f"      {REQUEST}",
        "    RunnableLambda CHAIN",
    ]
    assert tree_of(agent) == ["LangGraph CHAIN", *answer, "  tools CHAIN", "    get_weather TOOL", *answer]
    assert agent["trace_metadata"]["mlflow.trace.session"] == "my chat"
    (graph,) = cells[3].output.traces
    assert tree_of(graph) == [
        "LangGraph CHAIN",
        "  ask CHAIN",
        "    ChatOpenAI CHAT_MODEL",
        f"      {REQUEST}",
        "  shout CHAIN",
    ]


def test_an_agent_of_openai_is_a_session_of_traces(kernel: Kernel, kernel_name: str):
    cells = run(kernel, f"openai-agent-{kernel_name}")
    first, second = cells[3].output.traces
    assert tree_of(first) == ["answer AGENT", f"  {REQUEST}", "  get_weather TOOL", f"  {REQUEST}"]
    assert {trace["trace_metadata"]["mlflow.trace.session"] for trace in (first, second)} == {"my chat"}
