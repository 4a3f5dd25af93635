"""Runs the programs of ./programs with Python's MLflow; prints what each kept and told, as JSON."""

import importlib
import json
import sys

import mlflow

uri, prefix, *names = sys.argv[1:]
mlflow.set_tracking_uri(uri)
results = {}
for name in names:
    mlflow.set_experiment(f"{prefix} {name}")
    ids: dict[str, str] = {}
    facts = importlib.import_module(f"programs.{name}").run(mlflow, ids.__setitem__)
    results[name] = {"ids": ids, "facts": facts}
mlflow.flush_trace_async_logging()
print(json.dumps(results))
