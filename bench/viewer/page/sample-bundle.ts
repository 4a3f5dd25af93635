import { serializeBundle, spanTableOf, StatusCode } from '../../../src/bundle';
import type { JsonObject, SpanRow, TraceRecord } from '../../../src/bundle';

const TYPES = [
  'CHAIN',
  'CHAT_MODEL',
  'TOOL',
  'RETRIEVER',
  'EMBEDDING',
  'PARSER'
];

/** A bundle with one trace of `count` spans, depth up to 9, about 430 bytes a span; the same for the same count. */
export function sampleBundle(count: number): JsonObject {
  return serializeBundle({ traces: [sampleTrace(count)] });
}

/** The trace of `sampleBundle`. */
export function sampleTrace(count: number): TraceRecord {
  return {
    info: {
      traceId: 'tr-5a3b1e00000000000000000000000000',
      startTime: 1_795_358_399_145_253_988n,
      state: 'OK',
      metadata: {},
      tags: {},
      assessments: []
    },
    spans: spanTableOf(sampleRows(count))
  };
}

/** Children of one parent follow each other, each as long as its share of the spans below the parent. */
function sampleRows(count: number): SpanRow[] {
  const random = randomFrom(1);
  const parents = [-1];
  const depths = [0];
  for (let i = 1; i < count; i++) {
    const parent = pickParent(i, depths, random());
    parents.push(parent);
    depths.push((depths[parent] ?? 0) + 1);
  }
  const sizes = sizesOf(parents);
  const free = [0];
  const rows: SpanRow[] = [];
  parents.forEach((parent, i) => {
    const start = parent < 0 ? 0 : (free[parent] ?? 0);
    // A tenth before the children and a tenth after them is the span's own.
    const length =
      parent < 0 ? 1_000 * count : lengthIn(rows[parent], sizes, i, parent);
    free[i] = start + length * 0.1;
    if (parent >= 0) {
      free[parent] = start + length;
    }
    rows.push(sampleRow(i, parent, { start, end: start + length }, random()));
  });
  return rows;
}

function lengthIn(
  parent: SpanRow | undefined,
  sizes: readonly number[],
  i: number,
  at: number
): number {
  const room = 0.8 * ((parent?.end ?? 0) - (parent?.start ?? 0));
  return (room * (sizes[i] ?? 1)) / Math.max(1, (sizes[at] ?? 1) - 1);
}

/** Spans of each subtree; parents stand before their children. */
function sizesOf(parents: readonly number[]): number[] {
  const sizes = parents.map(() => 1);
  for (let i = parents.length - 1; i > 0; i--) {
    const parent = parents[i] ?? 0;
    sizes[parent] = (sizes[parent] ?? 0) + (sizes[i] ?? 0);
  }
  return sizes;
}

/** Mostly the span just before, so that branches grow deep; else one of the last hundred. */
function pickParent(i: number, depths: readonly number[], at: number): number {
  const parent =
    at < 0.5 ? i - 1 : i - 1 - Math.floor((at - 0.5) * 2 * Math.min(i, 100));
  return (depths[parent] ?? 0) < 9 ? Math.max(0, parent) : 0;
}

function sampleRow(
  i: number,
  parent: number,
  { start, end }: { start: number; end: number },
  at: number
): SpanRow {
  return {
    spanId: idOf(i),
    ...(parent >= 0 && { parentId: idOf(parent) }),
    name:
      i === 0
        ? 'answer_question'
        : `${['plan', 'call_model', 'search_docs', 'embed', 'parse_answer'][i % 5] ?? ''}_${i}`,
    spanType: i === 0 ? 'AGENT' : (TYPES[i % TYPES.length] ?? 'CHAIN'),
    start,
    end,
    status: at > 0.99 ? StatusCode.error : StatusCode.ok,
    inputs: JSON.stringify({
      question: `What is step ${i}?`,
      context: 'lorem ipsum '.repeat(8)
    }),
    outputs: JSON.stringify(`Step ${i} is ${'a short answer '.repeat(6)}`),
    attributes: JSON.stringify({ 'mlflow.spanFunctionName': 'step', index: i })
  };
}

function idOf(i: number): string {
  return i.toString(16).padStart(16, '0');
}

/** Mulberry32: a small generator with a seed, so that every run draws the same trace. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
