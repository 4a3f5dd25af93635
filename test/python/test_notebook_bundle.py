"""What Python writes into a notebook is what TypeScript writes of the same traces."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from mlflow.entities import Trace

from spanbook.notebook.bundle import MIME_TYPE, fitting
from spanbook.notebook.cells import Cell
from spanbook.notebook.output import output_of
from spanbook.notebook.records import PAYLOADS, record_of
from spanbook.notebook.searches import Search, noted_pages, noting

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "test/fixtures/traces"
NAMES = sorted(path.stem for path in FIXTURES.glob("*.json") if not path.stem.endswith(".rest"))


def trace_of(name: str) -> Trace:
    return Trace.from_json((FIXTURES / f"{name}.json").read_text())


def ours_and_theirs(traces: list[Trace], max_bytes: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """The output as Python makes it, and as TypeScript does."""
    reference = by_typescript(f"[{','.join(trace.to_json() for trace in traces)}]", max_bytes)
    written = output_of([record_of(trace) for trace in traces], max_bytes=max_bytes)
    return json.loads(json.dumps(written)), reference


def by_typescript(traces: str, max_bytes: int = 2_000_000) -> dict[str, Any]:
    """The output that TypeScript makes of the JSON text of traces, or of a bundle."""
    reference = subprocess.run(
        ["node", ROOT / "test/python/reference-bundle.mjs"],
        input=json.dumps({"traces": traces, "maxBytes": max_bytes}),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(reference.stdout)


def parsed(bundle: dict[str, Any]) -> dict[str, Any]:
    """The bundle with its whole payloads parsed: 1e-05 and 0.00001 are one number."""
    for trace in bundle["traces"]:
        trace["assessments"] = [json.loads(text) for text in trace.get("assessments", [])]
        spans = trace["spans"]
        cut = {
            (column, pair.split(":")[0])
            for column, pairs in spans.get("truncated", {}).items()
            for pair in pairs.split()
        }
        spans["truncated"] = {
            column: sorted(pairs.split()) for column, pairs in spans.get("truncated", {}).items()
        }
        for column in PAYLOADS:
            for row, text in spans.get(column, {}).items():
                if (column, row) not in cut:
                    spans[column][row] = json.loads(text)
    return bundle


@pytest.mark.parametrize("max_bytes", [2_000_000, 30_000, 12_000])
def test_bundles_of_real_traces_are_the_same_in_both_languages(max_bytes: int) -> None:
    ours, theirs = ours_and_theirs([trace_of(name) for name in NAMES], max_bytes)
    assert parsed(ours[MIME_TYPE]) == parsed(theirs[MIME_TYPE])
    assert ours["text/html"] == theirs["text/html"]
    assert ours["text/plain"] == theirs["text/plain"]


def test_a_budget_cuts_the_largest_payloads_and_says_how_long_they_were() -> None:
    record = record_of(trace_of(NAMES[0]))
    whole = record_of(trace_of(NAMES[0]))
    bundle = output_of([record], max_bytes=6_000)[MIME_TYPE]
    assert len(json.dumps(bundle, indent=1, ensure_ascii=False).encode()) <= 6_000
    for column, pairs in bundle["traces"][0]["spans"]["truncated"].items():
        for row, size in (pair.split(":") for pair in pairs.split()):
            assert int(size) == len(whole.spans[int(row)].payloads[column].encode())


def test_text_that_no_notebook_could_hold_is_replaced() -> None:
    record = record_of(trace_of(NAMES[0]))
    record.info["tags"]["mlflow.traceName"] = "lone \ud800 surrogate"
    output = output_of([record], max_bytes=2_000_000)
    json.dumps(output, ensure_ascii=False).encode()
    assert "lone \ufffd surrogate" in output["text/plain"]


def test_markup_in_a_name_stays_text() -> None:
    trace = trace_of(NAMES[0])
    trace.info.tags["mlflow.traceName"] = "<img src=x onerror=alert(1)>"
    html = output_of([record_of(trace)], max_bytes=2_000_000)["text/html"]
    assert "&lt;img src=x onerror=alert(1)&gt;" in html
    assert "<img" not in html


def test_traces_that_do_not_fit_stand_without_their_spans() -> None:
    records = [record_of(trace_of(NAMES[0])) for _ in range(100)]
    shown = fitting(records, 20_000)
    assert [trace.spans is None for trace in shown] == sorted(trace.spans is None for trace in shown)
    assert shown[0].spans is not None
    assert shown[-1].spans is None


def test_a_search_keeps_its_next_page_as_typescript_reads_it() -> None:
    search = Search(("1", "2"), "status = 'OK'", ("timestamp_ms ASC",), "next")
    bundle = output_of([record_of(trace_of(NAMES[0]))], max_bytes=2_000_000, search=search)[MIME_TYPE]
    reread = by_typescript(json.dumps(bundle))[MIME_TYPE]
    assert reread["search"] == bundle["search"]
    assert bundle["search"] == {
        "experiment_ids": ["1", "2"],
        "filter": "status = 'OK'",
        "order_by": ["timestamp_ms ASC"],
        "page_token": "next",
    }


def test_of_two_searches_the_last_that_stopped_is_kept_until_it_is_read_to_its_end() -> None:
    cell = Cell()
    first, second = Search(("1",), page_token="a"), Search(("2",), page_token="b")
    cell.searched(first)
    cell.searched(second)
    cell.searched(replace(first, page_token=None))
    assert cell.search == second
    cell.searched(replace(second, page_token=None))
    assert cell.search is None


def test_tables_of_unity_catalog_have_no_next_page_here() -> None:
    def answer(locations: list[str]) -> tuple[list[str], str]:
        return locations, "next"

    ask_page = noting(answer)
    with noted_pages() as pages:
        ask_page(["1"])
        ask_page(locations=["catalog.schema"])
    assert [page.page_token for page in pages] == ["next", None]


def test_traces_that_were_asked_for_without_spans_are_infos() -> None:
    trace = trace_of(NAMES[0])
    trace.data.spans = []
    bundle = output_of([record_of(trace)], max_bytes=2_000_000)[MIME_TYPE]
    assert "spans" not in bundle["traces"][0]
