import { AttributeKey } from '../recording/attribute-keys';
import type { LiveSpan } from '../recording/live-span';
import { jsonTextOf } from '../values/json-text';

/**
 * The attributes of spans with a meaning of MLflow's own, by the names of its `SpanAttributeKey`.
 * @example
 * span.setAttribute(SpanAttributeKey.MODEL, 'gpt-4o-mini');
 */
export const SpanAttributeKey = {
  INPUTS: AttributeKey.inputs,
  OUTPUTS: AttributeKey.outputs,
  SPAN_TYPE: AttributeKey.spanType,
  LOG_LEVEL: AttributeKey.logLevel,
  FUNCTION_NAME: AttributeKey.functionName,
  DESCRIPTION: AttributeKey.description,
  CHAT_TOOLS: AttributeKey.chatTools,
  CHAT_MESSAGES: AttributeKey.chatMessages,
  CHAT_USAGE: AttributeKey.tokenUsage,
  LLM_COST: AttributeKey.cost,
  MODEL: AttributeKey.model,
  MODEL_PROVIDER: AttributeKey.provider,
  MESSAGE_FORMAT: AttributeKey.messageFormat,
  INTERMEDIATE_OUTPUTS: AttributeKey.intermediateOutputs
} as const;

/** Tokens of one call of a model. MLflow sums them up over the trace, each only once: see `sumOverTree`. */
export type TokenUsage = {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Input and output together when absent. */
  readonly totalTokens?: number | undefined;
  readonly cacheReadInputTokens?: number | undefined;
  readonly cacheCreationInputTokens?: number | undefined;
};

/** US dollars for one call of a model. */
export type SpanCost = {
  readonly inputCost: number;
  readonly outputCost: number;
  /** Input and output together when absent. */
  readonly totalCost?: number | undefined;
};

/** Which model a span called. */
export type SpanModel = {
  /** As its provider names it, such as `gpt-4o-mini`: MLflow works out the cost from it. */
  readonly model: string;
  readonly provider?: string | undefined;
  /** In whose form inputs and outputs are, such as `openai` or `anthropic`: MLflow's UI shows them as a chat then. */
  readonly messageFormat?: string | undefined;
};

/** A message of a chat in OpenAI's form; further members are kept. */
export type ChatMessage = {
  readonly role: string;
  readonly content?: unknown;
};

/** A tool that a model was offered, in OpenAI's form; further members are kept. */
export type ChatTool = {
  readonly type: string;
  readonly function?: { readonly name: string };
};

/**
 * Says how many tokens a span used.
 * @example
 * setTokenUsage(span, { inputTokens: 7, outputTokens: 2 });
 */
export function setTokenUsage(span: LiveSpan, usage: TokenUsage): void {
  const { inputTokens, outputTokens } = usage;
  span.setAttribute(AttributeKey.tokenUsage, {
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    total_tokens: usage.totalTokens ?? inputTokens + outputTokens,
    cache_read_input_tokens: usage.cacheReadInputTokens,
    cache_creation_input_tokens: usage.cacheCreationInputTokens
  });
}

/**
 * Says what a span cost. Of known models MLflow's server works it out from the tokens.
 * @example
 * setSpanCost(span, { inputCost: 0.001, outputCost: 0.002 });
 */
export function setSpanCost(span: LiveSpan, cost: SpanCost): void {
  const { inputCost, outputCost, totalCost = inputCost + outputCost } = cost;
  span.setAttribute(AttributeKey.cost, {
    input_cost: inputCost,
    output_cost: outputCost,
    total_cost: totalCost
  });
}

/**
 * Says which model a span called.
 * @example
 * setSpanModel(span, { model: 'gpt-4o-mini', provider: 'openai' });
 */
export function setSpanModel(
  span: LiveSpan,
  { model, provider, messageFormat }: SpanModel
): void {
  span.setAttribute(AttributeKey.model, model);
  if (provider !== undefined) {
    span.setAttribute(AttributeKey.provider, provider);
  }
  if (messageFormat !== undefined) {
    span.setAttribute(AttributeKey.messageFormat, messageFormat);
  }
}

/**
 * Says which tools a model was offered.
 * @throws TypeError unless each has a `type`, and a function a name.
 * @example
 * setSpanChatTools(span, [{ type: 'function', function: { name: 'add' } }]);
 */
export function setSpanChatTools(
  span: LiveSpan,
  tools: readonly ChatTool[]
): void {
  checkList('setSpanChatTools', tools, isTool, '{ type, function: { name } }');
  span.setAttribute(AttributeKey.chatTools, tools);
}

/** How messages are set. */
export type ChatMessagesOptions = {
  /** True: after those that are there. */
  readonly append?: boolean | undefined;
};

/**
 * Says which messages a call of a model took and gave. MLflow 2 had this function; MLflow 3 reads messages from inputs
 * and outputs too.
 * @throws TypeError unless each has a `role`.
 * @example
 * setSpanChatMessages(span, [{ role: 'user', content: 'hi' }], { append: true });
 */
export function setSpanChatMessages(
  span: LiveSpan,
  messages: readonly ChatMessage[],
  { append = false }: ChatMessagesOptions = {}
): void {
  checkList('setSpanChatMessages', messages, isMessage, '{ role, content }');
  const known = append ? span.attributes[AttributeKey.chatMessages] : undefined;
  span.setAttribute(AttributeKey.chatMessages, [
    ...(Array.isArray(known) ? (known as readonly unknown[]) : []),
    ...messages
  ]);
}

function checkList(
  caller: string,
  list: unknown,
  isFit: (item: object) => boolean,
  expected: string
): void {
  const wrong: unknown = Array.isArray(list)
    ? list.find(
        item =>
          typeof item !== 'object' || item === null || !isFit(item as object)
      )
    : list;
  if (!Array.isArray(list) || wrong !== undefined) {
    throw new TypeError(
      `${caller}: expected a list of ${expected}, found ${jsonTextOf(wrong).slice(0, 200)}`
    );
  }
}

function isTool(tool: object): boolean {
  const { type, function: fn }: { type?: unknown; function?: unknown } = tool;
  return (
    typeof type === 'string' &&
    (type !== 'function' ||
      (typeof fn === 'object' &&
        fn !== null &&
        typeof Reflect.get(fn, 'name') === 'string'))
  );
}

function isMessage(message: object): boolean {
  return typeof Reflect.get(message, 'role') === 'string';
}
