import fs from 'node:fs';
import path from 'node:path';

import { inRoot, ROOT, TEST_RESULTS } from './paths.mjs';
import { failureOf, start } from './processes.mjs';

/** @typedef {{ hasPassed: boolean, tests: ReadonlyMap<string, boolean> }} Outcome `tests`: by title, whether each has passed */

/**
 * Runs the tests of a jest configuration to their end.
 *
 * @param {string} config from the repository's root
 * @param {Record<string, string>} env besides ours
 * @returns {Promise<Outcome>}
 */
export async function runJest(config, env) {
  const report = path.join(
    TEST_RESULTS,
    'reports',
    `${path.basename(path.dirname(config))}.json`
  );
  fs.mkdirSync(path.dirname(report), { recursive: true });
  fs.rmSync(report, { force: true });
  const jest = inRoot('node_modules/jest/bin/jest.js');
  const tests = start(
    process.execPath,
    [jest, '--config', config, '--json', `--outputFile=${report}`],
    {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'inherit'], // the report, which it writes there too
      env: { ...process.env, ...env }
    }
  );
  const hasPassed = (await failureOf(tests)) === undefined;
  return { hasPassed, tests: testsIn(report) };
}

/** @param {string} report @returns {ReadonlyMap<string, boolean>} */
function testsIn(report) {
  const { testResults } = JSON.parse(fs.readFileSync(report, 'utf8'));
  /** @type {{ title: string, status: string }[]} */
  const found = testResults.flatMap(
    (/** @type {{ assertionResults: object[] }} */ file) =>
      file.assertionResults
  );
  return new Map(
    found.map(({ title, status }) => [title, status === 'passed'])
  );
}
