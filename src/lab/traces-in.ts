/** What is known of an output without reading it whole: the code that can is not there yet. */
export type TracesIn = {
  readonly count: number;
  /** Of the first trace; `undefined` where it has none. */
  readonly id: string | undefined;
  /** Spans of the first trace. */
  readonly spanCount: number;
  /** How the bundle wishes to be shown. */
  readonly display: string | undefined;
};

/** Looks into a bundle as it stands in the notebook; anything else counts as one trace of which nothing is known. */
export function tracesIn(data: unknown): TracesIn {
  const { traces, more, display } = membersOf(data);
  const { trace_id: id, spans } = membersOf(membersOf(traces)['0']);
  return {
    count: Math.max(1, lengthOf(traces) + numberOf(more)),
    id: typeof id === 'string' ? id : undefined,
    spanCount: numberOf(membersOf(spans)['count']),
    display: typeof display === 'string' ? display : undefined
  };
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return { ...(typeof value === 'object' ? value : undefined) };
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
