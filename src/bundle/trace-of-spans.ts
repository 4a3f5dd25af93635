import { mlflowTraceId } from './ids';
import type { ParsedEvent, ParsedSpan } from './parse-span';
import { present } from './present';
import { spanTableOf } from './span-table';
import {
  StatusCode,
  type JsonText,
  type Microseconds,
  type Nanoseconds,
  type SpanRow,
  type TraceInfo,
  type TraceRecord,
  type TraceState
} from './types';

/**
 * A trace of spans and what is known of it besides. What the info does not say is taken from the spans, as MLflow's
 * server does: id, state of the root, duration. The start of the root, exact to the nanosecond, is the origin of all
 * times; the info has milliseconds only.
 */
export function traceOfSpans(
  spans: readonly ParsedSpan[],
  given: Partial<TraceInfo>
): TraceRecord {
  const root = rootOf(spans);
  const startTime = root?.start ?? earliest(spans) ?? given.startTime;
  const durationMs = given.durationMs ?? durationOf(spans, root);
  return {
    info: {
      metadata: {},
      tags: {},
      assessments: [],
      ...given,
      traceId:
        knownText(given.traceId) ?? mlflowTraceId(spans[0]?.traceId ?? ''),
      state: knownState(given.state) ?? stateOf(root),
      ...present({ startTime, durationMs })
    },
    spans: spanTableOf(spans.map(span => rowOf(span, startTime)))
  };
}

function knownText(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

function knownState(state: TraceState | undefined): TraceState | undefined {
  return state === 'STATE_UNSPECIFIED' ? undefined : state;
}

/** The earliest span without a parent among the spans. */
function rootOf(spans: readonly ParsedSpan[]): ParsedSpan | undefined {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const roots = spans.filter(
    ({ parentId }) => parentId === undefined || !ids.has(parentId)
  );
  const start = earliest(roots);
  return roots.find(root => root.start === start);
}

function earliest(spans: readonly ParsedSpan[]): Nanoseconds | undefined {
  return spans.reduce<Nanoseconds | undefined>(
    (min, { start }) =>
      start !== undefined && (min === undefined || start < min) ? start : min,
    undefined
  );
}

function stateOf(root: ParsedSpan | undefined): TraceState {
  if (root === undefined) {
    return 'STATE_UNSPECIFIED';
  }
  if (root.end === undefined) {
    return 'IN_PROGRESS';
  }
  return root.status === StatusCode.error ? 'ERROR' : 'OK';
}

/** Latest end less earliest start, in milliseconds, once the root has ended. */
function durationOf(
  spans: readonly ParsedSpan[],
  root: ParsedSpan | undefined
): number | undefined {
  const start = earliest(spans);
  const end = spans.reduce<Nanoseconds | undefined>(
    (max, span) =>
      span.end !== undefined && (max === undefined || span.end > max)
        ? span.end
        : max,
    undefined
  );
  return root?.end === undefined || start === undefined || end === undefined
    ? undefined
    : microsecondsBetween(start, end) / 1e3;
}

function rowOf(span: ParsedSpan, origin: Nanoseconds | undefined): SpanRow {
  const since = (time: Nanoseconds | undefined): Microseconds =>
    time === undefined || origin === undefined
      ? NaN
      : microsecondsBetween(origin, time);
  return {
    spanId: span.spanId,
    parentId: span.parentId,
    name: span.name,
    spanType: span.spanType,
    start: since(span.start),
    end: since(span.end),
    status: span.status,
    statusMessage: span.statusMessage,
    inputs: span.inputs,
    outputs: span.outputs,
    attributes: span.rest,
    events: eventsText(span.events, since),
    links: span.links
  };
}

function eventsText(
  events: readonly ParsedEvent[],
  since: (time: Nanoseconds | undefined) => Microseconds
): JsonText | undefined {
  const texts = events.map(({ name, time, attributes }) => {
    const at = since(time);
    return `{"name":${JSON.stringify(name)},"time":${Number.isNaN(at) ? 'null' : at},"attributes":${attributes}}`;
  });
  return texts.length === 0 ? undefined : `[${texts.join(',')}]`;
}

/** Whole microseconds from one time to another. Exact up to 104 days, where nanoseconds reach 2^53. */
function microsecondsBetween(from: Nanoseconds, to: Nanoseconds): Microseconds {
  return Math.floor(Number(to - from) / 1e3);
}
