import { spawnSync } from 'node:child_process';

import { ROOT } from './paths.mjs';

/** @typedef {readonly [name: string, command: string, ...args: string[]]} Check */

/**
 * Runs all checks, whatever the earlier ones gave, and says of each how it went.
 *
 * @param {readonly Check[]} checks
 * @returns {boolean} whether all were fine
 */
export function runChecks(checks) {
  const verdicts = checks.map(([name, command, ...args]) => {
    const { status } = spawnSync(command, args, {
      cwd: ROOT,
      stdio: 'inherit'
    });
    return tell(name, status === 0);
  });
  return verdicts.every(Boolean);
}

/** @param {string} name @param {boolean} isFine */
export function tell(name, isFine) {
  process.stdout.write(`${isFine ? '✓' : '✗'} ${name}\n`);
  return isFine;
}
