"""Fills the database of an MLflow server with copies of the traces of one experiment.

Usage: seed.py <SQLAlchemy URL> <experiment id> <count>

Each copy is the rows that MLflow itself wrote for one of them, in all tables, under another id and time:
through its API 100,000 traces would take hours.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, MetaData, Table, create_engine, select, text

AT_ONCE = 500  # traces in one transaction
SECOND_MS = 1000
NAMES = ("request_id", "trace_id")  # what the tables call the id of a trace

Row = dict[str, Any]


def tables_of(connection: Connection) -> list[tuple[Table, str]]:
    """Those with rows about traces, and the name of that column; first `trace_info`, which others need."""
    metadata = MetaData()
    metadata.reflect(connection)
    found = [(table, name) for table in metadata.sorted_tables for name in NAMES if name in table.columns]
    return sorted(found, key=lambda entry: entry[0].name != "trace_info")


def rows_by_trace(connection: Connection, table: Table, column: str, ids: list[str]) -> dict[str, list[Row]]:
    """Template id → its rows in a table, without what the database computes itself."""
    columns = [one for one in table.columns if one.computed is None]
    rows: dict[str, list[Row]] = {trace_id: [] for trace_id in ids}
    for row in connection.execute(select(*columns).where(table.c[column].in_(ids))).mappings():
        rows[row[column]].append(dict(row))
    return rows


def copies(rows: list[Row], old: str, new: str, number: int) -> Iterator[Row]:
    """The rows under the id `new`, wherever the old one stands in them."""
    for row in rows:
        copy = {
            key: value.replace(old, new) if isinstance(value, str) else value for key, value in row.items()
        }
        if "timestamp_ms" in copy:
            copy["timestamp_ms"] -= (number + 1) * SECOND_MS  # the real ones stay the newest
        yield copy


def main(url: str, experiment_id: int, count: int) -> None:
    """Make the copies."""
    engine = create_engine(url)
    with engine.connect() as connection:
        question = (
            "SELECT request_id FROM trace_info WHERE experiment_id = :id AND request_id NOT LIKE 'tr-copy%'"
        )
        ids = list(connection.execute(text(question), {"id": experiment_id}).scalars())
        tables = tables_of(connection)
        templates = [(table, rows_by_trace(connection, table, column, ids)) for table, column in tables]
    for begin in range(0, count, AT_ONCE):
        numbers = range(begin, min(count, begin + AT_ONCE))
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":  # the copies are as whole as what they are copies of
                connection.execute(text("SET LOCAL session_replication_role = replica"))
            for table, rows in templates:
                made = [
                    row
                    for number in numbers
                    for old in [ids[number % len(ids)]]
                    for row in copies(rows[old], old, f"tr-copy{number:028x}", number)
                ]
                if made:
                    connection.execute(table.insert(), made)
    if engine.dialect.name == "postgresql":  # it would do so by itself a minute later
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE"))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
