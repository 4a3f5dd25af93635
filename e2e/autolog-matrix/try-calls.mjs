// The calls of one library, each made without tracing and with it, in whatever runtime loads this. It imports no
// library: the runtime does so, in its own way, and hands the modules in.
import { setTimeout as sleep } from 'node:timers/promises';

import { openaiAgents } from './calls/agents.mjs';
import { anthropic } from './calls/anthropic.mjs';
import { ax } from './calls/ax.mjs';
import { bedrock, gemini, mistral, ollama } from './calls/clients.mjs';
import { langchain, langgraph } from './calls/langchain.mjs';
import { llamaIndex } from './calls/llamaindex.mjs';
import { mastra } from './calls/mastra.mjs';
import { mcp } from './calls/mcp.mjs';
import { groq, openai } from './calls/openai.mjs';
import { vercel } from './calls/vercel.mjs';

/**
 * @typedef {object} World
 * @property {any} mlflow
 * @property {Record<string, any>} modules of the library, by the names of its row
 * @property {string} url of the fake provider
 * @property {string} mcpUrl
 * @property {string} countUrl says how many requests came to the fake provider
 */

/** @typedef {(world: World) => Record<string, () => Promise<unknown>>} CallsOf */

/**
 * @typedef {object} Outcome
 * @property {string} call
 * @property {string} [absent] what the untraced call threw: this version has no such call
 * @property {string} [changed] how the traced run differs from the untraced one
 * @property {readonly string[]} [traces] ids of the traces of the call
 */

/** @type {Record<string, CallsOf>} */
const LIBRARIES = {
  ...{ openai, groq, anthropic, langchain, langgraph, openaiAgents },
  ...{ vercel, vercel6: vercel },
  ...{ llamaIndex, gemini, ollama, mistral, bedrock, mcp, ax, mastra }
};

/** Members that each answer has of its own. */
const OF_THE_RUN = new Set([
  '$metadata',
  'headers',
  'requestId',
  'sdkHttpResponse',
  'request_id',
  'responseId'
]);

/** @param {unknown} value */
const shownOf = value =>
  JSON.stringify(value, (key, member) =>
    OF_THE_RUN.has(key) ? undefined : member
  );

/** @param {unknown} error */
const firstLineOf = error => String(error).split('\n')[0] ?? '';

/** @param {() => Promise<unknown>} program @param {string} countUrl */
async function run(program, countUrl) {
  const count = async () => Number(await (await fetch(countUrl)).text());
  const before = await count();
  const shown = shownOf(await program());
  return { shown, requests: (await count()) - before };
}

/**
 * @param {World} world
 * @param {{ call: string, program: () => Promise<unknown>, turn: (isOn: boolean) => Promise<unknown> }} one
 * @returns {Promise<Outcome>}
 */
async function tryCall({ mlflow, countUrl }, { call, program, turn }) {
  let plain;
  try {
    plain = await run(program, countUrl);
  } catch (error) {
    return { call, absent: firstLineOf(error) };
  }
  /** @type {Set<string>} */
  const traces = new Set();
  const seen = (/** @type {{ traceId: string }} */ { traceId }) => {
    traces.add(traceId);
  };
  const watching = mlflow.tracing.configure({ spanProcessors: [seen] });
  try {
    await turn(true);
    const traced = await run(program, countUrl);
    await sleep(50); // what an early end leaves behind
    await turn(false);
    const changed = changeFrom(plain, traced);
    return { call, traces: [...traces], ...(changed && { changed }) };
  } catch (error) {
    return { call, changed: `threw ${firstLineOf(error)}` };
  } finally {
    watching[Symbol.dispose]();
  }
}

/** @typedef {{ shown: string, requests: number }} Run */

/** @param {Run} plain @param {Run} traced */
function changeFrom(plain, traced) {
  if (plain.requests !== traced.requests) {
    return `${traced.requests} requests, not ${plain.requests}`;
  }
  return plain.shown === traced.shown
    ? undefined
    : `gave ${traced.shown}, not ${plain.shown}`;
}

/**
 * Makes the calls one after the other, and waits until their traces are stored.
 *
 * @param {World} world
 * @param {{ calls: string, namespace: string, handed: readonly string[] }} row `handed`: modules that are handed in, none
 *   for a library that is found
 * @param {(line: string) => void} tell is told each outcome as it is known
 */
export async function tryCalls(world, { calls, namespace, handed }, tell) {
  const { mlflow, modules } = world;
  const subject =
    handed.length === 0 ? undefined : handed.map(name => modules[name]);
  const turn = (/** @type {boolean} */ isOn) =>
    isOn
      ? mlflow[namespace].autolog(subject, { silent: true })
      : mlflow[namespace].autolog({ disable: true });
  for (const [call, program] of Object.entries(
    LIBRARIES[calls]?.(world) ?? {}
  )) {
    const outcome = await tryCall(world, { call, program, turn });
    tell(`outcome ${JSON.stringify(outcome)}`);
  }
  await mlflow.flushTraces();
}
