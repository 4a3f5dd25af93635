import { SpanKind, type Attributes } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import {
  genAiAttributes,
  OPERATIONS,
  type AttributeText
} from './gen-ai-attributes';

/** Operations that are a call of a model, which are another program's work. */
const CLIENT: ReadonlySet<unknown> = new Set([
  'chat',
  'generate_content',
  'embeddings'
]);

const KNOWN: ReadonlySet<unknown> = new Set(Object.values(OPERATIONS));

/**
 * The span in OpenTelemetry's conventions for generative AI: `gen_ai.…` in place of `mlflow.…`, the tags of the trace
 * excepted, a name such as `chat gpt-4o`, and the kind that goes with it. A span of no such operation keeps its name.
 */
export function genAiSpan(
  span: ReadableSpan,
  textOf: AttributeText
): ReadableSpan {
  const translated = genAiAttributes(span.name, textOf);
  const operation = translated['gen_ai.operation.name'];
  const target =
    translated['gen_ai.tool.name'] ??
    translated['gen_ai.agent.name'] ??
    translated['gen_ai.request.model'];
  const name = [operation, target].filter(part => part !== undefined).join(' ');
  const kind = CLIENT.has(operation) ? SpanKind.CLIENT : SpanKind.INTERNAL;
  // Strings, numbers and lists of strings are attributes; only the list's readonly differs.
  const attributes = { ...kept(span.attributes), ...translated } as Attributes;
  return Object.create(span, {
    name: { value: KNOWN.has(operation) ? name : span.name },
    kind: { value: KNOWN.has(operation) ? kind : span.kind },
    attributes: { value: attributes }
  }) as ReadableSpan;
}

function kept(attributes: Attributes): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).filter(
      ([key]) =>
        !key.startsWith('mlflow.') || key.startsWith('mlflow.traceTag.')
    )
  );
}
