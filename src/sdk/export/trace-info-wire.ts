import type { Nanoseconds, TraceInfo } from '../../bundle/types';
import { cutText } from '../recording/preview';

/** Characters that MLflow accepts; longer texts are cut here, where the notebook still shows them whole. */
const LIMITS = { key: 250, metadata: 250, tag: 4096 } as const;

/** MLflow's REST form of a trace info, for StartTraceV3, without the experiment: its id may not be known yet. */
export function traceInfoWire(info: TraceInfo): object {
  return {
    trace_id: info.traceId,
    client_request_id: info.clientRequestId,
    request_time:
      info.startTime === undefined ? undefined : timeText(info.startTime),
    execution_duration:
      info.durationMs === undefined
        ? undefined
        : `${(info.durationMs / 1000).toFixed(6)}s`,
    state: info.state,
    request_preview: info.requestPreview,
    response_preview: info.responsePreview,
    trace_metadata: cut(info.metadata, LIMITS.metadata),
    tags: cut(info.tags, LIMITS.tag),
    // Written by `logFeedback` and the like.
    assessments: info.assessments.map((text): unknown => JSON.parse(text))
  };
}

/** Tells readers that the spans are, or will be, in the server's database: without it they look for a file. */
const SPANS_IN_DATABASE = {
  'mlflow.trace.spansLocation': 'TRACKING_STORE'
} as const;

/** The same with the experiment that the trace belongs to, and with the place of its spans. */
export function locatedInfo(
  info: { readonly tags?: object },
  experimentId: string
): object {
  return {
    ...info,
    tags: { ...info.tags, ...SPANS_IN_DATABASE },
    trace_location: {
      type: 'MLFLOW_EXPERIMENT',
      mlflow_experiment: { experiment_id: experimentId }
    }
  };
}

/** RFC 3339 with nanoseconds. */
function timeText(time: Nanoseconds): string {
  const seconds = new Date(Number(time / 1_000_000n))
    .toISOString()
    .slice(0, 19);
  return `${seconds}.${String(time % 1_000_000_000n).padStart(9, '0')}Z`;
}

function cut(
  texts: Readonly<Record<string, string>>,
  limit: number
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [
      cutText(key, LIMITS.key),
      cutText(text, limit)
    ])
  );
}
