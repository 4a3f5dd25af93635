import { ROOT } from './paths.mjs';
import { failureOf, start } from './processes.mjs';

/** @typedef {readonly [name: string, command: string, ...args: string[]]} Check */

/** Each is one thread of work for most of its time. */
const AT_ONCE = 2;

/**
 * Runs all checks, two at a time, whatever the earlier ones gave, and says of each how it went, under what it wrote.
 *
 * @param {readonly Check[]} checks
 * @returns {Promise<boolean>} whether all were fine
 */
export async function runChecks(checks) {
  const waiting = [...checks];
  const lane = async () => {
    let areFine = true;
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift())
      areFine = (await runCheck(one)) && areFine;
    return areFine;
  };
  const verdicts = await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return verdicts.every(Boolean);
}

/** @param {Check} check */
async function runCheck([name, command, ...args]) {
  const child = start(command, args, {
    cwd: ROOT,
    detached: false, // Ctrl+C in the terminal ends it too
    stdio: ['ignore', 'pipe', 'pipe'],
    // As they would write to the terminal themselves.
    ...(process.stdout.isTTY && {
      env: { ...process.env, FORCE_COLOR: '1' }
    })
  });
  let written = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', text => (written += text));
  const failure = await failureOf(child);
  process.stdout.write(written);
  return tell(name, failure === undefined);
}

/** @param {string} name @param {boolean} isFine */
export function tell(name, isFine) {
  process.stdout.write(`${isFine ? '✓' : '✗'} ${name}\n`);
  return isFine;
}
