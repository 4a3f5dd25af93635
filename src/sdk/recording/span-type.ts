/**
 * The span types that MLflow knows; any other string is a type of one's own.
 * @example
 * ```ts
 * withSpan(span => span.spanType, { spanType: SpanType.RETRIEVER }); // → 'RETRIEVER'
 * withSpan(span => span.spanType, { spanType: 'SPELL_CHECK' }); // → 'SPELL_CHECK'
 * ```
 */
export const SpanType = {
  LLM: 'LLM',
  CHAIN: 'CHAIN',
  AGENT: 'AGENT',
  TOOL: 'TOOL',
  CHAT_MODEL: 'CHAT_MODEL',
  RETRIEVER: 'RETRIEVER',
  PARSER: 'PARSER',
  EMBEDDING: 'EMBEDDING',
  RERANKER: 'RERANKER',
  MEMORY: 'MEMORY',
  WORKFLOW: 'WORKFLOW',
  TASK: 'TASK',
  GUARDRAIL: 'GUARDRAIL',
  EVALUATOR: 'EVALUATOR',
  UNKNOWN: 'UNKNOWN'
} as const;

/** One of the predefined types, or any string: editors offer the predefined ones. */
export type SpanType =
  (typeof SpanType)[keyof typeof SpanType] | (string & Record<never, never>);
