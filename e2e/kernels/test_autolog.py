"""Auto tracing in both kernels: a real client, a server that speaks the provider's protocol, and MLflow."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import mlflow
import pytest
from kernel import Kernel
from notebooks import tree_of

from bundle import spans_of

ROOT = Path(__file__).resolve().parents[2]
MESSAGES = '[{ role: "user", content: "hello world" }]'
#: Of an agent: what the Agents SDK records, and the request that it made.
ANSWER = ["    Response CHAT_MODEL", "      Responses CHAT_MODEL"]


@pytest.fixture(scope="module")
def fake_llm() -> Iterator[str]:
    """The address of a server that answers as OpenAI does."""
    node = shutil.which("node")
    assert node, "node is not on PATH"
    command = [node, str(ROOT / "test" / "fake-llm" / "main.mjs")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
        server.terminate()


@pytest.fixture(scope="module", autouse=True)
def _client(kernel: Kernel, fake_llm: str) -> None:
    """The client is made in an earlier cell than the one that switches tracing on.

    A cell of Deno's that imports `process` hides the global one from the modules that it loads.
    """
    cells = kernel.run_all(
        [
            'import * as mlflow from "spanbook"; import process from "node:process";',
            'import OpenAI from "openai";'
            f'var client = new OpenAI({{ apiKey: "sk-secret", baseURL: "{fake_llm}/v1", maxRetries: 0 }});',
            'await mlflow.setExperiment("autolog"); await mlflow.openai.autolog({ silent: true });',
        ]
    )
    assert [(cell.status, cell.outputs) for cell in cells] == [("ok", [])] * 3


def stored(kernel: Kernel, trace_id: str, monkeypatch: pytest.MonkeyPatch, server) -> mlflow.entities.Trace:
    """The trace as Python reads it from the server."""
    assert kernel.run("await mlflow.flushTraces(); undefined").status == "ok"
    for key, value in server.environment.items():
        monkeypatch.setenv(key, value)
    mlflow.set_tracking_uri(server.uri)
    return mlflow.get_trace(trace_id, flush=True)


def test_one_line_traces_a_client_that_exists_and_mlflow_has_the_answer(
    kernel: Kernel, monkeypatch: pytest.MonkeyPatch, mlflow_server
):
    cell = kernel.run(
        f'await client.chat.completions.create({{ model: "gpt-4o-mini", messages: {MESSAGES} }}); undefined'
    )
    assert cell.output.names == ["Completions"]
    trace = stored(kernel, cell.output.traces[0]["trace_id"], monkeypatch, mlflow_server)
    (span,) = trace.data.spans
    assert span.span_type == "CHAT_MODEL"
    assert span.outputs["choices"][0]["message"]["content"] == "Echo: hello world"
    assert trace.info.token_usage["total_tokens"] == 21
    assert (trace.info.request_preview, trace.info.response_preview) == ("hello world", "Echo: hello world")
    assert "sk-secret" not in trace.to_json()


def test_a_streamed_call_hangs_under_the_function_that_made_it(kernel: Kernel):
    cell = kernel.run(
        f"""
        await mlflow.withSpan(async () => {{
          const stream = await client.chat.completions.create(
            {{ model: "gpt-4o-mini", messages: {MESSAGES}, stream: true }});
          let text = "";
          for await (const chunk of stream) text += chunk.choices[0]?.delta?.content ?? "";
          return text;
        }}, {{ name: "agent" }}); undefined
        """
    )
    (trace,) = cell.output.traces
    agent, call = spans_of(trace)
    assert (agent.name, agent.outputs, call.name) == ("agent", "Echo: hello world", "Completions")
    assert call.parent_id == agent.span_id
    assert call.outputs["choices"][0]["message"]["content"] == "Echo: hello world"


def test_switched_off_it_leaves_nothing_behind(kernel: Kernel):
    cell = kernel.run(
        f"""
        await mlflow.openai.autolog({{ disable: true }});
        await client.chat.completions.create({{ model: "gpt-4o-mini", messages: {MESSAGES} }}); undefined
        """
    )
    assert (cell.status, cell.outputs) == ("ok", [])


def test_a_stream_of_vercels_ai_sdk_is_a_tree(kernel: Kernel, fake_llm: str):
    cells = kernel.run_all(
        [
            'import * as ai from "ai"; import { createOpenAI } from "@ai-sdk/openai";',
            "await mlflow.vercel.autolog();",
            f"""
            await mlflow.withSpan(async () => {{
              const openai = createOpenAI({{ apiKey: "sk-secret", baseURL: "{fake_llm}/v1" }});
              const weather = ai.tool({{
                description: "the weather",
                inputSchema: ai.jsonSchema<{{ city: string }}>({{ type: "object" }}),
                execute: async ({{ city }}) => {{
                  const inner = await ai.generateText({{ model: openai.chat("m"), prompt: city }});
                  return inner.text;
                }},
              }});
              const result = ai.streamText({{
                ...{{ model: openai.chat("gpt-4o-mini"), prompt: "hi" }},
                ...{{ tools: {{ weather }}, stopWhen: ai.stepCountIs(2) }} }});
              let text = "";
              for await (const piece of result.textStream) text += piece;
              return text;
            }}, {{ name: "agent" }}); undefined
            """,
        ]
    )
    assert [(cell.status, cell.outputs) for cell in cells[:2]] == [("ok", [])] * 2
    (trace,) = cells[2].output.traces
    agent, call, *below = spans_of(trace)
    assert (call.name, call.parent_id) == ("ai.streamText", agent.span_id)
    tool = next(span for span in below if span.name == "weather")
    inner = next(span for span in below if span.name == "ai.generateText")
    assert (tool.parent_id, inner.parent_id) == (call.span_id, tool.span_id)
    assert [span.name for span in below].count("ai.streamText.doStream") == 2
    assert agent.outputs.startswith("Echo: ")


def test_a_call_of_llamaindex_is_no_parent_of_what_a_later_cell_does(kernel: Kernel, fake_llm: str):
    """In Deno its last callback leaves the context that it ran in to the kernel."""
    cells = kernel.run_all(
        [
            'import * as llamaIndex from "@llamaindex/openai";'
            "await mlflow.llamaIndex.autolog(llamaIndex, { silent: true });"
            f'var settings = {{ apiKey: "k", baseURL: "{fake_llm}/v1" }};'
            "var model = new llamaIndex.OpenAI({"
            ' model: "gpt-4o-mini", ...settings, additionalSessionOptions: settings });',
            f"await model.chat({{ messages: {MESSAGES} }}); undefined",
            "mlflow.withSpan(() => mlflow.getCurrentActiveSpan()?.parentId, { name: 'later' });",
            "await mlflow.llamaIndex.autolog({ disable: true });",
        ]
    )
    assert [cell.status for cell in cells] == ["ok"] * 4
    assert cells[1].output.names == ["OpenAI.chat"]
    assert cells[2].output.names == ["later"]


def test_a_run_of_openais_agents_is_a_tree_over_the_client_that_it_calls(kernel: Kernel):
    cells = kernel.run_all(
        [
            'import * as agents from "@openai/agents"; agents.setTraceProcessors([]);',
            "await mlflow.openaiAgents.autolog({ silent: true });"
            "await mlflow.openai.autolog({ silent: true });",
            """
            var weather = agents.tool({
              name: "get_weather", description: "the weather", strict: false,
              parameters: { type: "object", properties: { city: { type: "string" } },
                required: ["city"], additionalProperties: true },
              execute: async (given: any) =>
                mlflow.withSpan(() => `sunny in ${given.city}`, { name: "look up" }),
            });
            var guide = new agents.Agent({ name: "Guide", model: "gpt-4o", tools: [weather] });
            var runner = new agents.Runner({ modelProvider:
              new agents.OpenAIProvider({ openAIClient: client as any }) });
            """,
            'await runner.run(guide, "hello"); undefined',
            'const answer = await runner.run(guide, "hello", { stream: true });'
            "for await (const event of answer) event; undefined",
            # Says so when it would send to OpenAI what `setTraceProcessors` has told it to keep.
            "await agents.getGlobalTraceProvider().forceFlush();",
            "await mlflow.openaiAgents.autolog({ disable: true });"
            "await mlflow.openai.autolog({ disable: true });",
        ]
    )
    assert [(cell.status, cell.text("stderr")) for cell in cells] == [("ok", "")] * 7
    steps = ["  Guide AGENT", *ANSWER, "    get_weather TOOL", "      look up UNKNOWN", *ANSWER]
    (run,) = cells[3].output.traces
    assert tree_of(run) == ["AgentRunner.run AGENT", *steps]
    assert spans_of(run)[0].outputs == "Echo: sunny in Paris"
    (streamed,) = cells[4].output.traces
    assert tree_of(streamed) == ["AgentRunner.run_streamed AGENT", *steps]
