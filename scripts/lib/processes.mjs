import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { descendantsOf, isStillAlive } from './process-table.mjs';

const isWindows = process.platform === 'win32';

/**
 * What `start` has running. Each is the leader of its own process group, so that a signal reaches its helpers too.
 *
 * @type {Set<import('node:child_process').ChildProcess>}
 */
const running = new Set();
let isEnding = false;

/**
 * Starts a program that `endAll` will end.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export function start(command, args, options = {}) {
  const child = spawn(command, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: !isWindows,
    windowsHide: true,
    ...options
  });
  running.add(child);
  child.once('close', () => running.delete(child));
  child.once('error', () => running.delete(child));
  return child;
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<string | undefined>} why it failed, such as `exit code 2`; undefined after exit code 0
 */
export const failureOf = child =>
  new Promise(resolve => {
    child.once('error', error => resolve(error.message));
    child.once('close', (code, signal) =>
      resolve(code === 0 ? undefined : (signal ?? `exit code ${code}`))
    );
  });

/** A program's failure; `output` is the end of what it wrote, `log` the file with all of it. */
export class ProcessError extends Error {
  /** @override */
  name = 'ProcessError';
  /**
   * @param {string} message
   * @param {string} output
   * @param {string} log
   */
  constructor(message, output, log) {
    super(message);
    this.output = output;
    this.log = log;
  }
}

/**
 * Runs a program to its end with its output in a log file.
 *
 * @param {string} log path of the file, made with its folder
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<void>} rejects with a `ProcessError` unless the program exits with 0
 */
export async function runLogged(log, command, args, options = {}) {
  fs.mkdirSync(path.dirname(log), { recursive: true });
  const sink = fs.openSync(log, 'w');
  const child = start(command, args, {
    ...options,
    stdio: ['ignore', sink, sink]
  });
  const failure = await failureOf(child);
  fs.closeSync(sink);
  if (failure === undefined) return;
  // It failed because we are ending it: its last words would only be noise.
  if (isEnding) await new Promise(() => undefined);
  const tail = fs.readFileSync(log, 'utf8').split('\n').slice(-TAIL_LINES);
  const shown = [path.basename(command), ...args].join(' ');
  throw new ProcessError(`${shown}: ${failure}`, tail.join('\n').trim(), log);
}
const TAIL_LINES = 40;

/**
 * Ends what `start` has running, and its descendants: politely first, by force when `grace` is over. Descendants in
 * groups of their own, as Jupyter's kernels are, get their end from their parent; only leftovers are ended here.
 *
 * @param {(command: string) => boolean} [isOurs] which descendants may be ended; a browser that Jupyter opened is the
 *   user's
 * @param {number} [grace] milliseconds
 */
export async function endAll(isOurs = () => true, grace = GRACE_MS) {
  isEnding = true;
  const tree = descendantsOf(process.pid).filter(one => isOurs(one.command));
  await end([...running], tree, grace);
}

/**
 * The same for one program that `start` has running, whatever else this process runs.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @param {number} [grace] milliseconds
 */
export async function endTree(child, grace = GRACE_MS) {
  const { pid } = child;
  await end([child], pid === undefined ? [] : descendantsOf(pid), grace);
}

/**
 * @param {readonly import('node:child_process').ChildProcess[]} children
 * @param {ReturnType<typeof descendantsOf>} tree
 * @param {number} grace
 */
async function end(children, tree, grace) {
  const left = () => children.filter(child => running.has(child));
  for (const child of left()) signalGroup(child, 'SIGTERM');
  const limit = Date.now() + grace;
  while (Date.now() < limit && (left().length > 0 || tree.some(isStillAlive)))
    await sleep(50);
  for (const child of left()) signalGroup(child, 'SIGKILL');
  for (const one of tree.filter(isStillAlive)) kill(one.pid);
}
/** Jupyter gives its kernels 5 s, all at once, and its MLflow server 10 s. */
const GRACE_MS = 20_000;

/**
 * Ends them at once, by force.
 *
 * @param {(command: string) => boolean} [isOurs]
 */
export function killAll(isOurs = () => true) {
  const tree = descendantsOf(process.pid).filter(one => isOurs(one.command));
  for (const child of running) signalGroup(child, 'SIGKILL');
  for (const one of tree) kill(one.pid);
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
export function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (!isWindows) process.kill(-child.pid, signal);
    else
      execFileSync('taskkill', ['/pid', `${child.pid}`, '/T', '/F'], {
        stdio: 'ignore'
      });
  } catch {
    // Gone already.
  }
}

/** @param {number} pid */
function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}
