import type { TraceInfo, TraceState } from '../../bundle/types';
import { read } from '../config/environment';
import { environmentMetadata } from './environment-metadata';
import { AttributeKey, TraceKey } from './attribute-keys';
import { cutText, METADATA_LENGTH, PREVIEW_LENGTH, previewOf } from './preview';
import { spacedJson } from './spaced-json';
import { sumOverTree } from './tree-sum';
import type { TraceRecorder } from './trace-recorder';

/** What MLflow stores of a trace besides its spans, as far as it is known now. */
export function traceInfoOf(trace: TraceRecorder): TraceInfo {
  const { root, details, target } = trace;
  const duration = durationOf(trace);
  const request =
    details.requestPreview ??
    previewOf(root?.textOf(AttributeKey.inputs), 'user');
  const response =
    details.responsePreview ??
    previewOf(root?.textOf(AttributeKey.outputs), 'assistant');
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
    metadata: metadataOf(trace),
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

function metadataOf({
  root,
  spans,
  details
}: TraceRecorder): Record<string, string> {
  const inputs = root?.textOf(AttributeKey.inputs);
  const outputs = root?.textOf(AttributeKey.outputs);
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
