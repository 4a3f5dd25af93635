"""Auto tracing read back from the server by Python, beside what Python's own recorded of like programs."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import mlflow
import pytest
from mlflow.entities import Span, Trace

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "test" / "fixtures" / "autolog"
OWN = GOLDEN / "own"

PROGRAM = """
import OpenAI from "openai";
import Anthropic from "@anthropic-ai/sdk";
import { ChatPromptTemplate } from "@langchain/core/prompts";
import { StringOutputParser } from "@langchain/core/output_parsers";
import { Annotation, END, START, StateGraph } from "@langchain/langgraph";
import { ChatOpenAI } from "@langchain/openai";
import * as agents from "@openai/agents";
import { OpenAI as LlamaOpenAI } from "@llamaindex/openai";
import { GoogleGenAI } from "@google/genai";
import { Ollama } from "ollama";
import { Mistral } from "@mistralai/mistralai";
import * as ax from "@ax-llm/ax";

const baseURL = given.url + "/v1";
const keyed = { apiKey: "sk-secret", maxRetries: 0 };
const openai = new OpenAI({ ...keyed, baseURL });
const anthropic = new Anthropic({ ...keyed, baseURL: given.url });
const user = { role: "user", content: "hello world" };
const messages = [{ role: "system", content: "be nice" }, user];
const model = "gpt-4o-mini";
const weather = {
  type: "function",
  function: {
    name: "get_weather",
    description: "w",
    parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] }
  }
};
agents.setTracingDisabled(false);
agents.setTraceProcessors([]);
agents.setDefaultOpenAIClient(openai);
await mlflow.openai.autolog(OpenAI);

const traced = {};
async function record(name, work) {
  await Promise.resolve(work()).catch(() => undefined);
  traced[name] = mlflow.getLastActiveTraceId();
}
const chat = options => openai.chat.completions.create({ model, messages, ...options });
await record("openai.chat", () => chat({ temperature: 0.5 }));
await record("openai.chat.tools", () => chat({ tools: [weather] }));
const streamed = { stream: true, stream_options: { include_usage: true } };
await record("openai.chat.stream", async () => {
  for await (const chunk of await chat(streamed)) void chunk;
});
await record("openai.chat.stream helper", () =>
  openai.chat.completions
    .stream({ model, messages, stream_options: streamed.stream_options })
    .finalChatCompletion());
await record("openai.embeddings", () =>
  openai.embeddings.create({ model: "text-embedding-3-small", input: ["a", "b"] }));
await record("openai.chat.error429", () => chat({ model: "err-429" }));
await mlflow.openai.autolog({ disable: true });

await mlflow.autolog({ silent: true });
await mlflow.openai.autolog({ disable: true });
await record("anthropic.messages", () =>
  anthropic.messages.create({
    model: "claude-3-5-haiku-latest", max_tokens: 50, system: "be nice", messages: [user] }));
await record("langchain.chain", () =>
  ChatPromptTemplate.fromMessages([["system", "be nice"], ["user", "{q}"]])
    .pipe(new ChatOpenAI({ model, ...keyed, configuration: { baseURL } }))
    .pipe(new StringOutputParser())
    .invoke({ q: "hello world" }));
const State = Annotation.Root({ q: Annotation(), a: Annotation() });
const asked = new ChatOpenAI({ model, ...keyed, configuration: { baseURL } });
await record("langgraph.graph", () =>
  new StateGraph(State)
    .addNode("ask", async ({ q }) => ({ a: (await asked.invoke(q)).text }))
    .addNode("up", ({ a }) => ({ a: a.toUpperCase() }))
    .addEdge(START, "ask").addEdge("ask", "up").addEdge("up", END)
    .compile()
    .invoke({ q: "hello world" }));
await record("agents", () =>
  agents.run(new agents.Agent({ name: "Guide", instructions: "be nice", model: "gpt-4o" }), "hello world"));
await record("llamaindex", () => new LlamaOpenAI({ model, session: openai }).chat({ messages }));
await record("gemini", () =>
  new GoogleGenAI({ apiKey: "k", httpOptions: { baseUrl: given.url } })
    .models.generateContent({ model, contents: "hello world" }));
await record("ollama", () => new Ollama({ host: given.url }).chat({ model, messages }));
await record("mistral", () =>
  new Mistral({ apiKey: "k", serverURL: given.url + "/mistral" }).chat.complete({ model, messages }));
const told = { ...weather.function, func: ({ city }) => "sunny in " + city };
const config = { model, stream: false };
const client = ax.ai({ name: "openai", apiKey: "sk-secret", apiURL: baseURL, config });
const axProgram = functions => new ax.AxGen("question:string -> echo:string", { functions });
const question = { question: "hello world" };
await record("ax", () => axProgram().forward(client, question));
await record("ax.tool", () => axProgram([told]).forward(client, question));
await record("ax.stream", async () => {
  for await (const piece of axProgram().streamingForward(client, question)) void piece;
});
await record("agents.tool", () =>
  agents.run(
    new agents.Agent({
      name: "Guide",
      model: "gpt-4o",
      tools: [
        agents.tool({
          ...weather.function,
          strict: false,
          parameters: { ...weather.function.parameters, additionalProperties: true },
          execute: ({ city }) => "sunny in " + city
        })
      ]
    }),
    "hello world"));
await mlflow.flushTraces();
print(traced);
process.exit();
"""

#: Golden files of Python, all that both record of a program.
PYTHON = [
    "openai.chat",
    "openai.chat.tools",
    "openai.embeddings",
    "openai.chat.error429",
    "anthropic.messages",
    "langchain.chain",
    "langgraph.graph",
    "openai.chat.stream",
    "openai.chat.stream helper",
]

#: Libraries of which Python has no trace: whole spans, in files that UPDATE_GOLDEN=1 writes anew.
WHOLE = ["agents", "agents.tool", "llamaindex", "gemini", "ollama", "mistral", "ax", "ax.tool", "ax.stream"]

#: Said elsewhere, of one run only, or MLflow's own.
UNCOMPARED = {
    "mlflow.spanInputs",
    "mlflow.spanOutputs",
    "mlflow.spanType",
    "mlflow.traceRequestId",
    "mlflow.llm.cost",
}

COMPARED = [
    "mlflow.message.format",
    "mlflow.llm.model",
    "mlflow.chat.tokenUsage",
    "mlflow.chat.tools",
]


@pytest.fixture(scope="module")
def fake_llm() -> Iterator[str]:
    server = subprocess.Popen(["node", ROOT / "test/fake-llm/main.mjs"], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    yield server.stdout.readline().strip()
    server.kill()
    server.wait()


@pytest.fixture(scope="module")
def traces(fake_llm: str, mlflow_server: Any) -> dict[str, Trace]:
    """The traces of the program, by name."""
    from node_program import run_program

    experiment = mlflow.set_experiment("autolog-golden").experiment_id
    environment = {**mlflow_server.environment, "MLFLOW_EXPERIMENT_ID": experiment}
    ids = run_program(PROGRAM, environment, url=fake_llm)
    return {name: mlflow.get_trace(trace_id) for name, trace_id in ids.items()}


def golden(name: str) -> Trace:
    return Trace.from_json((GOLDEN / f"{name}.json").read_text())


def spans_of(trace: Trace) -> list[tuple[int, Span]]:
    """With their depths, in the order in which they started."""
    parents = {span.span_id: span.parent_id for span in trace.data.spans}

    def depth(span_id: str | None) -> int:
        return 0 if span_id is None else 1 + depth(parents.get(span_id))

    spans = sorted(trace.data.spans, key=lambda span: (span.start_time_ns, depth(span.span_id)))
    return [(depth(span.parent_id), span) for span in spans]


def tree_of(trace: Trace) -> list[str]:
    """Names and types, by depth."""
    return [f"{'  ' * depth}{span.name} {span.span_type}" for depth, span in spans_of(trace)]


def whole(trace: Trace) -> list[dict[str, Any]]:
    """All that is recorded, but for ids and times."""
    return [
        {
            "span": f"{'  ' * depth}{span.name} {span.span_type} {span.status.status_code.value}",
            "inputs": span.inputs,
            "outputs": span.outputs,
            "attributes": {key: value for key, value in span.attributes.items() if key not in UNCOMPARED},
            "events": [event.name for event in span.events],
        }
        for depth, span in spans_of(trace)
    ]


def without_nulls(value: Any) -> Any:
    """Python shows what was not said as null."""
    if isinstance(value, dict):
        return {key: without_nulls(member) for key, member in value.items() if member is not None}
    return [without_nulls(member) for member in value] if isinstance(value, list) else value


def told(span: Span) -> dict[str, Any]:
    attributes = {key: span.attributes.get(key) for key in COMPARED}
    inputs = span.inputs
    if span.name == "StrOutputParser":
        # The members of a message have other names in LangChain.js: usage, metadata.
        inputs = {key: inputs[key] for key in ("type", "content")}
    return without_nulls({"status": span.status.status_code.value, "inputs": inputs, **attributes})


def answers_of(value: Any) -> list[str]:
    """All that is said in the outputs."""
    return [word for word in json.dumps(value).split('"') if word.startswith("Echo: ")]


@pytest.mark.parametrize("name", PYTHON)
def test_a_trace_has_the_tree_inputs_and_attributes_of_python(traces: dict[str, Trace], name: str):
    # The helper asks for the very stream that a program asks for without it.
    ours, theirs = traces[name], golden(name.removesuffix(" helper"))
    assert ours.info.state == theirs.info.state
    assert tree_of(ours) == tree_of(theirs)
    by_name = {span.name: span for span in ours.data.spans}
    for span in theirs.data.spans:
        mine = told(by_name[span.name])
        expected = told(span)
        # Ours may know more: the tokens of embeddings.
        said = {key: value for key, value in expected.items() if value is not None}
        assert {key: mine.get(key) for key in said} == said
        assert answers_of(by_name[span.name].outputs) == answers_of(span.outputs)


@pytest.mark.parametrize("name", WHOLE)
def test_a_trace_of_a_library_that_python_does_not_trace_is_whole(traces: dict[str, Trace], name: str):
    trace = traces[name]
    file = OWN / f"{name}.json"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        file.write_text(f"{json.dumps(whole(trace), indent=2, ensure_ascii=False)}\n")
    assert trace.info.state == "OK"
    assert whole(trace) == json.loads(file.read_text())
    assert "sk-secret" not in trace.to_json()
