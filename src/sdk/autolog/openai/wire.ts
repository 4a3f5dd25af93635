import { without } from '../calls/members';
import { isObject, valueAt } from '../patching/patch';
import { countAt, listAt, textAt } from '../calls/read';
import { FailedAnswer, Refusal } from '../calls/refusal';
import { withoutAccess } from '../calls/secrets';

/** The counts of a usage, by MLflow's names and by those of the APIs that are like OpenAI's, the first that is there. */
const COUNTS = {
  input: [['prompt_tokens'], ['input_tokens']],
  output: [['completion_tokens'], ['output_tokens']],
  cached: [
    ['prompt_tokens_details', 'cached_tokens'],
    ['input_tokens_details', 'cached_tokens'],
    ['prompt_cache_hit_tokens'],
    ['cache_read_input_tokens']
  ],
  created: [['cache_creation_input_tokens']]
} as const;

function countOf(usage: unknown, name: keyof typeof COUNTS) {
  return COUNTS[name]
    .map(path => countAt(usage, ...path))
    .find(count => count !== undefined);
}

/** Token counts in MLflow's form, of either form of OpenAI's; undefined when there are none. */
export function usageOf(usage: unknown): object | undefined {
  const input = countOf(usage, 'input');
  if (input === undefined) {
    return undefined;
  }
  const output = countOf(usage, 'output') ?? 0;
  const cached = countOf(usage, 'cached');
  const created = countOf(usage, 'created');
  return {
    input_tokens: input,
    output_tokens: output,
    total_tokens: countAt(usage, 'total_tokens') ?? input + output,
    ...(cached !== undefined && { cache_read_input_tokens: cached }),
    ...(created !== undefined && { cache_creation_input_tokens: created })
  };
}

/** Tools in the one form that MLflow shows: the Responses API says flat what the chat API puts under `function`. */
export function chatToolsOf(tools: unknown): readonly object[] {
  return Array.isArray(tools) ? tools.filter(isObject).map(chatToolOf) : [];
}

function chatToolOf(tool: object): object {
  const type = valueAt(tool, 'type');
  if (valueAt(tool, 'function') !== undefined) {
    return tool;
  }
  return {
    type: 'function',
    function: type === 'function' ? without(tool, 'type') : definitionOf(tool)
  };
}

/** A tool that takes a text, or one that runs at OpenAI and has no name but its kind. */
function definitionOf(tool: object): object {
  const custom = valueAt(tool, 'custom') ?? tool;
  const name = textAt(custom, 'name') || textAt(tool, 'type');
  const description = valueAt(custom, 'description');
  return { name, ...(description !== undefined && { description }) };
}

/** A request without what lets the provider into servers of the user's. */
export function withoutServerAccess(request: object): object {
  const tools = valueAt(request, 'tools');
  const isServer = (tool: unknown): boolean => valueAt(tool, 'type') === 'mcp';
  return Array.isArray(tools) && tools.some(isServer)
    ? {
        ...request,
        tools: tools.map((tool: unknown) =>
          isServer(tool) ? withoutAccess(tool) : tool
        )
      }
    : request;
}

/** What an answer of either API says went wrong: a refusal, a filter, or an error that came as an answer. */
export function failureOf(answer: unknown): Error | undefined {
  const error = valueAt(answer, 'error');
  if (isObject(error)) {
    return new FailedAnswer(textAt(error, 'message'));
  }
  const refusal = refusalOf(answer);
  return refusal === undefined ? undefined : new Refusal(refusal);
}

function refusalOf(answer: unknown): string | undefined {
  const messages = [
    ...listAt(answer, 'choices').map(choice => valueAt(choice, 'message')),
    ...listAt(answer, 'output').flatMap(item => listAt(item, 'content'))
  ];
  const said = messages.map(one => textAt(one, 'refusal')).find(one => one);
  return said ?? filterOf(answer);
}

function filterOf(answer: unknown): string | undefined {
  const reasons = [
    ...listAt(answer, 'choices').map(one => valueAt(one, 'finish_reason')),
    valueAt(answer, 'incomplete_details', 'reason')
  ];
  return reasons.includes('content_filter') ? 'content_filter' : undefined;
}
