import { pieces } from './openai.mjs';
import { failureOf, sendEvents, sendJson } from './wire.mjs';

const USAGE = {
  promptTokenCount: 9,
  candidatesTokenCount: 12,
  totalTokenCount: 21,
  cachedContentTokenCount: 4
};

/** @type {Record<string, (call: import('./wire.mjs').Call) => void | Promise<void>>} */
const methods = {
  generateContent: guarded(generate),
  streamGenerateContent: guarded(stream),
  batchEmbedContents: guarded(embed),
  countTokens: guarded(count)
};

/** Version 3 of the client asks the API that is no longer a preview. */
export const geminiRoutes = Object.fromEntries(
  ['v1beta', 'v1'].flatMap(version =>
    Object.entries(methods).map(([method, route]) => [
      `POST /${version}/models/:model:${method}`,
      route
    ])
  )
);

/** @param {(call: import('./wire.mjs').Call) => void | Promise<void>} route */
function guarded(route) {
  return (/** @type {import('./wire.mjs').Call} */ call) => {
    const failure = failureOf(call);
    if (!failure) {
      return route(call);
    }
    const key = String(call.headers['x-goog-api-key']);
    const message =
      failure.status === 401 ? `API key not valid: ${key}` : 'Quota exceeded';
    const error = { code: failure.status, message, status: 'FAILED' };
    return sendJson(call.response, failure.status, { error });
  };
}

/** @param {any} body */
function partsFor({ contents = [], tools }) {
  const last = contents.at(-1)?.parts?.at(-1);
  if (tools && !last?.functionResponse) {
    const [{ name }] = tools[0].functionDeclarations;
    return [{ functionCall: { id: 'call_1', name, args: { city: 'Paris' } } }];
  }
  return pieces(`Echo: ${last?.text ?? JSON.stringify(last)}`).map(text => ({
    text
  }));
}

/** @param {string} model @param {object[]} parts @param {string} [finishReason] */
function answer(model, parts, finishReason) {
  const content = { role: 'model', parts };
  return {
    candidates: [{ content, index: 0, ...(finishReason && { finishReason }) }],
    usageMetadata: USAGE,
    modelVersion: model,
    responseId: 'gemini-fake'
  };
}

/** @param {import('./wire.mjs').Call} call */
function generate({ body, response }) {
  const parts = partsFor(body);
  const text = parts.map(part => part.text ?? '').join('');
  const whole = text === '' ? parts : [{ text }];
  sendJson(response, 200, answer(body.model, whole, 'STOP'));
}

/** @param {import('./wire.mjs').Call} call */
function stream(call) {
  const { body } = call;
  const parts = partsFor(body);
  return sendEvents(
    call,
    parts.map((part, index) => ({
      data: answer(
        body.model,
        [part],
        index === parts.length - 1 ? 'STOP' : undefined
      )
    }))
  );
}

/** @param {import('./wire.mjs').Call} call */
function embed({ body, response }) {
  sendJson(response, 200, {
    embeddings: body.requests.map(() => ({
      values: Array.from({ length: 768 }, (_, at) => at / 10)
    }))
  });
}

/** So many words. @param {import('./wire.mjs').Call} call */
function count({ body, response }) {
  const text = body.contents
    .flatMap((/** @type {any} */ { parts }) => parts)
    .map((/** @type {any} */ part) => part.text ?? '')
    .join(' ');
  sendJson(response, 200, { totalTokens: text.split(' ').length });
}
