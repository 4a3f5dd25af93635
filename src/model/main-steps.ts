import type { Trace } from './types';

/** What a reader follows a trace by: who was asked, what was looked up, what was done. */
const MAIN: ReadonlySet<string> = new Set([
  'LLM',
  'CHAT_MODEL',
  'TOOL',
  'RETRIEVER',
  'RERANKER'
]);

/** Rows of the calls of models, tools and retrievers below the first root, in the order in which they began. O(n). */
export function mainSteps({ order, spans, starts }: Trace): readonly number[] {
  const [root] = order;
  return [...order]
    .filter(row => row !== root && MAIN.has(spans.types[row] ?? ''))
    .sort((a, b) => (starts[a] ?? 0) - (starts[b] ?? 0));
}
