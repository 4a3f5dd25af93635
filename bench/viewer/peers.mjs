// What the view is measured beside: each gives the address of its page for a sample, and what counts as a row in it.
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { PYTHON } from '../../scripts/lib/paths.mjs';
import { MlflowServer } from '../mlflow-server.mjs';
import { samples } from './samples.mjs';

/**
 * @typedef {object} Viewer
 * @property {string} name
 * @property {(spans: number) => string} url
 * @property {string} row
 * @property {number} [count] how many rows are awaited
 * @property {number} frames of scrolling that are measured; 0 for none
 * @property {(spans: number) => number} runs how often it is measured at the most
 * @property {boolean} [isOurs] what can be done with our view is measured too
 */

/** Spans in one request: MLflow takes them more quickly so than all at once. */
const REQUEST = 1000;

/** From so many spans on MLflow's view is measured once. */
const LONG = 10_000;

/** The name of the page that costs what any page costs. */
export const EMPTY = 'empty page';

const always = () => Infinity;

/** @param {string} url of our own server @returns {Viewer} */
export const viewOf = url => ({
  ...{ name: 'Spanbook', isOurs: true, row: '.sb-row', frames: 60 },
  ...{ runs: always, url: spans => `${url}?trace=${spans}` }
});

/** @param {string} url of our own server @returns {Viewer[]} */
export const pagesOf = url => [
  {
    ...{ name: EMPTY, row: '#drawn', frames: 0, runs: always },
    url: () => `${url}empty`
  },
  {
    ...{ name: 'floor', row: '.row', frames: 60, runs: always },
    url: spans => `${url}floor?trace=${spans}`
  },
  {
    // Its canvases stand once the profile is read. Without a GPU its frames are the software's, and say nothing.
    ...{ name: 'speedscope', row: 'canvas', count: 3 },
    ...{ frames: 0, runs: always },
    url: spans =>
      `${url}speedscope/index.html#profileURL=${encodeURIComponent(`/profile/${spans}`)}`
  }
];

/**
 * MLflow's own notebook view, on a server of its own that holds the same traces.
 *
 * @param {readonly number[]} sizes
 * @returns {Promise<{ viewer: Viewer, stop: () => void } | undefined>} undefined for no size, and where MLflow is not installed
 */
export async function mlflow(sizes) {
  if (sizes.length === 0 || !existsSync(PYTHON)) return undefined;
  const server = await MlflowServer.start();
  const experimentId = await server.newExperiment('viewer');
  const ids = new Map();
  for (const spans of sizes) {
    ids.set(spans, await store(server.uri, experimentId, spans));
  }
  return {
    stop: () => server.stop(),
    viewer: {
      name: 'MLflow notebook view',
      row: '[data-testid^="timeline-tree-node-"]',
      // A frame of its longest trace takes a second.
      frames: 10,
      // It takes minutes for the largest.
      runs: spans =>
        sizes.includes(spans) ? (spans < LONG ? Infinity : 1) : 0,
      url: spans =>
        `${server.uri}/static-files/lib/notebook-trace-renderer/index.html` +
        `?trace_id=tr-${ids.get(spans)}&experiment_id=${experimentId}&version=3`
    }
  };
}

/** Writes the sample; its trace id. */
async function store(uri, experimentId, spans) {
  const traceId = randomBytes(16).toString('hex');
  const { otlpRequests } = await samples();
  for (const body of otlpRequests(spans, traceId, REQUEST)) {
    const answer = await fetch(`${uri}/v1/traces`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-mlflow-experiment-id': experimentId
      },
      body
    });
    if (!answer.ok) throw new Error(`MLflow: ${await answer.text()}`);
  }
  return traceId;
}
