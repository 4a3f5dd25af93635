import { isList, isObject, kindOf, type Unknown } from '../../bundle/read-json';
import { noProblems } from '../../bundle/problems';
import { parseMlflowTrace } from '../../bundle/parse-foreign';
import type { TraceRecord } from '../../bundle/types';
import { Span } from './span';
import { readSpan } from './span-json';
import { readTraceInfo, type TraceInfo } from './trace-info';
import type { TraceJson } from './trace-text';

/** A trace that was read; `Trace` wraps it. */
export type TraceParts = {
  readonly info: TraceInfo;
  readonly spans: readonly Span[];
};

/**
 * Reads `{info, data: {spans}}` of `Trace.to_json()`, or `{trace_info, spans}` of the REST API, alone or as the member
 * `trace` of an answer. The value comes from `parseJson`, or from JSON in which long integers are strings.
 * @throws TypeError when it is neither.
 */
export function readTrace(value: unknown): TraceParts {
  const trace =
    isObject(value) && isObject(value['trace']) ? value['trace'] : value;
  const { info, trace_info: restInfo, data } = isObject(trace) ? trace : {};
  const given = isObject(restInfo) ? restInfo : info;
  if (!isObject(trace) || !isObject(given)) {
    throw new TypeError(
      `Trace.fromJSON: expected an object with "info" and "data", found ${
        isObject(trace)
          ? `the keys ${JSON.stringify(Object.keys(trace))}`
          : `a value of type ${kindOf(trace)}`
      }`
    );
  }
  return {
    info: readTraceInfo(given),
    spans: readSpans(isObject(data) ? data : trace)
  };
}

/** The spans of `{spans: […]}`: also what an artifact holds. Entries that are no objects are left out. */
export function readSpans({ spans }: Unknown): readonly Span[] {
  return (isList(spans) ? spans : [])
    .filter(isObject)
    .map(span => new Span(readSpan(span)));
}

/** The trace for the notebook display. */
export function recordOfJson(json: TraceJson): TraceRecord {
  const record = parseMlflowTrace(json, '$', noProblems());
  if (record === undefined) {
    throw new TypeError('recordOfJson: expected the JSON form of a trace');
  }
  return record;
}
