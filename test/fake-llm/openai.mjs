import { failureOf, sendEvents, sendJson } from './wire.mjs';

const CREATED = 1_750_000_000;
const CITY = '{"city":"Paris"}';

const CHAT_USAGE = {
  prompt_tokens: 9,
  completion_tokens: 12,
  total_tokens: 21,
  prompt_tokens_details: { cached_tokens: 4, audio_tokens: 0 },
  completion_tokens_details: { reasoning_tokens: 0 }
};

const RESPONSE_USAGE = {
  input_tokens: 9,
  input_tokens_details: { cached_tokens: 4 },
  output_tokens: 12,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: 21
};

/** @type {Record<string, (call: import('./wire.mjs').Call) => void | Promise<void>>} */
export const openaiRoutes = {
  'POST /v1/chat/completions': guarded(chat),
  'POST /v1/responses': guarded(responses),
  'POST /v1/embeddings': guarded(embeddings),
  'POST /v1/images/generations': guarded(images),
  // Groq's client has OpenAI's API under a path of its own.
  'POST /openai/v1/chat/completions': guarded(chat)
};

/** @param {(call: import('./wire.mjs').Call) => void | Promise<void>} route */
function guarded(route) {
  return (/** @type {import('./wire.mjs').Call} */ call) => {
    const failure = failureOf(call);
    if (!failure) {
      return route(call);
    }
    const key = String(call.headers.authorization).replace('Bearer ', '');
    const message =
      failure.status === 401
        ? `Incorrect API key provided: ${key}.`
        : failure.status === 429
          ? 'Rate limit reached'
          : 'The server had an error';
    const error = { message, type: 'fake_error', param: null, code: null };
    return sendJson(call.response, failure.status, { error }, failure.headers);
  };
}

/** What was asked last. @param {any} body */
function question({ messages = [] }) {
  const content = messages.at(-1)?.content;
  return typeof content === 'string' ? content : JSON.stringify(content);
}

/** @param {any} body */
function messageFor(body) {
  const last = body.messages?.at(-1);
  if (body.model === 'refuse') {
    return { role: 'assistant', content: null, refusal: 'I cannot say' };
  }
  if (body.tools && last?.role !== 'tool') {
    const call = {
      id: 'call_1',
      type: 'function',
      function: { name: body.tools[0].function.name, arguments: CITY }
    };
    return {
      role: 'assistant',
      content: null,
      refusal: null,
      tool_calls: [call]
    };
  }
  const content =
    body.response_format?.type === 'json_schema'
      ? '{"answer":"42"}'
      : `Echo: ${question(body)}`;
  return { role: 'assistant', content, refusal: null };
}

/** What answers a tool has an id of its own: older LangGraphs take two messages of one id for one. @param {any} body */
function idOf({ messages = [] }) {
  const isTool = (/** @type {any} */ { role }) => role === 'tool';
  const results = messages.filter(isTool).length;
  return results === 0 ? 'chatcmpl-fake' : `chatcmpl-fake-${results}`;
}

/** @param {import('./wire.mjs').Call} call */
function chat(call) {
  const { body, response } = call;
  const message = messageFor(body);
  const finish_reason = message.tool_calls ? 'tool_calls' : 'stop';
  const common = { id: idOf(body), created: CREATED, model: body.model };
  if (body.stream) {
    return sendEvents(call, chunksOf(body, message, finish_reason, common));
  }
  return sendJson(response, 200, {
    ...common,
    object: 'chat.completion',
    choices: [{ index: 0, message, logprobs: null, finish_reason }],
    usage: CHAT_USAGE,
    service_tier: 'default',
    system_fingerprint: 'fp_fake'
  });
}

/** @param {any} body @param {any} message @param {string} finish_reason @param {object} common */
function chunksOf(body, message, finish_reason, common) {
  /** @param {object} delta @param {string | null} [reason] */
  const chunk = (delta, reason = null) => ({
    data: {
      ...common,
      object: 'chat.completion.chunk',
      system_fingerprint: 'fp_fake',
      choices: [{ index: 0, delta, logprobs: null, finish_reason: reason }]
    }
  });
  const [first] = message.tool_calls ?? [];
  const deltas = first
    ? toolDeltas(first)
    : message.refusal
      ? pieces(message.refusal).map(refusal => ({ refusal }))
      : pieces(message.content).map(content => ({ content }));
  const usage = {
    data: {
      ...common,
      object: 'chat.completion.chunk',
      choices: [],
      usage: CHAT_USAGE
    }
  };
  return [
    chunk({ role: 'assistant', content: first ? null : '' }),
    ...deltas.map(delta => chunk(delta)),
    chunk({}, finish_reason),
    ...(body.stream_options?.include_usage ? [usage] : []),
    { data: '[DONE]' }
  ];
}

/** @param {any} call */
function toolDeltas({ id, type, function: { name } }) {
  const parts = [CITY.slice(0, 6), CITY.slice(6)];
  return [
    { tool_calls: [{ index: 0, id, type, function: { name, arguments: '' } }] },
    ...parts.map(part => ({
      tool_calls: [{ index: 0, function: { arguments: part } }]
    }))
  ];
}

/** @param {string} text */
export function pieces(text) {
  return text.split(/(?<= )/);
}

/** @param {import('./wire.mjs').Call} call */
function responses(call) {
  const { body, response } = call;
  const last = Array.isArray(body.input) ? body.input.at(-1) : body.input;
  const tool = last?.type === 'function_call_output' ? null : body.tools?.[0];
  const text =
    body.text?.format?.type === 'json_schema'
      ? '{"answer":"42"}'
      : `Echo: ${saidBy(last)}`;
  const item = tool
    ? {
        id: 'fc_1',
        type: 'function_call',
        status: 'completed',
        call_id: 'call_1',
        name: tool.name,
        arguments: CITY
      }
    : {
        id: 'msg_1',
        type: 'message',
        status: 'completed',
        role: 'assistant',
        content: [{ type: 'output_text', text, annotations: [] }]
      };
  const whole = {
    id: 'resp_fake',
    object: 'response',
    created_at: CREATED,
    status: 'completed',
    error: null,
    incomplete_details: null,
    instructions: body.instructions ?? null,
    model: body.model,
    output: [item],
    parallel_tool_calls: true,
    tools: body.tools ?? [],
    tool_choice: 'auto',
    usage: RESPONSE_USAGE
  };
  return body.stream
    ? sendEvents(call, eventsOf(whole, item, text))
    : sendJson(response, 200, whole);
}

/** The text of what came last in the input of a response. @param {any} last */
function saidBy(last) {
  const said = last?.output ?? last?.content ?? last;
  return typeof said === 'string'
    ? said
    : (said?.[0]?.text ?? JSON.stringify(said));
}

/** @param {any} whole @param {any} item @param {string} text */
function eventsOf(whole, item, text) {
  const begun = { ...whole, status: 'in_progress', output: [], usage: null };
  const at = { output_index: 0, item_id: item.id };
  const content =
    item.type === 'message'
      ? [
          {
            type: 'response.content_part.added',
            ...at,
            content_index: 0,
            part: { type: 'output_text', text: '', annotations: [] }
          },
          ...pieces(text).map(delta => ({
            type: 'response.output_text.delta',
            ...at,
            content_index: 0,
            delta,
            logprobs: []
          })),
          {
            type: 'response.output_text.done',
            ...at,
            content_index: 0,
            text,
            logprobs: []
          },
          {
            type: 'response.content_part.done',
            ...at,
            content_index: 0,
            part: item.content[0]
          }
        ]
      : [
          {
            type: 'response.function_call_arguments.delta',
            ...at,
            delta: CITY.slice(0, 6)
          },
          {
            type: 'response.function_call_arguments.delta',
            ...at,
            delta: CITY.slice(6)
          },
          {
            type: 'response.function_call_arguments.done',
            ...at,
            name: item.name,
            arguments: CITY
          }
        ];
  const empty =
    item.type === 'message'
      ? { ...item, status: 'in_progress', content: [] }
      : { ...item, status: 'in_progress', arguments: '' };
  return [
    { type: 'response.created', response: begun },
    { type: 'response.in_progress', response: begun },
    { type: 'response.output_item.added', output_index: 0, item: empty },
    ...content,
    { type: 'response.output_item.done', output_index: 0, item },
    { type: 'response.completed', response: whole }
  ].map((data, sequence_number) => ({
    event: data.type,
    data: { ...data, sequence_number }
  }));
}

const DIMENSIONS = 1536;

/** @param {import('./wire.mjs').Call} call */
function embeddings({ body, response }) {
  const inputs = [body.input].flat();
  const data = inputs.map((_, index) => {
    const numbers = Float32Array.from(
      { length: DIMENSIONS },
      (_, at) => (index + at) / 10
    );
    const embedding =
      body.encoding_format === 'base64'
        ? Buffer.from(numbers.buffer).toString('base64')
        : [...numbers];
    return { object: 'embedding', index, embedding };
  });
  sendJson(response, 200, {
    object: 'list',
    data,
    model: body.model,
    usage: { prompt_tokens: 5, total_tokens: 5 }
  });
}

/** @param {import('./wire.mjs').Call} call */
function images({ response }) {
  sendJson(response, 200, {
    created: CREATED,
    data: [{ b64_json: Buffer.from('a picture').toString('base64') }],
    usage: { input_tokens: 5, output_tokens: 7, total_tokens: 12 }
  });
}
