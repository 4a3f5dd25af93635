"""The side of Python's MLflow; obeys the commands of obey.mjs."""

from __future__ import annotations

import gc
import json
import sys
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

import mlflow


@mlflow.trace
def step(number: int) -> dict[str, int]:
    return {"number": number}


def traced(spans: int) -> Callable[[int], dict[str, int]]:
    @mlflow.trace
    def root(number: int) -> dict[str, int]:
        for i in range(1, spans):
            step(i)
        return {"number": number}

    return root


def call(told: dict[str, Any]) -> float:
    function, begun = traced(told["spans"]), time.perf_counter()
    for number in range(told["traces"]):
        function(number)
    return (time.perf_counter() - begun) * 1000 / told["traces"]


def flush(_told: dict[str, Any]) -> float:
    begun = time.perf_counter()
    mlflow.flush_trace_async_logging()
    return (time.perf_counter() - begun) * 1000


def memory(told: dict[str, Any]) -> float:
    function = traced(told["spans"])
    function(0)
    gc.collect()
    tracemalloc.start()
    for number in range(told["traces"]):
        function(number)
    gc.collect()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return held / told["traces"]


def steady(told: dict[str, Any]) -> dict[str, float]:
    function, begun = traced(told["spans"]), time.perf_counter()
    made, longest = 0, 0.0
    while time.perf_counter() - begun < told["seconds"]:
        start = time.perf_counter()
        function(made)
        made, longest = made + 1, max(longest, (time.perf_counter() - start) * 1000)
        time.sleep(1 / told["perSecond"])
    return {"made": made, "longest": longest}


def cpu(_told: dict[str, Any]) -> float:
    return time.process_time() * 1000


COMMANDS = {"call": call, "flush": flush, "memory": memory, "steady": steady, "cpu": cpu}

for line in sys.stdin:
    command = json.loads(line)
    print(json.dumps({"answer": COMMANDS[command["do"]](command)}), flush=True)
