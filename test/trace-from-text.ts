import { spanTableOf } from '../src/bundle/span-table';
import {
  StatusCode,
  type SpanRow,
  type TraceInfo,
  type TraceRecord
} from '../src/bundle/types';

/** Start of every drawn trace: 2026-01-01T00:00:00Z. */
const START_TIME = 1_767_225_600_000_000_000n;

type Additions = {
  readonly info?: Partial<TraceInfo>;
  /** By the span's name. */
  readonly rows?: Readonly<Record<string, Partial<SpanRow>>>;
};

/**
 * A trace from a drawing: a span a line (or between ` / `), two dots a level, then its name, its MLflow type when it
 * has one, its start and end in milliseconds, and `!error` when it failed.
 *
 *     root CHAIN 0-10
 *     ..llm CHAT_MODEL 1-4
 *     ..tool 4-9 !error
 *     ..still running 9-
 *
 * Spans are OK once they have ended; `?` is a time that is not known. Throws at a line that is no span.
 */
export function traceFromText(
  drawing: string,
  { info = {}, rows = {} }: Additions = {}
): TraceRecord {
  const path: string[] = [];
  const spans = drawing
    .split(/\n| \/ /)
    .map(line => line.trim())
    .filter(line => line !== '')
    .map((line, index) => {
      const { depth, ...span } = spanFromLine(line);
      const spanId = (index + 1).toString(16).padStart(16, '0');
      const parentId = path[depth - 1];
      path.splice(depth, Infinity, spanId);
      return { spanId, parentId, ...span, ...rows[span.name] };
    });
  const root = spans[0];
  return {
    info: {
      traceId: 'tr-00000000000000000000000000000001',
      startTime: START_TIME,
      ...(root?.end === undefined
        ? {}
        : { durationMs: (root.end - root.start) / 1e3 }),
      state: stateOf(root),
      metadata: {},
      tags: {},
      assessments: [],
      ...info
    },
    spans: spanTableOf(spans)
  };
}

const LINE =
  /^(?<dots>(?:\.\.)*)(?<name>.+?)(?: (?<type>[A-Z_]{3,}))? (?<start>[-?\d.]+?)-(?<end>[\d.]*|\?)(?<error> !error)?$/;

function spanFromLine(
  line: string
): Omit<SpanRow, 'spanId'> & { readonly depth: number } {
  const groups = LINE.exec(line)?.groups;
  if (groups === undefined) {
    throw new Error(`traceFromText: no span in "${line}"`);
  }
  const { dots = '', name = '', type, start = '', end = '', error } = groups;
  const isOver = end !== '' && end !== '?';
  const ended = isOver ? StatusCode.ok : StatusCode.unset;
  return {
    depth: dots.length / 2,
    name,
    spanType: type,
    start: microseconds(start),
    end: isOver ? microseconds(end) : undefined,
    status: error === undefined ? ended : StatusCode.error
  };
}

function microseconds(milliseconds: string): number {
  return Number(milliseconds) * 1e3;
}

function stateOf(root: SpanRow | undefined): TraceInfo['state'] {
  if (root?.end === undefined) {
    return 'IN_PROGRESS';
  }
  return root.status === StatusCode.error ? 'ERROR' : 'OK';
}
