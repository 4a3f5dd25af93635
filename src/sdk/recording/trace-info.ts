import type { JsonText, TraceInfo, TraceState } from '../../bundle/types';
import { read } from '../config/environment';
import { environmentMetadata } from './environment-metadata';
import { AttributeKey, TraceKey } from './attribute-keys';
import { cutText, METADATA_LENGTH, PREVIEW_LENGTH, previewOf } from './preview';
import { spacedJson } from './spaced-json';
import type { RecordingSpan } from './recording-span';
import { sumOverTree } from './tree-sum';
import type { TraceRecorder } from './trace-recorder';

/** Reads the JSON text of an attribute. */
export type TextReader = (
  span: RecordingSpan,
  key: string
) => JsonText | undefined;

/** What MLflow stores of a trace besides its spans, as far as it is known now. */
export function traceInfoOf(
  trace: TraceRecorder,
  textOf: TextReader = (span, key) => span.textOf(key)
): TraceInfo {
  const { root, details, target } = trace;
  const duration = durationOf(trace);
  const inputs = root && textOf(root, AttributeKey.inputs);
  const outputs = root && textOf(root, AttributeKey.outputs);
  const request = details.requestPreview ?? previewOf(inputs, 'user');
  const response = details.responsePreview ?? previewOf(outputs, 'assistant');
  return {
    traceId: trace.traceId,
    ...(target?.experimentId && { experimentId: target.experimentId }),
    ...(root && { startTime: root.startTime }),
    ...(duration !== undefined && { durationMs: duration }),
    state: stateOf(trace),
    ...(details.clientRequestId && {
      clientRequestId: details.clientRequestId
    }),
    ...(request !== undefined && {
      requestPreview: cutText(request, PREVIEW_LENGTH)
    }),
    ...(response !== undefined && {
      responsePreview: cutText(response, PREVIEW_LENGTH)
    }),
    metadata: metadataOf(trace, inputs, outputs),
    tags: {
      ...Object.fromEntries(details.tags),
      [TraceKey.name]: root?.name ?? ''
    },
    assessments: [...details.assessments]
  };
}

function stateOf({ root, details }: TraceRecorder): TraceState {
  if (root?.isEnded !== true) {
    return 'IN_PROGRESS';
  }
  return details.state ?? (root.status.statusCode === 'ERROR' ? 'ERROR' : 'OK');
}

function durationOf({ root }: TraceRecorder): number | undefined {
  const end = root?.endTime ?? undefined;
  return root === undefined || end === undefined
    ? undefined
    : Number(end - root.startTime) / 1e6;
}

function metadataOf(
  { spans, details }: TraceRecorder,
  inputs: JsonText | undefined,
  outputs: JsonText | undefined
): Record<string, string> {
  const usage = sumOverTree(spans, AttributeKey.tokenUsage);
  const cost = sumOverTree(spans, AttributeKey.cost);
  const model = read('MLFLOW_ACTIVE_MODEL_ID');
  return {
    ...environmentMetadata(),
    [TraceKey.schemaVersion]: '3',
    ...(model !== undefined && { [TraceKey.model]: model }),
    [TraceKey.inputs]: shortened(inputs),
    [TraceKey.outputs]: shortened(outputs),
    ...(usage && { [TraceKey.tokenUsage]: usage }),
    ...(cost && { [TraceKey.cost]: cost }),
    ...Object.fromEntries(details.metadata)
  };
}

function shortened(json: string | undefined): string {
  return json === undefined
    ? ''
    : cutText(spacedJson(json, METADATA_LENGTH + 1), METADATA_LENGTH);
}
