import path from 'node:path';

import { jupyterEnvironment } from './environment.mjs';
import { ROOT, TEST_RESULTS } from './paths.mjs';
import { failureOf, signalGroup, start } from './processes.mjs';
import { formatDuration } from './progress.mjs';
import { RUNNERS } from './runners.mjs';
import { afterSecondLook, deservesSecondLook } from './second-look.mjs';
import { UserError } from './user-error.mjs';

/**
 * @typedef {import('./runners.mjs').Runner} Runner
 * @typedef {import('./reports.mjs').Tally} Tally
 * @typedef {{ runner: Runner, tally: Tally, ms: number }} Result
 */

/**
 * @param {string[]} names none for all
 * @returns {readonly Runner[]} in the order of `RUNNERS`
 * @throws {UserError} for a name that is none
 */
export function chooseRunners(names) {
  const known = RUNNERS.map(({ name }) => name);
  const unknown = names.filter(name => !known.includes(name));
  if (unknown.length > 0)
    throw new UserError(
      `Unknown: ${unknown.join(', ')}\nnpm test [-- name …], with the names: ${known.join(', ')}`
    );
  return RUNNERS.filter(
    ({ name }) => names.length === 0 || names.includes(name)
  );
}

/**
 * Runs one after the other, whatever the earlier ones gave: each starts servers and kernels of its own, and two at
 * once would take the time from each other that their waits allow for.
 *
 * @param {readonly Runner[]} runners
 * @param {object} options
 * @param {{ line(text: string): unknown }} options.progress
 * @param {string | undefined} options.chromium
 * @param {AbortSignal} options.signal no runner starts once it is aborted
 * @returns {Promise<Result[]>}
 */
export async function runAll(runners, { progress, chromium, signal }) {
  const results = [];
  for (const runner of runners) {
    if (signal.aborted) break;
    progress.line(`\n──── ${runner.title} ────`);
    const begun = Date.now();
    const tally = await lookedAt(runner, { progress, chromium, signal });
    const ms = Date.now() - begun;
    results.push({ runner, tally, ms });
    progress.line(lineOf({ runner, tally, ms }));
  }
  return results;
}

/**
 * @param {Runner} runner
 * @param {Parameters<typeof runAll>[1]} options
 * @returns {Promise<Tally>}
 */
async function lookedAt(runner, { progress, chromium, signal }) {
  const { args, onlyFailed } = runner;
  const first = runner.tally(await run(runner, chromium));
  if (!onlyFailed || signal.aborted || !deservesSecondLook(first)) return first;
  progress.line(`\n──── ${runner.name}: what failed, once more ────`);
  const again = { ...runner, args: [...args, ...onlyFailed] };
  return afterSecondLook(first, runner.tally(await run(again, chromium)));
}

/** A hang must become a failure before whoever waits for all of it gives up. */
const LONGEST_MS = 12 * 60_000;

/** @param {Runner} runner @param {string | undefined} chromium @returns {Promise<string | undefined>} */
async function run({ command, args }, chromium) {
  const child = start(command, args, { cwd: ROOT, env: environment(chromium) });
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    signalGroup(child, 'SIGKILL');
  }, LONGEST_MS);
  const failure = await failureOf(child);
  clearTimeout(timer);
  return isLate ? `stopped after ${formatDuration(LONGEST_MS)}` : failure;
}

/**
 * As for JupyterLab, and without the user's own tracking server: tests write traces.
 *
 * @param {string | undefined} chromium
 * @returns {NodeJS.ProcessEnv}
 */
function environment(chromium) {
  const foreign = /^(MLFLOW|OTEL|SPANBOOK)_/;
  const own = Object.entries(process.env).filter(
    ([name]) => !foreign.test(name)
  );
  const env = jupyterEnvironment(
    path.join(TEST_RESULTS, 'jupyter'),
    Object.fromEntries(own)
  );
  return {
    ...env,
    // Traces that wait for a server, of kernels too, do not go to the folder of the user.
    XDG_STATE_HOME: path.join(TEST_RESULTS, 'state'),
    ...(chromium && { CHROMIUM_PATH: chromium })
  };
}

/** @param {Result} result @returns {string} */
function lineOf({ runner, tally, ms }) {
  const mark = tally.failed === 0 ? '✓' : '✗';
  const skipped = tally.skipped > 0 ? `, ${tally.skipped} skipped` : '';
  return `${mark} ${runner.name}: ${tally.passed} passed, ${tally.failed} failed${skipped} (${formatDuration(ms)})`;
}

/**
 * @param {readonly Result[]} results
 * @returns {string[]} a line for each runner, then each unsteady and each failed test by name
 */
export function summaryOf(results) {
  return [
    '\n──── summary ────',
    ...results.map(lineOf),
    ...listOf('Unsteady (failed once, passed once):', results, 'unsteady'),
    ...listOf('Failed:', results, 'failures'),
    ''
  ];
}

/**
 * @param {string} title
 * @param {readonly Result[]} results
 * @param {'failures' | 'unsteady'} kind
 * @returns {string[]} nothing when there is none
 */
function listOf(title, results, kind) {
  const names = results.flatMap(({ runner, tally }) =>
    (tally[kind] ?? []).map(
      name => `  ✗ ${runner.name}: ${name.replace(`${ROOT}${path.sep}`, '')}`
    )
  );
  return names.length > 0 ? ['', title, ...names] : [];
}
