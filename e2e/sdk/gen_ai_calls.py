"""Calls of models, tools and agents as spans record them, in each dialect that MLflow translates."""

from __future__ import annotations

from typing import Any

IMAGE = "iVBORw0KGgo="
TOOL = {"name": "weather", "description": "of a city", "parameters": {"type": "object"}}


def call(name: str, span_type: str, inputs: Any, outputs: Any, **attributes: Any) -> dict[str, Any]:
    keys = {
        "format": "mlflow.message.format",
        "model": "mlflow.llm.model",
        "provider": "mlflow.llm.provider",
        "usage": "mlflow.chat.tokenUsage",
        "tools": "mlflow.chat.tools",
    }
    named = {keys.get(key, key): value for key, value in attributes.items()}
    return {"name": name, "type": span_type, "inputs": inputs, "outputs": outputs, "attributes": named}


CHAT = {
    "model": "gpt-4o",
    "temperature": 0.5,
    "max_tokens": 100,
    "top_p": 1,
    "stop": "END",
    "tools": [{"type": "function", "function": TOOL}],
    "messages": [
        {"role": "system", "content": "Be short."},
        {
            "role": "user",
            "content": [
                {"type": "text", "text": "What is this?"},
                {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{IMAGE}"}},
                {"type": "image_url", "image_url": {"url": "https://example.org/a.png"}},
                {"type": "input_audio", "input_audio": {"data": IMAGE, "format": "mp3"}},
                {"type": "refusal", "refusal": "no"},
            ],
        },
        {
            "role": "assistant",
            "content": None,
            "tool_calls": [{"id": "c1", "function": {"name": "weather", "arguments": '{"city": "Bern"}'}}],
        },
        {"role": "tool", "tool_call_id": "c1", "content": "rain"},
    ],
}
CHAT_ANSWER = {
    "id": "r1",
    "model": "gpt-4o-2024",
    "choices": [
        {"message": {"role": "assistant", "content": "Rain."}, "finish_reason": "stop"},
        {"message": {"role": "assistant", "content": None, "audio": {"transcript": "Hm."}}},
    ],
}
RESPONSES = {
    "instructions": "Be short.",
    "tools": [{"type": "function", **TOOL}],
    "input": [
        {"role": "user", "content": [{"type": "input_text", "text": "Hi"}]},
        {"role": "user", "content": [{"type": "input_image", "image_url": "https://example.org/a.png"}]},
        {"type": "function_call", "call_id": "c1", "name": "weather", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "c1", "output": "rain"},
    ],
}
RESPONSES_ANSWER = {
    "id": "r2",
    "status": "completed",
    "output": [
        {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "Rain."}]},
        {"type": "function_call", "call_id": "c2", "name": "weather", "arguments": '{"city": "Rom"}'},
        {"type": "reasoning", "summary": []},
    ],
}
ANTHROPIC = {
    "system": [{"type": "text", "text": "Be short."}],
    "stop_sequences": ["END"],
    "max_tokens": 10,
    "tools": [{"name": "weather", "input_schema": {}}],
    "messages": [
        {"role": "user", "content": "Hi"},
        {
            "role": "user",
            "content": [
                {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": IMAGE}},
                {"type": "document", "source": {"type": "url", "url": "https://example.org/a.pdf"}},
            ],
        },
        {"role": "assistant", "content": [{"type": "tool_use", "id": "t", "name": "weather", "input": {}}]},
        {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t", "content": "rain"}]},
    ],
}
ANTHROPIC_ANSWER = {
    "id": "m1",
    "model": "claude",
    "content": [{"type": "text", "text": "Rain."}, {"type": "thinking", "thinking": "Hm."}],
}
GEMINI = {
    "contents": [
        {
            "role": "user",
            "parts": [{"text": "Hi"}, {"inline_data": {"mime_type": "image/png", "data": IMAGE}}],
        },
        {"role": "model", "parts": [{"function_call": {"name": "weather", "args": {"city": "Bern"}}}]},
        {"role": "user", "parts": [{"function_response": {"name": "weather", "response": {"is": "rain"}}}]},
        {"role": "user", "parts": [{"file_data": {"mime_type": "audio/mp3", "file_uri": "gs://a"}}]},
    ],
    "config": {"system_instruction": "Be short.", "max_output_tokens": 5, "stop_sequences": ["END"]},
}
GEMINI_ANSWER = {"candidates": [{"content": {"role": "model", "parts": [{"text": "Rain."}]}}]}
BEDROCK = {
    "system": [{"text": "Be short."}],
    "inferenceConfig": {"temperature": 0.1, "maxTokens": 7, "topP": 0.9, "stopSequences": ["END"]},
    "toolConfig": {
        "tools": [
            {
                "toolSpec": {
                    "name": "weather",
                    "description": "of",
                    "inputSchema": {"json": {"type": "object"}},
                }
            }
        ]
    },
    "messages": [
        {
            "role": "user",
            "content": [{"text": "Hi"}, {"image": {"format": "png", "source": {"bytes": IMAGE}}}],
        },
        {
            "role": "assistant",
            "content": [{"toolUse": {"toolUseId": "t", "name": "weather", "input": {"a": 1}}}],
        },
        {
            "role": "user",
            "content": [
                {"toolResult": {"toolUseId": "t", "content": [{"json": {"a": 1}}, {"text": "rain"}]}}
            ],
        },
    ],
}
BEDROCK_ANSWER = {"output": {"message": {"role": "assistant", "content": [{"text": "Rain."}]}}}
USAGE = {"input_tokens": 3, "output_tokens": 4, "total_tokens": 7}

CALLS = [
    call("complete", "CHAT_MODEL", CHAT, CHAT_ANSWER, model="gpt-4o", provider="openai", usage=USAGE),
    call("respond", "CHAT_MODEL", RESPONSES, RESPONSES_ANSWER, format="openai", model="gpt-4o"),
    call("ask", "CHAT_MODEL", {"input": "Hi"}, None, format="openai"),
    call("messages", "LLM", ANTHROPIC, ANTHROPIC_ANSWER, format="anthropic", model="claude"),
    call("generate", "LLM", GEMINI, GEMINI_ANSWER, format="gemini", tools=[TOOL]),
    call("words", "LLM", {"contents": ["Hi", "there"]}, None, format="gemini"),
    call("converse", "LLM", BEDROCK, BEDROCK_ANSWER, format="bedrock", model="nova"),
    call("embed", "EMBEDDING", {"input": "Hi"}, [0.1, 0.2], model="ada"),
    call("weather", "TOOL", {"city": "Bern"}, "rain"),
    call("execute_tool", "TOOL", {}, None, **{"gen_ai.tool.name": "weather"}),
    call("helper", "AGENT", {"messages": [{"role": "user", "content": 3}]}, {"answer": 1}, own="kept"),
]
