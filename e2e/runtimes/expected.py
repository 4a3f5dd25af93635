"""What each case of program.ts gives, everywhere. Trees: name, type, inputs → outputs, !error, [events]."""

from __future__ import annotations

import json
from typing import Any


def tree(*lines: str) -> str:
    return "\n".join(lines)


CHUNKS = [f"mlflow.chunk.item.{index}" for index in range(3)]

VALUES = {
    "big": "9007199254740993n",  # read back as a bigint, exactly
    "beyond": "123456789012345678901234567890",  # no JSON reader keeps it as a number
    "map": {"a": 1},
    "set": [1, 2],
    "date": "1970-01-01T00:00:00.000Z",
    "regExp": "/a+/gi",
    "url": "http://localhost/a?b=1",
    "point": {"x": 1, "y": 2},
    "bytes": {"type": "Uint8Array", "length": 3, "head": [1, 2, 3]},
    "circular": {"self": "[Circular]"},
    "getter": {"bad": "[unreadable: not now]"},
    "fn": "[Function: named]",
    "symbol": "Symbol(s)",
    "nothing": [None, None, "NaN", "Infinity", 0],
    "falsy": [0, "", False],
    "surrogate": "a\ufffdb",
    "promise": "[Promise]",
}

EXPECTED: dict[str, Any] = {
    "wrapper": [3, "add", 1, 'add TOOL {"a":1,"b":2} → 3'],
    "arrow functions and destructured parameters": [
        12,
        'anonymous {"price":3,"count":1,"extras":[4,5]} → 12',
    ],
    "native functions": [1024, 'pow {"0":2,"1":10} → 1024'],
    "decorators": [
        ["books", "Main Street 1, Bern"],
        tree(
            'find RETRIEVER {"query":"books"} → ["books","Main Street 1, Bern"]',
            '  address {"street":"Main Street 1"} → "Main Street 1, Bern"',
        ),
        "Shop",
        'open {} → "Shop"',
    ],
    "this": [2, 3, 3],
    "async nesting": [
        4,
        tree('outer {"n":1} → 4', '  inner {"n":1} → 2', '  inner {"n":2} → 4'),
    ],
    "Promise.all": tree(
        "all {} → [0,1,2]",
        '  leaf {"id":0} → 0',
        '  leaf {"id":1} → 1',
        '  leaf {"id":2} → 2',
    ),
    "timers": tree(
        "clock",
        '  tick {"kind":"timeout"} → "timeout"',
        '  tick {"kind":"microtask"} → "microtask"',
        '  tick {"kind":"immediate"} → "immediate"',
    ),
    "streams": [
        "a!b!",
        tree('read {} → "a!b!"', '  chunk → "a!"', '  chunk → "b!"'),
    ],
    "generators": [
        [1, 2, 3],
        [None, None, None],
        tree(
            f'count {{"to":3}} → [1,2,3] [{", ".join(CHUNKS)}]',
            '  inner {"n":1} → 1',
            '  inner {"n":2} → 2',
            '  inner {"n":3} → 3',
        ),
        tree(
            f'count {{"to":3}} → [1,2] [{", ".join(CHUNKS[:2])}]',
            '  inner {"n":1} → 1',
            '  inner {"n":2} → 2',
        ),
    ],
    "async generators": [
        ["to", "be", "or"],
        f'stream {{"text":"to be or"}} → "to+be+or" [{", ".join(CHUNKS)}]',
    ],
    "errors": [
        "the same",
        "fail {} !TypeError: no such page [exception]",
        "the same",
        tree(
            "failLater {} !TypeError: no such page [exception]",
            "  fail {} !TypeError: no such page [exception]",
        ),
        "a text",
        "failOddly {} !string: a text [exception]",
    ],
    "thenables": [True, "select 1 limit 2", [1], "select {} → [1]"],
    "recursion": [2499, 2500, 2500],
    "values": [True, json.dumps({"value": VALUES}, ensure_ascii=False, separators=(",", ":"))],
    "parallel traces": [20, 20, None],
    "spans by hand": [
        False,
        tree('parent 0 → "" !given up [seen]', "  child my type → false"),
    ],
    "the current trace": [True, "draft", "chat 1", "asked"],
    "disabled tracing": [3, "MLFLOW_NO_OP_SPAN_TRACE_ID", True],
    "two copies of the package": [2, True, True, tree("outer {} → true", "  inner {} → true")],
    "nothing stays active": [None, None],
}
