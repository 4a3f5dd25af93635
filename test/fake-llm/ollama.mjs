import { pieces } from './openai.mjs';
import { failureOf, sendFrames, sendJson } from './wire.mjs';

const COUNTS = {
  done: true,
  done_reason: 'stop',
  total_duration: 5_000_000,
  prompt_eval_count: 9,
  eval_count: 12
};

/** @type {Record<string, (call: import('./wire.mjs').Call) => void | Promise<void>>} */
export const ollamaRoutes = {
  'POST /api/chat': guarded(chat),
  'POST /api/generate': guarded(generate),
  'POST /api/embed': guarded(embed)
};

/** @param {(call: import('./wire.mjs').Call) => void | Promise<void>} route */
function guarded(route) {
  return (/** @type {import('./wire.mjs').Call} */ call) => {
    const failure = failureOf(call);
    return failure
      ? sendJson(call.response, failure.status, { error: 'model overloaded' })
      : route(call);
  };
}

/** @param {import('./wire.mjs').Call} call */
function chat(call) {
  const { messages = [], tools } = call.body;
  const last = messages.at(-1);
  const [tool] = last?.role === 'tool' ? [] : (tools ?? []);
  const messagesOut = tool
    ? [
        {
          role: 'assistant',
          content: '',
          tool_calls: [
            {
              function: {
                name: tool.function.name,
                arguments: { city: 'Paris' }
              }
            }
          ]
        }
      ]
    : pieces(`Echo: ${last?.content}`).map(content => ({
        role: 'assistant',
        content
      }));
  const whole = {
    ...messagesOut[0],
    content: messagesOut.map(({ content }) => content).join('')
  };
  return send(
    call,
    messagesOut.map(message => ({ message })),
    { message: whole },
    { message: { role: 'assistant', content: '' } }
  );
}

/** @param {import('./wire.mjs').Call} call */
function generate(call) {
  const text = `Echo: ${call.body.prompt}`;
  const parts = pieces(text).map(response => ({ response }));
  return send(call, parts, { response: text }, { response: '' });
}

/** A line of JSON a part. @param {import('./wire.mjs').Call} call @param {object[]} parts @param {object} whole @param {object} last */
function send(call, parts, whole, last) {
  const { body, response } = call;
  const common = { model: body.model, created_at: '2026-11-01T00:00:00Z' };
  if (!body.stream) {
    return sendJson(response, 200, { ...common, ...whole, ...COUNTS });
  }
  const lines = [
    ...parts.map(part => ({ ...common, ...part, done: false })),
    { ...common, ...last, ...COUNTS }
  ].map(line => `${JSON.stringify(line)}\n`);
  return sendFrames(call, 'application/x-ndjson', lines);
}

/** @param {import('./wire.mjs').Call} call */
function embed({ body, response }) {
  sendJson(response, 200, {
    model: body.model,
    embeddings: [body.input]
      .flat()
      .map(() => Array.from({ length: 768 }, (_, at) => at / 10)),
    prompt_eval_count: 5
  });
}
