import { parseJson } from '../../../bundle/json-text';
import { isList, isObject, type Unknown } from '../../../bundle/read-json';
import type { JsonText } from '../../../bundle/types';
import { debug, messageOf } from '../../diag';
import { AttributeKey } from '../../recording/attribute-keys';
import { anthropicDialect } from './anthropic';
import { bedrockDialect } from './bedrock';
import { geminiDialect } from './gemini';
import { chatDialect, responsesDialect } from './openai';
import type { Dialect, GenAiAttributes } from './parts';

/** Gives the JSON text of an attribute of a span. */
export type AttributeText = (key: string) => JsonText | undefined;

const PREFIX = 'gen_ai.';

/** The operation of a span's type. Other types have none. */
export const OPERATIONS: Readonly<Record<string, string>> = {
  CHAT_MODEL: 'chat',
  LLM: 'generate_content',
  EMBEDDING: 'embeddings',
  TOOL: 'execute_tool',
  AGENT: 'invoke_agent'
};

/** What a span says in OpenTelemetry's conventions for generative AI, as MLflow 3.17 translates it. */
export function genAiAttributes(
  name: string,
  textOf: AttributeText
): GenAiAttributes {
  const read = (key: string): unknown => valueOf(textOf(key));
  const spanType = read(AttributeKey.spanType);
  const usage = read(AttributeKey.tokenUsage);
  const { input_tokens: input, output_tokens: output } = isObject(usage)
    ? usage
    : {};
  return prefixed({
    'operation.name': operationOf(spanType),
    'request.model': read(AttributeKey.model),
    'provider.name': read(AttributeKey.provider),
    'usage.input_tokens': input,
    'usage.output_tokens': output,
    ...(spanType === 'TOOL' && {
      'tool.name': nameOf(read('gen_ai.tool.name'), name, 'execute_tool'),
      'tool.call.arguments': unlessNull(textOf(AttributeKey.inputs)),
      'tool.call.result': unlessNull(textOf(AttributeKey.outputs))
    }),
    ...(spanType === 'AGENT' && {
      'agent.name': nameOf(read('gen_ai.agent.name'), name, 'invoke_agent')
    }),
    'tool.definitions': textOf(AttributeKey.chatTools),
    ...messageAttributes(read)
  });
}

function operationOf(spanType: unknown): unknown {
  return typeof spanType === 'string' && spanType !== 'UNKNOWN'
    ? (OPERATIONS[spanType] ?? spanType)
    : undefined;
}

function nameOf(own: unknown, name: string, operation: string): unknown {
  return typeof own === 'string' && own !== ''
    ? own
    : name === operation || name === ''
      ? undefined
      : name;
}

/** A call that cannot be read is told without its messages. */
function messageAttributes(read: (key: string) => unknown): Unknown {
  try {
    const inputs = read(AttributeKey.inputs);
    const outputs = read(AttributeKey.outputs);
    const dialect = dialectOf(read(AttributeKey.messageFormat), inputs);
    return {
      ...(isObject(inputs) && requestAttributes(inputs, dialect)),
      ...(isObject(outputs) && answerAttributes(outputs, dialect))
    };
  } catch (error) {
    debug('gen_ai', `messages are not translated: ${messageOf(error)}`);
    return {};
  }
}

const DIALECTS: Readonly<Record<string, Dialect>> = {
  anthropic: anthropicDialect,
  gemini: geminiDialect,
  bedrock: bedrockDialect
};

function dialectOf(format: unknown, inputs: unknown): Dialect {
  if (format === 'openai' && isObject(inputs) && 'input' in inputs) {
    return responsesDialect;
  }
  return DIALECTS[String(format)] ?? chatDialect;
}

function requestAttributes(inputs: Unknown, dialect: Dialect): Unknown {
  const parameters = dialect.parameters(inputs);
  const { temperature, max_tokens: maxTokens, top_p: topP, stop } = parameters;
  return given({
    'input.messages': jsonOf(dialect.inputMessages(inputs)),
    system_instructions: jsonOf(dialect.systemParts(inputs)),
    'request.temperature': temperature,
    'request.max_tokens': maxTokens,
    'request.top_p': topP,
    'request.stop_sequences': typeof stop === 'string' ? [stop] : stop,
    'tool.definitions': jsonOf(dialect.tools(inputs))
  });
}

function answerAttributes(outputs: Unknown, dialect: Dialect): Unknown {
  const reasons = dialect.finishReasons(outputs);
  return given({
    'output.messages': jsonOf(dialect.outputMessages(outputs)),
    'response.id': outputs['id'] || undefined,
    'response.model': outputs['model'] || undefined,
    'response.finish_reasons': reasons.length === 0 ? undefined : reasons
  });
}

/** Without what is absent, so that it covers nothing that was found elsewhere. */
function given(attributes: Unknown): Unknown {
  return Object.fromEntries(
    Object.entries(attributes).filter(
      ([, value]) => value !== undefined && value !== null
    )
  );
}

function prefixed(attributes: Unknown): GenAiAttributes {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([key, value]) =>
      isAttribute(value) ? [[PREFIX + key, value]] : []
    )
  );
}

function isAttribute(
  value: unknown
): value is string | number | readonly string[] {
  return (
    typeof value === 'string' ||
    typeof value === 'number' ||
    (isList(value) && value.every(item => typeof item === 'string'))
  );
}

function jsonOf(value: unknown): JsonText | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}

function unlessNull(text: JsonText | undefined): JsonText | undefined {
  return text === 'null' ? undefined : text;
}

function valueOf(text: JsonText | undefined): unknown {
  return text === undefined ? undefined : parseJson(text);
}
