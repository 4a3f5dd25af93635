"""@trace and trace(fn): methods, generators, errors, options."""

import asyncio
import contextlib
import functools
import math


class Broken(Exception):
    pass


def run(mlflow, keep):
    class Agent:
        def __init__(self, name):
            self.name = name

        @mlflow.trace
        def greet(self, greeting="hello"):
            return f"{greeting} {self.name}"

        @mlflow.trace(name="ask", span_type="AGENT", attributes={"n": 1})
        async def answer(self, question):
            await asyncio.sleep(0)
            return self.greet(question)

        @staticmethod
        @mlflow.trace
        def make(name, *rest):  # noqa: ARG004, recorded
            return name

    agent = Agent("ada")
    result = asyncio.run(agent.answer("hi"))
    keep("method", mlflow.get_last_active_trace_id())
    Agent.make("x", 1, 2)
    keep("static method", mlflow.get_last_active_trace_id())

    @mlflow.trace(name="stream", span_type="LLM", output_reducer=lambda chunks: "".join(chunks))
    def stream(text):
        with mlflow.start_span("inside") as span:
            span.set_outputs(len(text))
        yield from text

    list(stream("abc"))
    keep("generator", mlflow.get_last_active_trace_id())

    @mlflow.trace
    async def numbers(to):
        for number in range(to):
            await asyncio.sleep(0)
            yield {"n": number}

    async def consume():
        return [each async for each in numbers(2)]

    asyncio.run(consume())
    keep("async generator", mlflow.get_last_active_trace_id())

    @mlflow.trace
    def own(a, b=2):
        span = mlflow.get_current_active_span()
        span.set_inputs({"own": a + b})
        span.set_outputs("own")
        return "not this"

    own(1)
    keep("own inputs and outputs", mlflow.get_last_active_trace_id())

    @mlflow.trace(span_type="TOOL", log_level="ERROR", description="adds")
    def add(a, *, b=1):
        return a + b

    add(1, b=4)
    keep("options", mlflow.get_last_active_trace_id())

    @mlflow.trace
    async def fails():
        await asyncio.sleep(0)
        raise Broken("later")

    with contextlib.suppress(Broken):
        asyncio.run(fails())
    keep("async error", mlflow.get_last_active_trace_id())

    traced = mlflow.trace(functools.partial(math.pow, 2), name="pow")
    with mlflow.start_span("around") as span:
        mlflow.trace(add)(5)
    keep("wrapped twice", span.trace_id)
    return {"result": result, "callable": callable(traced), "name": add.__name__}
