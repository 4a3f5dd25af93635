import { pieces } from './openai.mjs';
import { failureOf, sendEvents, sendJson } from './wire.mjs';

const CITY = '{"city": "Paris"}';
const USAGE = { prompt_tokens: 9, completion_tokens: 12, total_tokens: 21 };

/**
 * Mistral's API has the paths of OpenAI's, and so stands under a path of its own; it counts tokens without being asked.
 *
 * @type {Record<string, (call: import('./wire.mjs').Call) => void | Promise<void>>}
 */
export const mistralRoutes = {
  'POST /mistral/v1/chat/completions': guarded(chat),
  'POST /mistral/v1/embeddings': guarded(embeddings)
};

/** @param {(call: import('./wire.mjs').Call) => void | Promise<void>} route */
function guarded(route) {
  return (/** @type {import('./wire.mjs').Call} */ call) => {
    const failure = failureOf(call);
    const message = 'Requests rate limit exceeded';
    return failure
      ? sendJson(call.response, failure.status, { object: 'error', message })
      : route(call);
  };
}

/** @param {import('./wire.mjs').Call} call */
function chat(call) {
  const { body, response } = call;
  const last = body.messages?.at(-1);
  const [tool] = last?.role === 'tool' ? [] : (body.tools ?? []);
  const text = tool ? '' : `Echo: ${last?.content}`;
  const toolCalls = tool && [
    {
      id: 'call_1',
      type: 'function',
      index: 0,
      function: { name: tool.function.name, arguments: CITY }
    }
  ];
  const finish_reason = tool ? 'tool_calls' : 'stop';
  const common = {
    id: 'mistral-fake',
    created: 1_750_000_000,
    model: body.model
  };
  if (!body.stream) {
    const message = { role: 'assistant', content: text, tool_calls: toolCalls };
    return sendJson(response, 200, {
      ...common,
      object: 'chat.completion',
      choices: [{ index: 0, message, finish_reason }],
      usage: USAGE
    });
  }
  const deltas = toolCalls
    ? [{ content: '', tool_calls: toolCalls }]
    : pieces(text).map(content => ({ content }));
  const chunks = [
    { role: 'assistant', content: '' },
    ...deltas,
    { content: '' }
  ];
  return sendEvents(call, [
    ...chunks.map((delta, index) => {
      const isLast = index === chunks.length - 1;
      return {
        data: {
          ...common,
          object: 'chat.completion.chunk',
          choices: [
            { index: 0, delta, finish_reason: isLast ? finish_reason : null }
          ],
          ...(isLast && { usage: USAGE })
        }
      };
    }),
    { data: '[DONE]' }
  ]);
}

/** @param {import('./wire.mjs').Call} call */
function embeddings({ body, response }) {
  const embedding = Array.from({ length: 1024 }, (_, at) => at / 10);
  sendJson(response, 200, {
    id: 'mistral-fake',
    object: 'list',
    model: body.model,
    data: [body.input]
      .flat()
      .map((_, index) => ({ object: 'embedding', index, embedding })),
    usage: { prompt_tokens: 5, completion_tokens: 0, total_tokens: 5 }
  });
}
