import path from 'node:path';

import { registerKernels } from './kernels.mjs';
import { withLock } from './lock.mjs';
import { ROOT, SETUP } from './paths.mjs';
import { ProcessError } from './processes.mjs';
import { createProgress, formatDuration } from './progress.mjs';
import { digestOf, stampAt } from './stamps.mjs';
import { linkLabextension, logOf, STAGES } from './steps.mjs';
import { UserError } from './user-error.mjs';

/** @typedef {import('./steps.mjs').Step} Step */

/**
 * Brings the working copy to where JupyterLab and the tests can run, doing only what is not done yet. Two at once wait
 * for each other; an interrupted one is taken up again at the step that it was in.
 *
 * @param {ReturnType<typeof createProgress>} [progress]
 * @throws {UserError} when a step fails, with the end of its output and the place of all of it
 */
export async function runSetup(progress = createProgress()) {
  const begun = Date.now();
  await withLock(
    path.join(SETUP, 'lock'),
    async () => {
      let done = 0;
      for (const lanes of STAGES)
        done += sum(await allOf(lanes.map(lane => bringAll(lane, progress))));
      linkLabextension();
      for (const name of registerKernels())
        progress.line(`✓ kernel ${name} in .venv`);
      const how = done === 0 ? 'Everything is set up' : 'Set up';
      progress.line(`${how} (${formatDuration(Date.now() - begun)})`);
    },
    pid =>
      progress.line(
        `Another set-up is running (process ${pid}); waiting for it`
      )
  );
}

/**
 * @param {readonly Step[]} lane
 * @param {ReturnType<typeof createProgress>} progress
 * @returns {Promise<number>} how many of the steps there were to do
 */
async function bringAll(lane, progress) {
  let done = 0;
  for (const step of lane) done += (await bring(step, progress)) ? 1 : 0;
  return done;
}

/**
 * Like `Promise.all`, and waits for the others also when one fails: nothing is still being installed when the set-up
 * has stopped.
 *
 * @template T
 * @param {readonly Promise<T>[]} work
 */
async function allOf(work) {
  await Promise.allSettled(work);
  return Promise.all(work);
}

/** @param {readonly number[]} numbers */
const sum = numbers => numbers.reduce((all, one) => all + one, 0);

/**
 * @param {Step} step
 * @param {ReturnType<typeof createProgress>} progress
 * @returns {Promise<boolean>} whether there was anything to do
 */
async function bring(step, progress) {
  const stamp = stampAt(step.stamp);
  if (step.isNeeded?.() !== true && stamp.isFor(stateOf(step))) return false;
  stamp.clear();
  try {
    await progress.step(step.title, () => step.run(logOf(step)));
  } catch (error) {
    throw error instanceof ProcessError ? explained(step, error) : error;
  }
  stamp.write(stateOf(step));
  return true;
}

/** @param {Step} step @returns {string} what its inputs and outputs are now */
const stateOf = ({ inputs, outputs, facts }) =>
  digestOf(ROOT, [...inputs, ...outputs], facts);

/** @param {Step} step @param {ProcessError} error */
function explained(step, error) {
  return new UserError(
    `${error.output}\n\nThe set-up stopped at: ${step.title}\n${error.message}\nAll of its output: ${path.relative(ROOT, error.log)}`
  );
}
