"""The reference: what MLflow's own SDK records. parity_program.mjs does the same with ours, line by line."""

import asyncio
import contextlib
import json
import sys

import mlflow

mlflow.set_tracking_uri(sys.argv[1])
mlflow.set_experiment(sys.argv[2])
ids = {}


class NoSuchPage(Exception):
    pass


def keep(name):
    ids[name] = mlflow.get_last_active_trace_id()


@mlflow.trace(span_type="RETRIEVER")
def retrieve(query, k=3):
    return [{"page_content": query, "metadata": {"rank": rank}} for rank in range(k)]


@mlflow.trace(name="model", span_type="CHAT_MODEL", attributes={"temperature": 0, "stop": None})
def chat(messages):  # noqa: ARG001, recorded
    span = mlflow.get_current_active_span()
    span.set_attribute("mlflow.chat.tokenUsage", {"input_tokens": 7, "output_tokens": 2, "total_tokens": 9})
    span.add_event(
        mlflow.entities.SpanEvent("first_token", attributes={"ms": 12, "kind": "text", "cached": False})
    )
    return {"choices": [{"message": {"role": "assistant", "content": "yes, “žluť” 😀"}}]}


@mlflow.trace(span_type="CHAIN")
def answer(question, style=None, *rest):  # noqa: ARG001, recorded
    documents = retrieve(question)
    reply = chat([{"role": "user", "content": documents[0]["page_content"]}])
    mlflow.update_current_trace(
        tags={"stage": "draft"},
        metadata={"version": "1"},
        session_id="session-1",
        user="ann",
        client_request_id="request-1",
    )
    return reply["choices"][0]["message"]["content"]


answer("is it?", "brief", 1, 2)
keep("nested")


@mlflow.trace(span_type="TOOL")
def open_page(number):
    raise NoSuchPage(f"page {number}")


@mlflow.trace
def caught():
    try:
        open_page(9)
    except NoSuchPage:
        return "saved"


@mlflow.trace
def uncaught():
    open_page(10)


caught()
keep("caught")
with contextlib.suppress(NoSuchPage):
    uncaught()
keep("uncaught")


@mlflow.trace
async def leaf(name):
    await asyncio.sleep(0.01)
    return name


@mlflow.trace(name="gathered")
async def gather():
    return await asyncio.gather(leaf("a"), leaf("b"), leaf("c"))


asyncio.run(gather())
keep("async")


@mlflow.trace(output_reducer=sum)
def count(to):
    yield from range(to)


list(count(3))
keep("stream")

with mlflow.start_span(name="manual", span_type="MY TYPE") as span:
    span.set_inputs({"empty": [], "zero": 0, "text": "", "nothing": None, "no": False})
    span.set_outputs([1.5, -2, "3", [], {}])
    span.set_attributes({"list": ["a", "b"], "object": {"deep": {"er": [1]}}, "flag": True, "n": 3})
    mlflow.update_current_trace(request_preview="asked", response_preview="told", state="ERROR")
keep("manual")

VALUES = [
    3,
    -1.5,
    True,
    False,
    "hello",
    "",
    "3",
    "true",
    "null",
    '"quoted"',
    [],
    {},
    "\x00",
    2**62,
    "žluť 😀",
    "a\nb",
]
for index, value in enumerate(VALUES):
    with mlflow.start_span(name=f"value {index}") as span:
        span.set_outputs(value)
    keep(f"value {index}")


@mlflow.trace
def nothing():
    pass


nothing()
keep("nothing")

messages = {"messages": [{"role": "system", "content": "s"}, {"role": "user", "content": "last question"}]}
with mlflow.start_span(name="chat shaped") as span:
    span.set_inputs(messages)
    span.set_outputs(
        {"output": [{"role": "assistant", "content": [{"type": "output_text", "text": "told"}]}]}
    )
keep("chat shaped")

with mlflow.start_span(name="long") as span:
    span.set_inputs({"text": "x" * 3000, "after": [1, 2]})
    span.set_outputs({"a": [1, {"b": "c"}], "text": "y, z: " * 500})
keep("long")

mlflow.flush_trace_async_logging()
print(json.dumps(ids))
