// A browser of its own, asked over a pipe and without Playwright, which runs scripts of its own in each page: what is
// counted here is the page's work and nothing else.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from '../../scripts/lib/chromium.mjs';
import { isRoot } from '../../scripts/lib/platform.mjs';

const ARGS = [
  '--headless',
  '--remote-debugging-pipe',
  // Chromium's sandbox refuses to run as root.
  ...(isRoot() ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-extensions',
  '--disable-sync'
];

/**
 * One tab.
 *
 * @typedef {object} Tab
 * @property {(method: string, params?: object) => Promise<any>} send a call of the DevTools protocol
 * @property {(method: string) => Promise<any>} next what the next event of that name says
 * @property {(method: string, listener: (params: any) => void) => void} on
 * @property {(call: Function, argument?: unknown) => Promise<any>} evaluate runs a function in the page; JSON goes in and out
 * @property {(key: string) => Promise<void>} press a key that types one character
 * @property {() => Promise<Record<string, number>>} metrics of `Performance.getMetrics`: counts, bytes, seconds
 * @property {() => Promise<void>} close
 */

/** Starts Chromium with an empty profile; `newTab` opens a tab in a process of its own. */
export async function launch() {
  const profile = await mkdtemp(join(tmpdir(), 'spanbook-bench-'));
  const child = spawn(
    findChromium(),
    [...ARGS, `--user-data-dir=${profile}`, 'about:blank'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] }
  );
  const ended = new Promise(resolve => {
    child.once('exit', resolve);
  });
  const connection = connect(child.stdio[3], child.stdio[4]);
  return {
    newTab: size => newTab(connection, size),
    async close() {
      child.kill();
      await ended;
      await rm(profile, { recursive: true, maxRetries: 5, retryDelay: 200 });
    }
  };
}

/** @returns {Promise<Tab>} */
async function newTab(connection, { width, height }) {
  const { targetId } = await connection.send('Target.createTarget', {
    url: 'about:blank',
    newWindow: true
  });
  const { sessionId } = await connection.send('Target.attachToTarget', {
    targetId,
    flatten: true
  });
  const send = (method, params) => connection.send(method, params, sessionId);
  await send('Emulation.setDeviceMetricsOverride', {
    ...{ width, height, deviceScaleFactor: 1, mobile: false }
  });
  return {
    send,
    next: method =>
      new Promise(resolve => connection.on(sessionId, method, resolve)),
    on: (method, listener) => connection.on(sessionId, method, listener),
    evaluate: (call, argument) => evaluate(send, call, argument),
    async press(key) {
      await send('Input.dispatchKeyEvent', { type: 'keyDown', key, text: key });
      await send('Input.dispatchKeyEvent', { type: 'keyUp', key });
    },
    async metrics() {
      const { metrics } = await send('Performance.getMetrics');
      return Object.fromEntries(
        metrics.map(({ name, value }) => [name, value])
      );
    },
    close: () => connection.send('Target.closeTarget', { targetId })
  };
}

async function evaluate(send, call, argument) {
  const { result, exceptionDetails } = await send('Runtime.evaluate', {
    expression: `(${call})(${JSON.stringify(argument)})`,
    awaitPromise: true,
    returnByValue: true
  });
  if (exceptionDetails) {
    throw new Error(
      exceptionDetails.exception?.description ?? exceptionDetails.text
    );
  }
  return result.value;
}

/** The protocol over two pipes: JSON texts, each ended by a zero byte. */
function connect(input, output) {
  let last = 0;
  const waiting = new Map();
  const listeners = [];
  const receive = ({ id, error, result, method, params, sessionId }) => {
    if (id !== undefined) {
      const { resolve, reject } = waiting.get(id);
      waiting.delete(id);
      return error ? reject(new Error(error.message)) : resolve(result);
    }
    for (const listener of listeners) {
      if (listener.method === method && listener.sessionId === sessionId) {
        listener.listen(params);
      }
    }
    return undefined;
  };
  let rest = Buffer.alloc(0);
  output.on('data', chunk => {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(0); end >= 0; end = rest.indexOf(0)) {
      receive(JSON.parse(rest.toString('utf8', 0, end)));
      rest = rest.subarray(end + 1);
    }
  });
  return {
    send: (method, params = {}, sessionId = undefined) =>
      new Promise((resolve, reject) => {
        const id = ++last;
        waiting.set(id, { resolve, reject });
        input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
      }),
    on: (sessionId, method, listen) =>
      listeners.push({ sessionId, method, listen })
  };
}
