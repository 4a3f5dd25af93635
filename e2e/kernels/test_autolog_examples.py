"""The examples of auto tracing, run as they are by nbclient: what each cell shows, and one tree a call."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from notebooks import Notebook, cell_named, complaints_of, counts_of, executed, traces_of, tree_of

from bundle import spans_of

REQUEST = "Completions CHAT_MODEL"

#: The cells that show traces.
SHOWING = {
    "openai-agent": ["openai-7", "openai-9"],
    "langgraph-agent": ["langgraph-5", "langgraph-7"],
    "vercel-stream": ["vercel-5", "vercel-7"],
}


@pytest.fixture(scope="module")
def notebook_of(kernel_name: str, mlflow_server) -> Callable[[str], Notebook]:
    """The example of that name after "Run All", which asks the stand-in; each runs once."""
    known: dict[str, Notebook] = {}

    def of(name: str) -> Notebook:
        if name not in known:
            with pytest.MonkeyPatch.context() as patch:
                patch.delenv("OPENAI_API_KEY", raising=False)
                known[name] = executed(f"{name}-{kernel_name}", mlflow_server.environment)
        return known[name]

    return of


@pytest.mark.parametrize("name", SHOWING)
def test_each_cell_that_makes_traces_shows_them_in_one_output_and_none_complains(
    notebook_of: Callable[[str], Notebook], name: str
):
    notebook = notebook_of(name)
    assert complaints_of(notebook) == []
    outputs = {cell: len(shown) for cell, shown in counts_of(notebook).items() if shown}
    assert outputs == dict.fromkeys(SHOWING[name], 1)
    assert {trace["state"] for cell in notebook.cells for trace in traces_of(cell)} == {"OK"}


def test_an_agent_of_langgraph_its_model_and_its_requests_are_one_tree(
    notebook_of: Callable[[str], Notebook],
):
    notebook = notebook_of("langgraph-agent")
    (agent,) = traces_of(cell_named(notebook, "langgraph-5"))
    answer = [
        "  model_request CHAIN",
        "    ChatOpenAI CHAT_MODEL",
        f"      {REQUEST}",
        "    RunnableLambda CHAIN",
    ]
    assert tree_of(agent) == ["LangGraph CHAIN", *answer, "  tools CHAIN", "    get_weather TOOL", *answer]
    assert agent["trace_metadata"]["mlflow.trace.session"] == "my chat"
    (graph,) = traces_of(cell_named(notebook, "langgraph-7"))
    assert tree_of(graph) == [
        "LangGraph CHAIN",
        "  ask CHAIN",
        "    ChatOpenAI CHAT_MODEL",
        f"      {REQUEST}",
        "  shout CHAIN",
    ]


def test_an_agent_of_openai_is_a_session_of_traces(notebook_of: Callable[[str], Notebook]):
    first, second = traces_of(cell_named(notebook_of("openai-agent"), "openai-7"))
    assert tree_of(first) == ["answer AGENT", f"  {REQUEST}", "  get_weather TOOL", f"  {REQUEST}"]
    assert {trace["trace_metadata"]["mlflow.trace.session"] for trace in (first, second)} == {"my chat"}


def test_a_stream_of_vercels_ai_sdk_has_its_steps_and_its_tool(notebook_of: Callable[[str], Notebook]):
    notebook = notebook_of("vercel-stream")
    (streamed,) = traces_of(cell_named(notebook, "vercel-5"))
    step = "  ai.streamText.doStream CHAT_MODEL"
    assert tree_of(streamed) == ["ai.streamText CHAIN", step, "  weather TOOL", step]
    (compared,) = traces_of(cell_named(notebook, "vercel-7"))
    root, *below = spans_of(compared)
    assert root.name == "compare"
    assert [span.name for span in below if span.parent_id == root.span_id] == ["ai.generateText"] * 2
