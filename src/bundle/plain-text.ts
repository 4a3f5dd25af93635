import { formatDuration } from './format-duration';
import { present } from './present';
import { headOf, wellFormed } from './text';
import { StatusCode, type TraceBundle, type TraceRecord } from './types';

/** One line a trace: status, name, duration, spans, errors when any, id. */
export function plainText({ traces, more = 0 }: TraceBundle): string {
  const lines = traces.map(record => {
    const summary = summaryOf(record);
    return [
      summary.status,
      summary.name,
      summary.duration,
      ...countsOf(summary),
      shortLine(record.info.traceId)
    ].join('  ');
  });
  return [...lines, ...(more > 0 ? [plural(more, 'more trace')] : [])].join(
    '\n'
  );
}

/** What one line tells of a trace. */
export type TraceSummary = {
  readonly status: string;
  readonly name: string;
  readonly duration: string;
  readonly spanCount: number | undefined;
  readonly errorCount: number;
};

/** Programs put whole questions into names and messages; nobody reads more than this in a table. */
const MAX_CHARACTERS = 200;

/** Ends of lines, control characters, and marks that turn the direction of all text behind them. */
const UNFIT = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu;

/** The text on one line without control characters or lone surrogates, and cut where it is long. */
export function shortLine(text: string): string {
  const line = wellFormed(text).replace(UNFIT, ' ');
  return line.length > MAX_CHARACTERS
    ? `${headOf(line, MAX_CHARACTERS)}…`
    : line;
}

export function summaryOf({ info, spans }: TraceRecord): TraceSummary {
  return {
    status: STATUS_WORDS[info.state],
    name: shortLine(nameOf({ info, ...present({ spans }) })) || 'unnamed trace',
    duration: formatDuration((info.durationMs ?? NaN) * 1e3),
    spanCount: spans?.count,
    errorCount:
      spans?.statuses.filter(status => status === StatusCode.error).length ?? 0
  };
}

/** `7 spans`, `2 errors`: only what is known and not zero. */
export function countsOf({ spanCount, errorCount }: TraceSummary): string[] {
  return [
    ...(spanCount === undefined ? [] : [plural(spanCount, 'span')]),
    ...(errorCount === 0 ? [] : [plural(errorCount, 'error')])
  ];
}

const STATUS_WORDS = {
  OK: 'OK',
  ERROR: 'ERROR',
  IN_PROGRESS: 'RUNNING',
  STATE_UNSPECIFIED: 'UNKNOWN'
} as const;

/** The name given by tag, else that of the first root span, else the id. */
export function nameOf({ info, spans }: TraceRecord): string {
  const root = spans?.parents.findIndex(parent => parent < 0) ?? -1;
  return info.tags['mlflow.traceName'] ?? spans?.names[root] ?? info.traceId;
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
