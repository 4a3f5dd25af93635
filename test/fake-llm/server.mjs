// A server that speaks the wire protocols of LLM providers, for tests and examples: what it answers is made up, how it
// says so is as the providers do. It listens on 127.0.0.1 only.
//   node test/fake-llm/main.mjs [port]
import http from 'node:http';
import { once } from 'node:events';
import { anthropicRoutes } from './anthropic.mjs';
import { bedrockRoutes } from './bedrock.mjs';
import { geminiRoutes } from './gemini.mjs';
import { mistralRoutes } from './mistral.mjs';
import { ollamaRoutes } from './ollama.mjs';
import { openaiRoutes } from './openai.mjs';
import { sendJson } from './wire.mjs';

/**
 * One request as it came.
 *
 * @typedef {object} Logged
 * @property {string} method
 * @property {string} url
 * @property {any} body
 * @property {import('node:http').IncomingHttpHeaders} headers
 * @property {boolean} isAborted the client hung up before the answer was whole
 */

/** By method and path; `:model` stands for the name of a model that is a part of the path. */
const ROUTES = Object.entries({
  ...openaiRoutes,
  ...anthropicRoutes,
  ...geminiRoutes,
  ...ollamaRoutes,
  ...mistralRoutes,
  ...bedrockRoutes
}).map(([key, route]) => ({
  route,
  pattern: new RegExp(
    `^${key.replaceAll('.', '\\.').replace(':model', '([^/:]+)')}$`
  )
}));

/** Starts the server; `requests` grows with each request. @param {number} [port] */
export async function startFakeLlm(port = 0) {
  /** @type {Logged[]} */
  const requests = [];
  const server = http.createServer((request, response) => {
    void answer(request, response, requests);
  });
  server.keepAliveTimeout = 600_000;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return {
    url,
    requests,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    }
  };
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {Logged[]} requests
 */
async function answer(request, response, requests) {
  const body = await readJson(request);
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  /** @type {Logged} */
  const logged = {
    method: request.method ?? '',
    url: pathname,
    body,
    headers: request.headers,
    isAborted: false
  };
  requests.push(logged);
  response.on('close', () => {
    logged.isAborted = !response.writableFinished;
  });
  const { route, model } = routeOf(`${request.method} ${pathname}`);
  if (!route) {
    sendJson(response, 404, { error: { message: `no route ${pathname}` } });
    return;
  }
  await route({
    body: model === undefined ? body : { ...body, model },
    headers: request.headers,
    response,
    attempt: attemptOf(logged, requests)
  });
}

/** @param {string} place */
function routeOf(place) {
  for (const { route, pattern } of ROUTES) {
    const found = pattern.exec(place);
    if (found) {
      const model = found[1] && decodeURIComponent(found[1]);
      return { route, model };
    }
  }
  return {};
}

/** How often the same body came before. @param {Logged} logged @param {Logged[]} requests */
function attemptOf(logged, requests) {
  const same = JSON.stringify(logged.body);
  return requests.filter(({ body }) => JSON.stringify(body) === same).length;
}

/** @param {import('node:http').IncomingMessage} request */
async function readJson(request) {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
