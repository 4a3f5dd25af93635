import { isAlive } from './lock.mjs';
import { processAt } from './process-table.mjs';
import { endAll, killAll } from './processes.mjs';

/**
 * Makes this process end everything it started when it is asked to end: by Ctrl+C, SIGTERM or SIGHUP, or because the
 * `npm` that runs it is gone (npm does not always pass a signal on). Asked again, it no longer waits.
 *
 * @param {{ onEnd?: (why: string) => void, isOurs?: (command: string) => boolean }} [options] `isOurs` as for `endAll`
 */
export function endWithEverything({ onEnd, isOurs } = {}) {
  /** @type {number | undefined} */
  let asked;
  /** @param {string} why @param {number} code */
  const end = async (why, code) => {
    if (asked !== undefined) {
      if (Date.now() - asked < SAME_REQUEST_MS) return;
      killAll(isOurs);
      process.exit(code);
    }
    asked = Date.now();
    onEnd?.(why);
    await endAll(isOurs);
    process.exit(code);
  };
  for (const [signal, code] of ENDINGS)
    process.on(signal, () => void end(signal, code));
  whenNpmIsGone(() => void end('npm has ended', 143));
}

/** One Ctrl+C may arrive twice: from the terminal, and passed on by npm. */
const SAME_REQUEST_MS = 1_000;

/**
 * 128 + the signal's number, as shells have it.
 *
 * @type {readonly (readonly [NodeJS.Signals, number])[]}
 */
const ENDINGS = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129]
];

/**
 * Only when npm runs us: `nohup node scripts/start.mjs &` must outlive its shell.
 *
 * @param {() => void} onGone
 */
function whenNpmIsGone(onGone) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const npm = npmAbove(parent);
  const timer = setInterval(() => {
    if (process.ppid === parent && (npm === undefined || isAlive(npm))) return;
    clearInterval(timer);
    onGone();
  }, 500);
  timer.unref();
}

/**
 * @param {number} parent
 * @returns {number | undefined} the npm that runs us, directly or through a shell
 */
function npmAbove(parent) {
  let above = processAt(parent);
  for (let depth = 0; above !== undefined && depth < 3; depth++) {
    if (/\bnpm\b/.test(above.command)) return above.pid;
    above = processAt(above.parent);
  }
  return undefined;
}
