import type { TraceRecord } from '../../../src/bundle';
import { otlpJson } from '../../../src/bundle/otlp-json';
import { buildTrace } from '../../../src/model/build-trace';

/** The trace as OTLP/JSON requests of at most `most` spans each, under the given id (32 hexadecimal digits). */
export function otlpRequests(
  { info, spans }: TraceRecord,
  traceId: string,
  most: number
): string[] {
  const record = {
    info: { ...info, traceId: `tr-${traceId}` },
    ...(spans && { spans })
  };
  const { resourceSpans } = JSON.parse(otlpJson(record));
  const [{ resource, scopeSpans }] = resourceSpans;
  const [{ scope, spans: all }] = scopeSpans;
  const requests: string[] = [];
  for (let at = 0; at < all.length; at += most) {
    const part = [{ scope, spans: all.slice(at, at + most) }];
    requests.push(
      JSON.stringify({ resourceSpans: [{ resource, scopeSpans: part }] })
    );
  }
  return requests;
}

/** The trace as a profile in speedscope's own format: each span a frame that opens and closes. */
export function speedscopeProfile(record: TraceRecord): string {
  const trace = buildTrace(record);
  const { order, starts, ends, depths, spans } = trace;
  const events: { type: 'O' | 'C'; frame: number; at: number }[] = [];
  const open: number[] = [];
  const close = (depth: number): void => {
    for (let row = open.pop(); row !== undefined; row = open.pop()) {
      if ((depths[row] ?? 0) < depth) {
        open.push(row);
        return;
      }
      events.push({ type: 'C', frame: row, at: ends[row] ?? 0 });
    }
  };
  for (const row of order) {
    close(depths[row] ?? 0);
    open.push(row);
    events.push({ type: 'O', frame: row, at: starts[row] ?? 0 });
  }
  close(0);
  return JSON.stringify({
    $schema: 'https://www.speedscope.app/file-format-schema.json',
    shared: { frames: spans.names.map(name => ({ name })) },
    profiles: [
      {
        ...{ type: 'evented', name: 'sample', unit: 'microseconds' },
        ...{ startValue: trace.start, endValue: trace.end, events }
      }
    ]
  });
}
