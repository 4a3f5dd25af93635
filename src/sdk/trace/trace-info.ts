import { present } from '../../bundle/present';
import { isList, isObject, type Unknown } from '../../bundle/read-json';
import type { TraceState } from '../../bundle/types';
import type { Assessment } from './assessment';
import { assessmentJson, readAssessment } from './assessment-json';
import { textMapOf, textOf } from './read-text';
import {
  durationOf,
  millisecondsOf,
  timestampText,
  type EpochMilliseconds
} from './timestamp';

/** Where a trace is stored; an experiment of the tracking server, or a table of Databricks. */
export type TraceLocation = {
  readonly type: string;
  readonly mlflowExperiment?: { readonly experimentId: string };
  readonly inferenceTable?: { readonly fullTableName: string };
  readonly ucSchema?: {
    readonly catalogName: string;
    readonly schemaName: string;
  };
};

/** What MLflow knows of a trace besides its spans. */
export type TraceInfo = {
  /** `tr-` and 32 hexadecimal digits. */
  readonly traceId: string;
  readonly traceLocation: TraceLocation;
  /** Absent when the trace is not stored in an experiment. */
  readonly experimentId?: string;
  /** Start of the trace, in milliseconds since the Unix epoch. */
  readonly requestTime: EpochMilliseconds;
  /** Milliseconds; absent while the trace runs. */
  readonly executionDuration?: number;
  readonly state: TraceState;
  readonly clientRequestId?: string;
  readonly requestPreview?: string;
  readonly responsePreview?: string;
  readonly traceMetadata: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly assessments: readonly Assessment[];
  /** Tokens over the whole trace under MLflow's keys: `input_tokens`, `output_tokens`, `total_tokens`, …. */
  readonly tokenUsage?: Readonly<Record<string, number>>;
  /** US dollars over the whole trace: `input_cost`, `output_cost`, `total_cost`. */
  readonly cost?: Readonly<Record<string, number>>;
};

const STATES: readonly TraceState[] = ['IN_PROGRESS', 'OK', 'ERROR'];

/**
 * Reads the info of a trace as MLflow 3 writes it: the REST API, `Trace.to_json()`, and of the older names
 * `request_id`, `timestamp_ms`, `execution_time_ms`, `status`, `request_metadata`.
 */
export function readTraceInfo(info: Unknown): TraceInfo {
  const traceLocation = readLocation(info);
  const state = textOf(info['state']) ?? textOf(info['status']);
  const traceMetadata = {
    ...textMapOf(info['request_metadata']),
    ...textMapOf(info['trace_metadata'])
  };
  return {
    traceId: textOf(info['trace_id']) ?? textOf(info['request_id']) ?? '',
    traceLocation,
    requestTime: readTime(info),
    state: STATES.find(known => known === state) ?? 'STATE_UNSPECIFIED',
    traceMetadata,
    tags: textMapOf(info['tags']),
    assessments: (isList(info['assessments']) ? info['assessments'] : [])
      .map(readAssessment)
      .filter(assessment => assessment !== undefined),
    ...present({
      experimentId: traceLocation.mlflowExperiment?.experimentId,
      executionDuration: readDuration(info),
      clientRequestId: textOf(info['client_request_id']),
      requestPreview: textOf(info['request_preview']),
      responsePreview: textOf(info['response_preview']),
      tokenUsage: figuresOf(traceMetadata['mlflow.trace.tokenUsage']),
      cost: figuresOf(traceMetadata['mlflow.trace.cost'])
    })
  };
}

/** The info as `Trace.to_json()` writes it. */
export function traceInfoJson(info: TraceInfo): Unknown {
  return present({
    trace_id: info.traceId,
    client_request_id: info.clientRequestId,
    trace_location: withKeys(info.traceLocation, snakeCase),
    request_preview: info.requestPreview,
    response_preview: info.responsePreview,
    request_time: timestampText(info.requestTime),
    state: info.state,
    trace_metadata: unlessEmpty(info.traceMetadata),
    tags: unlessEmpty(info.tags),
    assessments:
      info.assessments.length === 0
        ? undefined
        : info.assessments.map(assessmentJson),
    execution_duration_ms: info.executionDuration
  });
}

function readLocation(info: Unknown): TraceLocation {
  const { trace_location: location, experiment_id: experimentId } = info;
  if (isObject(location)) {
    const read = withKeys(location, camelCase);
    return { ...read, type: textOf(read['type']) ?? '' };
  }
  return typeof experimentId === 'string'
    ? { type: 'MLFLOW_EXPERIMENT', mlflowExperiment: { experimentId } }
    : { type: 'TRACE_LOCATION_TYPE_UNSPECIFIED' };
}

function readTime(info: Unknown): EpochMilliseconds {
  const { request_time: time, timestamp_ms: milliseconds } = info;
  return typeof milliseconds === 'number' ? milliseconds : millisecondsOf(time);
}

function readDuration(info: Unknown): number | undefined {
  const milliseconds =
    info['execution_duration_ms'] ?? info['execution_time_ms'];
  return typeof milliseconds === 'number'
    ? milliseconds
    : durationOf(info['execution_duration']);
}

/** Sums that MLflow stores as the JSON text of an object; undefined when there are none. */
function figuresOf(text: string | undefined) {
  try {
    const figures: unknown = JSON.parse(text ?? '');
    return isObject(figures)
      ? Object.fromEntries(
          Object.entries(figures).filter(
            (entry): entry is [string, number] => typeof entry[1] === 'number'
          )
        )
      : undefined;
  } catch {
    return undefined;
  }
}

function unlessEmpty(map: Readonly<Record<string, string>>) {
  return Object.keys(map).length === 0 ? undefined : map;
}

function withKeys(value: Unknown, rename: (key: string) => string): Unknown {
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      rename(key),
      isObject(member) ? withKeys(member, rename) : member
    ])
  );
}

function camelCase(key: string): string {
  return key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
}
