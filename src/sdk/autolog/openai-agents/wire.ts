import { AttributeKey } from '../../recording/attribute-keys';
import { SpanType } from '../../recording/span-type';
import type { CallDescription, CallResult } from '../calls/library-call';
import { picked } from '../calls/members';
import { chatToolsOf, usageOf } from '../openai/wire';
import { valueAt } from '../patching/patch';

/** What MLflow calls the kinds of spans; any other is a step of a chain. */
const TYPES: ReadonlyMap<unknown, SpanType> = new Map([
  ['agent', SpanType.AGENT],
  ['function', SpanType.TOOL],
  ['mcp_tools', SpanType.TOOL],
  ['generation', SpanType.CHAT_MODEL],
  ['response', SpanType.CHAT_MODEL],
  ['guardrail', SpanType.GUARDRAIL]
]);

const NAMES: ReadonlyMap<unknown, string> = new Map([
  ['generation', 'Generation'],
  ['response', 'Response'],
  ['handoff', 'Handoff'],
  ['mcp_tools', 'List tools']
]);

/** What a span is when it begins; its inputs are known when it ends. */
export function callOfSpan(data: unknown): CallDescription {
  const type = valueAt(data, 'type');
  const name = valueAt(data, 'name') ?? NAMES.get(type) ?? type;
  const spanType = TYPES.get(type) ?? SpanType.CHAIN;
  return {
    name: String(name),
    spanType,
    inputs: undefined,
    attributes:
      spanType === SpanType.CHAT_MODEL
        ? {
            [AttributeKey.messageFormat]: 'openai-agent',
            [AttributeKey.provider]: 'openai'
          }
        : {},
    secrets: []
  };
}

/** What the data of a span say at its end, as Python's MLflow reads them. */
export function resultOfSpan(data: unknown): CallResult {
  switch (valueAt(data, 'type')) {
    case 'agent':
      return { attributes: picked(data, ['handoffs', 'tools', 'output_type']) };
    case 'function':
      return {
        inputs: parsed(valueAt(data, 'input')),
        outputs: parsed(valueAt(data, 'output'))
      };
    case 'generation':
      return generation(data);
    case 'response':
      return response(data);
    case 'handoff':
      return {
        inputs: picked(data, ['from_agent']),
        outputs: picked(data, ['to_agent'])
      };
    case 'custom':
      return { outputs: valueAt(data, 'data') };
    case 'guardrail':
      return { outputs: picked(data, ['triggered']) };
    case 'mcp_tools':
      return {
        inputs: picked(data, ['server']),
        outputs: valueAt(data, 'result')
      };
    default:
      return {
        inputs: valueAt(data, 'input'),
        outputs: valueAt(data, 'output')
      };
  }
}

/** True for the answer of a model. */
export function isAnswer(type: unknown): boolean {
  return TYPES.get(type) === SpanType.CHAT_MODEL;
}

/** What came of an answer that broke off, in the form of a whole one. */
export function answerOf(text: string): object {
  return {
    type: 'message',
    role: 'assistant',
    status: 'incomplete',
    content: [{ type: 'output_text', text }]
  };
}

function generation(data: unknown): CallResult {
  const usage = usageOf(valueAt(data, 'usage'));
  return {
    inputs: valueAt(data, 'input'),
    outputs: valueAt(data, 'output'),
    attributes: {
      [AttributeKey.model]: valueAt(data, 'model'),
      model_config: valueAt(data, 'model_config'),
      ...(usage && { [AttributeKey.tokenUsage]: usage })
    }
  };
}

/** The SDK keeps the request and the answer where its own dashboard does not see them. */
function response(data: unknown): CallResult {
  const answer = valueAt(data, 'response') ?? valueAt(data, '_response');
  const usage = usageOf(valueAt(answer, 'usage'));
  const tools = chatToolsOf(valueAt(answer, 'tools'));
  const model = valueAt(answer, 'model');
  return {
    inputs: valueAt(data, 'input') ?? valueAt(data, '_input'),
    outputs: valueAt(answer, 'output'),
    attributes: {
      ...settingsOf(answer),
      ...(model !== undefined && { [AttributeKey.model]: model }),
      ...(tools.length > 0 && { [AttributeKey.chatTools]: tools }),
      ...(usage && { [AttributeKey.tokenUsage]: usage })
    }
  };
}

/** Members of an answer that are recorded elsewhere. */
const RECORDED: ReadonlySet<string> = new Set([
  'output',
  'output_text',
  'tools',
  'usage',
  'instructions'
]);

function settingsOf(answer: unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(answer ?? {}).filter(
      ([key, value]) =>
        !RECORDED.has(key) && value !== null && value !== undefined
    )
  );
}

/** The answer of a run that is over. Its own getter checks it once more, and warns when there is none. */
export function finalOutput(result: unknown): unknown {
  const step = valueAt(result, 'state', '_currentStep');
  return valueAt(step, 'type') === 'next_step_final_output'
    ? parsed(valueAt(step, 'output'))
    : undefined;
}

/** An error as the SDK notes it. Who refuses a key may repeat it. */
export function errorOf(noted: unknown): Error | undefined {
  const message = valueAt(noted, 'message');
  if (typeof message !== 'string') {
    return undefined;
  }
  const detail = valueAt(noted, 'data', 'error');
  const text = typeof detail === 'string' ? `${message}: ${detail}` : message;
  const error = new Error(/\b401\b/.test(text) ? 'status 401' : text);
  error.name = 'AgentsError';
  delete error.stack;
  return error;
}

function parsed(value: unknown): unknown {
  if (typeof value !== 'string') {
    return value;
  }
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
