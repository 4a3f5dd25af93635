import type { Attributes } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import type { CollectorTarget } from '../config/collector';
import { read } from '../config/environment';
import { TraceKey } from '../recording/attribute-keys';
import type { RecordingSpan } from '../recording/recording-span';
import type { TraceRecorder } from '../recording/trace-recorder';
import { genAiSpan } from './genai/gen-ai-span';
import type { QueuedTrace } from './trace-batch';

/** Prefix of root span attributes that MLflow's server makes trace tags of. */
const TAG_PREFIX = 'mlflow.traceTag.';

/**
 * The span as a collector gets it: with the resource of this program and, on the root span, the tags, session and user
 * of the trace, for which OTLP has no other place. MLflow behind a collector reads them back from there.
 */
export function collectorSpan(
  span: RecordingSpan,
  { trace, target }: QueuedTrace<CollectorTarget>
): ReadableSpan {
  const { otel } = span;
  const attributes =
    span === trace.root
      ? { ...otel.attributes, ...traceAttributes(trace) }
      : otel.attributes;
  // The span itself, but for two properties: what is read of it stands on its class.
  const sent = Object.create(otel, {
    resource: { value: target.resource },
    attributes: { value: attributes }
  }) as ReadableSpan;
  return read('MLFLOW_ENABLE_OTEL_GENAI_SEMCONV', target.environment)
    ? genAiSpan(sent, key => span.textOf(key))
    : sent;
}

function traceAttributes({ details }: TraceRecorder): Attributes {
  const session = details.metadata.get(TraceKey.session);
  const user = details.metadata.get(TraceKey.user);
  const tags: [string, string][] = [...details.tags]
    .filter(([key]) => !key.startsWith('mlflow.'))
    .map(([key, value]) => [`${TAG_PREFIX}${key}`, value]);
  return {
    ...Object.fromEntries(tags),
    ...(session !== undefined && { 'session.id': session }),
    ...(user !== undefined && { 'user.id': user })
  };
}
