import type { SpanTable, TraceRecord } from '../../bundle/types';
import { addTraceObserver } from '../recording/observers';

/** Runs `work` and gives the traces that ended meanwhile, in the order of their ends. */
export async function tracesOf(
  work: () => unknown
): Promise<readonly TraceRecord[]> {
  const ended: TraceRecord[] = [];
  const stop = addTraceObserver({
    traceStarted: () => undefined,
    traceChanged: () => undefined,
    traceEnded: trace => {
      ended.push(trace.snapshot());
    }
  });
  try {
    await work();
  } finally {
    stop();
  }
  return ended;
}

/** The drawings of the traces that end during `work`, divided by lines of three dashes. */
export async function drawing(work: () => unknown): Promise<string> {
  return (await tracesOf(work)).map(drawn).join('\n---\n');
}

/** Settles after that many milliseconds. */
export function pause(milliseconds = 1): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, milliseconds);
  });
}

/** The tree of a trace as indented lines: name, type unless unknown, inputs → outputs, and the message of an error. */
export function drawn({ spans }: TraceRecord): string {
  return spans === undefined ? '' : lines(spans, -1, '').join('\n');
}

function lines(spans: SpanTable, parent: number, indent: string): string[] {
  return spans.ids.flatMap((_, row) =>
    spans.parents[row] === parent
      ? [indent + line(spans, row), ...lines(spans, row, `${indent}  `)]
      : []
  );
}

function line(spans: SpanTable, row: number): string {
  const type = spans.types[row] === 'UNKNOWN' ? '' : ` ${spans.types[row]}`;
  const inputs = spans.inputs.get(row) ?? '';
  const outputs = spans.outputs.get(row);
  const error = spans.statusMessages.get(row);
  return [
    `${spans.names[row]}${type}`,
    inputs,
    outputs === undefined ? '' : `→ ${outputs}`,
    error === undefined ? '' : `!${error}`
  ]
    .filter(part => part !== '')
    .join(' ');
}
