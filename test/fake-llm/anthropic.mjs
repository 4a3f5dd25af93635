import { pieces } from './openai.mjs';
import { failureOf, sendEvents, sendJson } from './wire.mjs';

const INPUT = '{"city":"Paris"}';

const USAGE = {
  input_tokens: 9,
  cache_read_input_tokens: 4,
  cache_creation_input_tokens: 3,
  output_tokens: 12
};

/** @type {Record<string, (call: import('./wire.mjs').Call) => void | Promise<void>>} */
export const anthropicRoutes = { 'POST /v1/messages': messages };

/** @param {import('./wire.mjs').Call} call */
function messages(call) {
  const { body, response } = call;
  const failure = failureOf(call);
  if (failure) {
    const error = { type: 'rate_limit_error', message: 'Rate limit reached' };
    sendJson(
      response,
      failure.status,
      { type: 'error', error },
      failure.headers
    );
    return undefined;
  }
  const content = contentFor(body);
  const asksTool = content.some(({ type }) => type === 'tool_use');
  const reason = asksTool ? 'tool_use' : 'end_turn';
  const message = {
    id: 'msg_fake',
    type: 'message',
    role: 'assistant',
    model: body.model,
    content,
    stop_reason: body.model === 'refuse' ? 'refusal' : reason,
    stop_sequence: null,
    usage: USAGE
  };
  return body.stream
    ? sendEvents(call, eventsOf(message))
    : sendJson(response, 200, message);
}

/** @param {any} body */
function contentFor({ messages = [], tools, thinking }) {
  const asked = messages.at(-1)?.content;
  const text = `Echo: ${typeof asked === 'string' ? asked : JSON.stringify(asked)}`;
  const thought = {
    type: 'thinking',
    thinking: 'Let me see. ',
    signature: 'sig'
  };
  const isAnswered = asked?.[0]?.type === 'tool_result';
  const use = tools &&
    !isAnswered && {
      type: 'tool_use',
      id: 'toolu_1',
      name: tools[0].name,
      input: JSON.parse(INPUT)
    };
  return [
    ...(thinking ? [thought] : []),
    { type: 'text', text },
    ...(use ? [use] : [])
  ];
}

/** @param {any} message */
function eventsOf(message) {
  const { content, stop_reason, usage, ...rest } = message;
  const start = {
    ...rest,
    content: [],
    stop_reason: null,
    usage: { ...usage, output_tokens: 1 }
  };
  return [
    { type: 'message_start', message: start },
    { type: 'ping' },
    ...content.flatMap(blockEvents),
    {
      type: 'message_delta',
      delta: { stop_reason, stop_sequence: null },
      usage: { output_tokens: usage.output_tokens }
    },
    { type: 'message_stop' }
  ].map(data => ({ event: data.type, data }));
}

/** @param {any} block @param {number} index */
function blockEvents(block, index) {
  const { start, deltas } = partsOf(block);
  return [
    { type: 'content_block_start', index, content_block: start },
    ...deltas.map(delta => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index }
  ];
}

/** @param {any} block @returns {{ start: object, deltas: object[] }} */
function partsOf(block) {
  switch (block.type) {
    case 'thinking':
      return {
        start: { ...block, thinking: '', signature: '' },
        deltas: [
          { type: 'thinking_delta', thinking: block.thinking },
          { type: 'signature_delta', signature: block.signature }
        ]
      };
    case 'tool_use':
      return {
        start: { ...block, input: {} },
        deltas: [INPUT.slice(0, 6), INPUT.slice(6)].map(partial_json => ({
          type: 'input_json_delta',
          partial_json
        }))
      };
    default:
      return {
        start: { ...block, text: '' },
        deltas: pieces(block.text).map(text => ({ type: 'text_delta', text }))
      };
  }
}
