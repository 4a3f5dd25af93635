import { setTimeout as sleep } from 'node:timers/promises';

/**
 * What a route is given.
 *
 * @typedef {object} Call
 * @property {any} body
 * @property {import('node:http').IncomingHttpHeaders} headers
 * @property {import('node:http').ServerResponse} response
 * @property {number} attempt 1 for the first request with this body
 */

/** @param {import('node:http').ServerResponse} response @param {number} status @param {unknown} body @param {Record<string, string>} [headers] */
export function sendJson(response, status, body, headers = {}) {
  response.writeHead(status, {
    'content-type': 'application/json',
    'x-request-id': 'req_fake',
    'request-id': 'req_fake',
    ...headers
  });
  response.end(JSON.stringify(body));
}

/**
 * Sends server-sent events.
 *
 * @param {Call} call
 * @param {readonly { event?: string, data: unknown }[]} events
 */
export function sendEvents(call, events) {
  const frames = events.map(({ event, data }) => {
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    return `${event ? `event: ${event}\n` : ''}data: ${text}\n\n`;
  });
  return sendFrames(call, 'text/event-stream', frames);
}

/**
 * Sends an answer in parts, slowly or only the first when the name of the model says so (`slow…`, `cut…`).
 *
 * @param {Call} call
 * @param {string} type
 * @param {readonly (string | Buffer)[]} frames
 */
export async function sendFrames({ body, response }, type, frames) {
  const model = String(body?.model);
  response.writeHead(200, {
    'content-type': type,
    'x-request-id': 'req_fake',
    'request-id': 'req_fake'
  });
  const isCut = model.startsWith('cut');
  for (const frame of isCut ? frames.slice(0, 3) : frames) {
    if (response.destroyed) {
      return;
    }
    response.write(frame);
    if (model.startsWith('slow')) {
      await sleep(200);
    }
  }
  if (isCut) {
    await sleep(20);
    response.destroy();
  } else {
    response.end();
  }
}

/**
 * The failure that the name of the model asks for: `err-429`, and `flaky-503`, which only the first attempt meets.
 *
 * @param {Call} call
 * @returns {{ status: number, headers: Record<string, string> } | undefined}
 */
export function failureOf({ body, attempt }) {
  const [, kind, digits] =
    /^(err|flaky)-(\d{3})/.exec(String(body?.model)) ?? [];
  const isOver = kind === 'flaky' && attempt > 1;
  return digits === undefined || isOver
    ? undefined
    : {
        status: Number(digits),
        headers:
          kind === 'flaky'
            ? { 'retry-after-ms': '10' }
            : { 'x-should-retry': 'false' }
      };
}
