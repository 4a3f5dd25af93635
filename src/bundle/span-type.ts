import type { JsonText } from './types';

/** `gen_ai.operation.name` of OpenTelemetry's semantic conventions to MLflow's span type. */
const TYPE_OF_OPERATION: ReadonlyMap<string, string> = new Map([
  ['chat', 'CHAT_MODEL'],
  ['generate_content', 'LLM'],
  ['text_completion', 'LLM'],
  ['embeddings', 'EMBEDDING'],
  ['execute_tool', 'TOOL'],
  ['create_agent', 'AGENT'],
  ['invoke_agent', 'AGENT']
]);

/**
 * The type that the attributes give a span: MLflow's own, else OpenInference's kind (whose names are MLflow's), else
 * the operation of the `gen_ai` conventions.
 */
export function spanTypeOf(
  texts: ReadonlyMap<string, JsonText>
): string | undefined {
  const operation = stringOf(texts.get('gen_ai.operation.name'));
  return (
    stringOf(texts.get('mlflow.spanType')) ??
    stringOf(texts.get('openinference.span.kind'))?.toUpperCase() ??
    TYPE_OF_OPERATION.get(operation ?? '')
  );
}

/** The string that the JSON text holds; the text itself where it is none, as MLflow 2 wrote types bare. */
function stringOf(text: JsonText | undefined): string | undefined {
  if (text === undefined) {
    return undefined;
  }
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' && value !== '' ? value : undefined;
  } catch {
    return text;
  }
}
