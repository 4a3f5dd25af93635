/** The groups of span types that share a colour: `--sb-kind-<kind>` in `style/tokens.css`. */
export type SpanKind =
  'agent' | 'model' | 'tool' | 'retrieval' | 'chain' | 'other';

const KINDS: ReadonlyMap<string, SpanKind> = new Map([
  ['AGENT', 'agent'],
  ['LLM', 'model'],
  ['CHAT_MODEL', 'model'],
  ['TOOL', 'tool'],
  ['RETRIEVER', 'retrieval'],
  ['EMBEDDING', 'retrieval'],
  ['RERANKER', 'retrieval'],
  ['CHAIN', 'chain'],
  ['PARSER', 'chain'],
  ['WORKFLOW', 'chain'],
  ['TASK', 'chain']
]);

/** Six hues are all that stay apart for colour-blind readers, so a letter always goes with the colour. */
const LETTERS: Readonly<Record<SpanKind, string>> = {
  agent: 'A',
  model: 'L',
  tool: 'T',
  retrieval: 'R',
  chain: 'C',
  other: '·'
};

/** The group of an MLflow span type; types of the user's own are `other`. */
export function kindOf(spanType: string): SpanKind {
  return KINDS.get(spanType) ?? 'other';
}

/** The letter drawn on the colour of a kind. */
export function letterOf(kind: SpanKind): string {
  return LETTERS[kind];
}

/** An MLflow span type in words: `CHAT_MODEL` → `chat model`; empty for `UNKNOWN`. */
export function wordsOf(spanType: string): string {
  return spanType === 'UNKNOWN'
    ? ''
    : spanType.toLowerCase().replaceAll('_', ' ');
}
