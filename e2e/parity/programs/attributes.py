"""The attributes with a meaning: tokens, cost, model, chat tools, documents."""

from mlflow.entities import Document
from mlflow.tracing import set_span_chat_tools
from mlflow.tracing.constant import SpanAttributeKey, TokenUsageKey

TOOLS = [
    {
        "type": "function",
        "function": {
            "name": "add",
            "description": "Adds two numbers",
            "parameters": {"type": "object", "properties": {"a": {"type": "number"}}},
        },
    }
]


def run(mlflow, keep):
    with mlflow.start_span("agent", span_type="AGENT") as agent:
        for given, got in ((10, 5), (3, 4)):
            with mlflow.start_span("call", span_type="CHAT_MODEL") as span:
                span.set_attribute(
                    SpanAttributeKey.CHAT_USAGE,
                    {
                        TokenUsageKey.INPUT_TOKENS: given,
                        TokenUsageKey.OUTPUT_TOKENS: got,
                        TokenUsageKey.TOTAL_TOKENS: given + got,
                    },
                )
                span.set_attribute(SpanAttributeKey.MODEL, "gpt-4o-mini")
                span.set_attribute(SpanAttributeKey.MODEL_PROVIDER, "openai")
                span.set_attribute(SpanAttributeKey.MESSAGE_FORMAT, "openai")
                set_span_chat_tools(span, TOOLS)
        try:
            set_span_chat_tools(agent, "add")
            refused = False
        except Exception:
            refused = True
    keep("tokens", agent.trace_id)

    with mlflow.start_span("priced", span_type="LLM") as span:
        span.set_attribute(
            SpanAttributeKey.LLM_COST, {"input_cost": 0.25, "output_cost": 0.5, "total_cost": 0.75}
        )
    keep("cost", span.trace_id)

    with mlflow.start_span("found", span_type="RETRIEVER") as span:
        span.set_outputs([Document("rain", {"source": "a.md", "score": 0.5}), Document("sun", id="7")])
    keep("documents", span.trace_id)

    with mlflow.start_span("chat", span_type="CHAT_MODEL") as span:
        span.set_inputs({"messages": [{"role": "user", "content": "hi"}]})
        span.set_attribute("mlflow.chat.messages", [{"role": "user", "content": "hi"}])
        span.set_outputs({"choices": [{"message": {"role": "assistant", "content": "ho"}}]})
    keep("messages", span.trace_id)
    return {"refused": refused}
