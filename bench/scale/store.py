"""Puts traces into the database of an MLflow server: 100,000 through its API would take half an hour.

Usage: store.py <database> <experiment id> <count>
"""

from __future__ import annotations

import sqlite3
import sys

database, experiment_id, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
START = 1_700_000_000_000  # milliseconds since the epoch

ids = [f"tr-{number:032x}" for number in range(count)]
with sqlite3.connect(database, timeout=60) as connection:
    connection.executemany(
        "INSERT INTO trace_info (request_id, experiment_id, timestamp_ms, execution_time_ms, status,"
        " request_preview, response_preview, db_payload_generation, trace_name)"
        " VALUES (?, ?, ?, 5, 'OK', ?, ?, 0, 'answer')",
        (
            (trace_id, experiment_id, START + n, f'{{"question": {n}}}', f'"answer {n}"')
            for n, trace_id in enumerate(ids)
        ),
    )
    connection.executemany(
        "INSERT INTO trace_request_metadata (key, value, request_id) VALUES (?, ?, ?)",
        (
            (key, value, trace_id)
            for trace_id in ids
            for key, value in (("mlflow.trace_schema.version", "3"), ("mlflow.user", "bench"))
        ),
    )
    connection.executemany(
        "INSERT INTO trace_tags (key, value, request_id) VALUES ('mlflow.traceName', 'answer', ?)",
        ((trace_id,) for trace_id in ids),
    )
