import { jsonTextOf, parseJson } from '../bundle/json-text';
import { parseBundle } from '../bundle/parse-bundle';
import { isList, isObject, type Unknown } from '../bundle/read-json';
import type { Call } from './requests';
import type { JsonText, TraceInfo, TraceRecord } from '../bundle/types';

/** Asks MLflow, and gives the object that the answer is. */
export type Ask = (call: Call) => Promise<Unknown>;

/** Where MLflow's traces are, behind the server's address. */
export const TRACES = 'ajax-api/3.0/mlflow/traces';

/** The address of one trace. */
export function traceAddress(traceId: string): string {
  return `${TRACES}/${encodeURIComponent(traceId)}`;
}

/** The object that an answer is; an empty one for anything else. @throws SyntaxError when it is no JSON */
export function objectIn(text: string): Unknown {
  const answer = parseJson(text);
  return isObject(answer) ? answer : {};
}

/** The member `trace` of an answer. */
export function traceIn({ trace }: Unknown): Unknown {
  return isObject(trace) ? trace : {};
}

/** What can be read of a list of trace infos; protobuf leaves out an empty one. */
export function infosIn(list: unknown): readonly TraceInfo[] {
  return recordsIn(isList(list) ? list : []).map(({ info }) => info);
}

/** What can be read of a list of traces in any of MLflow's forms. */
export function recordsIn(traces: readonly unknown[]): readonly TraceRecord[] {
  const parsed = parseBundle({ traces });
  return parsed.ok ? parsed.bundle.traces : [];
}

/** The member `assessment` of an answer. @throws SyntaxError when the answer is no JSON */
export function assessmentIn(text: string): JsonText {
  return jsonTextOf(objectIn(text)['assessment'] ?? {});
}
