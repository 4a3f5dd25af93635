import { digitsOf, jsonTextOf } from './json-text';
import { present } from './present';
import { isObject, type MemberReader } from './read-json';
import type { JsonText, Nanoseconds, TraceInfo, TraceState } from './types';

const STATES: readonly TraceState[] = ['IN_PROGRESS', 'OK', 'ERROR'];

/**
 * The info of a trace: our own wire form, MLflow's `TraceInfo` as `Trace.to_json()` and as the server's REST API
 * write it (MLflow 3.17), and the older names `request_id`, `timestamp_ms`, `execution_time_ms`, `request_metadata`.
 */
export function parseInfo(reader: MemberReader): TraceInfo {
  const startTime = parseStartTime(reader);
  const durationMs = parseDuration(reader);
  const optional = {
    experimentId: parseExperiment(reader),
    startTime,
    durationMs,
    clientRequestId: reader.text('client_request_id'),
    requestPreview: reader.text('request_preview'),
    responsePreview: reader.text('response_preview')
  };
  return {
    traceId: parseTraceId(reader),
    ...present(optional),
    state: parseState(reader),
    metadata: {
      ...reader.textMap('request_metadata'),
      ...reader.textMap('trace_metadata')
    },
    tags: reader.textMap('tags'),
    assessments: (reader.list('assessments') ?? []).map(assessmentText)
  };
}

function parseTraceId(reader: MemberReader): string {
  const id = reader.text('trace_id') ?? reader.text('request_id');
  if (id === undefined) {
    reader.note('trace_id', 'missing', 'no-trace-id');
  }
  return id ?? '';
}

function parseState(reader: MemberReader): TraceState {
  const text = reader.text('state') ?? reader.text('status');
  const state = STATES.find(known => known === text);
  if (
    state === undefined &&
    text !== undefined &&
    text !== 'STATE_UNSPECIFIED'
  ) {
    reader.note('state', 'value', 'unknown-state', JSON.stringify(text));
  }
  return state ?? 'STATE_UNSPECIFIED';
}

function parseExperiment(reader: MemberReader): string | undefined {
  const location = reader.object('trace_location')?.['mlflow_experiment'];
  const id = isObject(location) ? location['experiment_id'] : undefined;
  return typeof id === 'string' ? id : reader.text('experiment_id');
}

/** Nanoseconds in our form; RFC 3339 text or milliseconds in MLflow's. */
function parseStartTime(reader: MemberReader): Nanoseconds | undefined {
  const { members } = reader;
  const nanoseconds = members['start_time_unix_nano'];
  const milliseconds = members['request_time'] ?? members['timestamp_ms'];
  if (nanoseconds !== undefined) {
    const digits = digitsOf(nanoseconds);
    if (digits === undefined) {
      noteTime(reader, 'start_time_unix_nano');
    }
    return digits === undefined ? undefined : BigInt(digits);
  }
  if (milliseconds === undefined || milliseconds === null) {
    return undefined;
  }
  const value =
    typeof milliseconds === 'string'
      ? Date.parse(milliseconds)
      : Number(digitsOf(milliseconds));
  if (!Number.isSafeInteger(value)) {
    noteTime(reader, 'request_time');
    return undefined;
  }
  return BigInt(value) * 1_000_000n;
}

function noteTime(reader: MemberReader, key: string): void {
  reader.note(key, 'value', 'no-time');
}

/** Milliseconds, or protobuf's JSON form of a duration such as `0.360s`. */
function parseDuration(reader: MemberReader): number | undefined {
  const text = reader.members['execution_duration'];
  if (typeof text === 'string') {
    const seconds = /^-?\d+(\.\d+)?s$/.test(text)
      ? Number(text.slice(0, -1))
      : NaN;
    if (Number.isNaN(seconds)) {
      reader.note('execution_duration', 'value', 'no-duration');
      return undefined;
    }
    // Microseconds are the finest that MLflow writes; rounding to them removes the error of the multiplication.
    return Math.round(seconds * 1e6) / 1e3;
  }
  return (
    reader.number('execution_duration_ms') ??
    reader.number('execution_duration') ??
    reader.number('execution_time_ms')
  );
}

/** Our form holds JSON text, MLflow's the object. */
function assessmentText(value: unknown): JsonText {
  return typeof value === 'string' ? value : jsonTextOf(value);
}
